"""``watchword incident``: loss and compromise, told at once."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from watchword.cli.node import call
from watchword.cli.said import Message, show_each, show_list, show_said
from watchword.cli.shown import Json
from watchword.edge.commands.incidents import (
    IncidentFollow,
    IncidentList,
    IncidentOpen,
)
from watchword.model.message import Harm

app = typer.Typer(
    help="Loss and compromise: told at once, in every state of an agreement.",
    no_args_is_help=True,
)

Known = Annotated[
    str, typer.Option(help="What is known, in words that disclose nothing.")
]


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="incident")


@app.command("open")
def incident_open(
    context: typer.Context,
    reports: Annotated[
        list[str],
        typer.Argument(metavar="REPORT...", help="Beginnings of the reports' names."),
    ],
    harm: Annotated[Harm, typer.Option(help="What happened, or may have.")],
    says: Known,
    agreement: Annotated[
        str, typer.Option(help="Under this one; by default the one it came by.")
    ] = "",
    json: Json = False,
) -> None:
    """Tell the originators that reports were lost or compromised, or may be.

    It goes before everything else, whatever the agreement's state and whatever
    has been halted. The day by which the result is due is the agreement's.
    """
    command = IncidentOpen(
        reports=tuple(reports), harm=harm, says=says, agreement=agreement
    )
    found = call(context, command)
    show_each(found["said"], json_of=found if json else None)


@app.command("follow")
def incident_follow(
    context: typer.Context,
    name: Message,
    stage: Annotated[
        Literal["investigation-opened", "result", "prevention"],
        typer.Option(help="How far it has come."),
    ],
    says: Known,
    json: Json = False,
) -> None:
    """Tell what has come of looking into an incident of yours."""
    command = IncidentFollow(name=name, stage=stage, says=says)
    show_said(call(context, command), json=json)


@app.command("list")
def incident_list(context: typer.Context, json: Json = False) -> None:
    """Every incident held here, how far it has come and when its result is due."""
    rows = call(context, IncidentList())
    if not json:
        for row in rows:
            late = ", overdue" if row["overdue"] else ""
            row["stands"] = f"{row['stage']}{late}"
    show_list(rows, json=json, none="no incident", last="stands")
