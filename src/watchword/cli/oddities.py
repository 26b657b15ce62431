"""``watchword oddities``: what looks like a source's own error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from watchword.cli.node import Purpose, call, instant_ns
from watchword.cli.persons import withheld
from watchword.cli.shown import Json, show_json, show_lines
from watchword.edge.commands.oddities import OddityList


def add_to(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("oddities")(oddities)


def oddities(
    context: typer.Context,
    as_of: Annotated[str, typer.Option(help="As it was known then.")] = "",
    purpose: Purpose = "",
    json: Json = False,
) -> None:
    """What looks like a source's own error, and how to decide about it.

    A clock read twelve hours off, a date of another zone, apogee and range
    swapped. They are suspicions: nothing is repaired, and an analyst decides.
    """
    as_of_ns = instant_ns(as_of, end=True) if as_of else None
    found = call(context, OddityList(as_of_ns=as_of_ns, purpose=purpose))
    if json:
        show_json(found)
        return
    for row in found["oddities"]:
        show_lines(_lines(row))
    if not found["oddities"]:
        show_lines(["nothing looks odd"])
    show_lines(withheld(found.get("withheld")))


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    yield f"no. {' and '.join(map(str, row['numbers']))} · {row['kind']}: {row['says']}"
    if len(row["events"]) > 1:
        names = " ".join(event[:12] for event in row["events"])
        yield f"    one launch: watchword judge same {names} --because TEXT"
        return
    names = " or ".join(name[:12] for name in row["statements"])
    yield f"    which is wrong: watchword judge withdraw {names} --because TEXT"
