"""Counting: a named rule over a weighed catalogue, in a period.

A count is an interval.  It is one number only where the reports leave no
doubt: "at least two" has no upper end, an event that may lie in the period or
may not, and one that may be of the sort or not, make the upper end only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec

from watchword.picture.countrule import CountRule, takes_in
from watchword.picture.days import Days, fewest, most
from watchword.picture.evidence import Number
from watchword.picture.weighed import Weighed


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


def count(
    weighed: Sequence[Weighed], rule: CountRule, period: Days, zone: str
) -> Count:
    """Count by a rule; it does not depend on the order of the events.

    Args:
        weighed: The events, by what the witnesses that are asked say of them.
        rule: What is taken in, and what is counted.
        period: The local days.
        zone: The zone of these days.

    Raises:
        UsageError: No such zone.
    """
    each = (_taken(one, rule, period, zone) for one in weighed)
    taken = tuple(one for one in each if one is not None)
    low, high = _ends(rule, taken)
    return Count(rule=rule, low=low, high=high, taken=taken)


def _taken(one: Weighed, rule: CountRule, period: Days, zone: str) -> Taken | None:
    found = one.found
    answer, why = takes_in(rule, found)
    if answer == "no":
        return None
    days = found.days(zone)
    if not days.meets(period):
        return None
    reasons = [why] if why else []
    if not period.holds(days):
        reasons.append("it may lie outside of the period")
    if one.same_as:
        reasons.append(f"it may be no. {one.same_as}, told otherwise")
    return Taken(
        number=one.number,
        event=one.event,
        days=days.within(period),
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
