"""The rows of a public source, filed from a file; ``report import`` of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import typer
from rich.console import Console
from rich.progress import track

from watchword.cli.node import call
from watchword.cli.shown import show_json, show_lines
from watchword.cli.spilled import plain
from watchword.edge.commands.reports import ReportFile
from watchword.edge.commands.sources import (
    CORRECTED,
    FILED,
    HELD,
    REFUSED,
    ImportedRow,
    SourceImport,
)
from watchword.formats.source import LeftOut, Row, SourceRow
from watchword.wire.codec import encode

AT_ONCE: Final = 500
"""Without a running node each of these opens the store, and looks it through."""

SOME_REFUSED: Final = 5
BAD_ROW: Final = "usage"
LEFT_OUT: Final = "left out"


def file_rows(
    context: typer.Context,
    file: Path,
    rows: Iterable[Row],
    label: str,
    *,
    dry_run: bool,
    json: bool,
) -> None:
    """File the rows of one file, and say of each what became of it.

    Raises:
        Exit: With 5, where some were refused.
    """
    read = list(rows)
    given = [row for row in read if isinstance(row, SourceRow)]
    done = [*_apart(read), *_filed(context, given, label, dry_run=dry_run)]
    done.sort(key=lambda row: int(row["line"]))
    counts = Counter(str(row["was"]) for row in done)
    if json:
        show_json(_summary(file, counts, done, dry_run=dry_run))
    else:
        show_lines(_lines(file, done))
        show_lines([_words(counts, dry_run=dry_run)])
    if counts[REFUSED]:
        raise typer.Exit(SOME_REFUSED)


def _apart(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """What never comes to the node."""
    for row in rows:
        if isinstance(row, LeftOut):
            yield {"line": row.line, "was": LEFT_OUT, "message": row.because}
        elif not isinstance(row, SourceRow):
            yield {
                "line": row.line,
                "was": REFUSED,
                "error": BAD_ROW,
                "message": plain(row.says),
            }


def _filed(
    context: typer.Context, rows: Sequence[SourceRow], label: str, *, dry_run: bool
) -> Iterator[dict[str, Any]]:
    # A correction goes after what it corrects, which may stand below it.
    ordered = sorted(rows, key=lambda row: bool(row.corrects))
    if dry_run:
        ordered = _alone(ordered)
    batches = [ordered[at : at + AT_ONCE] for at in range(0, len(ordered), AT_ONCE)]
    for batch in track(batches, "filing", console=Console(stderr=True), transient=True):
        command = SourceImport(
            rows=tuple(_imported(row, label) for row in batch), dry_run=dry_run
        )
        done = call(context, command)["rows"]
        for row, said in zip(batch, done, strict=True):
            yield {"line": row.line, "id": row.id, **said}


def _alone(rows: Sequence[SourceRow]) -> list[SourceRow]:
    """The rows without naming others of the same file: these are not filed first."""
    ids = {row.id for row in rows}
    return [
        msgspec.structs.replace(row, corrects="") if row.corrects in ids else row
        for row in rows
    ]


def _imported(row: SourceRow, label: str) -> ImportedRow:
    fields = {**row.fields, "source": row.source.key(row.id)}
    report = ReportFile(
        kind=row.kind,
        topic=row.topic,
        label=label,
        fields={name: msgspec.Raw(encode(value)) for name, value in fields.items()},
        attributed_to=row.source.authority,
        rights=row.source.rights,
    )
    corrects = row.source.key(row.corrects) if row.corrects else ""
    return ImportedRow(report=report, corrects=corrects)


def _summary(
    file: Path, counts: Mapping[str, int], rows: list[dict[str, Any]], *, dry_run: bool
) -> dict[str, Any]:
    return {
        "file": str(file),
        "dry_run": dry_run,
        "filed": counts[FILED],
        "corrected": counts[CORRECTED],
        "held": counts[HELD],
        "refused": counts[REFUSED],
        "left_out": counts[LEFT_OUT],
        "rows": rows,
    }


def _lines(file: Path, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    left: Counter[str] = Counter()
    for row in rows:
        where = f"{file}, line {row['line']}"
        if row["was"] == REFUSED:
            yield f"{where}: refused: {row['message']} [{row['error']}]"
        elif row["was"] == LEFT_OUT:
            left[row["message"]] += 1
        elif row.get("stands"):
            names = ", ".join(row["stands"])
            yield f"{where}: corrected; no longer in the row, and still held: {names}"
    for because, count in left.items():
        yield f"{file}: {count} rows left out: {because}"


def _words(counts: Mapping[str, int], *, dry_run: bool) -> str:
    words = (
        f"{counts[FILED]} {'would be filed' if dry_run else 'filed'}, "
        f"{counts[CORRECTED]} corrected, {counts[HELD]} held already, "
        f"{counts[REFUSED]} refused"
    )
    return words + (f", {counts[LEFT_OUT]} left out" if counts[LEFT_OUT] else "")
