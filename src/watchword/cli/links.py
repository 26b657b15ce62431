"""``watchword link``: how the links stand."""

from __future__ import annotations

import typer

from watchword.cli.node import call
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.commands.links import LinkStatus

app = typer.Typer(help="Links to partners.", no_args_is_help=True)


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="link")


@app.command("status")
def link_status(context: typer.Context, json: Json = False) -> None:
    """For each partner and channel: lines, receipted, open, last error."""
    found = call(context, LinkStatus())
    if json:
        show_json(found)
        return
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
            row["link"]["state"],
            row["link"].get("code", ""),
            row["link"].get("last_error", ""),
        )
        for row in found
    ]
    columns = ("partner", "way", "agreement", "lane", "lines", "receipted", "open")
    console().print(table((*columns, "link", "code", "last error"), rows))
