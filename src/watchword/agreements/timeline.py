"""The papers of an agreement one after the other, and what held after each."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from watchword.agreements.course import Course, advance, follow
from watchword.agreements.state import effect_for, effect_of, strictness
from watchword.agreements.worlds import in_order
from watchword.model.agreement import (
    READINGS,
    AgreementId,
    Instrument,
    Reading,
    ReadingName,
    StateName,
)
from watchword.model.party import PartyId
from watchword.model.time import Instant

Courses = Mapping[ReadingName, Course]


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a timeline.

    Args:
        at: When, as precisely as the paper says.
        paper: The paper; ``None`` where time alone made the change: the end.
        state: The strictest state after it.
        ignored: Why the paper changed nothing; empty when it counted.
    """

    at: Instant
    paper: Instrument | None
    state: StateName
    ignored: str = ""


def timeline(agreement: AgreementId, known: Collection[Instrument]) -> tuple[Turn, ...]:
    """Tell the whole course, the end that a live notice brings about included.

    Papers known by their day are taken at its beginning: inside the day
    ``state`` is the one to ask, it says what is uncertain.
    """
    courses: Courses = {
        name: Course(agreement=agreement, reading=name) for name in READINGS
    }
    asserted: dict[PartyId, ReadingName] = {}
    turns: list[Turn] = []
    for paper in in_order(paper for paper in known if paper.agreement == agreement):
        turns += _ends(courses, asserted, paper.dated.ns)
        if isinstance(paper, Reading):
            asserted[paper.party] = paper.reading
        courses = {n: follow(c, paper.dated.ns, paper) for n, c in courses.items()}
        turns.append(_turn(courses, asserted, paper))
    return (*turns, *_ends(courses, asserted, None))


def _turn(
    courses: Courses, asserted: Mapping[PartyId, ReadingName], paper: Instrument
) -> Turn:
    ignored = {
        i.reason for c in courses.values() for i in c.ignored[-1:] if i.paper == paper
    }
    at_ns = paper.dated.ns
    return Turn(
        at=paper.dated,
        paper=paper,
        state=_state(courses, asserted, at_ns),
        ignored="; ".join(sorted(ignored)),
    )


def _ends(
    courses: Courses, asserted: Mapping[PartyId, ReadingName], to_ns: int | None
) -> list[Turn]:
    """The end, if it comes by itself before ``to_ns``."""
    found = {c.ends_at_ns for c in courses.values() if not c.ended}
    ends = sorted(ns for ns in found if ns is not None)
    turns: list[Turn] = []
    for ns in ends:
        if to_ns is None or ns <= to_ns:
            over = {name: advance(course, ns) for name, course in courses.items()}
            now = _state(over, asserted, ns)
            turns.append(Turn(at=Instant(ns=ns), paper=None, state=now))
    return turns


def _state(
    courses: Courses, asserted: Mapping[PartyId, ReadingName], at_ns: int
) -> StateName:
    effects = {name: effect_of(course, at_ns) for name, course in courses.items()}
    terms = next(iter(courses.values())).terms
    each = [effect_for(p, asserted, effects) for p in (terms.parties if terms else ())]
    return min(each or effects.values(), key=strictness).state
