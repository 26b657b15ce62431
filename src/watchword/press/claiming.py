"""Finding claims: one way of asking, and the words of each language as a table.

Rule 1: a claim lies within one sentence, and its words near each other.
Rule 2: what is relative, such as this year, is relative to the day of
        publication; where that is not known there is no such claim.
Rule 3: what cannot be dated is no claim: nothing is guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from watchword.press.calendar import Published
from watchword.press.claim import (
    Act,
    AnyClaim,
    CountClaim,
    Dates,
    FirstClaim,
    NthClaim,
    PaperClaim,
    Subject,
)
from watchword.press.clause import Piece, pieces
from watchword.press.context import Context
from watchword.press.text import Span, Text

NEAR: Final = 120
"""So many characters may lie between the words of one claim."""

MONTHS: Final = 12


class Words(NamedTuple):
    """How a language says it.

    Attributes:
        marks: What ends a sentence.
        subjects: What is counted; the first that fits counts.
        amount: A hedge and a number; groups ``least``, ``most``, ``more``,
            ``fewer`` and ``number``.
        number: The value of ``number`` and ``nth``; ``None``: it is none.
        since: A day before; groups ``year``, ``month`` (a number or a name).
        months: Names of months.
        first: The first one.
        nth: A place in a row, group ``nth``.
        year: This year, so far.
        month: This month, so far.
        may: It may happen.
        coming: When it may.
        speaker: Who says so, the last group of it.
        pact: An agreement.
        acts: What is done to one.
        on: When it was done; groups ``year``, ``month``.
        denied: That it was not done, or is only thought of.
        of_year: In a year, group ``year``; ``None``: not looked for.
        from_month: From a month of this year on, group ``month``.
    """

    marks: re.Pattern[str]
    subjects: tuple[tuple[re.Pattern[str], Subject], ...]
    amount: re.Pattern[str]
    number: Callable[[str], int | None]
    since: re.Pattern[str]
    months: Mapping[str, int]
    first: re.Pattern[str]
    nth: re.Pattern[str]
    year: re.Pattern[str]
    month: re.Pattern[str]
    may: re.Pattern[str]
    coming: re.Pattern[str]
    speaker: re.Pattern[str]
    pact: re.Pattern[str]
    acts: tuple[tuple[re.Pattern[str], Act], ...]
    on: re.Pattern[str]
    denied: re.Pattern[str]
    of_year: re.Pattern[str] | None = None
    from_month: re.Pattern[str] | None = None


class _Period(NamedTuple):
    """A stretch of days, and where in the sentence it is said."""

    within: Dates
    start: int
    end: int


class _Subject(NamedTuple):
    start: int
    end: int
    subject: Subject


class Claiming:
    """The claims of one text.

    Args:
        text: The text.
        context: When it was published.
        words: Of its language.
    """

    def __init__(self, text: Text, context: Context, words: Words) -> None:
        self.text = text
        self.published = context.published
        self.words = words

    def claims(self) -> tuple[AnyClaim, ...]:
        """All of them, in the order of the text."""
        found = [
            claim
            for piece in pieces(self.text.form, self.words.marks)
            for claim in self._of(piece)
        ]
        return tuple(sorted(found, key=lambda claim: claim.span))

    def _of(self, piece: Piece) -> Iterator[AnyClaim]:
        subjects = self._subjects(piece)
        yield from self._firsts(piece, subjects)
        periods = self._periods(piece)
        if periods:
            yield from self._counts(piece, subjects, periods)
            yield from self._places(piece, subjects, periods)
        yield from self._papers(piece)

    def _subjects(self, piece: Piece) -> list[_Subject]:
        found: list[_Subject] = []
        taken = bytearray(len(piece.words))
        for pattern, subject in self.words.subjects:
            for match in pattern.finditer(piece.words):
                start, end = match.span()
                if not any(taken[start:end]):
                    taken[start:end] = b"\x01" * (end - start)
                    found.append(_Subject(start, end, subject))
        return sorted(found)

    def _firsts(self, piece: Piece, subjects: list[_Subject]) -> Iterator[AnyClaim]:
        firsts = list(self.words.first.finditer(piece.words))
        may = bool(self.words.may.search(piece.words))
        coming = self.words.coming.search(piece.words) if may else None
        speaker = self._speaker(piece)
        for since in self.words.since.finditer(piece.words):
            dates = self._dates(since)
            first = _nearest(firsts, since.start(), since.end())
            if dates is None or first is None:
                continue
            start = min(since.start(), first.start())
            end = max(since.end(), first.end())
            subject = _subject_of(subjects, start, end)
            if subject is None or not self._is_past(dates):
                continue
            start, end = min(start, subject.start), max(end, subject.end)
            yield FirstClaim(
                subject=subject.subject,
                since=dates,
                possible=may,
                when=None if coming is None else self._span(piece, *coming.span()),
                span=self._span(piece, start, end),
                speaker=speaker,
            )

    def _counts(
        self, piece: Piece, subjects: list[_Subject], periods: list[_Period]
    ) -> Iterator[AnyClaim]:
        speaker = self._speaker(piece)
        for match in self.words.amount.finditer(piece.words):
            within, begins, ends = _said_of(periods, *match.span())
            number = self.words.number(match["number"])
            subject = _next_to(subjects, *match.span())
            if number is None or subject is None:
                continue
            low, high = _ends(match, number)
            start = min(begins, match.start(), subject.start)
            end = max(ends, match.end(), subject.end)
            if end - start > 2 * NEAR:
                continue
            if self._is_apart(piece.words[match.end() : begins], match):
                continue
            yield CountClaim(
                subject=subject.subject,
                low=low,
                high=high,
                within=within,
                span=self._span(piece, start, end),
                speaker=speaker,
            )

    def _is_apart(self, between: str, match: re.Match[str]) -> bool:
        """Whether the period behind a number is of something else.

        As in "fired eight on Sunday, its 18th launch this year".
        """
        if self.words.nth.search(between):
            return True
        return match.start() == match.start("number") and "," in between

    def _places(
        self, piece: Piece, subjects: list[_Subject], periods: list[_Period]
    ) -> Iterator[AnyClaim]:
        speaker = self._speaker(piece)
        for match in self.words.nth.finditer(piece.words):
            within, begins, ends = _said_of(periods, *match.span())
            nth = self.words.number(match["nth"])
            start, end = min(begins, match.start()), max(ends, match.end())
            subject = _subject_of(subjects, start, end)
            if not nth or subject is None or end - start > NEAR:
                continue
            start, end = min(start, subject.start), max(end, subject.end)
            yield NthClaim(
                subject=subject.subject,
                nth=nth,
                within=within,
                span=self._span(piece, start, end),
                speaker=speaker,
            )

    def _papers(self, piece: Piece) -> Iterator[AnyClaim]:
        pacts = list(self.words.pact.finditer(piece.words))
        if not pacts or self.words.denied.search(piece.words):
            return
        for pattern, act in self.words.acts:
            match = pattern.search(piece.words)
            pact = _nearest(pacts, *match.span()) if match else None
            if match is None or pact is None:
                continue
            start = min(match.start(), pact.start())
            end = max(match.end(), pact.end())
            on = _nearest(list(self.words.on.finditer(piece.words)), start, end)
            if on is not None:
                start, end = min(start, on.start()), max(end, on.end())
            yield PaperClaim(
                act=act,
                when=None if on is None else self._dates(on),
                span=self._span(piece, start, end),
                speaker=self._speaker(piece),
            )
            return

    def _periods(self, piece: Piece) -> list[_Period]:
        """Every period up to the publication that a sentence speaks of."""
        day = self._until()
        if day is None:
            return []
        words = self.words
        found = [
            _Period(Dates(first, day), *match.span())
            for pattern, first in (
                (words.month, day.replace(day=1)),
                (words.year, date(day.year, 1, 1)),
            )
            for match in pattern.finditer(piece.words)
        ]
        for pattern in (words.of_year, words.from_month):
            for match in pattern.finditer(piece.words) if pattern else ():
                within = self._stretch(match, day)
                if within is not None:
                    found.append(_Period(within, *match.span()))
        return sorted(found, key=_start_of)

    def _stretch(self, match: re.Match[str], until: date) -> Dates | None:
        """A year, or this year from a month on; ``None``: it is not over yet."""
        if match.re is self.words.of_year:
            year = int(match["year"])
            if year > until.year:
                return None
            return Dates(date(year, 1, 1), min(until, date(year, MONTHS, 31)))
        month = self._month(match["month"])
        if month is None or month > until.month:
            return None
        return Dates(date(until.year, month, 1), until)

    def _until(self) -> date | None:
        """The last day that the text can know of."""
        if self.published is None:
            return None
        return last_day(self.published)

    def _is_past(self, dates: Dates) -> bool:
        until = self._until()
        return until is None or dates.first <= until

    def _dates(self, match: re.Match[str]) -> Dates | None:
        year_text, month_text = match["year"], match["month"]
        month = self._month(month_text) if month_text else None
        if month_text and month is None:
            return None
        if year_text:
            return _whole(int(year_text), month)
        day = self._until()
        if month is None or day is None:
            return None
        # Without a year: the last month of that name that was over.
        return _whole(day.year - (month >= day.month), month)

    def _month(self, text: str) -> int | None:
        number = int(text) if text.isdecimal() else self.words.months.get(text.lower())
        return number if number and 1 <= number <= MONTHS else None

    def _speaker(self, piece: Piece) -> Span | None:
        match = self.words.speaker.search(piece.words)
        if match is None or match.lastgroup is None:
            return None
        return self._span(piece, *match.span(match.lastgroup))

    def _span(self, piece: Piece, start: int, end: int) -> Span:
        return self.text.span(piece.start + start, piece.start + end)


def _whole(year: int, month: int | None) -> Dates | None:
    if not 1 <= year <= 9999:
        return None
    last = month or MONTHS
    return Dates(date(year, month or 1, 1), date(year, last, monthrange(year, last)[1]))


def last_day(published: Published) -> date:
    """The last day on which it may have been published."""
    month = published.month or MONTHS
    days = monthrange(published.year, month)[1]
    return date(published.year, month, published.day or days)


def _gap(start: int, end: int, first: int, last: int) -> int:
    return max(first - end, start - last, 0)


def _nearest(found: list[re.Match[str]], start: int, end: int) -> re.Match[str] | None:
    at = bisect_left(found, start, key=re.Match.start)
    near = [
        match
        for match in found[max(0, at - 1) : at + 2]
        if _gap(match.start(), match.end(), start, end) <= NEAR
    ]
    return min(near, key=lambda m: _gap(m.start(), m.end(), start, end), default=None)


def _subject_of(found: list[_Subject], start: int, end: int) -> _Subject | None:
    """What lies between; else what comes soon after; else the last before."""
    at = bisect_left(found, start, key=_start_of)
    if at < len(found) and found[at].end <= end:
        return found[at]
    later = bisect_left(found, end, key=_start_of)
    if later < len(found) and found[later].start - end <= NEAR:
        return found[later]
    before = next(
        (one for one in found[max(0, at - 2) : at][::-1] if one.end <= start), None
    )
    return before if before is not None and start - before.end <= NEAR else None


def _next_to(found: list[_Subject], start: int, end: int) -> _Subject | None:
    """What a number counts: what it stands before or behind, a few words off."""
    at = bisect_left(found, start, key=_start_of)
    near = [
        one
        for one in found[max(0, at - 2) : at + 2]
        if _gap(one.start, one.end, start, end) <= NEAR // 4
    ]
    return min(
        near,
        key=lambda one: (_gap(one.start, one.end, start, end), one.start < start),
        default=None,
    )


def _said_of(periods: list[_Period], start: int, end: int) -> _Period:
    """The period that a number is of: the nearest, of two as near the one behind."""
    at = bisect_left(periods, start, key=_start_of)
    return min(
        periods[max(0, at - 2) : at + 2],
        key=lambda one: (_gap(one.start, one.end, start, end), one.start < start),
    )


def _start_of(one: _Subject | _Period) -> int:
    return one.start


def _ends(match: re.Match[str], number: int) -> tuple[int | None, int | None]:
    if match["least"] is not None:
        return number, None
    if match["most"] is not None:
        return None, number
    if match["more"] is not None:
        return number + 1, None
    if match["fewer"] is not None:
        return None, number - 1
    return number, number
