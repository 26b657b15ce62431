"""``watchword migrate``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from watchword.cli.node import home_of
from watchword.cli.shown import Json, show_json, show_lines
from watchword.edge.migrate import migrate
from watchword.edge.migrations import STEPS


def add_to(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("migrate")(bring_up)


def bring_up(
    context: typer.Context,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Do it on a copy, verify it, change nothing."),
    ] = False,
    json: Json = False,
) -> None:
    """Bring the store of an earlier version to this one; the node must be down.

    Every step runs on a copy, which is verified before it takes the store's
    place; the store as it was stays beside it until you remove it. It takes as
    much room again as the store has.
    """
    found = migrate(home_of(context), STEPS, dry_run=dry_run, say=_progress)
    if json:
        show_json(found)
        return
    if found["from"] == found["to"]:
        show_lines([f"the store has schema {found['to']} already"])
        return
    show_lines(
        [
            f"schema {found['from']} to {found['to']}, {found['seconds']:.1f} s",
            f"{found['verified']['statements']} statements, every signature holds",
            "nothing was changed: a dry run"
            if dry_run
            else f"as it was: {found['kept']}",
        ]
    )


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"{text} ...\n")
