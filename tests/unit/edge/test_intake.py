"""What waits for the writer: a warning overtakes, and a group has its bound."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from tests.desks import NORTH, PACT, SOUTH, MemoryDesk

from watchword.edge.intake import MOST_INPUTS, MOST_UNITS, RECEIPTS_S, Intake
from watchword.edge.writer import Unit
from watchword.model.report import Urgency
from watchword.node.inputs import FileReport, Input, TakeLine, TakeReceipt, Wake
from watchword.wire.line import Channel


def lines(number: int, lane: Urgency = "routine") -> list[Input]:
    channel = Channel(agreement=PACT, sender=NORTH, recipient=SOUTH, lane=lane)
    return [TakeLine(peer=NORTH, channel=channel, data=b"{}") for _ in range(number)]


def groups(units: Sequence[Unit]) -> list[list[Unit]]:
    """Let them all wait, then take group after group."""

    async def taken() -> list[list[Unit]]:
        intake = Intake()
        for unit in units:
            intake.put(unit)
        found: list[list[Unit]] = []
        while sum(map(len, found)) < len(units):
            found.append([unit for unit, _ in await intake.group()])
        return found

    return asyncio.run(taken())


def test_order_is_kept_and_a_group_has_so_many_units() -> None:
    units = [lines(1) for _ in range(MOST_UNITS + 5)]
    found = groups(units)
    assert [len(group) for group in found] == [MOST_UNITS, 5]
    assert [unit for group in found for unit in group] == units


def test_a_unit_of_many_lines_counts_as_many() -> None:
    large = lines(MOST_INPUTS - 1)
    assert groups([large, lines(1), lines(1)]) == [[large, lines(1)], [lines(1)]]


def test_a_unit_larger_than_a_group_is_one() -> None:
    large = lines(2 * MOST_INPUTS)
    assert groups([large, lines(1)]) == [[large], [lines(1)]]


def receipt() -> Unit:
    envelope = next(iter(MemoryDesk(NORTH).file().designations))
    return [TakeReceipt(peer=SOUTH, envelope=envelope)]


def test_a_receipt_holds_up_nothing_and_does_not_wait_for_ever() -> None:
    kept = receipt()
    assert groups([kept, lines(1), lines(2)]) == [[lines(1), lines(2)], [kept]]


def test_a_receipt_that_has_waited_goes_with_what_else_is_committed() -> None:
    kept = receipt()

    async def taken() -> list[Unit]:
        intake = Intake()
        intake.put(kept)
        await asyncio.sleep(2 * RECEIPTS_S)
        intake.put(lines(1))
        return [unit for unit, _ in await intake.group()]

    assert asyncio.run(taken()) == [lines(1), kept]


def test_what_is_urgent_overtakes_all_that_waits() -> None:
    desk = MemoryDesk(NORTH)
    warning = [
        FileReport(header=desk.header(urgency="urgent"), fields={}, secret=bytes(32))
    ]
    backlog = [lines(200) for _ in range(50)]
    urgent = lines(3, "urgent")
    (first, *_) = groups([*backlog, [Wake()], warning, urgent])
    assert first[:2] == [warning, urgent]
