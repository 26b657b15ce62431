"""A bounded look at bytes before anything decodes them.

msgspec keeps the last of two equal keys and raises ``RecursionError`` on deep
nesting, so size, depth, encoding and doubled keys are settled here first.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn

from watchword.errors import MalformedError, TooLargeError

MAX_LINE_BYTES: Final = 256_000
MAX_DEPTH: Final = 16

# The last quote is optional: a string without its end is then one token and not
# the start of a search from each of its quotes.
_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


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
    depth = 0
    for token in _TOKEN.finditer(data):
        mark = token[0]
        if mark in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise TooLargeError(f"nested deeper than {MAX_DEPTH}", code="too-deep")
        elif mark in b"]}":
            depth -= 1


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        raise MalformedError("a key stands twice in one object", code="duplicate-key")


def _no_constant(text: str) -> NoReturn:
    raise MalformedError(f"{text} is not a number", code="not-a-number")
