"""Days, terms and deadlines in an agreement's own zone.

A term's last day is the day before the anniversary, at whose first instant
the agreement ends if it ends.  Who entered on 29 February has the
anniversary on 1 March where there is no such day.
"""

from __future__ import annotations

from datetime import MAXYEAR, UTC, date, datetime, timedelta
from typing import Final

from watchword.model.agreement import Duration
from watchword.model.time import datetime_of, ns_of, zone_of

_DAY: Final = timedelta(days=1)
_FIRST_NS: Final = ns_of(datetime(2, 1, 1, tzinfo=UTC))
_LAST_NS: Final = ns_of(datetime(MAXYEAR - 1, 12, 31, tzinfo=UTC))


def local_day(ns: int, zone: str) -> date:
    """The day on the wall of ``zone``; the first and last year of all are cut."""
    return datetime_of(min(max(ns, _FIRST_NS), _LAST_NS), zone).date()


def day_start_ns(day: date, zone: str) -> int:
    """The first instant of a local day, nanoseconds UTC."""
    return ns_of(datetime(day.year, day.month, day.day, tzinfo=zone_of(zone)))


def term_end(entered: date, duration: Duration, day: date) -> date:
    """The anniversary that ends the term running on ``day``.

    >>> terms = Duration(years=1, notice_days=90, counts_from="last-day")
    >>> term_end(date(2016, 11, 23), terms, date(2019, 11, 22))
    datetime.date(2019, 11, 23)
    """
    years = duration.years * max(1, (day.year - entered.year) // duration.years)
    end = _anniversary(entered, years)
    return end if end > day else _anniversary(entered, years + duration.years)


def deadline(end: date, duration: Duration) -> date:
    """The last day on which a notice arrives in time for the term ending so.

    >>> terms = Duration(years=1, notice_days=90, counts_from="last-day")
    >>> deadline(date(2019, 11, 23), terms)
    datetime.date(2019, 8, 24)
    """
    base = end - _DAY if duration.counts_from == "last-day" else end
    return base - timedelta(days=duration.notice_days)


def end_if_noticed(entered: date, duration: Duration, day: date) -> date:
    """The day from which the agreement is over, if a notice arrives on ``day``.

    The end of the running term when it is timely, else of the next one.
    """
    end = term_end(entered, duration, day)
    return end if day <= deadline(end, duration) else term_end(entered, duration, end)


def turns_after(entered: date, duration: Duration, zone: str, ns: int) -> list[int]:
    """When what a notice would bring about changes next: deadline, term's end."""
    end = term_end(entered, duration, local_day(ns, zone))
    turns = (deadline(end, duration) + _DAY, end)
    return [at for day in turns if (at := day_start_ns(day, zone)) > ns]


def _anniversary(entered: date, years: int) -> date:
    year = min(entered.year + years, MAXYEAR)
    try:
        return entered.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
