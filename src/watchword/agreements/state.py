"""What holds between parties at an instant: derived from dated papers, never set.

1. A paper counts from its own instant; a speech is no paper.
2. There is no single state: each party has its own reading of the papers.  A
   party that has asserted none is taken at the strictest.
3. A paper known less than exactly makes several worlds.  The strictest for
   sending is answered, and ``uncertain`` says that it could be otherwise.
4. What is not known cannot be counted: a node that has missed a note answers
   from the others, and differently when it has caught up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final, Literal

import msgspec

from watchword.agreements.calendar import day_start_ns, local_day, turns_after
from watchword.agreements.course import (
    Course,
    Ignored,
    end_noticed_ns,
    run,
    terms_of,
)
from watchword.agreements.worlds import Placed, end_ns, in_order, worlds
from watchword.model.agreement import (
    READINGS,
    AgreementId,
    Instrument,
    Lifting,
    Notice,
    Reading,
    ReadingName,
    Signature,
    StateName,
    Suspension,
    Terms,
)
from watchword.model.party import PartyId
from watchword.model.time import Instant

STRICTEST_FIRST: Final[tuple[StateName, ...]] = (
    "TERMINATED",
    "DRAFT",
    "SIGNED",
    "NOTICE_GIVEN",
    "NOTICE_SUSPENDED",
    "IN_FORCE",
)
PERMITTING: Final = frozenset({"NOTICE_GIVEN", "NOTICE_SUSPENDED", "IN_FORCE"})
"""The states in which new reports may go."""

AT_WILL: Final = "at will"


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What the papers come to under one reading.

    Args:
        state: What holds.
        reading: The reading asserted; ``None``: none was, the strictest is taken.
        ends_at_ns: When a notice given takes effect.
        may_end: When it could come to an end at the earliest, by what the
            parties may still say: an instant, ``at will``, or ``None`` where
            nothing they say under it ends it.
    """

    state: StateName
    reading: ReadingName | None
    ends_at_ns: int | None = None
    may_end: Literal["at will"] | int | None = None


class AgreementState(msgspec.Struct, frozen=True, kw_only=True):
    """What holds at an instant, as far as the papers known say.

    Args:
        agreement: Which agreement.
        at_ns: The instant asked about.
        state: The strictest of all parties' readings.
        by_reading: What holds for each party.
        readings_differ: What the parties assert comes to different effects.
        uncertain: The papers' dates leave more than one state possible.
        since_ns: When ``state`` began; the start of the day where only the day
            is known; ``None`` for a draft.
        until_ns: The answer is the same before this instant, unless another
            paper becomes known; ``None``: for ever.
        live_notes: The notes a withdrawal would have to name.
        counted: The papers on which the answer rests.
        ignored: Papers that changed nothing, and why.
        terms: The text in effect; before that the one most parties have
            signed; ``None``: no text is known.
        other_terms: Texts that may be in effect instead, on the day of an
            amendment: what goes has to pass all of them.
    """

    agreement: AgreementId
    at_ns: int
    state: StateName
    by_reading: Mapping[PartyId, Effect]
    readings_differ: bool = False
    uncertain: bool = False
    since_ns: int | None = None
    until_ns: int | None = None
    live_notes: tuple[Notice | Suspension, ...] = ()
    counted: tuple[Instrument, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    terms: Terms | None = None
    other_terms: tuple[Terms, ...] = ()

    def state_under(self, party: PartyId) -> StateName:
        """The state as this party reads it; the strictest for any other."""
        effect = self.by_reading.get(party)
        return effect.state if effect else self.state


def state(
    agreement: AgreementId, at_ns: int, known: Collection[Instrument]
) -> AgreementState:
    """Say what holds at an instant; the order of ``known`` does not matter.

    Args:
        agreement: Papers about another one are passed over.
        at_ns: The instant, nanoseconds UTC.
        known: Every paper that is known, of any date.

    Raises:
        UsageError: ``at_ns`` is outside the years 1700 to 2249.
    """
    Instant(ns=at_ns)
    papers = in_order(paper for paper in known if paper.agreement == agreement)
    zones = zones_of(papers)
    possible = worlds(papers, at_ns, zones)
    answers = [_answer(agreement, at_ns, world) for world in possible.each]
    dates = dates_after(papers, at_ns, zones)
    return together(answers, dates, all_of_them=possible.all_of_them)


def effect_of(course: Course, at_ns: int) -> Effect:
    """What a course comes to at an instant that it has reached."""
    name = course.state
    ends_ns = course.ends_at_ns if name == "NOTICE_GIVEN" else None
    may_end: Literal["at will"] | int | None = ends_ns
    if name == "NOTICE_SUSPENDED" and course.reading == "terminable-at-will":
        may_end = AT_WILL
    elif name in {"NOTICE_SUSPENDED", "IN_FORCE"}:
        may_end = end_noticed_ns(course, at_ns)
    return Effect(
        state=name, reading=course.reading, ends_at_ns=ends_ns, may_end=may_end
    )


def strictness(effect: Effect) -> tuple[int, float, float]:
    """What sorts first is stricter for sending."""
    ends = float("inf") if effect.ends_at_ns is None else effect.ends_at_ns
    may = float("inf") if effect.may_end is None else effect.may_end
    order = STRICTEST_FIRST.index(effect.state)
    return order, ends, float("-inf") if isinstance(may, str) else may


def readings_of(papers: Collection[Placed]) -> Mapping[PartyId, ReadingName]:
    """What each party asserts: the latest of what it said."""
    return {p.party: p.reading for _, p in papers if isinstance(p, Reading)}


def effect_for(
    party: PartyId,
    asserted: Mapping[PartyId, ReadingName],
    effects: Mapping[ReadingName, Effect],
) -> Effect:
    """The effect by a party's own reading; without one the strictest of all."""
    own = asserted.get(party)
    if own is not None:
        return effects[own]
    worst = min(effects.values(), key=strictness)
    return msgspec.structs.replace(worst, reading=None)


def zones_of(papers: Collection[Instrument]) -> frozenset[str]:
    """The zones in which days matter: those of every text signed."""
    texts = {p.text for p in papers if isinstance(p, Signature)}
    terms = (terms_of(text) for text in texts)
    return frozenset(t.zone for t in terms if not isinstance(t, str))


def _answer(
    agreement: AgreementId, at_ns: int, world: Collection[Placed]
) -> AgreementState:
    return answer_of(_courses(agreement, at_ns, world), readings_of(world), at_ns)


def answer_of(
    courses: Mapping[ReadingName, Course],
    asserted: Mapping[PartyId, ReadingName],
    at_ns: int,
) -> AgreementState:
    """What one world comes to.

    Args:
        courses: Under each reading, as far as the instant.
        asserted: What each party has asserted by then.
        at_ns: The instant.
    """
    effects = {name: effect_of(course, at_ns) for name, course in courses.items()}
    terms = courses[READINGS[0]].terms or _proposed(courses[READINGS[0]])
    parties = terms.parties if terms else ()
    by_reading = {p: effect_for(p, asserted, effects) for p in parties}
    strictest = min(by_reading.values(), key=strictness, default=effects[READINGS[0]])
    course = next(c for c in courses.values() if c.state == strictest.state)
    return AgreementState(
        agreement=course.agreement,
        at_ns=at_ns,
        state=strictest.state,
        by_reading=by_reading,
        readings_differ=_differ(parties, asserted, effects),
        since_ns=course.since_ns,
        until_ns=_next_turn(courses.values(), at_ns),
        live_notes=course.live_notes,
        counted=course.counted,
        ignored=course.ignored,
        terms=terms,
    )


def _courses(
    agreement: AgreementId, at_ns: int, world: Collection[Placed]
) -> Mapping[ReadingName, Course]:
    """The course under each reading; they part only where a suspension is lifted."""
    if any(isinstance(paper, Lifting) for _, paper in world):
        return {name: run(agreement, name, world, at_ns) for name in READINGS}
    course = run(agreement, READINGS[0], world, at_ns)
    return {name: msgspec.structs.replace(course, reading=name) for name in READINGS}


def _differ(
    parties: Collection[PartyId],
    asserted: Mapping[PartyId, ReadingName],
    effects: Mapping[ReadingName, Effect],
) -> bool:
    said = [effects[asserted[party]] for party in parties if party in asserted]
    return len({(effect.state, effect.may_end) for effect in said}) > 1


def _next_turn(courses: Collection[Course], at_ns: int) -> int | None:
    """When the passing of time alone changes what one of them comes to."""
    turns = [course.ends_at_ns for course in courses if not course.ended]
    for course in courses:
        terms = course.terms
        if terms and terms.duration and course.entered and not course.ended:
            turns += turns_after(course.entered, terms.duration, terms.zone, at_ns)
    return min((turn for turn in turns if turn is not None), default=None)


def dates_after(
    papers: Collection[Instrument], at_ns: int, zones: Collection[str]
) -> list[int]:
    """When a paper known begins or ceases to be possible or certain."""
    dates = [(paper.dated.ns, end_ns(paper, zones)) for paper in papers]
    begin = [begin_ns for begin_ns, _ in dates if begin_ns > at_ns]
    lasting = [over_ns for begin_ns, over_ns in dates if begin_ns <= at_ns < over_ns]
    midnights = [
        day_start_ns(local_day(at_ns, zone) + timedelta(days=1), zone)
        for zone in zones
        if lasting
    ]
    return [*begin, *lasting, *midnights]


def _proposed(course: Course) -> Terms | None:
    by_signers = sorted(
        course.signed.items(), key=lambda item: (-len(item[1]), item[0])
    )
    found = [terms_of(text) for text, _ in by_signers[:1]]
    return next((terms for terms in found if not isinstance(terms, str)), None)


def together(
    answers: Sequence[AgreementState], dates: Iterable[int], *, all_of_them: bool
) -> AgreementState:
    """One answer for all worlds: the strictest, and what else is possible.

    Args:
        answers: What each world comes to.
        dates: When a paper known begins or ceases to be possible or certain.
        all_of_them: Whether every world is there.
    """
    answer = answers[0] if len(answers) == 1 else _strictest(answers)
    if not all_of_them:
        answer = _beyond_count(answer)
    turns = [a.until_ns for a in answers if a.until_ns is not None]
    until_ns = min((*turns, *dates), default=None)
    return msgspec.structs.replace(answer, until_ns=until_ns)


def _strictest(answers: Sequence[AgreementState]) -> AgreementState:
    first = min(answers, key=lambda answer: STRICTEST_FIRST.index(answer.state))
    parties = dict.fromkeys(party for answer in answers for party in answer.by_reading)
    named = {
        party: min(
            (a.by_reading[party] for a in answers if party in a.by_reading),
            key=strictness,
        )
        for party in parties
    }
    others: list[Terms] = []
    for answer in answers:
        if answer.terms and answer.terms not in (first.terms, *others):
            others.append(answer.terms)
    return msgspec.structs.replace(
        first,
        by_reading=named,
        readings_differ=any(answer.readings_differ for answer in answers),
        uncertain=len({_states(answer) for answer in answers}) > 1,
        other_terms=tuple(others),
    )


def _states(answer: AgreementState) -> frozenset[tuple[PartyId | None, StateName]]:
    """Whose state it is and which; a draft is one, whoever has proposed it."""
    by_reading = answer.by_reading.items() if answer.state != "DRAFT" else ()
    each = {(p, effect.state) for p, effect in by_reading}
    return frozenset({*each, (None, answer.state)})


def _beyond_count(answer: AgreementState) -> AgreementState:
    """More worlds than are looked at: nothing is shown to permit, so nothing goes."""
    over = {
        party: effect
        if effect.state not in PERMITTING
        else Effect(state="TERMINATED", reading=effect.reading)
        for party, effect in answer.by_reading.items()
    }
    name = answer.state if answer.state not in PERMITTING else "TERMINATED"
    return msgspec.structs.replace(
        answer, state=name, by_reading=over, uncertain=True, since_ns=None
    )
