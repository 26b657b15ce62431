"""Batches that came together: the last is signed for, and none is trusted unread."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.desks import NORTH, PACT, SOUTH, MemoryDesk, carry, pair, units_for
from tests.unit.node.test_forks import twin_of

from watchword.edge.writer import Outcome, Unit
from watchword.model.receipt import Receipt
from watchword.node.inputs import CloseBatch, TakeReceipt
from watchword.node.receive import origin_of
from watchword.wire.line import Channel
from watchword.wire.statement import parse_statement

CHANNEL = Channel(agreement=PACT, sender=NORTH, recipient=SOUTH, lane="routine")


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


def batch(sender: MemoryDesk, recipient: MemoryDesk, after: int) -> Unit:
    """What is said after a number, as a batch."""
    sender.outbox._rewound[origin_of(CHANNEL)] = after  # noqa: SLF001 (a held feed)
    unit = next(units_for(sender, recipient))
    del sender.outbox._rewound[origin_of(CHANNEL)]  # noqa: SLF001
    return unit


def three(north: MemoryDesk, south: MemoryDesk) -> list[Unit]:
    """Three batches of a report each, none of them signed for."""
    carry(north, south)
    begins = south.view.cursor(CHANNEL).number
    found = []
    for number in range(begins, begins + 3):
        north.report()
        found.append(batch(north, south, number))
    return found


def followed(unit: Unit) -> Unit:
    *lines, close = unit
    assert isinstance(close, CloseBatch)
    return [*lines, replace(close, followed=True)]


def together(south: MemoryDesk, units: list[Unit]) -> list[Outcome]:
    *before, last = units
    return south.writer.commit([*map(followed, before), last], south.now_ns)


def test_one_receipt_covers_all_of_them_and_no_line_is_lost(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    units = three(north, south)
    begins = south.view.cursor(CHANNEL).number
    first, second, last = together(south, units)
    assert (first.error, second.error, last.error) == (None, None, None)
    assert (first.given, second.given) == ((), ())
    receipt = parse_statement(last.given[0])
    assert isinstance(receipt, Receipt)
    assert receipt.number == begins + 3
    north.do(TakeReceipt(peer=SOUTH, envelope=last.given[0]))
    assert north.outbox.open_lines(SOUTH) == 0


def test_the_log_is_the_same_as_if_each_had_been_signed_for(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    other = pair()
    together(south, three(north, south))
    for unit in three(*other):
        other[1].do(*unit)
    assert south.view.cursor(CHANNEL) == other[1].view.cursor(CHANNEL)


def test_a_checkpoint_between_that_says_something_else_is_refused_as_if_it_stood_alone(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    twin = twin_of(north, south)
    own, others = three(north, south), three_of(twin, south)
    *lines, _ = own[0]
    first = [*lines, others[0][-1]]  # North's line under its twin's checkpoint.
    alone = south.take(*first)
    merged = together(south, [first, own[1]])
    for outcome in (alone, merged[0]):
        assert outcome.error is not None
        assert outcome.error.code == "fork"
    assert south.store.value("SELECT max(times) FROM quarantine") == 2


def three_of(twin: MemoryDesk, south: MemoryDesk) -> list[Unit]:
    """What a twin says, beginning where the recipient stands."""
    begins = south.view.cursor(CHANNEL).number
    while twin.outbox.size_of(origin_of(CHANNEL)) < begins:
        twin.report()
    twin.report()
    return [batch(twin, south, begins)]


def test_a_checkpoint_between_that_covers_more_than_came_is_a_gap(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    first, second, third = three(north, south)
    *lines, _ = first
    outcomes = together(south, [[*lines, third[-1]], second])
    assert outcomes[0].error is not None
    assert outcomes[0].error.code == "gap"


def test_where_one_is_refused_those_before_it_stay_and_are_signed_for_later(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    first, second, third = three(north, south)
    begins = south.view.cursor(CHANNEL).number
    outcomes = together(south, [first, third])  # The second never came.
    assert outcomes[0].error is None
    assert outcomes[1].error is not None
    assert outcomes[1].error.code == "gap"
    assert south.view.cursor(CHANNEL).number == begins + 1
    assert north.outbox.open_lines(SOUTH) == 3
    carry(north, south)
    assert north.outbox.open_lines(SOUTH) == 0
    assert second
