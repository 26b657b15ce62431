"""``watchword alert``: what somebody has to be told now."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from watchword.cli.node import call
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.commands.alerts import AlertAcknowledge, AlertList, AlertTest

app = typer.Typer(
    help="Alerts: what somebody has to be told now, and who was.", no_args_is_help=True
)


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="alert")


@app.command("list")
def alert_list(context: typer.Context, json: Json = False) -> None:
    """Everything that somebody has to be told now, what is urgent first.

    It is derived from what is held and how the links stand; it says codes,
    counts, parties and ids, and nothing of what a report says. Who is told by
    webhook or mail stands in [[notify]] of watchword.toml.
    """
    rows = call(context, AlertList())
    if json:
        show_json(rows)
        return
    if not rows:
        show_lines(["no alert"])
        return
    body = [
        (
            row["id"],
            row["kind"],
            str(row["since"])[:19].replace("T", " "),
            row["count"],
            " ".join(w for w in (row["who"], row["about"][:40], row["code"]) if w),
            _told(row),
        )
        for row in rows
    ]
    columns = ("id", "kind", "since", "n", "about", "told")
    console().print(table(columns, body, whole=4))


def _told(row: dict[str, Any]) -> str:
    if row["acknowledged"] is not None:
        return f"acknowledged {row['acknowledged']['person']}".strip()
    ways = row["told"].items()
    return ", ".join(
        f"{name}: {'told' if told['delivered'] else told['error'] or 'waits'}"
        for name, told in ways
    )


@app.command("test")
def alert_test(context: typer.Context, json: Json = False) -> None:
    """Send a test to everybody who is told of alerts; say whether it went."""
    rows = call(context, AlertTest())
    if json:
        show_json(rows)
    else:
        show_lines(
            f"{row['target']}: {row['error'] or 'accepted there'}" for row in rows
        )
    if any(row["error"] for row in rows):
        raise typer.Exit(1)


@app.command("acknowledge")
def alert_acknowledge(
    context: typer.Context,
    alert: Annotated[str, typer.Argument(metavar="ID", help="As alert list shows it.")],
    json: Json = False,
) -> None:
    """Take note of an alert, which is entered in the ledger.

    Nobody is told of it any more until it was over and is back. It stays on the
    list while its cause lasts; a warning leaves the list.
    """
    found = call(context, AlertAcknowledge(alert=alert))
    if json:
        show_json(found)
    else:
        show_lines([f"{found['kind']} {found['acknowledged']} noted"])
