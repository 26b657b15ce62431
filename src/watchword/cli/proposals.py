"""``watchword proposal``: what texts and outside programs give for filing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
import typer
from rich.text import Text as Shown

from watchword.cli.marked import show_marked
from watchword.cli.node import call
from watchword.cli.reports import went
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.cli.textclaims import claim_row, show_claims
from watchword.edge.commands.proposals import (
    ProposalDiscard,
    ProposalFile,
    ProposalList,
    ProposalShow,
    TrayList,
)
from watchword.model.report import Urgency
from watchword.press.claim import AnyClaim

app = typer.Typer(
    help="What texts in trays give for filing; a person files or discards it.",
    no_args_is_help=True,
)

Named = Annotated[
    str, typer.Argument(metavar="ID", help="The beginning of the proposal's id.")
]


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="proposal")


@app.command("list")
def proposal_list(
    context: typer.Context,
    every: Annotated[
        bool, typer.Option("--every", help="Also what was filed or discarded.")
    ] = False,
    json: Json = False,
) -> None:
    """The proposals that wait for a person, the newest last."""
    found = call(context, ProposalList(every=every))
    if json:
        show_json(found)
    elif not found["proposals"]:
        console().print("no proposal waits")
    else:
        columns = ("proposal", "made by", "what", "said by", "kept at", "state", "")
        rows = map(_cells, found["proposals"])
        console().print(table(columns, rows, whole=2))


@app.command("show")
def proposal_show(context: typer.Context, proposal: Named, json: Json = False) -> None:
    """One proposal: its text with the words marked, its values and its claims."""
    found = call(context, ProposalShow(proposal=proposal))
    text = found["text"]
    if text is not None:
        found["claims"] = _claims(found["claims"], text)
    if json:
        show_json(found)
        return
    console().print(Shown(f"{found['id']} · {_made(found)} · {found['state']}\n"))
    if text is None:
        show_lines([_cells(found)[-1]])
        return
    about = (found["language"], found["authority"], found["published"], _what(found))
    words = " · ".join(word for word in about if word)
    show_marked(text, words, found["values"], found["unread"])
    show_claims(found["claims"])


@app.command("file")
def proposal_file(
    context: typer.Context,
    proposal: Named,
    *,
    label: Annotated[
        str, typer.Option(help="Your own label of the report, such as TLP:GREEN.")
    ],
    urgency: Annotated[Urgency, typer.Option(help="The lane.")] = "routine",
    json: Json = False,
) -> None:
    """File it as a report, with the text as its source; it is yours then.

    Example: watchword proposal file 3f2a --label TLP:GREEN
    """
    command = ProposalFile(proposal=proposal, label=label, urgency=urgency)
    found = call(context, command)
    if json:
        show_json(found)
        return
    by = f"proposal {found['proposal'][:12]} by {_made(found)}"
    show_lines([f"filed {found['name']} · {by}", *went(found)])


@app.command("discard")
def proposal_discard(
    context: typer.Context,
    proposal: Named,
    *,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why it is not filed.")],
    json: Json = False,
) -> None:
    """Decide that it is not filed; its text goes, who and why stay."""
    found = call(context, ProposalDiscard(proposal=proposal, why=why))
    if json:
        show_json(found)
        return
    show_lines([f"discarded {found['id'][:12]}"])


@app.command("trays")
def proposal_trays(context: typer.Context, json: Json = False) -> None:
    """How the trays and the outside programs of the node stand."""
    found = call(context, TrayList())
    if json:
        show_json(found)
        return
    if not found["running"]:
        show_lines(["the node is not up: nobody looks into its trays"])
    columns = ("tray", "path", "stands", "files", "taken", "refused")
    rows = [
        (
            each["tray"],
            each["path"],
            each["trouble"] or "ok",
            each["files"],
            each["taken"],
            _counted(each["refused"]),
        )
        for each in found["trays"]
    ]
    if rows:
        console().print(table(columns, rows, whole=1))
    else:
        show_lines(["no tray is set in watchword.toml"])
    if found["proposers"]:
        programs = [
            (each["proposer"], f"{each['seconds']:g} s", _counted(each["failed"]))
            for each in found["proposers"]
        ]
        console().print(table(("outside program", "time", "failed"), programs, whole=1))


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{word} {times}" for word, times in counts.items())


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    became = f"report {row['report'][:12]}" if row["report"] else row["why"] or ""
    who = f"{became} · by {row['person']}" if row["person"] else became
    return (
        row["id"][:12],
        _made(row),
        _what(row),
        row.get("authority") or "",
        row["kept_at"][:19],
        row["state"],
        who,
    )


def _what(row: dict[str, Any]) -> str:
    if "kind" not in row:
        return ""
    claims = f"{row['claim_count']} claims" if row["claim_count"] else ""
    kind = f"{row['kind']} · {row['topic']}" if row["kind"] else ""
    return " · ".join(word for word in (kind, claims) if word)


def _made(row: dict[str, Any]) -> str:
    outside = " (outside)" if row["outside"] else ""
    return f"{row['made_by']}{outside}"


def _claims(given: Sequence[Any], text: str) -> list[dict[str, Any]]:
    return [claim_row(msgspec.convert(each, AnyClaim), text) for each in given]
