"""``watchword report import``: many reports from one file."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
import typer
from rich.console import Console
from rich.progress import track

from watchword.cli import reports, tables
from watchword.cli.node import call
from watchword.cli.shown import Json, show_json, show_lines
from watchword.cli.spilled import unquoted
from watchword.edge.commands.imports import ReportImport
from watchword.edge.commands.reports import ReportFile
from watchword.errors import UsageError, WireError
from watchword.formats.recognise import FORMATS, recognise
from watchword.formats.source import Row
from watchword.model.fieldtext import parse_fields
from watchword.wire.codec import encode
from watchword.wire.scan import scan

AT_ONCE: Final = 100
SOME_REFUSED: Final = 5

ImportFormat = Literal["ndjson", "cns", "csis", "authority-reports", "csv"]


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    topic: str
    label: str
    fields: Mapping[str, str]
    attributed_to: str = ""
    urgency: str = "routine"
    published: str = ""
    said_at_ns: int | None = None


def add_to(_parent: typer.Typer) -> None:
    """Put the command into its group."""
    reports.app.command("import")(report_import)


def report_import(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file; - is standard input.")],
    *,
    form: Annotated[
        ImportFormat | None,
        typer.Option("--format", help="By default what the file's beginning says."),
    ] = None,
    label: Annotated[
        str, typer.Option(help="Your label for what comes from a table.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be filed.")
    ] = False,
    json: Json = False,
) -> None:
    """File many reports from a file, each for itself, some hundred at a time.

    cns, csis, authority-reports and csv are tables with a header row; each row
    becomes a report signed by you, attributed to its source, under --label. A
    row that is filed already is left alone, one that has changed corrects its
    report: importing again, also after an interruption, files what is missing.

    ndjson is one JSON object a line, with kind, topic, label and fields, and
    perhaps attributed_to, urgency, published and said_at_ns; values of fields
    are written as for report file: {"kind": "launch", "topic":
    "missile.ballistic", "label": "TLP:GREEN", "fields": {"range_km": "~470"}}
    Of these every line is filed each time, and none where one cannot be read.

    Exit code 5 where some were refused: each is named with its line, and the
    others are filed.
    """
    data = _text(file)
    with unquoted(data.decode("utf-8", "replace")):
        _file(context, file, data, form, label, dry_run=dry_run, json=json)


def _file(
    context: typer.Context,
    file: Path,
    data: bytes,
    form: ImportFormat | None,
    label: str,
    *,
    dry_run: bool,
    json: bool,
) -> None:
    if form == "ndjson" or (form is None and data.lstrip()[:1] in {b"{", b""}):
        if dry_run or label:
            raise UsageError(
                "--dry-run and --label are for tables",
                hint="a line of ndjson has its label",
            )
        _objects(context, file, data, json=json)
        return
    if not label:
        raise UsageError(
            "the rows of a table have no label", hint="--label TLP:CLEAR, or your own"
        )
    rows = _rows(file, data, form)
    tables.file_rows(context, file, rows, label, dry_run=dry_run, json=json)


def _rows(file: Path, data: bytes, form: str | None) -> Iterator[Row]:
    """The rows of a table; its header is read at once."""
    try:
        table = recognise(data) if form is None else FORMATS[form]
        return table.read(data)
    except UsageError as error:
        raise UsageError(f"{file}, line 1: {error}", hint=error.hint) from error


def _objects(context: typer.Context, file: Path, data: bytes, *, json: bool) -> None:
    given = list(_reports(file, data))
    rows: list[dict[str, Any]] = []
    batches = [given[at : at + AT_ONCE] for at in range(0, len(given), AT_ONCE)]
    for batch in track(batches, "filing", console=Console(stderr=True), transient=True):
        done = call(context, ReportImport(reports=tuple(each for _, each in batch)))
        rows += [
            {"line": number, **row}
            for (number, _), row in zip(batch, done["reports"], strict=True)
        ]
    refused = [row for row in rows if row["name"] is None]
    if json:
        show_json({"filed": len(rows) - len(refused), "reports": rows})
    else:
        show_lines(f"line {r['line']}: {r['message']} [{r['error']}]" for r in refused)
        show_lines([f"{len(rows) - len(refused)} filed, {len(refused)} refused"])
    if refused:
        raise typer.Exit(SOME_REFUSED)


def _reports(file: Path, data: bytes) -> Iterator[tuple[int, ReportFile]]:
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            try:
                yield number, _report(line)
            except (WireError, UsageError, msgspec.MsgspecError) as error:
                raise UsageError(
                    f"{file}, line {number}: {error}", hint="nothing was filed"
                ) from error


def _text(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from error


def _report(line: bytes) -> ReportFile:
    scan(line)
    row = msgspec.json.decode(line, type=_Row)
    values = parse_fields(dict(row.fields))
    plain = {**msgspec.structs.asdict(row)}
    plain["fields"] = {n: msgspec.Raw(encode(value)) for n, value in values.items()}
    return msgspec.convert(plain, ReportFile)
