"""What would change if a note were made."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.unit.agreements.papers import (
    NORTH,
    PACT,
    SOUTH,
    TEXT,
    in_force,
    known,
    lifting,
    notice,
    ns,
    signature,
    suspension,
    withdrawal,
)
from tests.unit.agreements.test_decide import ASK, will

from watchword.agreements.case import Request
from watchword.agreements.standing import Papers
from watchword.agreements.whatif import Flow, what_if
from watchword.model.agreement import AgreementId
from watchword.model.message import AnyMessage, Enquiry, OriginatorApproval
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS
from watchword.record.library import shipped_papers

HUB = AgreementId("hub")
WEST = PartyId("desk.west")
OVER = ns("2021-03-11")
HUB_TEXT = (
    TEXT.replace('id = "pact"', f'id = "{HUB}"')
    .replace('"desk.south"]', '"desk.south", "desk.west"]', 1)
    .replace("topics", 'hub = "desk.west"\ntopics', 1)
    .partition("[duration]")[0]
    .replace('entry = "completion"', 'entry = "signature"')
    + """
[[level]]
name = "middle"
rank = 2
shared = true
[level.labels]
"desk.north" = ["MIDDLE II"]

[[clause]]
id = "par-1"
article = "1"
rule = "release"
says = "By way of one."
evidence = "R"
"""
)
PUSHING = {PACT: known(*in_force(), postures=(will("push"),))}


def hub_papers() -> Papers:
    signed = tuple(
        replace(signature(party, "2020-03-10T12:00", HUB_TEXT), agreement=HUB)
        for party in (NORTH, SOUTH, WEST)
    )
    return known(*signed, postures=(replace(will("push"), agreement=HUB),))


def requests(*ways: tuple[PartyId, AgreementId], at_ns: int = OVER) -> list[Request]:
    return [
        replace(ASK, recipient=recipient, agreement=agreement, at_ns=at_ns)
        for recipient, agreement in ways
    ]


def test_a_notice_would_end_it_and_stop_what_flows() -> None:
    paper = notice(NORTH, "2020-06-01T00:00", "what-if")
    found = what_if(paper, PUSHING, OVER, party=NORTH)
    assert (found.before.state, found.after.state) == ("IN_FORCE", "TERMINATED")
    assert found.ignored == ""
    assert found.flows == (
        Flow(agreement=PACT, recipient=SOUTH, topic="", stance="push", runs=False),
    )


def test_before_its_term_has_ended_a_notice_stops_nothing() -> None:
    paper = notice(NORTH, "2020-06-01T00:00", "what-if")
    found = what_if(paper, PUSHING, ns("2020-07-01"), party=NORTH)
    assert found.after.state == "NOTICE_GIVEN"
    assert found.flows == ()


def test_without_a_party_nobodys_flows_are_told() -> None:
    paper = notice(NORTH, "2020-06-01T00:00", "what-if")
    assert what_if(paper, PUSHING, OVER).flows == ()


def test_a_withdrawal_would_let_it_flow_again() -> None:
    ending = known(
        *in_force(), notice(NORTH, "2020-06-01T00:00"), postures=(will("push"),)
    )
    paper = withdrawal(NORTH, "2020-08-01T00:00", "notice")
    found = what_if(paper, {PACT: ending}, OVER, party=NORTH)
    assert (found.before.state, found.after.state) == ("TERMINATED", "IN_FORCE")
    assert [flow.runs for flow in found.flows] == [True]


def test_a_note_without_effect_says_why_and_changes_nothing() -> None:
    paper = lifting(SOUTH, "2020-08-01T00:00")
    found = what_if(paper, PUSHING, OVER, party=NORTH)
    assert found.ignored == "no notice of this party was suspended"
    assert found.before.state == found.after.state
    assert (found.flows, found.turned, found.lapses) == ((), (), ())


def test_a_report_would_go_no_longer_or_only_by_the_hub() -> None:
    paper = notice(NORTH, "2020-06-01T00:00", "what-if")
    direct = requests((SOUTH, PACT))
    (gone,) = what_if(paper, PUSHING, OVER, direct).turned
    assert (gone.before, gone.after, gone.by_hub) == ((PACT,), (), ())
    both = {**PUSHING, HUB: hub_papers()}
    ways = requests((SOUTH, PACT), (SOUTH, HUB), (WEST, HUB))
    (turned,) = what_if(paper, both, OVER, ways).turned
    assert (turned.recipient, turned.before, turned.after) == (SOUTH, (PACT,), ())
    assert turned.by_hub == (HUB,)


def test_an_enquiry_and_an_approval_would_lapse() -> None:
    asked = Enquiry(
        party=SOUTH,
        agreement=PACT,
        said_at_ns=ns("2020-05-01"),
        to=NORTH,
        from_ns=1,
        to_ns=2,
        due_ns=OVER + DAY_NS,
    )
    granted = OriginatorApproval(
        party=WEST,
        agreement=PACT,
        said_at_ns=ns("2020-05-01"),
        holder=NORTH,
        recipient=SOUTH,
        kinds=("launch",),
        until_ns=OVER + DAY_NS,
    )
    messages: tuple[tuple[str, AnyMessage], ...] = (("e", asked), ("g", granted))
    papers = {PACT: replace(PUSHING[PACT], messages=messages)}
    paper = notice(NORTH, "2020-06-01T00:00", "what-if")
    found = what_if(paper, papers, OVER)
    assert [(lapse.kind, lapse.name) for lapse in found.lapses] == [
        ("enquiry", "e"),
        ("approval", "g"),
    ]


def test_under_a_suspended_notice_an_old_will_would_no_longer_flow() -> None:
    text = f"{TEXT}\n[handling]\nsuspended_grant_days = 30\n"
    papers = known(
        *in_force(text), notice(NORTH, "2020-06-01T00:00"), postures=(will("push"),)
    )
    paper = suspension(NORTH, "2020-07-01T00:00", "what-if")
    found = what_if(paper, {PACT: papers}, ns("2020-08-01"), party=NORTH)
    assert found.after.state == "NOTICE_SUSPENDED"
    assert [flow.runs for flow in found.flows] == [False]


@pytest.mark.parametrize("agreement", ["gsomia-2016", "tisa-2014"])
def test_a_shipped_example_is_asked_from_its_papers_alone(agreement: str) -> None:
    papers = shipped_papers(agreement)
    paper = replace(
        notice(papers[0].party, "2018-08-01T00:00", "what-if"),
        agreement=AgreementId(agreement),
    )
    held = Papers(instruments=tuple((p.note, p) for p in papers))
    found = what_if(paper, {AgreementId(agreement): held}, ns("2018-12-01"))
    assert found.before.state == "IN_FORCE"
    assert (found.after.state == "TERMINATED") is not bool(found.ignored)
