"""Days that a text names by the day it was published: a weekday, the 5th, today."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from watchword.errors import UsageError


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """When a text was published, as far as that is known.

    Args:
        year: The year.
        month: The month; ``None``: only the year is known.
        day: The day; ``None``: only the month is known.

    Raises:
        UsageError: There is no such day.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise UsageError("a day of publication has a month")
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            raise UsageError("there is no such day of publication") from None

    @property
    def whole(self) -> date | None:
        """The day, where it is known."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


def parse_published(text: str) -> Published:
    """Read ``2022-06-05``, ``2022-06`` or ``2022``.

    Raises:
        UsageError: It is none of these, or there is no such day.
    """
    parts = text.split("-")
    if not 1 <= len(parts) <= 3 or not all(
        p.isascii() and p.isdecimal() for p in parts
    ):
        raise UsageError(
            f"{text[:32]!r} is no day of publication", hint="2022-06-05, 2022-06, 2022"
        )
    year, month, day = (*map(int, parts), None, None)[:3]
    return Published(year=year or 0, month=month, day=day)


def last_weekday(published: date, weekday: int) -> date:
    """The last such weekday up to the day of publication, Monday 0."""
    return published - timedelta(days=(published.weekday() - weekday) % 7)


def day_of_month(published: Published, day: int) -> date | None:
    """The last day of that number up to the publication; ``None``: not known.

    Of a text published on the 3rd, "the 31st" is of the month before.

    Raises:
        ValueError: There is no such day.
    """
    if published.month is None:
        return None
    if published.day is not None and day > published.day:
        return day_in_month_before(published, day)
    return date(published.year, published.month, day)


def day_in_year(published: Published | None, month: int, day: int) -> date | None:
    """The last such day up to the publication; ``None``: the year is not known.

    Raises:
        ValueError: There is no such day.
    """
    if published is None:
        date(2000, month, day)  # a leap year: any day that exists in some year
        return None
    found = date(published.year, month, day)
    limit = published.whole
    if limit is not None and found > limit + timedelta(days=1):
        return date(published.year - 1, month, day)
    return found


def day_in_month_before(published: Published, day: int) -> date | None:
    """The day of that number in the month before; ``None``: not known.

    Raises:
        ValueError: There is no such day.
    """
    if published.month is None:
        return None
    before = date(published.year, published.month, 1) - timedelta(days=1)
    return before.replace(day=day)
