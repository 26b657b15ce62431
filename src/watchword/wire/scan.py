"""A bounded look at bytes before anything decodes them.

msgspec keeps the last of two equal keys and raises ``RecursionError`` on deep
nesting, so size, depth, encoding and doubled keys are settled here first.

Bytes in the one form that our own encoder writes say everything once and are
UTF-8; that they have it costs a tenth of asking key by key: ``read_scanned``
for a type that nests less deep than the bound, ``scan`` for any bytes.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn, TypeVar

import msgspec

from watchword.errors import MalformedError, TooLargeError, UsageError
from watchword.wire.codec import decode

T = TypeVar("T")

MAX_LINE_BYTES: Final = 256_000
MAX_DEPTH: Final = 16

_decode: Final = msgspec.json.Decoder().decode
_encode: Final = msgspec.json.Encoder().encode

UNREADABLE: Final = (
    ValueError,
    OverflowError,
    RecursionError,
    msgspec.MsgspecError,
    UsageError,
)
"""What reading bytes may raise that are not what they should be."""

# The last quote is optional: a string without its end is then one token and not
# the start of a search from each of its quotes.
_STRING: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
_NO_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in b"[]{}")


def scan(data: bytes, *, limit: int = MAX_LINE_BYTES) -> None:
    """Refuse bytes that are too long, too deep, or say a thing twice.

    Raises:
        TooLargeError: More than ``limit`` bytes, or nested beyond 16.
        MalformedError: Not UTF-8, not JSON, a key twice in one object, or a
            number that is none (NaN, Infinity).
    """
    if len(data) > limit:
        raise TooLargeError(
            f"{len(data)} bytes where {limit} are allowed", code="line-too-long"
        )
    _check_depth(data)
    if not _is_canonical(data):
        _check_slowly(data)


def read_scanned(decoder: msgspec.json.Decoder[T], data: bytes) -> T:
    """Scan, decode and validate.

    Args:
        decoder: Of a type whose values nest less deep than 16 and hold no
            piece of JSON that is kept as it came.
        data: What came.

    Raises:
        WireError: As ``scan``, or the bytes are no such value.
    """
    if len(data) <= MAX_LINE_BYTES:
        try:
            value = decoder.decode(data)
            if _encode(value) == data:
                return value
        except UNREADABLE:
            pass  # What is wrong with it is said below.
    scan(data)
    return decode(decoder, data)


def _is_canonical(data: bytes) -> bool:
    try:
        return _encode(_decode(data)) == data
    except UNREADABLE:
        return False


def _check_slowly(data: bytes) -> None:
    try:
        json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        raise MalformedError("the bytes are not UTF-8", code="not-utf8") from error
    except (ValueError, RecursionError) as error:
        raise MalformedError("the bytes are not JSON", code="not-json") from error


def _check_depth(data: bytes) -> None:
    if data.count(b"{") + data.count(b"[") <= MAX_DEPTH:
        return
    brackets = _STRING.sub(b"", data).translate(None, _NO_BRACKETS)
    if _is_shallow(brackets):
        return
    depth = 0
    for mark in brackets:
        depth += 1 if mark in b"[{" else -1
        if depth > MAX_DEPTH:
            raise TooLargeError(f"nested deeper than {MAX_DEPTH}", code="too-deep")


def _is_shallow(brackets: bytes) -> bool:
    """Whether pairs alone can be taken away, two levels at a time, until none is left.

    ``False`` says nothing: they have to be counted.
    """
    for _ in range(MAX_DEPTH // 2):
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return not brackets


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        raise MalformedError("a key stands twice in one object", code="duplicate-key")


def _no_constant(text: str) -> NoReturn:
    raise MalformedError(f"{text} is not a number", code="not-a-number")
