"""``watchword count``: how many, by which rule, as of when, by whose reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer
from rich.text import Text

from watchword.cli.node import Purpose, call
from watchword.cli.periods import (
    AsOf,
    By,
    From,
    To,
    Year,
    Zone,
    names_of,
    period_of,
)
from watchword.cli.persons import withheld
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.commands.counts import CountShow
from watchword.model.report import Status
from watchword.model.text import printable
from watchword.picture.count import number_words

SHORT = 12
StatusOf = Annotated[
    Status | None, typer.Option(help="Which events; by default the profile's.")
]


def add_to(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("count")(count)


def count(
    context: typer.Context,
    year: Year = "",
    since: From = "",
    until: To = "",
    rule: Annotated[
        str, typer.Option(help="By this rule, opened to its events; commas.")
    ] = "",
    as_of: AsOf = "",
    by: By = "",
    zone: Zone = "",
    status: StatusOf = None,
    purpose: Purpose = "",
    json: Json = False,
) -> None:
    """How many launches or tests, by named rules, side by side.

    The same half year is 16, 17, 18 or 31 tests by what is counted. A count is
    an interval where the reports leave a doubt: 2..3, or >=5 where nobody
    gives an upper end. What only the side that fired says is left out, unless
    --by names it. With --rule each event that was counted is listed, with its
    witnesses, and why it may not count.
    """
    command = CountShow(
        period=period_of(year, since, until),
        rules=names_of(rule),
        as_of=as_of,
        by=names_of(by),
        zone=zone,
        status=status,
        purpose=purpose,
    )
    found = call(context, command)
    if json:
        show_json(found)
        return
    show_lines([f"{found['period']['words']} · {scope_words(found)}"])
    if rule:
        for row in found["counts"]:
            show_count(row)
    else:
        _show_side_by_side(found["counts"])
    show_lines(withheld(found.get("withheld")))


def scope_words(found: Mapping[str, Any]) -> str:
    """Whose answer, by days of which zone, as of when, by whose reports."""
    exercise = "EXERCISE · " if found["profile"] == "exercise" else ""
    by = ", ".join(found["by"]) or "all witnesses"
    return (
        f"{exercise}as {found['party']} holds it · as of {found['as_of']}"
        f" · days in {found['zone']} · by {by}"
    )


def count_words(row: Mapping[str, Any]) -> str:
    """A count as a person reads it."""
    return number_words(row["low"], row["high"])


def show_count(row: Mapping[str, Any]) -> None:
    """A count opened to its events."""
    head = f"{row['rule']}: {count_words(row)} · {row['says']}"
    console().print(Text(printable(head), style="bold"), soft_wrap=True)
    for each in row["events"]:
        show_lines(_event_lines(each))


def _event_lines(each: Mapping[str, Any]) -> Iterator[str]:
    fired = number_words(*each["fired"])
    head = f"{each['number']:4}  {each['when']:24}  {each['where']:22}"
    yield f"{head}  {fired:>4} fired  {each['event'][:SHORT]}"
    yield f"{'':6}by {'; '.join(each['witnesses'])}"
    if each["open"]:
        yield f"{'':6}open: {each['open']}"


def _show_side_by_side(rows: list[Mapping[str, Any]]) -> None:
    body = [
        (row["rule"], count_words(row), _sure_words(row), row["says"]) for row in rows
    ]
    console().print(table(("rule", "count", "events", "counts"), body, whole=3))
    show_lines(["--rule NAME lists the events of a count, with their witnesses"])


def _sure_words(row: Mapping[str, Any]) -> str:
    events = row["events"]
    doubtful = sum(1 for each in events if each["open"])
    sure = str(len(events) - doubtful)
    return f"{sure}, {doubtful} open" if doubtful else sure
