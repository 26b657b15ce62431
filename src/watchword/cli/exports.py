"""``watchword picture export`` and ``plot``: the picture as a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer

from watchword.cli.copies import create
from watchword.cli.node import call, instant_ns
from watchword.cli.persons import withheld
from watchword.cli.shown import Json, show_json, show_lines, working
from watchword.edge.commands.exports import PictureExport
from watchword.errors import EdgeError, WatchwordError
from watchword.formats.exports import WRITERS, ExportFormat, check_can_write
from watchword.formats.sheet import Sheet
from watchword.research.plots import check_can_plot, write_png

To = Annotated[str, typer.Option(help="For whom: a person, an office, a place.")]
ForWhat = Annotated[str, typer.Option(help="What for; a label may name which.")]
Out = Annotated[Path, typer.Option(metavar="FILE", help="Where to write it.")]
Year = Annotated[
    int | None, typer.Option(min=1700, max=2249, help="Only what began then, UTC.")
]
AsOf = Annotated[str, typer.Option(help="As this node would have answered then.")]


def add_to(group: typer.Typer) -> None:
    """Put the commands into the picture's group."""
    group.command("export")(picture_export)
    group.command("plot")(picture_plot)


def picture_export(
    context: typer.Context,
    *,
    form: Annotated[ExportFormat, typer.Option("--format", help="Which format.")],
    to: To,
    purpose: ForWhat,
    out: Out,
    as_of: AsOf = "",
    year: Year = None,
    json: Json = False,
) -> None:
    """Write the events to a file that says how it is to be handled.

    In it are the markings, the instant, whose picture it is and which events
    are left out; where witnesses contradict each other lowest, highest and
    everybody's own value, and no mean. Every report in it is a numbered copy,
    as watchword export makes one: the ledger has entered it before.
    """
    check_can_write(form)
    write = WRITERS[form]
    command = PictureExport(to=to, purpose=purpose, year=year)
    _take(context, command, as_of, out, json, write)


def picture_plot(
    context: typer.Context,
    *,
    kind: Annotated[
        Literal["year", "map", "disagreements"],
        typer.Option(help="When and how far; where; who differs from whom."),
    ],
    to: To,
    purpose: ForWhat,
    out: Out,
    as_of: AsOf = "",
    year: Year = None,
    json: Json = False,
) -> None:
    """Draw the events as a PNG, marked and numbered as an export is."""
    check_can_plot()
    write = partial(write_png, kind)
    command = PictureExport(to=to, purpose=purpose, year=year)
    _take(context, command, as_of, out, json, write)


def _take(
    context: typer.Context,
    command: PictureExport,
    as_of: str,
    out: Path,
    json: bool,
    write: Callable[[Sheet], bytes],
) -> None:
    if as_of:
        as_of_ns = instant_ns(as_of, end=True)
        command = msgspec.structs.replace(command, as_of_ns=as_of_ns)
    descriptor = create(out)
    try:
        with working("taking the picture out"):
            found = call(context, command)
        sheet = msgspec.convert(found.pop("sheet"), Sheet)
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(write(sheet))
    except OSError as error:
        raise EdgeError(
            f"cannot write {out}: {error.strerror}",
            hint="the copies are numbered: inventory lists them",
        ) from error
    except WatchwordError:
        out.unlink()
        raise
    finally:
        os.close(descriptor)
    _tell(out, sheet, found, json=json)


def _tell(out: Path, sheet: Sheet, found: dict[str, Any], *, json: bool) -> None:
    if json:
        cover = msgspec.to_builtins(sheet.cover)
        show_json({"file": str(out), "events": len(sheet.events), **found, **cover})
        return
    count = f"{len(sheet.events)} events of {found['copies']} reports"
    show_lines([f"{count} for {sheet.cover.recipient} in {out}", sheet.cover.marking()])
    show_lines(withheld(found["withheld"]))
