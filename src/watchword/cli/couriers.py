"""``watchword courier``: parcels for where no link may be, and from there."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import track

from watchword.cli.node import call
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.commands.couriers import CourierPack, CourierStatus, CourierUnpack
from watchword.edge.courierfile import ENDING
from watchword.edge.courierpack import Wanted
from watchword.errors import UsageError
from watchword.model.time import DAY_NS, HOUR_NS, MINUTE_NS

app = typer.Typer(help="Parcels that a courier carries.", no_args_is_help=True)

MOST_SHOWN: Final = 6
TO_THE_MINUTE: Final = 16
_SPAN: Final = re.compile(r"(\d{1,9})([dhm]?)", re.ASCII)
_UNITS: Final = {"d": DAY_NS, "h": HOUR_NS, "m": MINUTE_NS}


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="courier")


@app.command("pack")
def pack(
    context: typer.Context,
    to: Annotated[str, typer.Option(metavar="PARTY", help="For whom.")],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the files go; by default here.")
    ] = Path(),
    since: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help="The lines after number N."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every line from the first on.")
    ] = False,
    again: Annotated[
        str,
        typer.Option(
            metavar="SPAN",
            help="What was never packed, and the last SPAN once more: 200 lines, 7d,"
            " 12h. For a way from which no receipt comes back.",
        ),
    ] = "",
    max_mb: Annotated[
        int, typer.Option(min=1, help="No file grows beyond; then another begins.")
    ] = 64,
    json: Json = False,
) -> None:
    """Write what a partner is to have into sealed files.

    Without --since, --all or --again: every line that is not receipted, of all
    agreements, urgent ones first; and receipts for what the partner sent. The
    node may run meanwhile. The files' names say nothing.
    """
    wanted = _wanted(since, everything=everything, again=again)
    command = CourierPack(
        to=to, folder=str(out.absolute()), wanted=wanted, max_mb=max_mb
    )
    with Console(stderr=True).status("packing"):
        found = call(context, command)
    if json:
        show_json(found)
        return
    if not found["parcels"]:
        show_lines([f"nothing is to be packed for {found['to']}"])
        return
    for parcel in found["parcels"]:
        show_lines(
            [f"{parcel['file']}  {parcel['bytes']} bytes, sealed to {found['to']}"]
        )
        show_lines(_inside(parcel))


def _wanted(since: int | None, *, everything: bool, again: str) -> Wanted:
    if sum((since is not None, everything, bool(again))) > 1:
        raise UsageError("one of --since, --all and --again at a time")
    if not again:
        return Wanted(since=since, everything=everything)
    match = _SPAN.fullmatch(again)
    if match is None:
        raise UsageError(
            f"{again!r} is no span", hint="200 lines are 200; 7d, 12h and 30m are times"
        )
    number, unit = int(match[1]), match[2]
    if unit:
        return Wanted(again_ns=number * _UNITS[unit])
    return Wanted(again=number)


def _inside(parcel: dict[str, Any]) -> Iterator[str]:
    for channel in parcel["channels"]:
        _, agreement, _, lane = channel["origin"].split("/")
        yield f"  {agreement} {lane}: lines {channel['first']} to {channel['last']}"
    if parcel["receipts"]:
        yield f"  {parcel['receipts']} receipts"


@app.command("unpack")
def unpack(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE|DIR...", help="Parcels, or folders with parcels in them."
        ),
    ],
    json: Json = False,
) -> None:
    """Take what is in parcels, in any order and however often.

    Each is authenticated, and its lines are taken as from a link. Lines that came
    before those they follow wait for them. One file that is refused stops no
    other; then the exit code is not 0.
    """
    paths = list(_parcels(files))
    shown = Console(stderr=True)
    steps = track(
        paths,
        description="unpacking",
        console=shown,
        transient=True,
        disable=json or not shown.is_terminal,
    )
    found = [call(context, CourierUnpack(file=str(path.absolute()))) for path in steps]
    refused = [each for done in found for each in done["refused"]]
    if json:
        show_json(found)
    else:
        _show_unpacked(found)
    if refused:
        raise typer.Exit(refused[0]["exit_code"])


def _parcels(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.suffix == ENDING)
        else:
            yield path


def _show_unpacked(found: Sequence[dict[str, Any]]) -> None:
    rows = [row for done in found for row in _rows(done)]
    if not rows:
        show_lines(["there is no parcel"])
        return
    columns = ("file", "from", "what", "taken", "repeated", "waits", "missing")
    console().print(table(columns, rows))
    for done in found:
        for each in done["refused"]:
            sys.stderr.write(
                f"watchword: {done['file']}: {each['message']} [{each['error']}]\n"
            )
            if each["hint"]:
                sys.stderr.write(f"  hint: {each['hint']}\n")


def _rows(done: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    name = done["file"]
    for row in done["channels"]:
        yield (
            name,
            row["partner"],
            f"{row['agreement']} {row['lane']}",
            row["taken"] + row["taken_that_waited"],
            row["repeated"],
            row["waits"],
            _ranges(row["gaps"]),
        )
    receipts = done["receipts"]
    if receipts["taken"] or receipts["repeated"]:
        taken, repeated = receipts["taken"], receipts["repeated"]
        yield name, done["sender"], "receipts", taken, repeated, "", ""
    for each in done["refused"]:
        yield name, done["sender"] or "", f"refused: {each['error']}", "", "", "", ""


def _ranges(gaps: Sequence[Sequence[int]]) -> str:
    words = [str(a) if a == b else f"{a}-{b}" for a, b in gaps[:MOST_SHOWN]]
    more = len(gaps) - MOST_SHOWN
    return ", ".join([*words, *([f"and {more} more"] if more > 0 else [])])


@app.command("status")
def status(context: typer.Context, json: Json = False) -> None:
    """For each channel: what was packed, never receipted, waits or is missing."""
    found = call(context, CourierStatus())
    if json:
        show_json(found)
        return
    if not found:
        show_lines(["no channel has been used yet"])
        return
    rows = [
        (
            row["partner"],
            row["way"],
            f"{row['agreement']} {row['lane']}",
            row["lines"],
            row.get("open"),
            row.get("packed"),
            row.get("waits"),
            _ranges(row.get("gaps", ())),
            (row["last"] or "")[:TO_THE_MINUTE].replace("T", " "),
        )
        for row in found
    ]
    columns = ("partner", "way", "channel", "lines", "open", "packed", "waits")
    console().print(table((*columns, "missing", "last parcel"), rows))
