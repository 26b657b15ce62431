"""``watchword link``: how the links stand, and what is open on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer

from watchword.cli.node import call
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.commands.links import LinkOpen, LinkStatus

app = typer.Typer(help="Links to partners.", no_args_is_help=True)


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="link")


@app.command("status")
def link_status(
    context: typer.Context,
    by_channel: Annotated[
        bool,
        typer.Option(
            "--by-channel", help="A row a channel and lane, with numbers of lines."
        ),
    ] = False,
    json: Json = False,
) -> None:
    """For each partner: does the link work, what went, what is open, what may go.

    Where the link works and, as the agreements and your postures stand, nothing
    may go on it, that is a state of its own, with the reason.
    """
    found = call(context, LinkStatus(by_channel=by_channel))
    if json:
        show_json(found)
    elif by_channel:
        _show_channels(found)
    else:
        _show_partners(found)


def _show_partners(rows: Iterable[Mapping[str, Any]]) -> None:
    if not rows:
        show_lines(["no partner is known; party import takes one's file"])
        return
    body = [
        (
            row["partner"],
            _state(row),
            _brief(row["last_sent"]),
            _brief(row["last_receipted"]),
            row["open"],
            _age(row["lag_s"]),
            row["gaps"],
            _refusal(row),
        )
        for row in rows
    ]
    columns = ("partner", "state", "last sent", "last receipted", "open", "lag")
    console().print(table((*columns, "gaps", "last refusal"), body))


def _state(row: Mapping[str, Any]) -> str:
    words = [str(row["state"])]
    if row["forked"]:
        words.append("FORKED")
    if row["why"]:
        words.append(f"({row['why']})")
    if row["overdue"]:
        words.append(f"{row['overdue']} overdue")
    return " ".join(words)


def _refusal(row: Mapping[str, Any]) -> str:
    said = row["last_refusal"]
    if said is None:
        return str(row["link"].get("last_error", ""))
    return " ".join(str(said.get(key) or "") for key in ("code", "says")).strip()


def _brief(at: str | None) -> str:
    return "" if at is None else str(at)[:19].replace("T", " ")


def _age(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"


def _show_channels(found: Iterable[Mapping[str, Any]]) -> None:
    if not found:
        show_lines(["no channel has been used yet; party list shows who is known"])
        return
    rows = [
        (
            row["partner"],
            row["direction"],
            row["agreement"],
            row["lane"],
            row["lines"],
            row["receipted"],
            row["open"],
            row["link"].get("state", ""),
            row["link"].get("code", ""),
            row["link"].get("last_error", ""),
        )
        for row in found
    ]
    columns = ("partner", "way", "agreement", "lane", "lines", "receipted", "open")
    console().print(table((*columns, "link", "code", "last error"), rows))


@app.command("open")
def link_open(
    context: typer.Context,
    to: Annotated[
        str, typer.Option(metavar="PARTY", help="Only what this partner owes.")
    ] = "",
    json: Json = False,
) -> None:
    """What partners have not signed for: still in your custody, offered again.

    The limit is the agreement's receipt_minutes, or else the node's setting of
    the same name; what is older raises an alert.
    """
    rows = call(context, LinkOpen(to=to))
    if json:
        show_json(rows)
        return
    if not rows:
        show_lines(["everything that was sent is receipted"])
        return
    body = [
        (
            row["partner"],
            row["agreement"],
            row["lane"],
            row["number"],
            row["kind"],
            row["name"][:12],
            _age(row["age_s"]),
            f"{row['limit_minutes']} min" + (" OVERDUE" if row["overdue"] else ""),
        )
        for row in rows
    ]
    columns = ("partner", "agreement", "lane", "number", "kind", "name", "age", "limit")
    console().print(table(columns, body))
