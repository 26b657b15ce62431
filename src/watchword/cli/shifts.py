"""``watchword shift``: the log of a desk's shifts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from watchword.cli.node import call
from watchword.cli.shown import Json, show_json, show_lines
from watchword.edge.commands.shifts import (
    ShiftHandOver,
    ShiftNote,
    ShiftShow,
    ShiftTakeOver,
)

app = typer.Typer(
    help="The log of shifts, kept in the ledger and sent to nobody.",
    no_args_is_help=True,
)

By = Annotated[str, typer.Option(help="Who, at a node without a register of persons.")]


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="shift")


@app.command("note")
def shift_note(
    context: typer.Context,
    says: Annotated[
        str, typer.Argument(metavar="TEXT", help="Words that disclose nothing.")
    ],
    by: By = "",
    json: Json = False,
) -> None:
    """Enter a note; it stays in the ledger for ever.

    Do not repeat what a report says: a report can be destroyed, a note cannot.
    Words by which a state classifies are refused.
    """
    _show(call(context, ShiftNote(says=says, by=by)), json=json)


@app.command("hand-over")
def shift_hand_over(
    context: typer.Context,
    to: Annotated[str, typer.Option(metavar="PERSON", help="Who takes over.")],
    says: Annotated[str, typer.Option(help="Words that disclose nothing.")] = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Hand the desk over, with the list of what is open at this moment.

    Tasks, alerts, links that are down and lines not receipted in time go into
    one entry of the ledger, by codes and ids. The other takes over with shift
    take-over, as an entry of its own.
    """
    _show(call(context, ShiftHandOver(to=to, says=says, by=by)), json=json)


@app.command("take-over")
def shift_take_over(context: typer.Context, by: By = "", json: Json = False) -> None:
    """Take the desk over, as it was handed over to you last."""
    _show(call(context, ShiftTakeOver(by=by)), json=json)


@app.command("show")
def shift_show(
    context: typer.Context,
    last: Annotated[int, typer.Option(min=1, help="How many entries.")] = 20,
    json: Json = False,
) -> None:
    """Who is on duty, and the log's newest entries, the oldest of them first."""
    found = call(context, ShiftShow(last=last))
    if json:
        show_json(found)
        return
    lines = [f"on duty: {found['on_duty'] or 'nobody has taken over yet'}"]
    if found["handed_over_to"]:
        lines.append(f"handed over to {found['handed_over_to']}, not taken over yet")
    for entry in found["entries"]:
        lines += _lines(entry)
    show_lines(lines)


def _show(entry: dict[str, Any], *, json: bool) -> None:
    show_json(entry) if json else show_lines(_lines(entry))


def _lines(entry: dict[str, Any]) -> Iterator[str]:
    at = str(entry["at"])[:19].replace("T", " ")
    to = f" to {entry['to']}" if "to" in entry else ""
    about = f" {entry['kind']} {entry['alert']}" if "alert" in entry else ""
    yield f"{entry['number']:6} {at}  {entry['person']}: {entry['what']}{to}{about}"
    if entry.get("says"):
        yield from (f"       {line}" for line in entry["says"].splitlines())
    if "open" in entry:
        yield from _open(entry["open"])


def _open(found: dict[str, Any]) -> Iterator[str]:
    late = sum(task["overdue"] for task in found["tasks"])
    count = len(found["tasks"]) + found["more_tasks"]
    yield f"       {count} tasks, {late} overdue; {len(found['alerts'])} alerts"
    for task in found["tasks"]:
        due = "" if task["due"] is None else f", due {task['due'][:16]}"
        yield f"       task {task['kind']} {task['who']} {task['about'][:16]}{due}"
    for alert in found["alerts"]:
        about = " ".join(w for w in (alert["who"], alert["about"][:24]) if w)
        yield f"       alert {alert['id']} {alert['kind']} x{alert['count']} {about}"
    for partner in found["links_down"]:
        yield f"       link down: {partner}"
    for row in found["overdue"]:
        yield (
            f"       not receipted: {row['lines']} to {row['partner']} under"
            f" {row['agreement']}, since {row['since'][:16]}"
        )
