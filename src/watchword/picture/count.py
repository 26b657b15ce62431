"""Counting: a named rule over the catalogue, in a period, by chosen witnesses.

A count is an interval.  It is one number only where the reports leave no
doubt: "at least two" has no upper end, an event that may lie in the period or
may not, and one that may be of the sort or not, make the upper end only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec

from watchword.picture.catalogue import Listed
from watchword.picture.countrule import CountRule, takes_in
from watchword.picture.days import Days, fewest, most
from watchword.picture.evidence import Number


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """An event that a count opens to.

    Args:
        number: Its number in the catalogue.
        event: Its name.
        days: The local days of the period on which it may have begun.
        fired: How many were fired.
        authorities: The witnesses.
        names: The statements that it was counted by.
        open: Why it may be left out; empty: it is sure.
    """

    number: int
    event: str
    days: Days
    fired: Number
    authorities: tuple[str, ...]
    names: tuple[str, ...]
    open: str = ""


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A count, and the events that it opens to.

    Args:
        rule: By which rule.
        low: How many at least.
        high: How many at most; ``None``: the reports give no upper end.
        taken: The events, in the catalogue's order.
    """

    rule: CountRule
    low: int
    high: int | None
    taken: tuple[Taken, ...]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Over what is counted.

    Args:
        period: The local days.
        zone: The zone of these days.
        by: Whose reports; none: all witnesses.
    """

    period: Days
    zone: str
    by: frozenset[str] = frozenset()


def count(listed: Sequence[Listed], rule: CountRule, asked: Question) -> Count:
    """Count by a rule; it does not depend on the order of the events.

    Raises:
        UsageError: No such zone.
    """
    taken = tuple(
        found for each in listed if (found := _taken(each, rule, asked)) is not None
    )
    low, high = _ends(rule, taken)
    return Count(rule=rule, low=low, high=high, taken=taken)


def _taken(each: Listed, rule: CountRule, asked: Question) -> Taken | None:
    found = each.evidence(asked.by)
    if found is None:
        return None
    answer, why = takes_in(rule, found)
    days = found.days(asked.zone)
    if answer == "no" or not days.meets(asked.period):
        return None
    reasons = [why] if why else []
    if not asked.period.holds(days):
        reasons.append("it may lie outside of the period")
    return Taken(
        number=each.number,
        event=each.event.id,
        days=days.within(asked.period),
        fired=found.number,
        authorities=found.authorities,
        names=found.names,
        open=", ".join(reasons),
    )


def _ends(rule: CountRule, taken: Collection[Taken]) -> Number:
    sure = [each for each in taken if not each.open]
    match rule.unit:
        case "missiles":
            return sum(each.fired[0] for each in sure), _total(taken)
        case "days":
            return fewest(t.days for t in sure), most(t.days for t in taken)
        case _:
            return len(sure), len(taken)


def _total(taken: Iterable[Taken]) -> int | None:
    highs = [each.fired[1] for each in taken]
    known = [high for high in highs if high is not None]
    return sum(known) if len(known) == len(highs) else None


def number_words(low: int, high: int | None) -> str:
    """A count as a person reads it.

    >>> number_words(5, None), number_words(2, 3), number_words(2, 2)
    ('>=5', '2..3', '2')
    """
    if high is None:
        return f">={low}"
    return str(low) if low == high else f"{low}..{high}"
