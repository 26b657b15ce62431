"""What never opens anything: a dispute, a paper less, an originator more."""

from __future__ import annotations

from random import Random

from hypothesis import given, target
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.independent.release_facts import PARTIES, Draw
from tests.independent.release_papers import PACT, papers_of, request_of

from watchword.agreements.case import Request
from watchword.agreements.decide import Decision, decide
from watchword.agreements.standing import Papers
from watchword.model.agreement import CompletionNote, Dispute, Signature
from watchword.model.message import Enquiry, OriginatorApproval, Record
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, Instant

PERMITTING_PAPERS = (Signature, CompletionNote)
PERMITTING_MESSAGES = (OriginatorApproval, Record, Enquiry)

widths = st.sampled_from((1, DAY_NS))


@st.composite
def asked(draw: st.DrawFn) -> tuple[Request, Papers]:
    """A request that goes, as often as it can be had: only that can be closed."""
    number = draw(st.integers(0, 2**32))
    for some in range(40):
        facts = Draw(Random(f"{number} {some}")).facts  # noqa: S311 - no secret
        request, papers = request_of(facts), papers_of(facts)
        if decide(request, papers).permitted:
            break
    return request, papers


def opened(decision: Decision) -> set[str]:
    return {basis.field for basis in decision.fields}


def is_no_wider(after: Decision, before: Decision) -> bool:
    return opened(after) <= opened(before) and after.permitted <= before.permitted


@given(asked(), st.sampled_from(PARTIES), st.integers(-400, 400), widths)
def test_art20b_a_dispute_opens_nothing_and_relaxes_no_rule(
    case: tuple[Request, Papers], party: str, days: int, width_ns: int
) -> None:
    request, papers = case
    before = decide(request, papers)
    dispute = Dispute(
        agreement=PACT,
        party=PartyId(party),
        note="a dispute",
        dated=Instant(ns=request.at_ns + days * DAY_NS, precision_ns=width_ns),
        about=("notice of desk.p0",),
        says="on what one of them means",
    )
    known = (*papers.instruments, ("9" * 64, dispute))
    after = decide(request, replace(papers, instruments=known))
    assert is_no_wider(after, before)
    assert {no.code for no in after.refusals} >= {no.code for no in before.refusals}


@given(asked(), st.randoms(use_true_random=False))
def test_art07e_without_a_paper_that_permits_nothing_more_goes(
    case: tuple[Request, Papers], rng: Random
) -> None:
    request, papers = case
    before = decide(request, papers)
    entries = [i for i in papers.instruments if isinstance(i[1], PERMITTING_PAPERS)]
    said = [m for m in papers.messages if isinstance(m[1], PERMITTING_MESSAGES)]
    missing = rng.choice([*entries, *said, *papers.approvals])
    fewer = Papers(
        instruments=tuple(i for i in papers.instruments if i is not missing),
        postures=papers.postures,
        approvals=tuple(a for a in papers.approvals if a is not missing),
        messages=tuple(m for m in papers.messages if m is not missing),
    )
    after = decide(request, fewer)
    target(float(len(opened(before)) - len(opened(after))))
    assert is_no_wider(after, before)


@given(asked(), st.sampled_from((*PARTIES, "desk.x")))
def test_art04c_one_more_originator_opens_nothing(
    case: tuple[Request, Papers], party: str
) -> None:
    request, papers = case
    before = decide(request, papers)
    more = tuple(sorted({*request.report.originators, PartyId(party)}))
    report = replace(request.report, originators=more)
    after = decide(replace(request, report=report), papers)
    assert is_no_wider(after, before)
