from __future__ import annotations

import msgspec
import pytest

from watchword.errors import MalformedError, TooLargeError, WireError
from watchword.wire.scan import MAX_DEPTH, MAX_LINE_BYTES, read_scanned, scan


class Row(msgspec.Struct, omit_defaults=True):
    """Something to read."""

    a: dict[str, str]
    b: float = 0.0


ROW = msgspec.json.Decoder(Row)


def code_of(data: bytes) -> str:
    with pytest.raises(WireError) as caught:
        scan(data)
    return caught.value.code


@pytest.mark.parametrize(
    "data", [b"{}", b"[]", b'"a"', b"1", b"null", b' {"a":[1,2],"b":{"a":1}} ']
)
def test_json_passes(data: bytes) -> None:
    scan(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-json"),
        (b"{", "not-json"),
        (b"{}{}", "not-json"),
        (b"'a'", "not-json"),
        (b"\xef\xbb\xbf{}", "not-json"),
        (b"[" + b"9" * 5000 + b"]", "not-json"),
        (b'"\xff"', "not-utf8"),
        (b'"\xed\xa0\x80"', "not-utf8"),
        (b'{"a":1,"a":1}', "duplicate-key"),
        (b'[{"b":{"a":1,"\\u0061":2}}]', "duplicate-key"),
        (b"NaN", "not-a-number"),
        (b'{"a":[-Infinity]}', "not-a-number"),
    ],
)
def test_what_is_no_value_is_named(data: bytes, code: str) -> None:
    assert code_of(data) == code
    with pytest.raises(MalformedError):
        scan(data)


def test_sixteen_levels_pass_and_seventeen_do_not() -> None:
    scan(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    scan(b'{"a":' * MAX_DEPTH + b"1" + b"}" * MAX_DEPTH)
    with pytest.raises(TooLargeError) as caught:
        scan(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))
    assert caught.value.code == "too-deep"


def test_many_shallow_lists_are_not_deep() -> None:
    scan(b"[" + b",".join([b"[[]]"] * 1000) + b"]")


def test_brackets_in_texts_are_not_counted() -> None:
    scan(b'"' + b"[{" * 1000 + b'"')
    scan(b'["\\"[[[[[[[[[[[[[[[[[[", "]]]]]"]')


def test_the_bound_on_bytes_is_exact() -> None:
    longest = b'"' + b"a" * (MAX_LINE_BYTES - 2) + b'"'
    scan(longest)
    assert code_of(longest + b" ") == "line-too-long"
    with pytest.raises(TooLargeError):
        scan(b"[1]", limit=2)


def test_a_text_without_its_end_is_looked_at_once() -> None:
    # With a search from each of its quotes this line would take minutes.
    data = b"[" * 9 + b"]" * 9 + b"[" * 9 + b'"' + b'\\"' * 120_000
    assert code_of(data) == "not-json"


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":{"x":"y"},"b":1.5}',
        b'{"b":1.5,"a":{"x":"y"}}',
        b'{ "a": {"x": "y"}, "b": 15e-1 }',
        b'{"a":{"\\u0078":"y"},"b":1.5}',
        b'{"a":{"x":"y"},"b":1.5,"c":[[[]]]}',
    ],
)
def test_a_value_is_read_in_any_spelling(data: bytes) -> None:
    assert read_scanned(ROW, data) == Row(a={"x": "y"}, b=1.5)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a":{"x":"y"},"a":{"x":"y"}}', "duplicate-key"),
        (b'{"a":{"x":"y","x":"y"}}', "duplicate-key"),
        (b'{"a":{},"c":1,"c":1}', "duplicate-key"),
        (b'{"a":{},"b":NaN}', "not-a-number"),
        (b'{"a":{},"c":' + b"[" * 16 + b"]" * 16 + b"}", "too-deep"),
        (b'{"a":{"x":"\xff"}}', "not-utf8"),
        (b'{"a":{}', "not-json"),
        (b'{"a":{"x":1}}', "wrong-schema"),
        (b'{"a":{"x":"' + b"y" * MAX_LINE_BYTES + b'"}}', "line-too-long"),
    ],
)
def test_what_a_scan_refuses_is_not_read(data: bytes, code: str) -> None:
    with pytest.raises(WireError) as caught:
        read_scanned(ROW, data)
    assert caught.value.code == code
