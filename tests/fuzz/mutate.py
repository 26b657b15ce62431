"""Real bytes, spoilt: what a parser meets when a link, a disk or a person lies."""

from __future__ import annotations

import json
from typing import Any, Final

from hypothesis import strategies as st

NUMBERS: Final = (b"1e308", b"1e999", b"-0", b"-0.0", b"NaN", b"Infinity", b"-1")
HUGE: Final = (b"9" * 4301, b"18446744073709551616", b"1" + b"0" * 400)
TOKENS: Final = (
    *(b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\", b"\x00", b"\n", b"\r"),
    *(b"null", b"true", b'""', b"\\ud800", b"\\u0000", b"\xff", b"\xc0\x80"),
    *("\u202e\u2028\ufeff— ".encode(), b'{"a":' * 40, b"[" * 40, b"A" * 3000),
)


@st.composite
def mutated(draw: st.DrawFn, corpus: list[bytes]) -> bytes:
    """One of the corpus with up to six things done to it."""
    data = draw(st.sampled_from(corpus))
    for change in draw(st.lists(st.sampled_from(CHANGES), max_size=6)):
        data = change(draw, data, corpus)
    return data


def _place(draw: st.DrawFn, data: bytes) -> int:
    return draw(st.integers(0, len(data)))


def _insert(draw: st.DrawFn, data: bytes, corpus: list[bytes]) -> bytes:
    del corpus
    at = _place(draw, data)
    return data[:at] + draw(st.sampled_from((*TOKENS, *NUMBERS, *HUGE))) + data[at:]


def _cut(draw: st.DrawFn, data: bytes, corpus: list[bytes]) -> bytes:
    del corpus
    first, last = sorted((_place(draw, data), _place(draw, data)))
    return data[:first] + data[last:]


def _double(draw: st.DrawFn, data: bytes, corpus: list[bytes]) -> bytes:
    del corpus
    first, last = sorted((_place(draw, data), _place(draw, data)))
    return data[:last] + data[first:last] + data[last:]


def _flip(draw: st.DrawFn, data: bytes, corpus: list[bytes]) -> bytes:
    del corpus
    if not data:
        return data
    at = draw(st.integers(0, len(data) - 1))
    return data[:at] + bytes([data[at] ^ draw(st.integers(1, 255))]) + data[at + 1 :]


def _splice(draw: st.DrawFn, data: bytes, corpus: list[bytes]) -> bytes:
    other = draw(st.sampled_from(corpus))
    return data[: _place(draw, data)] + other[_place(draw, other) :]


def _replace_value(draw: st.DrawFn, data: bytes, corpus: list[bytes]) -> bytes:
    """Another value somewhere in it, where it still is JSON."""
    del corpus
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return data
    other = draw(LEAVES)
    return json.dumps(_with(draw, value, other)).encode("utf-8", "surrogatepass")


LEAVES: Final[st.SearchStrategy[Any]] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from([[], {}, [[]], "A" * 9000, 2**64, -(2**63) - 1, 10**400]),
)


def _with(draw: st.DrawFn, value: Any, other: Any) -> Any:  # noqa: ANN401 (JSON)
    if isinstance(value, dict) and value and draw(st.integers(0, 3)):
        key = draw(st.sampled_from(sorted(value)))
        return {**value, key: _with(draw, value[key], other)}
    if isinstance(value, list) and value and draw(st.integers(0, 3)):
        at = draw(st.integers(0, len(value) - 1))
        return [*value[:at], _with(draw, value[at], other), *value[at + 1 :]]
    return other


CHANGES: Final = (_insert, _cut, _double, _flip, _splice, _replace_value)
