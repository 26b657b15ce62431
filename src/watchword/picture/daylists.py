"""Two lists of launch days beside each other: what is in both, what in one only.

Rule 1: a day that both lists name is the same day, whatever each says of it.
Rule 2: a list that knows only the month means the one day that the other list
        names in it and that nothing else is matched with.
Rule 3: days that are left over and lie one day apart, with no other such day
        beside either, are one: a zone, or a source that dates by its own.
Rule 4: what is left then is in one list only.  Why is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from watchword.errors import UsageError

How = Literal["same day", "same month", "a day apart", "first only", "second only"]

_MONTH: Final = len("1984-09")
_DAY: Final = timedelta(days=1)


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One day of a list.

    Args:
        day: The local day, such as ``2022-06-05``, or the month where that is
            all the list knows, such as ``1984-09``.
        rows: What the list calls its rows of that day.

    Raises:
        UsageError: It is neither a day nor a month.
    """

    day: str
    rows: tuple[str, ...]

    def __post_init__(self) -> None:
        try:
            date.fromisoformat(f"{self.day}-01" if self.is_month else self.day)
        except ValueError:
            raise UsageError(f"{self.day!r} is neither a day nor a month") from None

    @property
    def is_month(self) -> bool:
        """Only the month is known."""
        return len(self.day) == _MONTH


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """A day of one list with its day of the other, or alone.

    Args:
        how: By which rule.
        first: The day of the first list; ``None``: only in the second.
        second: The day of the second list; ``None``: only in the first.
    """

    how: How
    first: Listed | None = None
    second: Listed | None = None

    @property
    def day(self) -> str:
        """Where it stands in the order of days: the first list's day, if it has one."""
        found = self.first or self.second
        if found is None:
            raise AssertionError(self)
        return found.day


def match_days(
    first: Sequence[Listed], second: Sequence[Listed]
) -> tuple[Matched, ...]:
    """Match the days of two lists; each day of both is in the answer once.

    Args:
        first: The days of one list.
        second: The days of the other.

    Raises:
        UsageError: A list names a day twice.
    """
    ours, theirs = _by_day(first), _by_day(second)
    found = [
        *_matched(ours, theirs, "same day", {day: day for day in ours.keys() & theirs}),
        *_matched(ours, theirs, "same month", _months(ours, theirs)),
        *_matched(theirs, ours, "same month", _months(theirs, ours), turned=True),
        *_matched(ours, theirs, "a day apart", _neighbours(ours, theirs)),
        *(Matched(how="first only", first=each) for each in ours.values()),
        *(Matched(how="second only", second=each) for each in theirs.values()),
    ]
    return tuple(sorted(found, key=lambda each: (each.day, each.how)))


def _by_day(listed: Sequence[Listed]) -> dict[str, Listed]:
    found = {each.day: each for each in listed}
    if len(found) != len(listed):
        raise UsageError("a list names a day twice")
    return found


def _matched(
    ours: dict[str, Listed],
    theirs: dict[str, Listed],
    how: How,
    pairs: Mapping[str, str],
    *,
    turned: bool = False,
) -> Iterable[Matched]:
    """Take matched days out of both lists."""
    for our_day, their_day in pairs.items():
        one, other = ours.pop(our_day), theirs.pop(their_day)
        first, second = (other, one) if turned else (one, other)
        yield Matched(how=how, first=first, second=second)


def _months(months: Mapping[str, Listed], days: Mapping[str, Listed]) -> dict[str, str]:
    found = {}
    for month in months:
        within = [day for day in days if day != month and day.startswith(month)]
        if months[month].is_month and len(within) == 1:
            found[month] = within[0]
    return found


def _neighbours(
    ours: Mapping[str, Listed], theirs: Mapping[str, Listed]
) -> dict[str, str]:
    found = {}
    for day, each in ours.items():
        beside = _beside(each, theirs)
        if len(beside) == 1 and len(_beside(theirs[beside[0]], ours)) == 1:
            found[day] = beside[0]
    return found


def _beside(listed: Listed, others: Mapping[str, Listed]) -> list[str]:
    if listed.is_month:
        return []
    day = date.fromisoformat(listed.day)
    return [d.isoformat() for d in (day - _DAY, day + _DAY) if d.isoformat() in others]
