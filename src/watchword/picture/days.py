"""Local days: spans of them, periods, and on how many something happened.

A day is its proleptic Gregorian ordinal, as ``datetime.date`` counts.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from heapq import heappop, heappush
from typing import Annotated, Final

import msgspec

from watchword.errors import UsageError
from watchword.model.time import datetime_of

FIRST: Final = date.min.toordinal()
LAST: Final = date.max.toordinal()
Day = Annotated[int, msgspec.Meta(ge=FIRST, le=LAST)]
"""A day; decoding holds it to the same bounds."""

_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)


class Days(msgspec.Struct, frozen=True):
    """From a first to a last day, both of them in it.

    Args:
        first: Its first day.
        last: Its last.

    Raises:
        UsageError: It ends before it begins, or no calendar has such days.
    """

    first: Day = FIRST
    last: Day = LAST

    def __post_init__(self) -> None:
        if not (FIRST <= self.first <= LAST and FIRST <= self.last <= LAST):
            raise UsageError("a day lies in the years 1 to 9999")
        if self.first > self.last:
            raise UsageError("a period ends before it begins")

    def holds(self, other: Days) -> bool:
        """Whether all of the other is in it."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: Days) -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def within(self, other: Days) -> Days:
        """What they have in common; they have to meet."""
        return Days(max(self.first, other.first), min(self.last, other.last))


def parse_days(text: str) -> Days:
    """Read a year, a month or a day.

    Raises:
        UsageError: None of these.

    >>> parse_days("2022-02").last - parse_days("2022-02").first
    27
    """
    if _DATE.fullmatch(text) is None:
        raise UsageError(f"cannot read the date {text[:80]!r}", hint="write 2022-06-12")
    year, *rest = map(int, text.split("-"))
    try:
        if len(rest) == 2:
            day = date(year, *rest).toordinal()
            return Days(day, day)
        months = rest or [1, 12]
        last = date(year, months[-1], monthrange(year, months[-1])[1])
        return Days(date(year, months[0], 1).toordinal(), last.toordinal())
    except ValueError as error:
        raise UsageError(f"no such date: {text!r}") from error


def format_day(day: int) -> str:
    """A day as a person reads it.

    >>> format_day(parse_days("2022-06-12").first)
    '2022-06-12'
    """
    return date.fromordinal(day).isoformat()


def day_words(days: Days) -> str:
    """A period in words; an open end is not named.

    >>> day_words(parse_days("2022")), day_words(parse_days("2019-11"))
    ('2022', '2019-11')
    """
    first = "" if days.first == FIRST else format_day(days.first)
    last = "" if days.last == LAST else format_day(days.last)
    for text in (first[:4], first[:7], first):
        if text and last and parse_days(text) == days:
            return text
    if not last:
        return f"from {first}" if first else "all time"
    return f"{first} to {last}" if first else f"until {last}"


def day_of(ns: int, zone: str) -> int:
    """The local day of an instant.

    Raises:
        UsageError: No such zone.
    """
    return datetime_of(ns, zone).date().toordinal()


def fewest(spans: Iterable[Days]) -> int:
    """On how many days at least something happened, each on a day of its span.

    One day for all spans that have it in common: the earliest ends decide.
    """
    count, picked = 0, FIRST - 1
    for span in sorted(spans, key=lambda each: each.last):
        if span.first > picked:
            count, picked = count + 1, span.last
    return count


def most(spans: Iterable[Days]) -> int:
    """On how many days at most something happened: a day of its own for each.

    Day by day, the span that ends first is given the day.
    """
    waiting = sorted(spans, key=lambda each: each.first, reverse=True)
    open_ends: list[int] = []
    count, day = 0, FIRST - 1
    while waiting or open_ends:
        day += 1
        if not open_ends:
            day = max(day, waiting[-1].first)
        while waiting and waiting[-1].first <= day:
            heappush(open_ends, waiting.pop().last)
        while open_ends and open_ends[0] < day:
            heappop(open_ends)
        if open_ends:
            heappop(open_ends)
            count += 1
    return count
