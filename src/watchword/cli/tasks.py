"""``watchword tasks``: what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import wrap
from typing import Annotated, Any

import typer
from rich.text import Text

from watchword.cli.node import call
from watchword.cli.shown import Json, console, show_json, show_lines
from watchword.edge.commands.tasks import Tasks
from watchword.model.text import printable

KIND_COLUMN = 14
DUE_COLUMN = 18


def add_to(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("tasks")(tasks)


def tasks(
    context: typer.Context,
    everything: Annotated[
        bool,
        typer.Option(
            "--all", help="Also what is due in more than thirty days, or on its way."
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Everything that waits for a person or is overdue, and how to settle it.

    Decisions on release, enquiries, recalls, incidents, items past their need,
    registrations, assurances that run out, notices under which an agreement
    may end, and launches that nobody asked about. A task stops nothing else.
    """
    rows = call(context, Tasks(all=everything))
    if json:
        show_json(rows)
        return
    if not rows:
        show_lines(["nothing waits"])
        return
    late = sum(row["overdue"] for row in rows)
    show_lines([f"{len(rows)} tasks, {late} overdue"])
    _show(rows)


def _show(rows: Iterable[Mapping[str, Any]]) -> None:
    out = console()
    room = max(40, out.width - KIND_COLUMN - DUE_COLUMN)
    for row in rows:
        due = "" if row["due"] is None else str(row["due"])[:16].replace("T", " ")
        head = f"{row['kind']:{KIND_COLUMN}}{due:{DUE_COLUMN}}"
        words = f"{row['who']}: {row['what']}"
        lines = wrap(printable(words), room) or [""]
        style = "bold red" if row["overdue"] else ""
        out.print(Text(head + lines[0], style=style), soft_wrap=True)
        for line in lines[1:]:
            out.print(Text(" " * len(head) + line, style=style), soft_wrap=True)
        if row["hint"]:
            # Never wrapped: it is there to be pasted.
            out.print(Text(f"{'':{len(head)}}{row['hint']}", "dim"), soft_wrap=True)
