"""Counting what this node holds, by named rules."""

from __future__ import annotations

from typing import Any

from watchword.edge.desk import Desk
from watchword.edge.reader import Reader
from watchword.edge.shelf import Asked, shelf_for
from watchword.picture.catalogue import Listed, speakers_named
from watchword.picture.count import Count, count
from watchword.picture.countrule import RULES, rule_named
from watchword.picture.days import FIRST, LAST, Days, day_words, format_day
from watchword.picture.weighed import weigh
from watchword.picture.words import when_words, where_words


class CountShow(Asked, frozen=True, kw_only=True, tag="count"):
    """Count the events of a period.

    Args:
        period: The local days.
        rules: By these rules; none: by every one.
        by: Whose reports, by parts of the names of authorities or parties; none:
            all witnesses.
    """

    period: Days = Days()
    rules: tuple[str, ...] = ()
    by: tuple[str, ...] = ()

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Answer with a count for each rule, and the events it opens to.

        Raises:
            UsageError: No such instant, zone, rule or witness.
        """
        rules = [rule_named(name) for name in self.rules] or RULES
        shelf = await shelf_for(desk, reader, self, "count")
        by = speakers_named(shelf.listed, self.by)
        weighed = weigh(shelf.listed, by)
        counts = [count(weighed, rule, self.period, shelf.zone) for rule in rules]
        return {
            **shelf.head(by),
            "period": period_row(self.period),
            "counts": [count_row(each, shelf.listed, shelf.zone) for each in counts],
        }


def period_row(days: Days) -> dict[str, Any]:
    """A period as plain values."""
    return {
        "first": None if days.first == FIRST else format_day(days.first),
        "last": None if days.last == LAST else format_day(days.last),
        "words": day_words(days),
    }


def count_row(found: Count, listed: tuple[Listed, ...], zone: str) -> dict[str, Any]:
    """A count as plain values."""
    return {
        "rule": found.rule.name,
        "unit": found.rule.unit,
        "says": found.rule.says,
        "low": found.low,
        "high": found.high,
        "events": [
            {
                "number": each.number,
                "event": each.event,
                "when": when_words(listed[each.number - 1].event, zone),
                "where": where_words(listed[each.number - 1].event),
                "days": period_row(each.days),
                "fired": list(each.fired),
                "witnesses": list(each.authorities),
                "statements": list(each.names),
                "open": each.open,
            }
            for each in found.taken
        ],
    }
