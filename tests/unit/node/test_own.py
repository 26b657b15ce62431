from __future__ import annotations

import msgspec
import pytest
from tests.desks import (
    FIELDS,
    NORTH,
    NOW,
    PACT,
    SECRET,
    SOUTH,
    TEXT,
    MemoryDesk,
    carry,
    line_sent,
    name_held,
    pair,
)

from watchword.errors import (
    MarkingError,
    TooLargeError,
    TrustError,
    UnknownAuthorityError,
    UsageError,
    WireError,
)
from watchword.model.agreement import Approval, Notice, Posture
from watchword.model.field import LONGEST_TEXT, TEXTS, Value
from watchword.model.party import PartyId
from watchword.model.quantity import Quantity
from watchword.model.time import DAY_NS, HOUR_NS, Instant
from watchword.node.effects import Hold, Offer, Refuse
from watchword.node.inputs import AddSigned, FileReport, Release, Say
from watchword.wire.line import parse_line
from watchword.wire.scan import MAX_LINE_BYTES
from watchword.wire.statement import SealedReport


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


@pytest.fixture
def north(desks: tuple[MemoryDesk, MemoryDesk]) -> MemoryDesk:
    return desks[0]


def test_a_report_is_sealed_held_and_offered(north: MemoryDesk) -> None:
    hold, offer = north.report().effects
    assert isinstance(hold, Hold)
    assert isinstance(hold.statement, SealedReport)
    assert hold.source == NORTH
    assert len(hold.disclosed) == len(FIELDS) + 1
    assert isinstance(offer, Offer)
    assert "observed_hour" in offer.fields
    assert set(offer.basis) == {"header", *offer.fields}
    assert all(offer.basis.values())


def test_the_twins_are_made_here_by_the_originator(north: MemoryDesk) -> None:
    held = north.view.held(name_held(north.report()))
    assert held is not None
    assert set(held.fields) == {*FIELDS, "observed_hour"}


def test_a_node_speaks_for_its_own_party_only(north: MemoryDesk) -> None:
    header = msgspec.structs.replace(north.header(), originator=SOUTH)
    with pytest.raises(UsageError, match="speaks for"):
        north.report(header)
    will = Posture(party=SOUTH, agreement=PACT, stance="push", said_at_ns=NOW)
    with pytest.raises(UsageError, match="speaks for"):
        north.do(Say(statement=will))
    notice = Notice(agreement=PACT, party=SOUTH, note="n", dated=Instant(ns=NOW))
    with pytest.raises(UsageError, match="speaks for"):
        north.do(AddSigned(envelope=north.govern(notice)))


def test_a_correction_names_an_own_report(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    first = name_held(north.report())
    corrected = north.report(north.header(corrects=first))
    assert isinstance(corrected.effects[0], Hold)
    carry(north, south)
    for name in (first, "ab" * 32):
        with pytest.raises(UsageError, match="no own report"):
            south.report(south.header("OFFEN", corrects=name))


@pytest.mark.parametrize("label", ["VIOLET", "OFFEN"])
def test_a_label_of_nobody_or_of_another_party_is_refused(
    north: MemoryDesk, label: str
) -> None:
    with pytest.raises(TrustError) as caught:
        north.report(north.header(label))
    assert caught.value.code == "unknown-label"


def test_a_national_marking_is_refused_at_the_desk(north: MemoryDesk) -> None:
    before = north.store.value("SELECT count(*) FROM entry")
    with pytest.raises(MarkingError):
        north.report(north.header("SECRET"))
    assert north.store.value("SELECT count(*) FROM entry") == before
    assert north.store.rows("SELECT * FROM quarantine") == []


def test_a_value_its_field_cannot_hold_is_refused(north: MemoryDesk) -> None:
    fields: dict[str, Value] = {"range_km": Quantity(low=1.0, unit="kt")}
    with pytest.raises(WireError):
        north.report(fields=fields)


def test_a_report_from_the_future_is_refused(north: MemoryDesk) -> None:
    header = msgspec.structs.replace(north.header(), said_at_ns=NOW + HOUR_NS)
    with pytest.raises(TrustError) as caught:
        north.report(header)
    assert caught.value.code == "from-the-future"


def test_without_a_designated_key_nothing_is_said(north: MemoryDesk) -> None:
    north.now_ns = NOW + 500 * DAY_NS
    with pytest.raises(UnknownAuthorityError, match="holds no key"):
        north.report()


def test_a_report_that_would_not_fit_on_a_line_is_refused(north: MemoryDesk) -> None:
    with pytest.raises(TooLargeError) as caught:
        north.report(fields=dict.fromkeys(TEXTS, "🚀" * LONGEST_TEXT))
    assert caught.value.code == "line-too-long"


def test_the_longest_report_that_is_taken_fits_on_a_line(north: MemoryDesk) -> None:
    for size in range(LONGEST_TEXT, 0, -400):
        given = FileReport(
            header=north.header(),
            fields=dict.fromkeys(TEXTS, "🚀" * size),
            secret=SECRET,
        )
        if north.take(given).error is None:
            break
    data = line_sent(north.store, f"{NORTH}/pact/{SOUTH}/routine", 1)
    assert MAX_LINE_BYTES // 3 < len(data) <= MAX_LINE_BYTES
    assert parse_line(data).disclosed


def test_a_decision_is_kept_and_carried_out(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    north.now_ns += 1
    north.will("case-by-case")
    held, refused = north.report().effects
    assert isinstance(held, Hold)
    assert isinstance(refused, Refuse)
    decision, offer = north.approve(held.name, SOUTH).effects
    assert isinstance(decision, Hold)
    assert isinstance(offer, Offer)
    assert offer.decision is not None
    assert {row.rests_on for row in offer.decision.fields} == {(decision.name,)}
    carry(north, south)
    assert south.view.held(held.name) is not None


def test_a_decision_on_what_is_no_report_is_refused(north: MemoryDesk) -> None:
    paper = north.view.papers(PACT).instruments[0][0]
    for name in (paper, "ab" * 32):
        with pytest.raises(UsageError, match="no report"):
            north.approve(name, SOUTH)
        with pytest.raises(UsageError, match="no report"):
            north.do(Release(name=name, recipient=SOUTH))


def test_a_decision_for_a_stranger_opens_nothing(north: MemoryDesk) -> None:
    name = name_held(north.report())
    stranger = PartyId("desk.elsewhere")
    _, refused = north.approve(name, stranger).effects
    assert isinstance(refused, Refuse)
    assert refused.recipient == stranger


def test_a_will_changes_what_goes_when_it_is_decided_anew(
    north: MemoryDesk,
) -> None:
    north.will("halt")
    name = name_held(north.report())
    north.now_ns += 1
    north.will("push")
    (offer,) = north.do(Release(name=name, recipient=SOUTH)).effects
    assert isinstance(offer, Offer)
    assert north.do(Release(name=name, recipient=SOUTH)).effects == ()


def test_only_papers_and_designations_are_added_signed(north: MemoryDesk) -> None:
    will = Posture(party=NORTH, agreement=PACT, stance="push", said_at_ns=NOW)
    with pytest.raises(UsageError, match="only papers"):
        north.do(AddSigned(envelope=north.govern(will)))


def test_an_operational_key_signs_no_paper(north: MemoryDesk) -> None:
    notice = Notice(agreement=PACT, party=NORTH, note="n", dated=Instant(ns=NOW))
    with pytest.raises(UnknownAuthorityError):
        north.do(AddSigned(envelope=north.sign(notice)))
    assert len(north.add(notice).effects) == 2


def test_a_text_that_cannot_be_read_is_not_signed(north: MemoryDesk) -> None:
    other = north.signature(TEXT.replace('rule = "release"', 'rule = "mood"'))
    paper = msgspec.structs.replace(other, note="another")
    with pytest.raises(UsageError, match="line 31"):
        north.add(paper)
    assert [p.note for _, p in north.view.papers_of(NORTH, PACT)] == ["signed"]


def test_an_approval_is_nobodys_elses_to_give(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    name = name_held(north.report())
    carry(north, south)
    said = Approval(
        party=NORTH, agreement=PACT, recipient=SOUTH, report=name, said_at_ns=NOW
    )
    with pytest.raises(UsageError):
        south.do(Say(statement=said))
    with pytest.raises(UsageError):
        south.do(Say(statement=msgspec.structs.replace(said, report="cd" * 32)))
