"""What came while a commit was under way is taken by the next one."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.desks import NORTH, PACT, SOUTH, MemoryDesk, carry, pair
from tests.hosts import MemoryHost

from watchword.edge.feedreader import FeedReader
from watchword.edge.outbox import MOST_LINES
from watchword.node.receive import origin_of
from watchword.wire.line import Channel

CHANNEL = Channel(agreement=PACT, sender=NORTH, recipient=SOUTH, lane="routine")


def said(north: MemoryDesk, after: int) -> list[bytes]:
    """One more report of north's, as a batch comes out of a feed."""
    north.report()
    batch = north.outbox.batch_of(origin_of(CHANNEL), after, MOST_LINES)
    assert batch is not None
    return batch.body.rstrip(b"\n").split(b"\n")


def committed(folder: Path, *, is_spoilt: bool) -> tuple[int, int]:
    """Of two batches that came together: how many lines, how many wait."""
    north, south = pair()
    carry(north, south)
    begins = south.view.cursor(CHANNEL).number
    first, second = said(north, begins), said(north, begins + 1)
    if is_spoilt:
        second[-1] = b'{"checkpoint":'

    async def go() -> int:
        reader = FeedReader(MemoryHost(south, folder), CHANNEL)
        reader._batches += [first, second]  # noqa: SLF001 (as if they had come)
        await reader._commit()  # noqa: SLF001
        return len(reader._batches)  # noqa: SLF001

    waiting = asyncio.run(go())
    return south.view.cursor(CHANNEL).number - begins, waiting


def test_batches_that_came_together_are_taken_together(tmp_path: Path) -> None:
    assert committed(tmp_path, is_spoilt=False) == (2, 0)


def test_one_that_is_none_keeps_nothing_before_it_from_being_taken(
    tmp_path: Path,
) -> None:
    assert committed(tmp_path, is_spoilt=True) == (1, 1)
