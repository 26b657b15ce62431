"""``watchword record`` and ``acknowledge``: papers that people judge."""

from __future__ import annotations

from typing import Annotated

import typer

from watchword.cli.node import call
from watchword.cli.said import Agreement, Message, Says, show_list, show_said
from watchword.cli.shown import Json
from watchword.edge.commands.records import Acknowledge, RecordAdd, RecordList
from watchword.model.message import RecordKind

app = typer.Typer(
    help="Records that an agreement asks for: kept and shown; people judge them.",
    no_args_is_help=True,
)


def add_to(parent: typer.Typer) -> None:
    """Put the commands on the command line."""
    parent.add_typer(app, name="record")
    parent.command("acknowledge")(acknowledge)


@app.command("add")
def record_add(
    context: typer.Context,
    kind: Annotated[RecordKind, typer.Argument(help="What it is.")],
    agreement: Agreement = "",
    about: Annotated[
        str, typer.Option(help="The party, person or place it is about.")
    ] = "",
    item: Annotated[
        list[str], typer.Option(help="One thing it lists; a..o is every letter.")
    ] = [],  # noqa: B006 (typer's way to say none)
    says: Says = "",
    dated: Annotated[
        str, typer.Option(help="The day that counts, of an inspection or a change.")
    ] = "",
    until: Annotated[
        str, typer.Option(help="The instant it ends, or the last day it holds.")
    ] = "",
    review: Annotated[
        bool,
        typer.Option("--review", help="Show it to the others until acknowledged."),
    ] = False,
    json: Json = False,
) -> None:
    """Put a record on file and tell the other parties of the agreement.

    An assurance lists clearance, purpose and protection; an attestation about a
    contractor lists a..o with the day of its inspection. The release rules ask
    whether they are there and current, never whether they are true.

    Example: watchword record add assurance --item clearance --item purpose
    --item protection --until 2027-03-31
    """
    command = RecordAdd(
        kind=kind,
        agreement=agreement,
        about=about,
        items=tuple(item),
        says=says,
        dated=dated,
        until=until,
        review=review,
    )
    show_said(call(context, command), json=json)


@app.command("list")
def record_list(
    context: typer.Context,
    kind: Annotated[
        RecordKind | None, typer.Option(help="Only this kind; by default all.")
    ] = None,
    json: Json = False,
) -> None:
    """Every record held here, of this party and the others; --json is the export."""
    rows = call(context, RecordList(kind=kind))
    if not json:
        for row in rows:
            row["acknowledged by"] = ", ".join(row["acknowledged_by"])
    show_list(rows, json=json, none="no record", last="acknowledged by")


def acknowledge(
    context: typer.Context, name: Message, says: Says = "", json: Json = False
) -> None:
    """Tell a party that its message has been taken note of.

    A record that is to be reviewed stands above every release until then.
    """
    show_said(call(context, Acknowledge(name=name, says=says)), json=json)
