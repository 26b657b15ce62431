"""``watchword doctor``: looking a node over."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import typer

from watchword.cli.node import call, home_of
from watchword.cli.shown import Json, console, show_json, table
from watchword.edge.commands.doctor import Doctor
from watchword.edge.finding import fail
from watchword.edge.homechecks import check_home
from watchword.errors import WatchwordError


def add_to(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("doctor")(doctor)


def doctor(
    context: typer.Context,
    partners: Annotated[
        bool,
        typer.Option(
            "--partners/--no-partners", help="Try the way to every partner as well."
        ),
    ] = True,
    json: Json = False,
) -> None:
    """Look the node over: a line for each check, and what to do about it.

    Its folder, settings, keys and their dates, certificate, clock, disk, store,
    port, agreements, and the way to each partner: name, TCP, TLS, answer. It
    ends with 1 where a check fails, and changes nothing.
    """
    home = home_of(context)
    found = [msgspec.to_builtins(finding) for finding in check_home(home)]
    try:
        found += call(context, Doctor(partners=partners))
    except WatchwordError as error:
        found.append(msgspec.to_builtins(fail("node", str(error), error.hint)))
    if json:
        show_json(found)
    else:
        _show(found)
    if any(row["state"] == "fail" for row in found):
        raise typer.Exit(1)


def _show(found: list[dict[str, Any]]) -> None:
    rows = [
        (
            row["state"],
            row["check"],
            row["says"],
            "" if row["state"] == "ok" else row["hint"],
        )
        for row in found
    ]
    console().print(table(("", "check", "found", "hint"), rows, whole=2))
