"""A node's trays where the disk does not do its part: nothing is lost by it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec
import pytest
from tests.desks import NORTH
from tests.people import Staff
from tests.stores import failing

from watchword.edge.desk import Desk
from watchword.edge.proposals import Proposals, count_waiting
from watchword.edge.trays import watch_trays
from watchword.edge.traysettings import Tray
from watchword.edge.traysight import TraySight

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

TEXT: Final = (
    "North Korea fired one ballistic missile at about 7:40 a.m. KST on May 3, the"
    " Joint Chiefs of Staff said. It flew about 670 km at an altitude of about 90 km."
)
GLANCE_S: Final = 0.05
WITHIN_S: Final = 60


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    staff = Staff(tmp_path / "office")
    (tmp_path / "tray").mkdir()
    desk = staff.office.desks[NORTH]
    tray = Tray(name="news", path=str(tmp_path / "tray"), still_s=0.1)
    desk.config = msgspec.structs.replace(desk.config, tray=(tray,))
    yield desk
    staff.close()


@contextlib.asynccontextmanager
async def watched(desk: Desk) -> AsyncIterator[TraySight]:
    task = asyncio.create_task(watch_trays(desk))
    try:
        yield desk.sight.tray("news")
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN_S):
        nobody_sets_it = asyncio.Event()
        while not is_so():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(nobody_sets_it.wait(), GLANCE_S)


def test_where_the_store_cannot_write_the_file_waits_and_is_read_again(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "tray" / "2026-05-03.txt"
    file.write_text(TEXT, "utf-8")

    async def run() -> None:
        with failing(desk.store, "INSERT ON proposal"):
            async with watched(desk):
                # It is drawn for the first proposal, just before that is kept.
                await until(lambda: desk.store.meta("proposal_salt") is not None)
            assert file.exists()
            assert count_waiting(desk.store) == 0
        async with watched(desk):
            await until(lambda: not file.exists())

    asyncio.run(run())
    (kept,) = Proposals(desk.store).listed(every=False)
    assert kept.body is not None
    assert kept.body.statement.text == TEXT


def test_a_file_that_cannot_be_put_away_is_read_once_and_put_away_later(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "tray" / "2026-05-03.txt"
    file.write_text(TEXT, "utf-8")
    done = tmp_path / "tray" / "done"
    done.write_text("in the way", "utf-8")

    async def run() -> None:
        async with watched(desk) as sight:
            await until(lambda: sight.trouble == "cannot-move")
            assert file.exists()
            assert count_waiting(desk.store) == 1
            done.unlink()
            await until(lambda: not file.exists())
            await until(lambda: sight.trouble == "")
            assert sight.taken == 2  # What was in the way is a text too.

    asyncio.run(run())
    assert (tmp_path / "tray" / "done" / file.name).read_text("utf-8") == TEXT
    assert count_waiting(desk.store) == 1


def test_a_folder_that_is_not_there_yet_is_looked_for_again(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "tray").rename(tmp_path / "away")

    async def run() -> None:
        async with watched(desk) as sight:
            await until(lambda: sight.trouble == "missing")
            (tmp_path / "away").rename(tmp_path / "tray")
            await until(lambda: sight.trouble == "")

    asyncio.run(run())
