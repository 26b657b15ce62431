"""``watchword export``: a numbered copy of a report, with its marking."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from watchword.cli.node import call
from watchword.cli.shown import Json, show_json, show_lines
from watchword.edge.commands.copies import ReportExport
from watchword.edge.keyfiles import OWNER_ONLY
from watchword.errors import EdgeError, UsageError, WatchwordError
from watchword.wire.codec import encode


def add_to(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("export")(export)


def export(
    context: typer.Context,
    report: Annotated[str, typer.Argument(help="Beginning of the report's name.")],
    to: Annotated[str, typer.Option(help="For whom: a person, an office, a place.")],
    purpose: Annotated[str, typer.Option(help="What for; the label may name which.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it.")],
    form: Annotated[
        Literal["text", "json"],
        typer.Option("--format", help="To be read, or with all that was signed."),
    ] = "text",
    json: Json = False,
) -> None:
    """Take a numbered copy of a report out of the node.

    It bears both labels, the originators, its number, its recipient and its
    purpose; the ledger has entered it before the file is there. A copy is for
    the own people: partners get reports by release.
    """
    descriptor = create(out)
    try:
        found = call(context, ReportExport(report=report, to=to, purpose=purpose))
        text = found.pop("text")
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(text.encode() if form == "text" else encode(found) + b"\n")
    except OSError as error:
        raise EdgeError(
            f"cannot write {out}: {error.strerror}",
            hint="the number is used: inventory lists the copy",
        ) from error
    except WatchwordError:
        out.unlink()
        raise
    finally:
        os.close(descriptor)
    if json:
        show_json({"file": str(out), **found})
        return
    show_lines([f"copy {found['copy']} of {found['report'][:12]} for {to} in {out}"])


def create(path: Path) -> int:
    """The file, before anything is numbered: for its owner's eyes only."""
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError as error:
        raise UsageError(f"{path} is there already") from error
    except OSError as error:
        raise EdgeError(f"cannot write {path}: {error.strerror}") from error
