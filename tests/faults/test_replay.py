"""Group 11: what was once said, said again: later, to others, or after the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec
import pytest
from tests.desks import NORTH, PACT, MemoryDesk, name_held, units_for
from tests.faults.oracle import entered, lines
from tests.faults.pairs import Pair

from watchword.edge.writer import Outcome, Unit
from watchword.errors import LedgerError, TrustError
from watchword.model.agreement import Notice
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, Instant
from watchword.node.inputs import (
    AddSigned,
    CloseBatch,
    Input,
    KnowParty,
    TakeLine,
    TakeReceipt,
)
from watchword.wire.line import parse_line

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(600)]

WEST = PartyId("desk.west")


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    found = Pair(tmp_path / "live")
    yield found
    found.close()


def overheard(pair: Pair, many: int) -> list[Unit]:
    """Every batch that north has sent."""
    heard: list[Unit] = []
    for number in range(many):
        pair.file(pair.north, "urgent" if number % 3 == 0 else "routine")
        for unit in units_for(pair.north, pair.south):
            heard.append(unit)
            (receipt,) = pair.south.do(*unit).given
            pair.north.do(TakeReceipt(peer=pair.south.party, envelope=receipt))
    return heard


def held(desk: MemoryDesk) -> tuple[object, object]:
    return entered(desk.store), lines(desk.store)


def test_batches_that_come_again_in_any_order_change_nothing(
    pair: Pair, seed: int, rounds: int
) -> None:
    rng, heard = Random(seed), overheard(pair, 12)  # noqa: S311 (no secret)
    before = held(pair.south)
    for _ in range(rounds):
        outcome = pair.south.do(*rng.choice(heard))
        assert [type(effect).__name__ for effect in outcome.effects] == ["Accept"]
        for receipt in outcome.given:
            pair.north.do(TakeReceipt(peer=pair.south.party, envelope=receipt))
    assert held(pair.south) == before
    pair.check(delivered=True)


def test_batches_that_come_before_their_time_are_a_gap_and_lose_nothing(
    pair: Pair, seed: int
) -> None:
    rng = Random(seed)  # noqa: S311 (no secret)
    pair.north.outbox.next_batch(pair.south.party)
    waiting: list[Unit] = []
    for _ in range(5):
        pair.file(pair.north)
        waiting.append(next(units_for(pair.north, pair.south)))
    late = [tail(unit, len(waiting[n - 1]) - 1) for n, unit in enumerate(waiting) if n]
    rng.shuffle(late)
    for unit in late:
        error = pair.south.take(*unit).error
        assert error is None or isinstance(error, LedgerError)
    pair.carry(pair.north, pair.south)
    pair.check(delivered=True)


def tail(unit: Unit, taken: int) -> list[Input]:
    """A batch without the lines that earlier ones had."""
    return [*unit[taken:]]


def test_what_was_said_before_the_end_can_be_said_again_after_it_and_adds_nothing(
    pair: Pair,
) -> None:
    heard = overheard(pair, 4)
    ends = Instant(ns=pair.south.now_ns)
    notice = Notice(agreement=PACT, party=NORTH, note="n", dated=ends)
    pair.north.will("halt")
    pair.north.take(AddSigned(envelope=pair.north.govern(notice)))
    pair.south.now_ns += 100 * DAY_NS
    before = held(pair.south)
    for unit in heard:
        pair.south.do(*unit)
    assert held(pair.south) == before


def test_papers_that_come_again_bring_no_agreement_back(pair: Pair) -> None:
    signature = pair.north.govern(pair.north.signature())
    before = entered(pair.south.store)
    for desk in pair.desks:
        desk.take(AddSigned(envelope=signature))
    assert entered(pair.south.store) == before
    assert set(entered(pair.north.store).values()) == {1}


def to_west(unit: Unit) -> Iterator[Input]:
    """The same bytes as if north had sent them to west, on west's channel."""
    for given in unit:
        if isinstance(given, TakeLine | CloseBatch):
            where = msgspec.structs.replace(given.channel, recipient=WEST)
            yield msgspec.structs.replace(given, channel=where)


def test_lines_for_one_partner_are_refused_by_another(pair: Pair) -> None:
    heard = overheard(pair, 3)
    west = MemoryDesk(WEST)
    for one in pair.desks:
        west.do(KnowParty(file=one.file()))
    before = held(west)
    for unit in heard:
        for channel_kept in (unit, [*to_west(unit)]):
            outcome: Outcome = west.take(*channel_kept)
            assert isinstance(outcome.error, TrustError)
            assert outcome.error.code in {"wrong-channel", "unknown-authority"}
            assert outcome.given == ()
    names = {name_in(given) for unit in heard for given in unit} - {""}
    assert names
    assert not names & entered(west.store).keys()
    assert lines(west.store) == {}
    assert before[1] == {}
    west.store.close()


def name_in(given: Input) -> str:
    return parse_line(given.data).envelope.name if isinstance(given, TakeLine) else ""


def test_a_receipt_that_comes_again_or_late_moves_nothing_back(pair: Pair) -> None:
    receipts = []
    for _ in range(4):
        name_held(pair.north.report())
        pair.north.now_ns += 1
        for unit in units_for(pair.north, pair.south):
            (receipt,) = pair.south.do(*unit).given
            receipts.append(receipt)
            pair.north.do(TakeReceipt(peer=pair.south.party, envelope=receipt))
    for receipt in reversed(receipts):
        pair.north.do(TakeReceipt(peer=pair.south.party, envelope=receipt))
    assert pair.north.outbox.open_lines(pair.south.party) == 0
    pair.check(delivered=True)
