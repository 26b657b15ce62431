"""The life of one agreement: followed once, asked about any instant.

``state`` derives an answer from all papers each time.  A ``Life`` follows them
once and keeps the course after each; an answer takes up the course where the
instant falls, and is the same.

1. Only what is certain is followed beforehand: papers that have one place in
   time, up to the first that has several.  From there on an answer looks at
   every world, as ``state`` does.
2. A paper whose day lasts at the instant asked about belongs to that rest, as
   "not yet" is a choice too.
3. What is certain never contradicts: a withdrawal that shares its day with a
   note of its party belongs to the rest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate

from msgspec.structs import replace

from watchword.agreements.course import Course, Ignored, advance, follow, step
from watchword.agreements.state import (
    AgreementState,
    answer_of,
    dates_after,
    readings_of,
    together,
    zones_of,
)
from watchword.agreements.worlds import (
    Placed,
    end_ns,
    in_order,
    is_plain,
    overlapping,
    worlds,
)
from watchword.model.agreement import (
    READINGS,
    AgreementId,
    Instrument,
    Lifting,
    Reading,
    ReadingName,
)
from watchword.model.party import PartyId
from watchword.model.time import Instant


class Life:
    """Answers about one agreement, by the papers that are known.

    Args:
        agreement: Papers about another one are passed over.
        known: Every paper that is known, of any date; their order does not
            matter.
    """

    def __init__(self, agreement: AgreementId, known: Iterable[Instrument]) -> None:
        papers = in_order(paper for paper in known if paper.agreement == agreement)
        self._papers = papers
        self._zones = zones_of(papers)
        self._begins = [paper.dated.ns for paper in papers]
        ends = (end_ns(paper, self._zones) for paper in papers)
        self._latest_ends = [*accumulate(ends, max)]
        certain = papers[: _certain(papers, self._zones)]
        self._asserted = _asserted(certain)
        first, second = READINGS
        self._ways = {first: Way(Course(agreement=agreement, reading=first), certain)}
        kinds = (n for n, paper in enumerate(certain) if isinstance(paper, Lifting))
        self._parting = next(kinds, len(certain))
        begin = replace(self._ways[first].course(self._parting), reading=second)
        self._ways[second] = Way(begin, certain[self._parting :])

    def at(self, at_ns: int) -> AgreementState:
        """Say what holds at an instant: what ``state.state`` says.

        Raises:
            UsageError: ``at_ns`` is outside the years 1700 to 2249.
        """
        Instant(ns=at_ns)
        begun = bisect_right(self._begins, at_ns)
        lasting = bisect_right(self._latest_ends, at_ns)
        sure = min(begun, lasting, len(self._asserted) - 1)
        rest = self._papers[sure:begun]
        possible = worlds(rest, at_ns, self._zones)
        answers = [self._answer(sure, world, at_ns) for world in possible.each]
        near = (*self._papers[lasting:begun], *self._papers[begun : begun + 1])
        dates = dates_after(near, at_ns, self._zones)
        return together(answers, dates, all_of_them=possible.all_of_them)

    def _answer(self, sure: int, world: Sequence[Placed], at_ns: int) -> AgreementState:
        asserted = {**self._asserted[sure], **readings_of(world)}
        return answer_of(self._courses(sure, world, at_ns), asserted, at_ns)

    def _courses(
        self, sure: int, world: Sequence[Placed], at_ns: int
    ) -> Mapping[ReadingName, Course]:
        """The course under each reading; they part where a suspension is lifted."""
        first, second = READINGS
        if sure > self._parting:
            other = self._ways[second].course(sure - self._parting)
            return {
                first: _run(self._ways[first].course(sure), world, at_ns),
                second: _run(other, world, at_ns),
            }
        course = self._ways[first].course(sure)
        if any(isinstance(paper, Lifting) for _, paper in world):
            each = {name: replace(course, reading=name) for name in READINGS}
            return {name: _run(begun, world, at_ns) for name, begun in each.items()}
        course = _run(course, world, at_ns)
        return {name: replace(course, reading=name) for name in READINGS}


class Way:
    """A course, and where it stood before each of some papers.

    The papers that counted are kept in one list, and not in each course.

    Args:
        begin: Where it stands before the first of them.
        papers: Certain ones, in order.
    """

    def __init__(self, begin: Course, papers: Sequence[Instrument]) -> None:
        self._counted = [*begin.counted]
        self._ignored = [*begin.ignored]
        course = replace(begin, counted=(), ignored=())
        self._stood = [(course, len(self._counted), len(self._ignored))]
        for paper in papers:
            course = self._pass(course, paper)
            self._stood.append((course, len(self._counted), len(self._ignored)))

    def _pass(self, course: Course, paper: Instrument) -> Course:
        after, reason = step(course, paper.dated.ns, paper)
        if reason:
            self._ignored.append(Ignored(paper=paper, reason=reason))
        else:
            self._counted.append(paper)
        return after

    def course(self, number: int) -> Course:
        """Where it stood when so many papers had passed."""
        course, counted, ignored = self._stood[number]
        return replace(
            course,
            counted=tuple(self._counted[:counted]),
            ignored=tuple(self._ignored[:ignored]),
        )


def _run(course: Course, world: Sequence[Placed], to_ns: int) -> Course:
    for at_ns, paper in world:
        course = follow(course, at_ns, paper)
    return advance(course, to_ns)


def _certain(papers: Sequence[Instrument], zones: Collection[str]) -> int:
    """How many papers come before the first that has several places in time."""
    beside = overlapping(papers, zones)
    several = (
        n
        for n, paper in enumerate(papers)
        if not is_plain(paper, zones, beside.get(n, ()))
    )
    return next(several, len(papers))


def _asserted(papers: Sequence[Instrument]) -> list[Mapping[PartyId, ReadingName]]:
    """What each party asserts before each paper, and after the last."""
    found: list[Mapping[PartyId, ReadingName]] = [{}]
    for paper in papers:
        before = found[-1]
        if isinstance(paper, Reading):
            found.append({**before, paper.party: paper.reading})
        else:
            found.append(before)
    return found
