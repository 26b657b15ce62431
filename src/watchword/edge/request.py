"""What a request brings: a body within bounds, a number, and its refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import parse_qs

from watchword.edge.batch import MAX_BATCH_LINES
from watchword.edge.clock import monotonic_ns
from watchword.edge.frames import MAX_BATCH_BYTES
from watchword.errors import (
    GapError,
    LinkError,
    StoreError,
    TooLargeError,
    TrustError,
    UsageError,
    WatchwordError,
    WireError,
)
from watchword.model.time import SECOND_NS
from watchword.wire.codec import encode
from watchword.wire.scan import MAX_LINE_BYTES

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]

PATIENCE_S: Final = 20.0
"""How long a body may take in any case."""

LEAST_BYTES_A_SECOND: Final = 8_000
"""What a body has to bring after that, on average."""

LONGEST_NUMBER: Final = 18


def check_encoding(scope: Scope) -> None:
    """Refuse a body that would have to be unpacked: it may grow without end.

    Raises:
        WireError: It is encoded (``encoding-not-accepted``).
    """
    for name, value in scope["headers"]:
        if name == b"content-encoding" and value.lower() not in (b"", b"identity"):
            raise WireError(
                "a body comes as it is, not packed", code="encoding-not-accepted"
            )


async def fill(
    body: bytearray, receive: Receive, patience_s: float = PATIENCE_S
) -> None:
    """Read a body, as long as it keeps its bounds.

    Args:
        body: What has come; it is filled.
        receive: ASGI's.
        patience_s: How long a body may take, whatever its size.

    Raises:
        WireError: The connection ended (``cut-off``), or it is ``too-slow``.
        TooLargeError: A line (``line-too-long``), or the number of lines or
            bytes (``batch-too-large``).
    """
    began_ns, newline, lines = monotonic_ns(), 0, 0
    while True:
        allowed_s = patience_s + len(body) / LEAST_BYTES_A_SECOND
        message = await _next(receive, began_ns + int(allowed_s * SECOND_NS))
        if message["type"] == "http.disconnect":
            raise WireError("the connection was cut", code="cut-off")
        piece = message.get("body", b"")
        body += piece
        lines += piece.count(b"\n")
        newline = max(newline, body.rfind(b"\n", newline) + 1)
        if len(body) - newline > MAX_LINE_BYTES:
            raise TooLargeError("a line is too long", code="line-too-long")
        if len(body) > MAX_BATCH_BYTES or lines > MAX_BATCH_LINES + 1:
            raise TooLargeError("the batch is too large", code="batch-too-large")
        if not message.get("more_body"):
            return


async def _next(receive: Receive, until_ns: int) -> Any:  # noqa: ANN401
    try:
        async with asyncio.timeout((until_ns - monotonic_ns()) / SECOND_NS):
            return await receive()
    except TimeoutError as error:
        raise WireError("the body comes too slowly", code="too-slow") from error


def number_in(scope: Scope, name: str) -> int:
    """A whole number from the query, such as ``after=12``.

    Raises:
        UsageError: It is not there, twice, or none.
    """
    given = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=4)
    found = given.get(name, [])
    if len(found) != 1 or not found[0].isascii() or not found[0].isdecimal():
        raise UsageError(f"{name} is a whole number")
    if len(found[0]) > LONGEST_NUMBER:
        raise UsageError(f"{name} is too large")
    return int(found[0])


_BY_CODE: Final = {
    "not-http": 400,
    "too-slow": 408,
    "encoding-not-accepted": 415,
    "too-many-connections": 429,
    "head-too-large": 431,
}


def refusal(error: WatchwordError) -> bytes:
    """The body that says why something is not done."""
    expected = error.expected if isinstance(error, GapError) else None
    return encode({"error": error.code, "message": str(error), "expected": expected})


def status_of(error: WatchwordError) -> int:
    """The HTTP status that goes with it."""
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    if isinstance(error, StoreError | LinkError):
        return 503
    if isinstance(error, TooLargeError):
        return 413
    if isinstance(error, TrustError):
        return 403
    return 404 if isinstance(error, UsageError) else 409
