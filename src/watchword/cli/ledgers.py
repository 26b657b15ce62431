"""``watchword ledger``: is what is stored what was signed?"""

from __future__ import annotations

import typer

from watchword.cli.node import call
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.commands.links import LedgerVerify

app = typer.Typer(help="The ledger and its proofs.", no_args_is_help=True)


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="ledger")


@app.command("verify")
def ledger_verify(context: typer.Context, json: Json = False) -> None:
    """Recompute every log from its entries and check every signature.

    Exit code 6 where something does not fit; nothing is repaired.
    """
    found = call(context, LedgerVerify())
    if json:
        show_json(found)
        return
    rows = [
        (log["log"], log["entries"], log["last_signed"], log["receipted"] or "")
        for log in found["logs"]
    ]
    console().print(table(("log", "entries", "signed to", "receipted to"), rows))
    show_lines([f"{found['statements']} statements, every name and signature holds"])
    if found["destroyed"]:
        show_lines([f"{found['destroyed']} destroyed, each by a signed certificate"])
    show_lines(["verified"])
