"""What holds for all papers, in any order, and for any request."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.unit.agreements.papers import (
    NORTH,
    PACT,
    SOUTH,
    TEXT,
    completion,
    in_force,
    lifting,
    notice,
    ns,
    reading,
    signature,
    suspension,
    withdrawal,
)

from watchword.agreements.case import Request, case_of
from watchword.agreements.decide import Decision, decide, decide_under
from watchword.agreements.equivalence import equivalent
from watchword.agreements.known import prepare
from watchword.agreements.life import Life
from watchword.agreements.national import bears_national_marking
from watchword.agreements.rules import RULES
from watchword.agreements.standing import Papers
from watchword.agreements.state import PERMITTING, STRICTEST_FIRST, state
from watchword.agreements.terms import parse_terms
from watchword.agreements.timeline import timeline
from watchword.errors import UsageError
from watchword.model.agreement import (
    READINGS,
    STANCES,
    Approval,
    Instrument,
    Posture,
    Terms,
)
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import STATUSES, Header, Publication
from watchword.model.time import DAY_NS, HOUR_NS

SECOND = TEXT.replace("version = 1", "version = 2").replace('"nuclear"', '"seismic"')
T = TypeVar("T")
PARTIES = st.sampled_from([NORTH, SOUTH, PartyId("desk.west")])
FIRST_NS = ns("2020-01-01T00:00")

dates = st.builds(
    lambda day, clock: (
        f"{2020 + day // 365}-{1 + day % 12:02d}-{1 + day % 28:02d}{clock}"
    ),
    st.integers(0, 1400),
    st.sampled_from(["", "", "T00:00", "T12:00", "T18:00"]),
)
notes = st.sampled_from(["notice", "suspension", "withdrawal", "x"])
instruments: st.SearchStrategy[Instrument] = st.one_of(
    st.builds(signature, PARTIES, dates),
    st.builds(lambda p, d: signature(p, d, SECOND, 2), PARTIES, dates),
    st.builds(completion, PARTIES, dates),
    st.builds(notice, PARTIES, dates),
    st.builds(suspension, PARTIES, dates),
    st.builds(lifting, PARTIES, dates),
    st.builds(
        lambda p, d, n: withdrawal(p, d, *n), PARTIES, dates, st.sets(notes, max_size=3)
    ),
    st.builds(reading, PARTIES, dates, st.sampled_from(READINGS)),
)
histories = st.lists(instruments, max_size=7).map(lambda more: (*in_force(), *more))
instants = st.integers(0, 5 * 365 * 24).map(lambda hours: FIRST_NS + hours * HOUR_NS)


@given(histories, instants, st.randoms(use_true_random=False))
def test_the_order_of_what_is_known_never_matters(
    papers: Sequence[Instrument], at_ns: int, random: object
) -> None:
    shuffled = list(papers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert state(PACT, at_ns, papers) == state(PACT, at_ns, shuffled)
    assert timeline(PACT, papers) == timeline(PACT, (*shuffled, *papers))


@given(histories, instants)
def test_the_state_is_the_strictest_of_all_parties(
    papers: Sequence[Instrument], at_ns: int
) -> None:
    found = state(PACT, at_ns, papers)
    by_party = [STRICTEST_FIRST.index(e.state) for e in found.by_reading.values()]
    assert STRICTEST_FIRST.index(found.state) <= min(
        by_party, default=len(STRICTEST_FIRST)
    )
    if found.state not in PERMITTING or found.uncertain:
        return
    assert all(effect.state in PERMITTING for effect in found.by_reading.values())


@given(histories, instants)
def test_an_answer_holds_until_it_says_so(
    papers: Sequence[Instrument], at_ns: int
) -> None:
    now = state(PACT, at_ns, papers)
    until_ns = now.until_ns or at_ns + 2 * 365 * DAY_NS
    for later_ns in (at_ns + 1, (at_ns + until_ns) // 2, until_ns - 1):
        if at_ns <= later_ns < until_ns:
            later = state(PACT, later_ns, papers)
            assert (now.state, now.by_reading) == (later.state, later.by_reading)
            assert (now.readings_differ, now.uncertain) == (
                later.readings_differ,
                later.uncertain,
            )
            assert now.terms == later.terms


@given(
    histories | st.lists(instruments, max_size=12),
    st.lists(instants | st.integers(FIRST_NS, FIRST_NS + 4 * 365 * DAY_NS), max_size=8),
    st.data(),
)
def test_a_life_followed_once_answers_as_the_papers_do(
    papers: Sequence[Instrument], at: list[int], data: st.DataObject
) -> None:
    edges = [
        ns + d
        for p in papers
        for ns in (p.dated.ns, p.dated.end_ns)
        for d in (-1, 0, 1)
    ]
    if edges:
        at = [*at, *data.draw(st.lists(st.sampled_from(edges), max_size=8))]
    life = Life(PACT, papers)
    for at_ns in at:
        assert life.at(at_ns) == state(PACT, at_ns, papers)


@given(histories, instants)
def test_nobody_comes_back_from_the_end(
    papers: Sequence[Instrument], at_ns: int
) -> None:
    now = state(PACT, at_ns, papers)
    if now.uncertain:
        return
    later = state(PACT, at_ns + 400 * DAY_NS, papers)
    for party, effect in now.by_reading.items():
        own = effect.reading
        if effect.state == "TERMINATED" and own == later.by_reading[party].reading:
            assert later.state_under(party) == "TERMINATED" or own is None


topics = st.sampled_from(["missile", "missile.ballistic", "nuclear", "maritime"])
labels = st.sampled_from(["HIGH", "MIDDLE II", "OLD MIDDLE", "MITTE", "other"])
field_lists = st.none() | st.sets(st.sampled_from(["site", "count", "text"])).map(
    lambda found: tuple(sorted(found))
)
headers = st.builds(
    Header,
    kind=st.just("launch"),
    status=st.sampled_from(STATUSES),
    originator=PARTIES,
    said_at_ns=instants,
    topic=topics,
    marking=st.builds(
        Marking,
        label=labels,
        releasable_to=st.none() | st.lists(PARTIES, max_size=2).map(tuple),
    ),
    publication=st.none() | st.just(Publication(where="a bulletin")),
)
requests = st.builds(
    Request,
    report=headers,
    name=st.just("report"),
    fields=st.sampled_from([(), ("site",), ("count", "site")]),
    sender=PARTIES,
    recipient=PARTIES,
    agreement=st.sampled_from([PACT, PACT, PACT, type(PACT)("other")]),
    at_ns=instants,
)
postures = st.builds(
    Posture,
    party=PARTIES,
    agreement=st.just(PACT),
    recipient=st.just("") | PARTIES,
    topic=topics,
    stance=st.sampled_from(STANCES),
    fields=field_lists,
    said_at_ns=instants,
)
approvals = st.builds(
    Approval,
    party=PARTIES,
    agreement=st.just(PACT),
    recipient=PARTIES,
    report=st.sampled_from(["report", "another"]),
    fields=field_lists,
    said_at_ns=instants,
)


def _named(kind: str, found: Sequence[T]) -> tuple[tuple[str, T], ...]:
    return tuple((f"{kind}-{n}", paper) for n, paper in enumerate(found))


papers_known = st.builds(
    lambda i, p, a: Papers(
        instruments=_named("paper", i),
        postures=_named("posture", p),
        approvals=_named("approval", a),
    ),
    histories,
    st.lists(postures, max_size=4),
    st.lists(approvals, max_size=3),
)


@given(requests, papers_known)
def test_nothing_goes_without_a_clause_and_nothing_stays_without_a_reason(
    request: Request, papers: Papers
) -> None:
    decision = decide(request, papers)
    assert decision.permitted == (not decision.refusals)
    assert decision.permitted == bool(decision.fields)
    names = [basis.field for basis in decision.fields]
    staying = [kept.field for kept in decision.withheld]
    if decision.permitted:
        assert sorted(names + staying) == sorted(("header", *request.fields))
    else:
        assert staying == []
    for basis in decision.fields:
        _check_basis(request, papers, decision, basis.basis, basis.rests_on)


def _check_basis(
    request: Request,
    papers: Papers,
    decision: Decision,
    basis: tuple[str, ...],
    rests_on: tuple[str, ...],
) -> None:
    said = {name for name, _ in (*papers.postures, *papers.approvals)}
    assert rests_on
    if basis == ("publication",):
        assert request.report.publication is not None
        assert rests_on == (request.name,)
        return
    assert basis == ("art-1",)
    assert set(rests_on) <= said
    assert decision.state in PERMITTING
    assert decision.rests_on


@given(requests, papers_known)
def test_a_refusal_lists_each_rule_that_fails_by_itself(
    request: Request, papers: Papers
) -> None:
    decision = decide(request, papers)
    standings = prepare(request.agreement, request.at_ns, papers)
    failing = {
        refusal.code
        for standing in standings
        for rule in RULES
        if (refusal := rule(case_of(request, standing))) is not None
    }
    assert failing <= {refusal.code for refusal in decision.refusals}
    if failing:
        assert failing == {refusal.code for refusal in decision.refusals}


@given(requests, papers_known)
def test_only_parties_tell_each_other(request: Request, papers: Papers) -> None:
    decision = decide(request, papers)
    if decision.permitted:
        assert {request.sender, request.recipient} == {NORTH, SOUTH}
        ends = {request.sender, request.recipient}
        assert request.report.originator in ends


@given(requests, papers_known)
def test_a_halt_lets_nothing_go(request: Request, papers: Papers) -> None:
    halts = tuple(
        (
            f"halt-{topic}",
            Posture(
                party=request.sender,
                agreement=PACT,
                recipient=request.recipient,
                topic=topic,
                stance="halt",
                said_at_ns=request.at_ns,
            ),
        )
        for topic in ("", "missile", "missile.ballistic", "nuclear", "maritime")
    )
    assert not decide(
        request, replace(papers, postures=(*papers.postures, *halts))
    ).permitted


@given(requests, papers_known)
def test_what_was_prepared_decides_as_the_papers_do(
    request: Request, papers: Papers
) -> None:
    standings = prepare(request.agreement, request.at_ns, papers)
    assert decide_under(request, standings) == decide(request, papers)


@given(st.text() | st.text(alphabet="[]{}=\"'.\n# abc123,", max_size=300))
def test_any_text_gives_terms_or_the_one_error(text: str) -> None:
    with suppress(UsageError):
        assert isinstance(parse_terms(text), Terms)


@given(st.data())
def test_a_text_with_a_piece_changed_gives_terms_or_the_one_error(
    data: st.DataObject,
) -> None:
    start = data.draw(st.integers(0, len(TEXT)))
    stop = data.draw(st.integers(start, min(start + 40, len(TEXT))))
    piece = data.draw(st.text(max_size=8) | st.sampled_from(["[[", "true", "1", '""']))
    with suppress(UsageError):
        assert isinstance(parse_terms(TEXT[:start] + piece + TEXT[stop:]), Terms)


@given(st.text(max_size=60) | st.text(alphabet="sSeEcCrRtT /().秘密극비", max_size=8))
def test_any_label_can_be_asked_about(label: str) -> None:
    if bears_national_marking(label):
        assert bears_national_marking(f" {label} ")


FIVE = {
    "desk.addis": ("ግልጽ", "የተገደበ", "ዝግ"),
    "desk.tbilisi": ("ღია", "შეზღუდული", "დახურული"),
    "desk.haifa": ("פתוח", "מוגבל", "סגור"),
    "desk.athens": ("ανοικτό", "περιορισμένο", "κλειστό"),
    "desk.colombo": ("විවෘත", "සීමිත", "වසා"),
}


def five_desks() -> str:
    """An agreement of five, without a hub, made by writing a text alone."""
    lines = [
        'id = "five"\nversion = 1\ntitle = "Five desks"',
        f"parties = {list(FIVE)}",
        'statuses = ["actual"]\nbinding = false\nzone = "Africa/Addis_Ababa"',
        'entry = "signature"\ntopics = []\ntext = ""',
    ]
    for rank in range(3):
        lines.append(f'[[level]]\nname = "{rank}"\nrank = {rank}')
        lines.append(f"shared = {str(rank < 2).lower()}\n[level.labels]")
        lines += [f'"{party}" = ["{own[rank]}"]' for party, own in FIVE.items()]
    lines.append('[[clause]]\nid = "a"\narticle = "፩"\nrule = "release"')
    lines.append('says = "They tell."\nevidence = "R"')
    return "\n".join(lines).replace("'", '"')


@given(st.data())
def test_five_desks_with_labels_in_any_script_work_by_their_text_alone(
    data: st.DataObject,
) -> None:
    text, five = five_desks(), type(PACT)("five")
    names = [PartyId(name) for name in FIVE]
    sender = data.draw(st.sampled_from(names))
    recipient = data.draw(st.sampled_from([name for name in names if name != sender]))
    rank = data.draw(st.integers(0, 2))
    signed = [
        replace(signature(name, "2020-01-01T00:00", text), agreement=five)
        for name in names
    ]
    push = Posture(party=sender, agreement=five, stance="push", said_at_ns=0)
    decision = decide(
        Request(
            report=Header(
                kind="nuclear_test",
                status="actual",
                originator=sender,
                said_at_ns=FIRST_NS,
                topic="nuclear",
                marking=Marking(label=FIVE[sender][rank]),
            ),
            name="report",
            fields=("site",),
            sender=sender,
            recipient=recipient,
            agreement=five,
            at_ns=FIRST_NS,
        ),
        Papers(instruments=_named("paper", signed), postures=(("push", push),)),
    )
    codes = [refusal.code for refusal in decision.refusals]
    assert codes == ([] if rank < 2 else ["above-ceiling"])
    own = equivalent(parse_terms(text), FIVE[sender][rank], sender, recipient)
    assert own == FIVE[recipient][rank]
