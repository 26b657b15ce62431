"""``watchword approve`` and ``watchword approval list``: the originator's yes."""

from __future__ import annotations

from typing import Annotated

import typer

from watchword.cli.node import call
from watchword.cli.postures import Fields, fields_of
from watchword.cli.said import Agreement, show_list, show_said
from watchword.cli.shown import Json
from watchword.edge.commands.approvals import ApprovalList, ApprovalRevoke, Approve
from watchword.errors import UsageError
from watchword.model.report import KINDS, Kind

app = typer.Typer(
    help="Approvals by which originators let others pass their content on.",
    no_args_is_help=True,
)


def add_to(parent: typer.Typer) -> None:
    """Put the commands on the command line."""
    parent.command("approve")(approve)
    parent.add_typer(app, name="approval")


def approve(
    context: typer.Context,
    report: Annotated[
        str,
        typer.Argument(
            help="Beginning of your report's name, or LATEST; none with --standing."
        ),
    ] = "",
    standing: Annotated[
        list[str],
        typer.Option(
            metavar="KIND",
            help="For every report of this kind, where the text admits it.",
        ),
    ] = [],  # noqa: B006 (typer's way to say none)
    holder: Annotated[str, typer.Option(help="Who may pass it on.")] = "",
    to: Annotated[str, typer.Option(help="To whom.")] = "",
    until: Annotated[
        str, typer.Option(help="The instant it ends, or the last day it holds.")
    ] = "",
    fields: Fields = "",
    purpose: Annotated[
        str, typer.Option(help="What it may be used for there; by default the label's.")
    ] = "",
    agreement: Agreement = "",
    revoke: Annotated[
        str, typer.Option(metavar="NAME", help="Take this approval back instead.")
    ] = "",
    json: Json = False,
) -> None:
    """Let a holder of your content pass it on to a third party, or take that back.

    One approval is for one report, which is one version, one recipient and a
    time. A standing one is for kinds of report that the agreement names. Taken
    back, it opens nothing more; what went by it stays in the ledger.

    Example: watchword approve LATEST --holder hub --to desk-b --until 2026-12-31
    """
    if revoke:
        show_said(call(context, ApprovalRevoke(name=revoke)), json=json)
        return
    if bool(report) == bool(standing):
        raise UsageError(
            "approve needs one report, or --standing KIND",
            hint="watchword approve --help",
        )
    if not (holder and to and until):
        raise UsageError("approve needs --holder, --to and --until")
    command = Approve(
        holder=holder,
        to=to,
        until=until,
        report=report,
        kinds=tuple(_kind(word) for word in standing),
        fields=fields_of(fields),
        purpose=purpose,
        agreement=agreement,
    )
    show_said(call(context, command), json=json)


def _kind(word: str) -> Kind:
    for kind in KINDS:
        if kind == word:
            return kind
    raise UsageError(f"no kind of report is called {word!r}", hint=", ".join(KINDS))


@app.command("list")
def approval_list(context: typer.Context, json: Json = False) -> None:
    """Every originator's approval held here, and how it stands."""
    rows = call(context, ApprovalList())
    for row in rows:
        taken_back = f"taken back {str(row['revoked_at'])[:16]}"
        ended = "holds" if row["holds"] else "ended"
        row["stands"] = taken_back if row["revoked_at"] else ended
    show_list(rows, json=json, none="no approval of an originator", last="stands")
