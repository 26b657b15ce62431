"""What is said about one report: label, recall, disposal, register, history."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from watchword.cli.node import call
from watchword.cli.said import Report, Says, show_each, show_said
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.commands.history import History
from watchword.edge.commands.items import AskBack, ChangeLabel, Dispose, Register
from watchword.model.message import Outcome

app = typer.Typer(help="Labels of reports.", no_args_is_help=True)

Due = Annotated[str, typer.Option(help="By when an answer is asked for.")]


def add_to(parent: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("change")(label_change)
    parent.add_typer(app, name="label")
    parent.command("recall")(recall)
    parent.command("dispose")(dispose)
    parent.command("register")(register)
    parent.command("history")(history)


def label_change(
    context: typer.Context,
    report: Report,
    label: Annotated[str, typer.Option(help="The label from now on.")],
    caveat: Annotated[
        list[str],
        typer.Option(help="A caveat from now on; none given: they stay as they are."),
    ] = [],  # noqa: B006 (typer's way to say none)
    says: Says = "",
    agreement: Annotated[
        str, typer.Option(help="Under this one; by default each by which it went.")
    ] = "",
    json: Json = False,
) -> None:
    """Give a report of yours another label; every holder alters its own.

    The report's bytes stay as they were signed: what is in force is the last
    change. It goes to everybody who has the report, at once and in every state
    of the agreement, and is passed on to those who got it from them. What was
    made from the report bears at least the new label.
    """
    command = ChangeLabel(
        report=report,
        label=label,
        caveats=tuple(caveat) or None,
        says=says,
        agreement=agreement,
    )
    found = call(context, command)
    show_each(found["said"], json_of=found if json else None)


def recall(
    context: typer.Context,
    report: Report,
    wants: Annotated[
        Literal["destroy", "return"], typer.Option(help="What is asked for.")
    ],
    due: Due = "",
    says: Says = "",
    agreement: Annotated[
        str, typer.Option(help="Under this one; by default each by which it went.")
    ] = "",
    json: Json = False,
) -> None:
    """Ask every holder of a report of yours to destroy or return it.

    It is a request: the holder answers that it has been destroyed, returned,
    or retained with a reason (watchword dispose). Until then tasks lists it.
    """
    command = AskBack(
        report=report, wants=wants, due=due, says=says, agreement=agreement
    )
    found = call(context, command)
    show_each(found["said"], json_of=found if json else None)


def dispose(
    context: typer.Context,
    report: Report,
    outcome: Annotated[Outcome, typer.Option(help="What was done.")],
    method: Annotated[str, typer.Option(help="How it was done.")] = "",
    witness: Annotated[
        list[str],
        typer.Option(help="Who did it and saw it; a destruction takes two."),
    ] = [],  # noqa: B006 (typer's way to say none)
    copy: Annotated[
        list[int], typer.Option(help="Number of a copy that it covers.")
    ] = [],  # noqa: B006 (typer's way to say none)
    says: Says = "",
    recall: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="The recall it answers; by default the last."
        ),
    ] = "",
    json: Json = False,
) -> None:
    """Say what has been done with a report: its originator gets the certificate.

    What is retained or lost bears a reason (--says), and what is lost is an
    incident as well (watchword incident open).

    Example: watchword dispose 3fa9 --outcome destroyed --method shredded
    --witness "A. Ito" --witness "B. Kim"
    """
    command = Dispose(
        report=report,
        outcome=outcome,
        method=method,
        witnesses=tuple(witness),
        copies=tuple(copy),
        says=says,
        recall=recall,
    )
    show_said(call(context, command), json=json)


def register(
    context: typer.Context,
    report: Report,
    officer: Annotated[str, typer.Option(help="The control officer who enters it.")],
    json: Json = False,
) -> None:
    """Enter a report that came in the register: custody passes with it.

    Where the agreement asks for a registered receipt, the sender answers for
    the report until this has been said. Said again it changes nothing.
    """
    found = call(context, Register(report=report, officer=officer))
    if json:
        show_json(found)
        return
    show_each(found["said"])
    show_lines(f"registered before: {row['words']}" for row in found["before"])


def history(context: typer.Context, report: Report, json: Json = False) -> None:
    """Everything said about a report and where it went, in order."""
    found = call(context, History(report=report))
    if json:
        show_json(found)
        return
    show_lines([f"{found['report'][:12]}  label in force: {found['label']}"])
    rows = [
        (
            row["at"][:16].replace("T", " "),
            row["party"],
            row["kind"],
            row["words"],
            row["name"][:12],
        )
        for row in found["rows"]
    ]
    heads = ("known at (UTC)", "who", "what", "says", "name")
    console().print(table(heads, rows, whole=1))
