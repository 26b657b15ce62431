"""Bodies within bounds of size and time, and what a refusal looks like."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import pytest

from watchword.edge.batch import MAX_BATCH_LINES
from watchword.edge.request import (
    check_encoding,
    fill,
    number_in,
    refusal,
    status_of,
)
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
from watchword.wire.scan import MAX_LINE_BYTES


class Body:
    """Pieces as ASGI gives them; after the last there is silence or an end."""

    def __init__(self, pieces: Iterable[bytes], *, ends: bool = True) -> None:
        self.pieces = list(pieces)
        self.ends = ends
        self.given = 0

    async def receive(self) -> Any:  # noqa: ANN401 (ASGI's)
        if not self.pieces:
            await asyncio.Event().wait()
        self.given += 1
        more = len(self.pieces) > 1 or not self.ends
        return {
            "type": "http.request",
            "body": self.pieces.pop(0),
            "more_body": more,
        }


def filled(body: Body, patience_s: float = 5) -> bytearray:
    found = bytearray()
    asyncio.run(fill(found, body.receive, patience_s))
    return found


def refused(body: Body, patience_s: float = 5) -> str:
    with pytest.raises(WireError) as found:
        filled(body, patience_s)
    return found.value.code


def test_a_body_is_its_pieces_in_order() -> None:
    assert filled(Body([b"ab\n", b"", b"c"])) == b"ab\nc"


def test_a_body_that_stops_is_given_up_after_a_while() -> None:
    assert refused(Body([b"ab\n"], ends=False), patience_s=0.01) == "too-slow"


def test_tiny_lines_are_counted_while_they_come() -> None:
    body = Body([b"1\n" * 1_000] * 1_000)
    assert refused(body) == "batch-too-large"
    assert body.given == MAX_BATCH_LINES // 1_000 + 1


def test_a_line_is_measured_while_it_comes_whatever_the_pieces() -> None:
    piece = b"x" * 10_000
    body = Body([b"short\n" + piece, *[piece] * 1_000])
    assert refused(body) == "line-too-long"
    assert body.given == MAX_LINE_BYTES // 10_000 + 1


def test_a_connection_that_ends_leaves_no_body() -> None:
    async def gone() -> Any:  # noqa: ANN401 (ASGI's)
        return {"type": "http.disconnect"}

    with pytest.raises(WireError) as found:
        asyncio.run(fill(bytearray(), gone))
    assert found.value.code == "cut-off"


@pytest.mark.parametrize("packed", [b"gzip", b"br", b"GZIP", b"identity, gzip"])
def test_a_packed_body_is_refused(packed: bytes) -> None:
    with pytest.raises(WireError) as found:
        check_encoding({"headers": [(b"content-encoding", packed)]})
    assert found.value.code == "encoding-not-accepted"


def test_a_body_as_it_is_may_say_so() -> None:
    check_encoding({"headers": [(b"content-encoding", b"identity"), (b"x", b"gzip")]})


def test_a_number_in_the_query_is_read() -> None:
    assert number_in({"query_string": b"after=0012&x=y"}, "after") == 12


@pytest.mark.parametrize(
    "query", [b"", b"after", b"after=-1", b"after=1&after=1", "after=١".encode()]
)
def test_what_is_no_number_is_refused(query: bytes) -> None:
    with pytest.raises(UsageError):
        number_in({"query_string": query}, "after")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (WireError("x", code="too-slow"), 408),
        (LinkError("x", code="too-many-connections"), 429),
        (TooLargeError("x", code="head-too-large"), 431),
        (TooLargeError("x"), 413),
        (WireError("x", code="encoding-not-accepted"), 415),
        (StoreError("x"), 503),
        (LinkError("x", code="ending"), 503),
        (TrustError("x"), 403),
        (UsageError("x"), 404),
        (GapError(1, 2), 409),
    ],
)
def test_each_error_has_its_status(error: WatchwordError, status: int) -> None:
    assert status_of(error) == status


def test_a_gap_says_which_number_is_wanted() -> None:
    assert json.loads(refusal(GapError(3, 7)))["expected"] == 3
