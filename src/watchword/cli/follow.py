"""``watchword ledger follow``: entries as they become durable."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from watchword.cli import ledgers
from watchword.cli.node import call
from watchword.cli.shown import Json, show_json, show_lines
from watchword.edge.commands.follow import LedgerFollow


def add_to(_parent: typer.Typer) -> None:
    """Put the command into its group."""
    ledgers.app.command("follow")(ledger_follow)


def ledger_follow(
    context: typer.Context,
    *,
    after: Annotated[
        int | None,
        typer.Option(min=0, help="Begin after this entry; by default with the next."),
    ] = None,
    until: Annotated[
        int | None, typer.Option(min=1, help="End with this entry; by default never.")
    ] = None,
    json: Json = False,
) -> None:
    """Show each entry of the ledger as it becomes durable, until interrupted.

    Numbers, kinds and names only; with --json one object a line.
    """
    last = after
    while until is None or last is None or last < until:
        found = call(context, LedgerFollow(after=last))
        last = found["last"]
        for entry in found["entries"]:
            if until is None or entry["number"] <= until:
                _show(entry, json=json)


def _show(entry: dict[str, Any], *, json: bool) -> None:
    if json:
        show_json(entry)
        return
    words = (entry["number"], entry["known_at"], entry["kind"], entry["name"][:12])
    show_lines(["  ".join(map(str, words))])
