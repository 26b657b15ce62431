"""Showing results: tables for people, one JSON object for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from watchword.edge.socket import AnsweredError
from watchword.errors import WatchwordError
from watchword.model.text import printable

Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON value instead of words.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask; for scripts.")]

PLAIN_WIDTH: Final = 100


def console() -> Console:
    """The terminal; in a pipe plain text of 100 columns."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(width=PLAIN_WIDTH, highlight=False)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on a terminal, beside the results, that something long goes on."""
    out = Console(stderr=True)
    if not out.is_terminal:
        yield
        return
    with Progress(
        SpinnerColumn(),
        "{task.description}",
        TimeElapsedColumn(),
        console=out,
        transient=True,
    ) as progress:
        progress.add_task(what, total=None)
        yield


def show_json(value: Any) -> None:  # noqa: ANN401 (any result)
    """One JSON value, one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def show_lines(lines: Iterable[str]) -> None:
    """Lines of text, taken as they are."""
    out = console()
    for line in lines:
        out.print(Text(printable(line)), soft_wrap=True)


def table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, whole: int = 0
) -> Table:
    """A plain table without frames; the first ``whole`` columns never wrap."""
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for number, column in enumerate(columns):
        shown.add_column(column, overflow="fold", no_wrap=number < whole)
    for row in rows:
        shown.add_row(
            *(Text("" if cell is None else printable(str(cell))) for cell in row)
        )
    return shown


def show_error(error: WatchwordError, *, as_json: bool) -> int:
    """One line for an operator with a hint, or a JSON object; the exit code."""
    if as_json:
        show_json({"error": error.code, "message": str(error), "hint": error.hint})
    else:
        sys.stderr.write(f"watchword: {printable(str(error))} [{error.code}]\n")
        if error.hint:
            sys.stderr.write(f"  hint: {error.hint}\n")
    if isinstance(error, AnsweredError):
        return error.answered_exit_code
    return error.exit_code


def confirm(question: str, *, yes: bool) -> None:
    """Ask, unless told not to; anything but yes ends the command."""
    if not yes:
        # Not to standard output: with --json that is one value and nothing else.
        typer.confirm(question, abort=True, err=True)
