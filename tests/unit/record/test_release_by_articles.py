"""Articles of the shipped examples that stand behind a refusal of release."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from watchword.agreements.case import Request
from watchword.agreements.decide import Decision, decide
from watchword.agreements.standing import Papers
from watchword.agreements.state import state
from watchword.agreements.terms import parse_terms
from watchword.model.agreement import (
    AgreementId,
    Approval,
    CompletionNote,
    Instrument,
    Posture,
    Signature,
)
from watchword.model.marking import Marking
from watchword.model.message import AnyMessage, Record
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.time import DAY_NS, Instant, parse_instant
from watchword.record.library import agreement_text, shipped_papers

GSOMIA = AgreementId("gsomia-2016")
TISA = AgreementId("tisa-2014")
SEOUL = PartyId("exercise.seoul")
TOKYO = PartyId("exercise.tokyo")
WASHINGTON = PartyId("exercise.washington")
LEGS = ("fictional-leg-1987", "fictional-leg-2007")

AT = parse_instant("2018-05-04T12:03", zone="Asia/Seoul").ns
ASSURED = ("clearance", "purpose", "protection")


def assurance(party: PartyId, agreement: AgreementId) -> Record:
    return Record(
        party=party,
        agreement=agreement,
        said_at_ns=AT - DAY_NS,
        kind="assurance",
        items=ASSURED,
    )


def push(agreement: AgreementId) -> Posture:
    return Posture(party=SEOUL, agreement=agreement, stance="push", said_at_ns=0)


def told(
    to: PartyId,
    agreement: AgreementId = GSOMIA,
    *,
    label: str = "EXERCISE 군사III급비밀",
    papers: Sequence[Instrument] | None = None,
    postures: Sequence[Posture] | None = None,
    approvals: Sequence[Approval] = (),
    messages: Sequence[AnyMessage] | None = None,
) -> Decision:
    """Seoul's report on a launch, with all that lets it go but what is given."""
    header = Header(
        kind="launch",
        status="exercise",
        originator=SEOUL,
        said_at_ns=AT,
        topic="missile.ballistic",
        marking=Marking(label=label),
    )
    names = (GSOMIA, TISA, *LEGS)
    known = [p for n in names for p in shipped_papers(n)] if papers is None else papers
    wills = [push(agreement)] if postures is None else postures
    given = [assurance(to, agreement)] if messages is None else messages
    return decide(
        Request(
            report=header,
            name="a" * 64,
            fields=("site",),
            sender=SEOUL,
            recipient=to,
            agreement=agreement,
            at_ns=AT,
        ),
        Papers(
            instruments=tuple((f"c{n:063x}", p) for n, p in enumerate(known)),
            postures=tuple((f"d{n:063x}", p) for n, p in enumerate(wills)),
            approvals=tuple((f"e{n:063x}", p) for n, p in enumerate(approvals)),
            messages=tuple((f"f{n:063x}", p) for n, p in enumerate(given)),
        ),
    )


def reasons(decision: Decision) -> list[tuple[str, str]]:
    return [(refusal.id, refusal.code) for refusal in decision.refusals]


def test_art01_that_the_pact_is_in_force_obliges_nobody_to_share() -> None:
    assert told(TOKYO).permitted
    assert reasons(told(TOKYO, postures=())) == [("policy-01", "posture")]
    decision = Approval(
        party=SEOUL, agreement=GSOMIA, recipient=TOKYO, report="a" * 64, said_at_ns=AT
    )
    assert told(TOKYO, postures=(), approvals=[decision]).permitted


def test_art01_a_release_that_names_no_agreement_is_refused() -> None:
    nothing = AgreementId("")
    codes = [c for _, c in reasons(told(TOKYO, nothing, postures=(), messages=()))]
    assert codes[0] == "no-agreement"


def test_art02b_only_the_two_who_originate_and_receive_tell_each_other() -> None:
    assert ("art-02b", "not-a-party") in reasons(told(WASHINGTON))
    assert ("art-02b", "not-a-party") in reasons(told(SEOUL))


@pytest.mark.parametrize(
    "changes",
    [
        {"items": ASSURED[:2]},
        {"until_ns": AT},
        {"said_at_ns": AT + 1},
        {"party": SEOUL},
        {"kind": "law-change"},
    ],
    ids=("an item short", "run out", "not yet", "the sender's", "another paper"),
)
def test_art06b_nothing_goes_without_assurance_of_equal_protection(
    changes: dict[str, object],
) -> None:
    given = replace(assurance(TOKYO, GSOMIA), **changes)
    assert [code for _, code in reasons(told(TOKYO, messages=[given]))] == [
        "no-assurance"
    ]


def contracted() -> tuple[Instrument, ...]:
    """The agreement as if the recipient's desk were a contractor's."""
    text = agreement_text(GSOMIA).replace(
        "[handling]", '[handling]\ncontractors = ["exercise.tokyo"]'
    )
    return tuple(
        replace(paper, text=text) if isinstance(paper, Signature) else paper
        for paper in shipped_papers(GSOMIA)
    )


def attestation(**changes: object) -> Record:
    said = Record(
        party=SEOUL,
        agreement=GSOMIA,
        said_at_ns=AT - DAY_NS,
        kind="attestation",
        about=TOKYO,
        items=tuple("abcdefghijklmno"),
        dated_ns=AT - 364 * DAY_NS,
    )
    return replace(said, **changes)


def test_art16_a_contractor_is_told_by_a_current_attestation_of_all_conditions() -> (
    None
):
    messages = [assurance(TOKYO, GSOMIA), attestation()]
    assert told(TOKYO, papers=contracted(), messages=messages).permitted


@pytest.mark.parametrize(
    "changes",
    [
        {"items": tuple("abcdefghijklmn")},
        {"dated_ns": AT - 365 * DAY_NS},
        {"dated_ns": AT + 1},
        {"dated_ns": None},
        {"until_ns": AT},
        {"party": TOKYO},
        {"party": WASHINGTON},
        {"about": SEOUL},
    ],
    ids=(
        "a condition short",
        "inspected too long ago",
        "inspected tomorrow",
        "never inspected",
        "run out",
        "its own word",
        "a stranger's word",
        "about another",
    ),
)
def test_art16_without_such_an_attestation_a_contractor_is_told_nothing(
    changes: dict[str, object],
) -> None:
    messages = [assurance(TOKYO, GSOMIA), attestation(**changes)]
    decision = told(TOKYO, papers=contracted(), messages=messages)
    assert reasons(decision) == [("art-16", "contractor")]


def test_art21a_one_notification_alone_leaves_it_signed_and_nothing_goes() -> None:
    papers = [
        paper
        for paper in shipped_papers(GSOMIA)
        if not (isinstance(paper, CompletionNote) and paper.party == TOKYO)
    ]
    assert state(GSOMIA, AT, papers).state == "SIGNED"
    assert reasons(told(TOKYO, papers=papers)) == [
        ("art-21a", "agreement-not-in-force")
    ]


def test_art21a_it_is_in_force_from_the_later_of_the_two_notifications() -> None:
    later = Instant(ns=AT - 10 * DAY_NS)
    papers = [
        replace(paper, dated=later)
        if isinstance(paper, CompletionNote) and paper.party == TOKYO
        else paper
        for paper in shipped_papers(GSOMIA)
    ]
    assert state(GSOMIA, later.ns - 1, papers).state == "SIGNED"
    assert state(GSOMIA, later.ns, papers).state == "IN_FORCE"


def test_par0_only_the_three_ministries_take_part() -> None:
    stranger = PartyId("exercise.fourth")
    assert ("par-0", "not-a-party") in reasons(told(stranger, TISA))


def test_par0levels_secrets_of_the_first_level_are_not_shared() -> None:
    decision = told(WASHINGTON, TISA, label="EXERCISE 군사I급비밀")
    assert ("policy-levels", "above-ceiling") in reasons(decision)


def test_par0voluntary_without_a_will_of_its_own_nothing_goes() -> None:
    decision = told(WASHINGTON, TISA, postures=())
    assert ("policy-voluntary", "posture") in reasons(decision)


def test_par8_the_arrangement_does_not_bind_and_opens_nothing_that_a_pact_closes() -> (
    None
):
    assert parse_terms(agreement_text(TISA)).binding is False
    assert all(parse_terms(agreement_text(leg)).binding for leg in LEGS)
    decision = told(WASHINGTON, TISA, papers=shipped_papers(TISA))
    assert reasons(decision) == [("par-3", "leg-agreement")]
