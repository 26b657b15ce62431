from __future__ import annotations

import pytest
from tests.desks import (
    NORTH,
    NOW,
    PACT,
    SOUTH,
    TEXT,
    MemoryDesk,
    carry,
    exchange,
    name_held,
    pair,
)

from watchword.model.agreement import AgreementId, Notice
from watchword.model.marking import Marking
from watchword.model.message import Disposal, LabelChange
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, Instant
from watchword.node.admit import own_texts
from watchword.node.effects import Offer, Refuse
from watchword.node.inputs import KnowParty, Say
from watchword.node.own import own_report
from watchword.node.release import (
    CLOSED_LIST,
    decisions_for,
    lane_of,
    shared_agreements,
)

EAST = PartyId("desk.east")
SECOND = AgreementId("second")


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


def refusal_codes(refused: Refuse) -> list[list[str]]:
    return [[no.code for no in d.refusals] for d in refused.decisions]


def test_every_field_that_goes_has_its_clause(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    _, offer = north.report().effects
    assert isinstance(offer, Offer)
    assert offer.decision is not None
    assert set(offer.basis) == {"header", *offer.fields}
    assert all(offer.basis[field][0] == "art-1" for field in offer.basis)


def test_every_rule_that_failed_is_named(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    north.now_ns += 1
    north.will("halt")
    _, refused = north.report(north.header("CLOSED")).effects
    assert isinstance(refused, Refuse)
    ((first, second),) = refusal_codes(refused)
    assert {first, second} == {"above-ceiling", "posture"}


def test_a_party_without_an_agreement_is_told_nothing(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    north.do(KnowParty(file=MemoryDesk(EAST).file()))
    assert shared_agreements(north.view, EAST) == ()
    effects = north.report().effects
    (refused,) = [e for e in effects if isinstance(e, Refuse)]
    assert refused.recipient == EAST
    assert "no-agreement" in refusal_codes(refused)[0]
    assert [e.channel.recipient for e in effects if isinstance(e, Offer)] == [SOUTH]


def test_it_goes_under_the_one_agreement_that_lets_most_go(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    text = TEXT.replace('"pact"', '"second"').replace(
        'topics = ["missile"]', 'topics = ["missile"]\nfields = ["site"]'
    )
    for desk in desks:
        desk.agree(text, SECOND)
    exchange(north, south)
    north.now_ns += 1
    north.will("push", SECOND)
    assert shared_agreements(north.view, SOUTH) == (PACT, SECOND)
    effects = north.report().effects
    (offer,) = [e for e in effects if isinstance(e, Offer)]
    assert offer.channel.agreement == PACT
    decisions = decisions_for(
        north.view, own_report(north.view, name_of(north)), SOUTH, north.now_ns
    )
    assert [d.permitted for d in decisions] == [True, True]


def name_of(desk: MemoryDesk) -> str:
    return str(
        desk.store.value(
            "SELECT name FROM statement WHERE kind = 'report' ORDER BY entry DESC"
        )
    )


def test_what_is_said_of_papers_carries_no_content(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    notice = Notice(
        agreement=PACT, party=NORTH, note="n", dated=Instant(ns=north.now_ns)
    )
    _, offer = north.add(notice).effects
    assert isinstance(offer, Offer)
    assert (offer.fields, offer.basis) == ((), CLOSED_LIST)
    assert offer.channel.lane == "urgent"
    held = north.view.held(offer.name)
    assert held is not None
    assert lane_of(held) == "urgent"


def test_a_will_and_a_decision_are_told_to_nobody(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    name = name_held(north.report())
    assert not [e for e in north.will("halt").effects if isinstance(e, Offer)]
    assert not [e for e in north.approve(name, SOUTH).effects if isinstance(e, Offer)]


def test_art06a_a_report_of_another_party_is_not_passed_on(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    name = name_held(north.report())
    exchange(north, south)
    held = own_report(south.view, name)
    (decision,) = decisions_for(south.view, held, EAST, south.now_ns)
    assert not decision.permitted
    assert "no-originator-approval" in [no.code for no in decision.refusals]
    (back,) = decisions_for(south.view, held, NORTH, south.now_ns)
    assert back.permitted


def test_art06g_the_marking_in_force_decides(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    name = name_held(north.report())
    held = own_report(north.view, name)
    for label, permitted in (("CLOSED", False), ("OPEN", True)):
        north.now_ns += 1
        change = LabelChange(
            party=NORTH,
            agreement=PACT,
            said_at_ns=north.now_ns,
            report=name,
            marking=Marking(label=label),
        )
        north.do(Say(statement=change))
        (decision,) = decisions_for(north.view, held, SOUTH, north.now_ns)
        assert decision.permitted == permitted


def test_art06h_what_was_destroyed_here_goes_no_further(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    name = name_held(north.report())
    held = own_report(north.view, name)
    gone = Disposal(
        party=NORTH,
        agreement=PACT,
        said_at_ns=north.now_ns,
        report=name,
        outcome="destroyed",
        witnesses=("a", "b"),
    )
    north.do(Say(statement=gone))
    (decision,) = decisions_for(north.view, held, SOUTH, north.now_ns)
    assert [no.code for no in decision.refusals] == ["not-held"]


def test_papers_of_a_stranger_change_no_state_and_draw_no_papers(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    """One that was introduced, and signs a text of its own under our name."""
    north, _ = desks
    east = MemoryDesk(EAST)
    for one, other in ((north, east), (east, north)):
        one.do(KnowParty(file=other.file()))
    before = north.view.standings(PACT, north.now_ns)[0].state
    east.agree(TEXT.replace("desk.south", EAST))
    signed_ns = NOW - DAY_NS
    for day in range(12):
        dated = Instant(ns=signed_ns - day * DAY_NS, precision_ns=(day + 2) * DAY_NS)
        east.add(Notice(agreement=PACT, party=EAST, note=f"n-{day}", dated=dated))
    carry(east, north)
    assert north.store.rows("SELECT 1 FROM statement WHERE source = ?", (EAST,))
    north.view.forget()
    assert north.view.standings(PACT, north.now_ns)[0].state == before
    assert shared_agreements(north.view, EAST) == ()
    north.add(
        Notice(agreement=PACT, party=NORTH, note="ours", dated=Instant(ns=NOW - 1))
    )
    assert not north.store.rows("SELECT 1 FROM offered WHERE recipient = ?", (EAST,))


def test_par3_what_waited_for_a_leg_goes_when_its_agreement_is_in_force() -> None:
    north, south = MemoryDesk(NORTH), MemoryDesk(SOUTH)
    below = AgreementId("below")
    leg = f'[[leg]]\nparties = ["{NORTH}", "{SOUTH}"]\nagreement = "below"\n'
    for one, other in ((north, south), (south, north)):
        one.do(KnowParty(file=other.file()))
        one.agree(TEXT.replace("[[level]]", f"{leg}\n[[level]]", 1))
    exchange(north, south)
    north.will("push")
    effects = north.report().effects
    (refused,) = [e for e in effects if isinstance(e, Refuse)]
    assert refusal_codes(refused) == [["leg-agreement"]]
    for desk in (north, south):
        desk.agree(TEXT.replace('"pact"', '"below"'), below)
    carry(south, north)
    assert north.view.offered(refused.name, SOUTH) >= {"header", "site"}
    carry(north, south)
    assert south.view.held(refused.name) is not None


def test_a_legs_papers_count_only_where_this_party_has_signed_its_text() -> None:
    north, south = MemoryDesk(NORTH), MemoryDesk(SOUTH)
    leg = f'[[leg]]\nparties = ["{NORTH}", "{SOUTH}"]\nagreement = "below"\n'
    for one, other in ((north, south), (south, north)):
        one.do(KnowParty(file=other.file()))
        one.agree(TEXT.replace("[[level]]", f"{leg}\n[[level]]", 1))
    south.agree(TEXT.replace('"pact"', '"below"'), AgreementId("below"))
    exchange(north, south)
    papers = [paper for _, paper in north.view.papers(PACT).instruments]
    assert {paper.agreement for paper in papers} == {PACT}
    assert [t.id for t in own_texts(south.view, PACT)] == [PACT]
