"""``watchword judge``: an analyst's decisions about which reports belong together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from watchword.cli.node import call
from watchword.cli.shown import Json, console, show_json, table
from watchword.edge.commands.judgements import Judge, JudgementList, JudgementUndo
from watchword.model.judgement import Verdict

app = typer.Typer(
    help="Decide which reports are of one event; kept here, sent to nobody.",
    no_args_is_help=True,
)

Reports = Annotated[
    list[str],
    typer.Argument(metavar="REPORT...", help="The beginnings of their names."),
]
Because = Annotated[
    str, typer.Option(metavar="TEXT", help="Why; words that disclose nothing.")
]


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="judge")


@app.command("same")
def judge_same(
    context: typer.Context, reports: Reports, because: Because, json: Json = False
) -> None:
    """These reports are of one event, and so are their events.

    It overrides what the reports themselves suggest, and stays until it is
    undone or a later judgement says otherwise.
    """
    _judge(context, "same", reports, because=because, json=json)


@app.command("apart")
def judge_apart(
    context: typer.Context,
    reports: Reports,
    others: Annotated[
        list[str],
        typer.Option("--from", metavar="REPORT", help="What they are apart from."),
    ],
    because: Because,
    json: Json = False,
) -> None:
    """None of these reports is of one event with any of the others."""
    _judge(context, "apart", reports, others, because=because, json=json)


@app.command("withdraw")
def judge_withdraw(
    context: typer.Context, reports: Reports, because: Because, json: Json = False
) -> None:
    """What these reports say did not happen, or is not to be counted.

    They stay in the ledger and on the page of their event, where their values
    no longer count. An event of which every report is withdrawn is shown as
    withdrawn, and no count has it.
    """
    _judge(context, "withdrawn", reports, because=because, json=json)


@app.command("undo")
def judge_undo(
    context: typer.Context,
    judgement: Annotated[str, typer.Argument(help="The beginning of its name.")],
    because: Because,
    json: Json = False,
) -> None:
    """A judgement no longer counts; it stays in the ledger, and so does this."""
    found = call(context, JudgementUndo(judgement=judgement, because=because))
    _show([found], json_of=found if json else None)


@app.command("list")
def judge_list(context: typer.Context, json: Json = False) -> None:
    """Every judgement made here, the newest first, and whether it counts."""
    found = call(context, JudgementList())
    _show(found["judgements"], json_of=found if json else None)


def _judge(
    context: typer.Context,
    verdict: Verdict,
    reports: list[str],
    others: list[str] | None = None,
    *,
    because: str,
    json: bool,
) -> None:
    command = Judge(
        verdict=verdict,
        reports=tuple(reports),
        others=tuple(others or ()),
        because=because,
    )
    found = call(context, command)
    _show([found], json_of=found if json else None)


def _show(rows: list[dict[str, Any]], *, json_of: Any) -> None:  # noqa: ANN401 (JSON)
    if json_of is not None:
        show_json(json_of)
        return
    if not rows:
        console().print("no judgement has been made here")
        return
    columns = ("judgement", "", "about", "because", "who", "when")
    console().print(table(columns, map(_cells, rows), whole=2))


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        row["name"][:12],
        "counts" if row["counts"] else "undone",
        _about(row),
        row["because"],
        row["person"] or "",
        row["said_at"],
    )


def judgement_words(row: Mapping[str, Any]) -> str:
    """A judgement in a line: what, whether it counts, who, when, why."""
    said = [f"{row['name'][:12]} {_about(row)}", row["person"] or "", row["said_at"]]
    said += [row["because"], "" if row["counts"] else "counts no more"]
    return " · ".join(part for part in said if part)


def _about(row: Mapping[str, Any]) -> str:
    if row["undoes"]:
        return f"undoes {row['undoes'][:12]}"
    said = f"{row['verdict']}: {_names(row['reports'])}"
    return f"{said} from {_names(row['others'])}" if row["others"] else said


def _names(names: list[str]) -> str:
    return ", ".join(name[:12] for name in names)
