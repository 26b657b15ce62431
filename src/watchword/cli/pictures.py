"""``watchword picture``: what this node holds true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from watchword.cli import exports
from watchword.cli.groups import SHOW, ShowsByDefault
from watchword.cli.node import Purpose, call, instant_ns
from watchword.cli.opened import opened_lines
from watchword.cli.persons import withheld
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.asof import Period
from watchword.edge.commands.opened import PictureOpen
from watchword.edge.commands.reports import PictureShow
from watchword.errors import UsageError
from watchword.model.time import SECOND_NS, format_ns
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
        str,
        typer.Argument(
            help="Open one event: its number, or the beginning of a report's name."
        ),
    ] = "",
    against: Annotated[
        str,
        typer.Option(
            metavar="REPORT", help="Whether this report is of that event, and why."
        ),
    ] = "",
    as_of: Annotated[
        str, typer.Option(help="As this node would have answered then.")
    ] = "",
    since: Annotated[
        str, typer.Option(help="Only what happened from then on; with --until.")
    ] = "",
    until: Annotated[str, typer.Option(help="Only what happened by then.")] = "",
    zone: Annotated[
        str, typer.Option(help="IANA zone or offset, for times shown and given.")
    ] = "UTC",
    by: Annotated[
        str, typer.Option(help="Columns: authorities or parties, with commas.")
    ] = "",
    purpose: Purpose = "",
    json: Json = False,
) -> None:
    """Events, each with what every witness said and what it comes to.

    A sign of inequality marks witnesses that contradict each other: then no
    common value is given. Not confirmed is a value beside which the others give
    bounds only, such as "at least 500" beside 1,000. An event that is opened
    shows every value with its witness, why each report is of it, and what
    analysts decided about them. At a node with a register of persons it is the
    picture that the reports you may open give.
    """
    as_of_ns = instant_ns(as_of, zone=zone, end=True) if as_of else None
    period = _period(since, until, zone)
    if against and not event:
        raise UsageError("a report is held against an event: name that too")
    asked: PictureShow | PictureOpen = PictureShow(
        as_of_ns=as_of_ns, period=period, purpose=purpose
    )
    if event:
        asked = PictureOpen(
            event=event,
            against=against,
            as_of_ns=as_of_ns,
            period=period,
            purpose=purpose,
        )
    found = call(context, asked)
    if json:
        show_json(found)
        return
    if event:
        show_lines(opened_lines(found))
        show_lines(withheld(found.get("withheld")))
        return
    shown = msgspec.convert(
        {key: found[key] for key in Picture.__struct_fields__}, Picture
    )
    show_picture(
        found["party"], found["profile"], shown, zone, _columns(by), period=period
    )
    show_lines(withheld(found.get("withheld")))


def _period(since: str, until: str, zone: str) -> Period | None:
    if not since and not until:
        return None
    if not since or not until:
        raise UsageError("a period has a beginning and an end: --since and --until")
    period = Period(
        from_ns=instant_ns(since, zone=zone),
        until_ns=instant_ns(until, zone=zone, end=True),
    )
    if period.until_ns < period.from_ns:
        raise UsageError("a period ends after its beginning")
    return period


def _columns(by: str) -> list[str] | None:
    names = [part.strip() for part in by.split(",") if part.strip()]
    return names or None


def show_picture(
    party: str,
    profile: str,
    shown: Picture,
    zone: str,
    columns: list[str] | None,
    *,
    period: Period | None = None,
) -> None:
    """The table of events, under whose it is, of when and as of when."""
    out = console()
    exercise = "EXERCISE · " if profile == "exercise" else ""
    head = [f"{exercise}the picture as {party} holds it", f"times {zone}"]
    if shown.as_of_ns is not None:
        head.append(f"as of {_second(shown.as_of_ns, zone)}")
    if period is not None:
        ends = (_second(ns, zone) for ns in (period.from_ns, period.until_ns))
        head.append(f"what happened {' to '.join(ends)}")
    out.print(Text(", ".join(head)))
    found = rows(shown, zone, columns)
    names = list(found[0].cells) if found else []
    body = [
        (
            row.number,
            row.when,
            row.where,
            *(row.cells[name] for name in names),
            row.together
            + _noted("differ", row.differs)
            + _noted("not confirmed", row.unconfirmed),
        )
        for row in found
    ]
    out.print(table(("no.", "when", "where", *names, "together"), body, whole=2))
    destroyed = f", {len(shown.destroyed)} destroyed" if shown.destroyed else ""
    events, loose = len(found), len(shown.loose)
    counts = f"{events} event{'' if events == 1 else 's'}, {loose} free statement"
    counts += ("" if loose == 1 else "s") + destroyed
    out.print(Text(counts))


def _second(ns: int, zone: str) -> str:
    return format_ns(ns // SECOND_NS * SECOND_NS, zone)


def _noted(word: str, fields: Sequence[str]) -> str:
    return f"  {word}: {', '.join(fields)}" if fields else ""
