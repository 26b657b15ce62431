from __future__ import annotations

import msgspec
import pytest
from tests.desks import (
    FIELDS,
    NORTH,
    NOW,
    PACT,
    SOUTH,
    TEXT,
    MemoryDesk,
    carry,
    channel,
    exchange,
    line,
    name_held,
    pair,
    sealed_report,
    taking,
    units_for,
)

from watchword.errors import MarkingError, UsageError
from watchword.model.agreement import Notice
from watchword.model.message import Mark
from watchword.model.receipt import Receipt
from watchword.model.report import Publication
from watchword.model.time import DAY_NS, HOUR_NS, Instant
from watchword.node.admit import SKEW_NS
from watchword.node.effects import Accept, Advance, Hold, Quarantine, Settle
from watchword.node.inputs import CloseBatch, KnowParty, TakeReceipt, Wake
from watchword.node.receive import origin_of
from watchword.wire.line import format_line, line_entry
from watchword.wire.statement import parse_statement


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


def test_a_report_arrives_with_its_fields_and_a_receipt_goes_back(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    name = name_held(north.report())
    (outcome,) = carry(north, south)
    assert [type(e) for e in outcome.effects] == [Hold, Hold, Advance, Accept]
    held = south.view.held(name)
    assert held is not None
    assert set(held.fields) >= set(FIELDS)
    assert held.source == NORTH
    receipt = parse_statement(outcome.given[0])
    assert isinstance(receipt, Receipt)
    assert (receipt.party, receipt.sender) == (SOUTH, NORTH)
    assert (receipt.number, receipt.lane) == (1, "routine")


def test_art04b_the_receiver_adds_its_own_label_and_the_originators_name(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    """Both stand side by side, signed; the original is there byte for byte."""
    north, south = desks
    name = name_held(north.report())
    carry(north, south)
    ((_, mark),) = south.view.messages_about(name)
    assert isinstance(mark, Mark)
    assert (mark.party, mark.originator, mark.sender) == (SOUTH, NORTH, NORTH)
    assert (mark.label, mark.equivalent) == ("OPEN", "OFFEN")
    assert south.view.envelope(name).payload == north.view.envelope(name).payload
    assert north.view.messages_about(name) == ()


def test_a_label_that_is_the_receivers_own_needs_no_mark_beside_it() -> None:
    """The report says both, and from whom it came the store knows."""
    north, south = MemoryDesk(NORTH), MemoryDesk(SOUTH)
    for one, other in ((north, south), (south, north)):
        one.do(KnowParty(file=other.file()))
        one.agree(TEXT.replace("OFFEN", "OPEN"))
    exchange(north, south)
    north.will("push")
    name = name_held(north.report())
    carry(north, south)
    held = south.view.held(name)
    assert held is not None
    assert (held.source, south.view.messages_about(name)) == (NORTH, ())


def test_what_its_originator_published_is_held_whatever_its_label(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    public = msgspec.structs.replace(
        north.header(label="FREE TO ALL"), publication=Publication(where="a paper")
    )
    name = name_held(north.report(public))
    (outcome,) = carry(north, south)
    assert [type(e) for e in outcome.effects] == [Hold, Advance, Accept]
    assert south.view.held(name) is not None


def test_published_or_not_a_national_marking_is_refused_and_not_kept(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    public = msgspec.structs.replace(
        north.header(label="TOP SECRET"), publication=Publication(where="a paper")
    )
    with pytest.raises(MarkingError):
        north.report(public)
    assert north.store.rows("SELECT 1 FROM statement WHERE kind = 'report'") == []


def test_what_the_log_holds_is_the_digest_of_the_line(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    statement, disclosed = sealed_report(north.header())
    given = line(north.sign(statement), 1, disclosed)
    _, _, advance = south.do(taking(given)).effects
    assert isinstance(advance, Advance)
    assert advance.entry == line_entry(format_line(given))
    assert advance.name == given.envelope.name
    assert south.view.taken(channel(), 1) == advance.entry
    assert south.view.taken(channel(), 2) is None


def test_the_two_lanes_count_for_themselves(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    north.report(north.header(urgency="urgent"))
    north.report()
    carry(north, south)
    urgent = south.view.cursor(channel(lane="urgent")).number
    assert urgent == 2
    assert south.view.cursor(channel()).number == 1
    assert origin_of(channel()) == "desk.north/pact/desk.south/routine"


def test_the_same_report_in_two_lines_is_one_report(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    statement, disclosed = sealed_report(north.header())
    for number in (1, 2):
        given = line(north.sign(statement), number, disclosed)
        assert south.take(taking(given)).error is None
    assert (
        south.store.value("SELECT count(*) FROM statement WHERE kind = 'report'") == 1
    )
    assert len(south.pictures.picture().events) == 1


@pytest.mark.parametrize("ahead_ns", [0, SKEW_NS])
def test_a_partners_clock_may_run_a_little_ahead(
    desks: tuple[MemoryDesk, MemoryDesk], ahead_ns: int
) -> None:
    north, south = desks
    header = msgspec.structs.replace(north.header(), said_at_ns=NOW + ahead_ns)
    statement, disclosed = sealed_report(header)
    effects = south.do(taking(line(north.sign(statement), 1, disclosed))).effects
    assert isinstance(effects[0], Hold)
    header = msgspec.structs.replace(header, said_at_ns=NOW + SKEW_NS + 1)
    statement, disclosed = sealed_report(header)
    effects = south.do(taking(line(north.sign(statement), 2, disclosed))).effects
    assert isinstance(effects[0], Quarantine)
    assert effects[0].until_ns == NOW + SKEW_NS + 1


def test_a_report_released_before_the_end_is_taken_after_it_with_a_remark(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    notice = Notice(agreement=PACT, party=SOUTH, note="n", dated=Instant(ns=NOW))
    south.add(notice)
    statement, disclosed = sealed_report(north.header())
    before = line(north.sign(statement), 1, disclosed)
    after = msgspec.structs.replace(
        line(north.sign(statement), 2, disclosed), released_at_ns=NOW - 2 * DAY_NS
    )
    (hold, *_) = south.do(taking(before)).effects
    assert isinstance(hold, Hold)
    late, *_ = south.do(taking(after)).effects
    assert isinstance(late, Hold)
    assert late.remarks
    assert "pact was" in late.remarks[0]


def test_what_waits_is_taken_up_in_the_order_of_its_time(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    names = []
    for number, ahead in ((1, 2 * HOUR_NS), (2, HOUR_NS)):
        header = msgspec.structs.replace(north.header(), said_at_ns=NOW + ahead)
        statement, disclosed = sealed_report(header)
        given = line(north.sign(statement), number, disclosed)
        south.do(taking(given))
        names.append(given.envelope.name)
    south.now_ns = NOW + 3 * HOUR_NS
    effects = south.do(Wake()).effects
    # Each with the mark that is put beside its label.
    assert [type(e) for e in effects] == [Hold, Hold, Settle, Hold, Hold, Settle]
    held = [e.name for e in effects if isinstance(e, Hold) and e.source == NORTH]
    assert held == names[::-1]
    assert south.view.due(NOW + 10 * DAY_NS) == ()


def test_what_waited_and_is_not_let_in_stays_as_evidence(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    header = msgspec.structs.replace(north.header("VIOLET"), said_at_ns=NOW + HOUR_NS)
    statement, disclosed = sealed_report(header)
    given = line(north.sign(statement), 1, disclosed)
    south.do(taking(given))
    south.now_ns = NOW + HOUR_NS
    effects = south.do(Wake()).effects
    assert [type(e) for e in effects] == [Quarantine, Settle]
    codes = south.store.rows("SELECT code, settled FROM quarantine ORDER BY id")
    assert codes == [("from-the-future", 1), ("unknown-label", 0)]


def test_an_empty_batch_is_receipted_for_what_is_held(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    north.report()
    unit = next(units_for(north, south))
    south.do(*unit)
    closing = unit[-1]
    assert isinstance(closing, CloseBatch)
    outcome = south.do(closing)
    receipt = parse_statement(outcome.given[0])
    assert isinstance(receipt, Receipt)
    assert receipt.number == 1


def test_a_receipt_is_for_this_party(desks: tuple[MemoryDesk, MemoryDesk]) -> None:
    north, south = desks
    north.report()
    (outcome,) = carry(north, south)
    with pytest.raises(UsageError):
        south.do(TakeReceipt(peer=NORTH, envelope=outcome.given[0]))


def test_a_channel_whose_name_could_be_anothers_is_refused(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    for agreement in ("pact/desk.south", "pa ct", "", "pa+ct"):
        on = msgspec.structs.replace(channel(), agreement=agreement)
        statement, disclosed = sealed_report(north.header())
        outcome = south.take(taking(line(north.sign(statement), 1, disclosed, on), on))
        assert isinstance(outcome.error, UsageError)
    assert south.store.value("SELECT count(*) FROM quarantine") == 4
