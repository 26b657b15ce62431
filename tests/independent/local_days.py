"""Days on the wall of a zone, by asking the clock and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SECOND_NS = 10**9


def date_at(ns: int, zone: str) -> date:
    """The day that the calendar on the wall shows."""
    return datetime.fromtimestamp(ns // SECOND_NS, ZoneInfo(zone)).date()


@cache
def first_ns(day: date, zone: str) -> int:
    """The first second that belongs to a day, by halving the time before it."""
    noon = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
    low, high = noon - 40 * 3600, noon + 20 * 3600
    while high - low > 1:
        middle = (low + high) // 2
        if date_at(middle * SECOND_NS, zone) < day:
            low = middle
        else:
            high = middle
    return high * SECOND_NS


def next_ns(day: date, zone: str) -> int:
    """The first second of the day after."""
    return first_ns(day + timedelta(days=1), zone)


def anniversary(entered: date, years: int) -> date:
    """So many years on; who began on 29 February has it on 1 March."""
    try:
        return entered.replace(year=entered.year + years)
    except ValueError:
        return date(entered.year + years, 3, 1)
