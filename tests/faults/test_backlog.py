"""Groups 7 and 10: a long partition with a long backlog; clocks that are wrong."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

import pytest
from tests.desks import FIELDS, NORTH, SOUTH, MemoryDesk, channel, units_for
from tests.faults.oracle import acknowledged, lines
from tests.faults.pairs import Pair

from watchword.edge.outbox import MOST_BYTES, MOST_LINES
from watchword.model.time import HOUR_NS, MINUTE_NS, SECOND_NS
from watchword.node.inputs import FileReport, Input, TakeReceipt
from watchword.node.receive import origin_of
from watchword.wire.line import parse_line

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(3600)]

PARTITION_NS: Final = 6 * HOUR_NS
GROUP: Final = 50
REPORTS_A_ROUND: Final = 25
"""By default 500; 100,000 with WATCHWORD_ROUNDS=4000."""

MOST_MEMORY_BYTES: Final = 8 * MOST_BYTES


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    found = Pair(tmp_path / "live")
    yield found
    found.close()


def filing(desk: MemoryDesk) -> FileReport:
    label = "OPEN" if desk.party == NORTH else "OFFEN"
    return FileReport(header=desk.header(label), fields=FIELDS, secret=desk.draw(32))


def backlog(rounds: int) -> int:
    """How many reports pile up: never so few that one batch takes them."""
    return max(2 * MOST_LINES, rounds * REPORTS_A_ROUND)


def cut_off(pair: Pair, reports: int) -> None:
    """File for six hours, by the desk's clock, while nothing gets through."""
    for first in range(0, reports, GROUP):
        many = min(GROUP, reports - first)
        pair.north.now_ns += PARTITION_NS * many // reports
        units: list[list[Input]] = [[filing(pair.north)] for _ in range(many)]
        for outcome in pair.north.writer.commit(units, pair.north.now_ns):
            pair.said += acknowledged(NORTH, outcome)
    pair.south.now_ns = pair.north.now_ns
    pair.published.gather(pair.north.store)


def test_after_six_hours_without_a_link_everything_comes_in_order_and_in_bounds(
    pair: Pair, rounds: int
) -> None:
    before = len(lines(pair.north.store).get(origin_of(channel()), {}))
    cut_off(pair, backlog(rounds))
    numbers: list[int] = []
    tracemalloc.start()
    while (batch := pair.north.outbox.next_batch(SOUTH)) is not None:
        taken = [parse_line(d).number for d in batch.body.splitlines()[:-1]]
        assert len(taken) <= MOST_LINES
        assert len(batch.body) <= 2 * MOST_BYTES
        numbers += taken
        take_next(pair)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert numbers == [*range(before + 1, before + backlog(rounds) + 1)]
    assert most < MOST_MEMORY_BYTES
    pair.check(delivered=True)


def take_next(pair: Pair) -> None:
    """Have the next batch sent, taken and receipted."""
    unit = next(units_for(pair.north, pair.south))
    (envelope,) = pair.south.do(*unit).given
    pair.north.do(TakeReceipt(peer=SOUTH, envelope=envelope))


def test_what_is_urgent_goes_before_the_whole_backlog(pair: Pair, rounds: int) -> None:
    cut_off(pair, backlog(rounds))
    take_next(pair)
    pair.file(pair.north, "urgent")
    batch = pair.north.outbox.next_batch(SOUTH)
    assert batch is not None
    assert batch.lane == "urgent"
    take_next(pair)
    urgent = origin_of(channel(lane="urgent"))
    assert lines(pair.south.store)[urgent] == lines(pair.north.store)[urgent]
    assert pair.north.outbox.open_lines(SOUTH) > 0
    pair.carry(pair.north, pair.south)
    pair.check(delivered=True)


CLOCKS: Final = {
    "ten minutes ahead": 10 * MINUTE_NS,
    "ten minutes behind": -10 * MINUTE_NS,
    "a leap second": SECOND_NS,
}


@pytest.mark.parametrize("off", CLOCKS)
def test_numbers_and_order_do_not_depend_on_the_clock(pair: Pair, off: str) -> None:
    for _ in range(3):
        pair.file(pair.north)
    pair.north.now_ns += CLOCKS[off]
    for _ in range(3):
        pair.file(pair.north)
        pair.file(pair.south)
    pair.carry(pair.north, pair.south)
    pair.carry(pair.south, pair.north)
    # What is said ahead of the other's clock waits there, and its number is taken.
    pair.south.now_ns += 20 * MINUTE_NS
    pair.file(pair.south)
    pair.carry(pair.south, pair.north)
    pair.check(delivered=True)


def test_a_clock_that_steps_back_and_forth_leaves_the_ledger_in_order(
    pair: Pair, seed: int, rounds: int
) -> None:
    rng = Random(seed)  # noqa: S311 (no secret)
    for number in range(rounds):
        for desk in pair.desks:
            desk.now_ns += rng.randrange(-10 * MINUTE_NS, 10 * MINUTE_NS)
            # Nothing is said twice at one instant: that would be one report.
            desk.now_ns += number
            pair.file(desk)
        if number % 3 == 0:
            pair.carry(pair.north, pair.south)
            pair.carry(pair.south, pair.north)
    pair.carry(pair.north, pair.south)
    pair.carry(pair.south, pair.north)
    pair.check(delivered=True)
