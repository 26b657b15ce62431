"""Decisions under a text with everything in it: hub, legs, handling, assurances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.unit.agreements.papers import NORTH, SOUTH, instant
from tests.unit.agreements.trio import (
    ASKS,
    AT,
    FIRST,
    LEGS,
    SECOND,
    TRIO,
    WEST,
    in_force,
    leg_text,
    signed,
    trio_text,
)

from watchword.agreements.case import Request, case_of
from watchword.agreements.decide import Decision, decide, decide_under
from watchword.agreements.fields import FIELD_RULES
from watchword.agreements.known import Known, prepare
from watchword.agreements.standing import Papers
from watchword.model.agreement import (
    STANCES,
    AgreementId,
    Approval,
    Dispute,
    Instrument,
    Lifting,
    Notice,
    Posture,
    Stance,
    Suspension,
    Withdrawal,
)
from watchword.model.marking import Marking
from watchword.model.message import (
    Answer,
    AnyMessage,
    Enquiry,
    OriginatorApproval,
    Record,
    Revocation,
    Word,
)
from watchword.model.party import PartyId
from watchword.model.report import Header, Publication
from watchword.model.time import DAY_NS, HOUR_NS

T = TypeVar("T")
A = TypeVar("A", Request, Header, Marking)
TEXT = trio_text(
    handling="""
standing_kinds = ["launch"]
suspended_grant_days = 2
contractors = ["desk.south"]
inspection_days = 3
freshness_hours = 30""",
    legs=LEGS,
    more=ASKS,
)
OPEN = trio_text(hub="", handling="standing_kinds = ['launch', 'nuclear_test']")
REPORTS = tuple(letter * 64 for letter in "ab")
APPROVALS = tuple(letter * 64 for letter in "cd")
ENQUIRIES = tuple(letter * 64 for letter in "ef")

parties = st.sampled_from([NORTH, SOUTH, WEST])
instants = st.integers(-60, 60).map(lambda hours: AT + hours * HOUR_NS)
topics = st.sampled_from(["missile", "missile.ballistic", "nuclear", "maritime"])
field_lists = st.none() | st.sets(st.sampled_from(["site", "count", "text"])).map(
    lambda found: tuple(sorted(found))
)
purposes = st.sampled_from(["", "", "warning", "public-affairs"])
markings = st.builds(
    Marking,
    label=st.sampled_from(["MIDDLE II", "MITTE", "MID", "HIGH"]),
    releasable_to=st.none() | st.lists(parties, max_size=2).map(tuple),
    purposes=st.sampled_from([(), (), ("warning",)]),
)
headers = st.builds(
    Header,
    kind=st.sampled_from(["launch", "nuclear_test"]),
    status=st.sampled_from(["exercise", "exercise", "test"]),
    originator=parties,
    originators=st.sampled_from([(), (), (NORTH,), (SOUTH, WEST)]),
    said_at_ns=instants,
    topic=topics,
    marking=markings,
    publication=st.sampled_from([None, None, None, Publication(where="here")]),
)
requests = st.builds(
    Request,
    report=headers,
    name=st.sampled_from((*REPORTS, "9" * 64)),
    fields=st.sampled_from([(), ("site",), ("count", "site")]),
    sender=parties,
    recipient=parties,
    agreement=st.just(TRIO),
    at_ns=instants,
    purpose=purposes,
    held=st.sampled_from([True, True, True, False]),
)
postures = st.builds(
    Posture,
    party=parties,
    agreement=st.just(TRIO),
    recipient=st.just("") | parties,
    topic=st.just("") | topics,
    stance=st.sampled_from(("push", "push", "on-request", *STANCES)),
    fields=field_lists,
    said_at_ns=instants,
)
decisions = st.builds(
    Approval,
    party=parties,
    agreement=st.just(TRIO),
    recipient=parties,
    report=st.sampled_from(REPORTS),
    fields=field_lists,
    purpose=purposes,
    said_at_ns=instants,
)


def under(what: type[T], /, **more: st.SearchStrategy[object]) -> st.SearchStrategy[T]:
    return st.builds(
        what, party=parties, agreement=st.just(TRIO), said_at_ns=instants, **more
    )


def leaves() -> st.SearchStrategy[OriginatorApproval]:
    what = st.sampled_from([{"report": REPORTS[0]}, {"kinds": ("launch",)}])
    return st.builds(
        lambda what, days, **more: OriginatorApproval(
            agreement=TRIO,
            until_ns=more["said_at_ns"] + days * DAY_NS,
            **{**more, **what},
        ),
        what,
        st.integers(1, 4),
        party=parties,
        holder=parties,
        recipient=parties,
        said_at_ns=instants,
        fields=field_lists,
        purpose=purposes,
    )


def enquiries() -> st.SearchStrategy[Enquiry]:
    return st.builds(
        lambda who, to, topic, said, hours: Enquiry(
            party=who,
            agreement=TRIO,
            said_at_ns=said,
            to=to,
            topic=topic,
            from_ns=said - hours * HOUR_NS,
            to_ns=said + hours * HOUR_NS,
            due_ns=said + hours * HOUR_NS,
        ),
        parties,
        parties,
        st.just("") | topics,
        instants,
        st.integers(1, 50),
    )


others: st.SearchStrategy[AnyMessage] = st.one_of(
    under(
        Record,
        kind=st.sampled_from(["assurance", "attestation"]),
        about=st.just("") | parties,
        items=st.sampled_from(
            [("clearance", "protection", "purpose"), tuple("abcdefghijklmno"), ("a",)]
        ),
        dated_ns=st.none() | instants,
        until_ns=st.none() | instants,
    ),
    under(Word),
    under(Revocation, approval=st.sampled_from(APPROVALS)),
    under(
        Answer,
        enquiry=st.sampled_from(ENQUIRIES),
        to=parties,
        outcome=st.sampled_from(["declined", "answered"]),
    ),
)


@st.composite
def messages(draw: st.DrawFn) -> tuple[tuple[str, AnyMessage], ...]:
    named = [(name, draw(leaves())) for name in APPROVALS[: draw(st.integers(0, 2))]]
    asked = [(name, draw(enquiries())) for name in ENQUIRIES[: draw(st.integers(0, 2))]]
    more = draw(st.lists(others, max_size=5))
    assured = [
        (f"assured-{party}", assurance(party)) for party in draw(st.sets(parties))
    ]
    return (*named, *asked, *((f"more-{n}", m) for n, m in enumerate(more)), *assured)


def assurance(party: str) -> Record:
    return Record(
        party=party,  # type: ignore[arg-type]
        agreement=TRIO,
        said_at_ns=AT - 3 * DAY_NS,
        kind="assurance",
        items=("clearance", "protection", "purpose"),
    )


dates = st.sampled_from(
    ["2020-04-29", "2020-04-30T12:00", "2020-05-01", "2020-05-01T06:00", "2020-05-02"]
).map(instant)
papers_said: st.SearchStrategy[Instrument] = st.one_of(
    *(
        st.builds(
            kind,
            agreement=st.sampled_from([TRIO, TRIO, FIRST, SECOND]),
            party=parties,
            note=st.just(kind.__name__),
            dated=dates,
        )
        for kind in (Notice, Notice, Suspension, Suspension, Lifting)
    ),
    st.builds(
        Withdrawal,
        agreement=st.sampled_from([TRIO, FIRST]),
        party=parties,
        note=st.just("w"),
        dated=dates,
        withdraws=st.just(("Notice", "Suspension")),
    ),
)
LEG_PAPERS = (
    *signed(FIRST, leg_text(FIRST, NORTH), NORTH, WEST, dated="2019-05-02T12:00"),
    *signed(SECOND, leg_text(SECOND, SOUTH), SOUTH, WEST, dated="2019-05-01T12:00"),
)


def named(kind: str, found: Sequence[T]) -> tuple[tuple[str, T], ...]:
    return tuple((f"{kind}-{n}", each) for n, each in enumerate(found))


known = st.builds(
    lambda text, legs, more, wills, own, said: Papers(
        instruments=named("paper", (*in_force(text), *legs, *more)),
        postures=named("will", wills),
        approvals=named("decision", own),
        messages=said,
    ),
    st.sampled_from([TEXT, OPEN]),
    st.sampled_from([LEG_PAPERS, LEG_PAPERS, LEG_PAPERS[:2]]),
    st.lists(papers_said, max_size=4),
    st.lists(postures, max_size=5),
    st.lists(decisions, max_size=3),
    messages(),
)


def _will(party: PartyId, stance: Stance) -> Posture:
    return Posture(
        party=party, agreement=TRIO, stance=stance, said_at_ns=AT - 9 * DAY_NS
    )


def _all_willing(papers: Papers) -> Papers:
    wills = [_will(NORTH, "push"), _will(SOUTH, "push"), _will(WEST, "on-request")]
    asked = [
        Enquiry(
            party=party,
            agreement=TRIO,
            said_at_ns=AT - 20 * HOUR_NS,
            to=WEST,
            from_ns=AT - 20 * HOUR_NS,
            to_ns=AT + 20 * HOUR_NS,
            due_ns=AT + 20 * HOUR_NS,
        )
        for party in (NORTH, SOUTH)
    ]
    return replace(
        papers,
        instruments=named("paper", (*in_force(OPEN), *LEG_PAPERS)),
        postures=named("will", wills),
        messages=(*papers.messages, *named("asked", asked)),
    )


willing = known.map(_all_willing)
"""Papers under which most things go."""


@st.composite
def alike(draw: st.DrawFn) -> list[Request]:
    """One request, and others that differ from it in one thing each."""
    one, other = draw(requests), draw(requests)
    one = replace(one, name="9" * 64, report=replace(one.report, publication=None))
    if draw(st.booleans()):
        one = replace(one, sender=WEST, report=replace(one.report, originator=WEST))
    marked = _each_from(one.report.marking, other.report.marking)
    reports = [
        *_each_from(one.report, other.report),
        *(replace(one.report, marking=marking) for marking in marked),
    ]
    found = [
        *_each_from(one, other),
        *(replace(one, report=report) for report in reports),
    ]
    return draw(st.permutations([one, *found]))


def _each_from(one: A, other: A) -> list[A]:
    """The one with one thing after the other taken from the other."""
    changes = ({name: getattr(other, name)} for name in one.__struct_fields__)
    return [replace(one, **change) for change in changes]


@given(known | willing, alike())
def test_what_is_remembered_is_what_would_be_decided_anew(
    papers: Papers, asked: list[Request]
) -> None:
    ready = Known(TRIO, papers)
    standings = ready.standings(min(request.at_ns for request in asked))
    for request in asked:
        if not standings[0].serves(request.at_ns):
            standings = ready.standings(request.at_ns)
        assert decide_under(request, standings) == decide(request, papers)


@given(known, requests)
def test_a_field_goes_just_where_no_rule_of_it_stands_against(
    papers: Papers, request: Request
) -> None:
    found = decide(request, papers)
    if not found.permitted or len(prepare(TRIO, request.at_ns, papers)) > 1:
        return
    case = case_of(request, prepare(TRIO, request.at_ns, papers)[0])
    going = {basis.field: basis for basis in found.fields}
    for name in request.fields:
        kept = [kept for kept in found.withheld if kept.field == name]
        assert (name in going) == (not kept)
        assert all(each.refusal.code in FIELD_RULES for each in kept)
    approved = {
        name for name, s in papers.messages if isinstance(s, OriginatorApproval)
    }
    for basis in going.values():
        assert len(approved & set(basis.rests_on)) >= bool(case.grants)


@given(known, requests, parties, dates, st.sampled_from(["", "Notice"]))
def test_art20b_a_dispute_relaxes_nothing(
    papers: Papers, request: Request, party: str, dated: object, ends: str
) -> None:
    """A decision with a dispute is not more permissive than the one without."""
    dispute = Dispute(
        agreement=AgreementId(TRIO),
        party=party,  # type: ignore[arg-type]
        note="dispute",
        dated=dated,  # type: ignore[arg-type]
        about=("Notice",),
        says="we differ",
        ends=ends,
    )
    more = replace(papers, instruments=(*papers.instruments, ("dispute", dispute)))
    without, during = decide(request, papers), decide(request, more)
    assert opened(during) <= opened(without)
    assert {no.code for no in without.refusals} <= {no.code for no in during.refusals}


def opened(decision: Decision) -> set[str]:
    return {basis.field for basis in decision.fields}
