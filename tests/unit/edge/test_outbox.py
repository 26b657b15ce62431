from __future__ import annotations

import pytest
from tests.desks import (
    FIELDS,
    NORTH,
    NOW,
    SOUTH,
    MemoryDesk,
    carry,
    pair,
    units_for,
)

from watchword.edge.outbox import MOST_BYTES, MOST_LINES, Batch
from watchword.errors import LedgerError
from watchword.model.field import LONGEST_TEXT, Value
from watchword.model.party import PartyId
from watchword.node.inputs import FileReport, TakeReceipt
from watchword.wire.line import parse_checkpoint_line, parse_line

ROUTINE = f"{NORTH}/pact/{SOUTH}/routine"


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


def next_batch(desk: MemoryDesk) -> Batch:
    batch = desk.outbox.next_batch(SOUTH)
    assert batch is not None
    return batch


def numbers(batch: Batch) -> list[int]:
    *lines, last = batch.body.removesuffix(b"\n").split(b"\n")
    assert parse_checkpoint_line(last).splitlines()[1] == str(batch.last)
    return [parse_line(data).number for data in lines]


def test_nothing_waits_where_nothing_was_said(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    assert north.outbox.next_batch(SOUTH) is None
    assert north.outbox.next_batch(PartyId("desk.elsewhere")) is None
    assert north.outbox.open_lines(SOUTH) == 0


def test_a_batch_is_the_lines_that_are_not_receipted_and_their_checkpoint(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    north.report()
    carry(north, south)
    north.report()
    north.report()
    batch = next_batch(north)
    assert (batch.origin, batch.agreement, batch.lane) == (ROUTINE, "pact", "routine")
    assert (batch.first, batch.last) == (2, 3)
    assert numbers(batch) == [2, 3]
    assert north.outbox.open_lines(SOUTH) == 2
    assert next_batch(north) == batch


def test_the_urgent_lane_goes_first(desks: tuple[MemoryDesk, MemoryDesk]) -> None:
    north, south = desks
    north.report()
    north.report(north.header(urgency="urgent"))
    lanes = [batch.lane for batch in drain(north, south)]
    assert lanes == ["urgent", "routine"]


def drain(north: MemoryDesk, south: MemoryDesk) -> list[Batch]:
    batches = []
    for unit in units_for(north, south):
        batches.append(next_batch(north))
        outcome = south.do(*unit)
        north.do(TakeReceipt(peer=SOUTH, envelope=outcome.given[0]))
    return batches


def file_many(desk: MemoryDesk, number: int, fields: dict[str, Value]) -> None:
    units = [
        [FileReport(header=desk.header(), fields=fields, secret=desk.draw(32))]
        for _ in range(number)
    ]
    for start in range(0, number, 32):
        desk.writer.commit(units[start : start + 32], NOW)


def test_a_batch_has_a_bound_on_its_lines(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    file_many(north, MOST_LINES + 50, {"site": "x"})
    batches = drain(north, south)
    assert [n for batch in batches for n in numbers(batch)] == list(
        range(1, MOST_LINES + 51)
    )
    assert all(len(numbers(batch)) <= MOST_LINES for batch in batches)
    assert len(batches) == 2


def test_a_batch_has_a_bound_on_its_bytes(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    names = ("text", "note", "source", "site")
    # Four bytes a character.
    for _ in range(80):
        north.report(fields=dict.fromkeys(names, "🚀" * LONGEST_TEXT))
    batches = drain(north, south)
    assert len(batches) > 1
    assert all(len(batch.body) <= MOST_BYTES + 1000 for batch in batches)
    assert north.outbox.open_lines(SOUTH) == 0


def test_one_commit_of_many_lines_is_sent_in_several_batches(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    filing = [
        [FileReport(header=north.header(), fields=FIELDS, secret=north.draw(32))]
        for _ in range(MOST_LINES + 1)
    ]
    north.writer.commit(filing, NOW)
    assert numbers(next_batch(north))[-1] == MOST_LINES
    assert len(drain(north, south)) == 2


def test_a_batch_ends_at_the_last_checkpoint_among_so_many_lines_or_at_the_next(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    file_many(north, 96, {"site": "x"})  # checkpoints after 32, 50, 64 and 96
    ends = []
    for most in (40, 60, 70, 10):
        batch = north.outbox.batch_of(ROUTINE, 0, most)
        assert batch is not None
        assert numbers(batch) == [*range(1, batch.last + 1)]
        ends.append(batch.last)
    assert ends == [32, 50, 64, 32]
    assert north.outbox.batch_of(ROUTINE, 96, 10) is None


def test_a_partner_that_lost_what_it_receipted_is_offered_it_again(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    for _ in range(3):
        north.report()
        carry(north, south)
    assert north.outbox.next_batch(SOUTH) is None
    north.outbox.rewind(ROUTINE, 1)
    batch = next_batch(north)
    assert numbers(batch) == [2, 3]
    assert north.outbox.open_lines(SOUTH) == 2
    north.outbox.settled(batch)
    assert north.outbox.next_batch(SOUTH) is None


def test_after_a_rewind_it_goes_on_batch_by_batch(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    file_many(north, MOST_LINES + 32, {"site": "x"})
    drain(north, south)
    north.outbox.rewind(ROUTINE, 0)
    first = next_batch(north)
    north.outbox.settled(first)
    second = next_batch(north)
    assert second.first == first.last + 1
    north.outbox.settled(second)
    assert north.outbox.next_batch(SOUTH) is None


def test_a_batch_that_was_taken_before_is_receipted_and_changes_nothing(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    north.report()
    carry(north, south)
    north.outbox.rewind(ROUTINE, 0)
    unit = next(units_for(north, south))
    before = south.store.value("SELECT count(*) FROM statement")
    outcome = south.do(*unit)
    assert len(outcome.given) == 1
    assert south.store.value("SELECT count(*) FROM statement") == before


def test_lines_whose_bytes_were_lost_are_not_offered_and_nothing_else_breaks(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    north.report()
    north.report()
    # As they come back to a node whose disk was lost.
    north.store.run("UPDATE line SET data = NULL WHERE origin = ?", (ROUTINE,))
    with pytest.raises(LedgerError) as refused:
        north.outbox.next_batch(SOUTH)
    assert refused.value.code == "lost-here"
    assert north.outbox.open_lines(SOUTH) > 0
