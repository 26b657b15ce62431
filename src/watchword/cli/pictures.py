"""``watchword picture``: what this node holds true."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

import msgspec
import typer
from rich.text import Text

from watchword.cli import exports
from watchword.cli.flight_words import flight_lines
from watchword.cli.groups import SHOW, ShowsByDefault
from watchword.cli.node import Purpose, call, instant_ns
from watchword.cli.persons import withheld
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.asof import Period
from watchword.edge.commands.reports import PictureShow
from watchword.errors import UsageError
from watchword.model.event import Combined, Event
from watchword.model.fieldtext import format_value
from watchword.picture.picture import Picture
from watchword.picture.table import rows


def add_to(app: typer.Typer) -> None:
    """Put the group on the command line."""
    group = typer.Typer(
        cls=ShowsByDefault,
        help="What this node holds true; show, where no command is named.",
    )
    group.command(SHOW)(picture)
    exports.add_to(group)
    app.add_typer(group, name="picture")


def picture(
    context: typer.Context,
    event: Annotated[
        str, typer.Argument(help="Open one event: its number or beginning of its id.")
    ] = "",
    as_of: Annotated[
        str, typer.Option(help="As this node would have answered then.")
    ] = "",
    since: Annotated[
        str, typer.Option(help="Only what happened from then on; with --until.")
    ] = "",
    until: Annotated[str, typer.Option(help="Only what happened by then.")] = "",
    zone: Annotated[str, typer.Option(help="IANA zone or offset for times.")] = "UTC",
    by: Annotated[
        str, typer.Option(help="Columns: authorities or parties, with commas.")
    ] = "",
    purpose: Purpose = "",
    json: Json = False,
) -> None:
    """Events, each with what every witness said and what it comes to.

    A sign of inequality marks witnesses that contradict each other: then no
    common value is given. At a node with a register of persons it is the one
    that the reports you may open give.
    """
    as_of_ns = instant_ns(as_of, end=True) if as_of else None
    asked = PictureShow(
        as_of_ns=as_of_ns, period=_period(since, until), purpose=purpose
    )
    found = call(context, asked)
    if json:
        show_json(found)
        return
    shown = msgspec.convert(
        {key: found[key] for key in Picture.__struct_fields__}, Picture
    )
    if event:
        show_lines(opened(one_event(shown, event)))
        return
    show_picture(found["party"], found["profile"], shown, zone, _columns(by))
    show_lines(withheld(found.get("withheld")))


def _period(since: str, until: str) -> Period | None:
    if not since and not until:
        return None
    if not since or not until:
        raise UsageError("a period has a beginning and an end: --since and --until")
    period = Period(from_ns=instant_ns(since), until_ns=instant_ns(until, end=True))
    if period.until_ns < period.from_ns:
        raise UsageError("a period ends after its beginning")
    return period


def _columns(by: str) -> list[str] | None:
    names = [part.strip() for part in by.split(",") if part.strip()]
    return names or None


def show_picture(
    party: str, profile: str, shown: Picture, zone: str, columns: list[str] | None
) -> None:
    """The table of events."""
    out = console()
    exercise = "EXERCISE · " if profile == "exercise" else ""
    out.print(Text(f"{exercise}the picture as {party} holds it, times {zone}"))
    found = rows(shown, zone, columns)
    names = list(found[0].cells) if found else []
    body = [
        (
            row.number,
            row.when,
            row.where,
            *(row.cells[name] for name in names),
            row.together
            + (f"  differ: {', '.join(row.differs)}" if row.differs else ""),
        )
        for row in found
    ]
    out.print(table(("no.", "when", "where", *names, "together"), body, whole=2))
    destroyed = f", {len(shown.destroyed)} destroyed" if shown.destroyed else ""
    counts = f"{len(found)} events, {len(shown.loose)} free statements{destroyed}"
    out.print(Text(counts))


def one_event(shown: Picture, text: str) -> Event:
    """The event with that number, or whose id begins so.

    Raises:
        UsageError: None, or several.
    """
    if text.isdecimal() and 1 <= int(text) <= len(shown.events):
        return shown.events[int(text) - 1]
    found = [event for event in shown.events if event.id.startswith(text)]
    if len(found) != 1:
        raise UsageError(f"no event, or several, begin with {text!r}")
    return found[0]


def opened(event: Event) -> list[str]:
    """Every number of an event with its witnesses."""
    head = f"event {event.id[:16]} · {event.kind} · {event.status}"
    lines = [head, f"statements: {', '.join(name[:12] for name in event.members)}"]
    if event.withdrawn:
        names = ", ".join(name[:12] for name in event.withdrawn)
        lines.append(f"withdrawn by an analyst: {names}")
    for combined in event.fields:
        lines += _witnesses(combined, event.withdrawn)
    return lines + flight_lines(event)


def _witnesses(combined: Combined, withdrawn: Collection[str]) -> list[str]:
    together: Any = combined.together
    value = "no common value" if together is None else format_value(together)
    lines = [f"{combined.field}: {value} · {combined.verdict} · {combined.rule}"]
    for witness in combined.witnesses:
        gone = " · superseded" if witness.superseded else ""
        if witness.statement in withdrawn:
            gone = " · withdrawn"
        through = "" if witness.party == witness.authority else f" by {witness.party}"
        lines.append(
            f"    {witness.authority}{through}: {format_value(witness.value)}"
            f" · {witness.statement[:12]}{gone}"
        )
    return lines
