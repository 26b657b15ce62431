"""One event of the picture in lines: its numbers, and why its reports are of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

import msgspec

from watchword.cli.flight_words import flight_lines
from watchword.cli.judgements import judgement_words
from watchword.model.event import Combined, Event
from watchword.model.fieldtext import format_value

SHORT: Final = 12
MOST_APART: Final = 3
"""Of what speaks against it so much is shown; the rest is in the JSON."""

Rows = Mapping[str, Mapping[str, Any]]


def opened_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """What ``PictureOpen`` answered."""
    event = msgspec.convert(found["event"], Event)
    yield f"no. {found['number']} · event {event.id[:16]} · {event.kind} · " + (
        f"{event.status} · withdrawn" if event.is_withdrawn else event.status
    )
    reports: Rows = {row["name"]: row for row in found["reports"]}
    judgements: Rows = {row["name"]: row for row in found["judgements"]}
    for combined in event.fields:
        yield from _witnesses(combined, event.withdrawn)
    yield from flight_lines(event)
    yield "why its reports are of it:"
    for why in found["why"]:
        gone = " · withdrawn" if why["statement"] in event.withdrawn else ""
        yield f"    {_report(reports[why['statement']])}{gone}"
        for line in _why(why, reports, judgements):
            yield f"        {line}"
    if judgements:
        yield "what analysts decided about them, the oldest first:"
        for row in judgements.values():
            yield f"    {judgement_words(row)}"
    if found["against"] is not None:
        yield from _against(found["against"], reports)


def _witnesses(combined: Combined, withdrawn: Collection[str]) -> Iterator[str]:
    together: Any = combined.together
    value = "no common value" if together is None else format_value(together)
    yield f"{combined.field}: {value} · {combined.verdict} · {combined.rule}"
    for witness in combined.witnesses:
        gone = " · superseded" if witness.superseded else ""
        if witness.statement in withdrawn:
            gone = " · withdrawn"
        through = "" if witness.party == witness.authority else f" by {witness.party}"
        yield (
            f"    {witness.authority}{through}: {format_value(witness.value)}"
            f" · {witness.statement[:SHORT]}{gone}"
        )


def _why(why: Mapping[str, Any], reports: Rows, judgements: Rows) -> Iterator[str]:
    for name in why["judgements"]:
        yield f"an analyst said so: {judgement_words(judgements[name])}"
    corrects = reports[why["statement"]]["corrects"]
    if corrects in reports:
        yield f"corrects {_report(reports[corrects])}"
    best, worst = why["best"], why["worst"]
    if best is not None:
        yield _fits("fits best", best, reports)
        if worst["other"] != best["other"]:
            yield _fits("fits worst", worst, reports)
    for other, reasons in why["apart"][:MOST_APART]:
        yield f"by itself it does not fit {_report(reports[other])}: {reasons}"
    if len(why["apart"]) > MOST_APART:
        yield f"nor {len(why['apart']) - MOST_APART} more of them"
    if best is None and not why["apart"] and corrects not in reports:
        yield (
            "they correct it" if why["together"] else "no other report is of this event"
        )


def _fits(how: str, fit: Mapping[str, Any], reports: Rows) -> str:
    return f"{how} {_report(reports[fit['other']])}: {', '.join(fit['says'])}"


def _against(against: Mapping[str, Any], reports: Rows) -> Iterator[str]:
    home = "it is of this event" if against["is_of_it"] else f"no. {against['number']}"
    yield f"{_report(against)} against them ({home}), two by two:"
    for row in against["says"]:
        yield f"    {_report(reports[row['statement']])}: {', '.join(row['says'])}"
    yield "    that two can be of one event does not say that they are:"
    yield "    another may fit better, and every two of an event have to fit"


def _report(row: Mapping[str, Any]) -> str:
    through = "" if row["party"] == row["authority"] else f" by {row['party']}"
    return f"{row['name'][:SHORT]} {row['authority']}{through}"
