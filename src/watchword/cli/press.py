"""``watchword press``: reading many texts, and how well they are read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Annotated, Any, Final, TextIO

import msgspec
import typer

from watchword.agreements.spill import check_text_marking
from watchword.cli.shown import Json, console, show_json, table
from watchword.errors import MarkingError, UsageError
from watchword.press.calendar import parse_published
from watchword.press.context import Context
from watchword.press.labels import labels_of
from watchword.press.read import READERS, read
from watchword.press.reading import Language
from watchword.press.score import Pair, score

SEED: Final = 20220612
"""Of the draws of the intervals: the same texts give the same ones."""

app = typer.Typer(
    help="Reading official statements and news text.", no_args_is_help=True
)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A text to read, one JSON object a line; what else is in it is left alone.

    Args:
        id: What its answer is called.
        lang: In which language it is.
        text: The text.
        published: The day it was published; ``None``: not known.
        authority: Who says it; ``None``: not known.
        labels: What people say of it, where it is labelled.
    """

    id: str
    lang: Language
    text: str
    published: str | None = None
    authority: str | None = None
    labels: dict[str, Any] | None = None


_decoder: Final = msgspec.json.Decoder(Asked)


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="press")


File = Annotated[str, typer.Argument(metavar="FILE", help="One text a line; - reads.")]


@app.command("read")
def press_read(
    file: File = "-",
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One JSON object a line: the only form.")
    ] = True,
    json: Annotated[
        bool, typer.Option("--json", help="Print one JSON value a line, as always.")
    ] = True,
) -> None:
    """Read one JSON object a line, write one a line: id and labels.

    In: id, lang, text, published, authority. Out: labels by the names of
    docs/reference/press.md; what a text does not say is null. A line that is
    none gives an error on its line, and the rest goes on.
    """
    del jsonl, json
    failed = False
    for number, line in _lines(file):
        try:
            asked = _asked(number, line)
            show_json({"id": asked.id, "labels": _labels(asked)})
        except (MarkingError, UsageError) as error:
            failed = True
            show_json({"line": number, "error": error.code, "message": str(error)})
    if failed:
        raise typer.Exit(UsageError.exit_code)


@app.command("eval")
def press_eval(file: File, json: Json = False) -> None:
    """Read labelled texts and say how well: accuracy of the type, F1 by field.

    Intervals are where 95 of 100 lie when as many texts are drawn anew.
    """
    pairs = [
        Pair(asked.lang, asked.labels or {}, _labels(asked))
        for asked in (_asked(number, line) for number, line in _lines(file))
    ]
    if not pairs:
        raise UsageError(f"{file} has no text")
    found = score(pairs, Random(SEED).randrange)  # noqa: S311 (no secret)
    if json:
        show_json(found)
        return
    _show(found)


def _labels(asked: Asked) -> dict[str, Any]:
    published = None if not asked.published else parse_published(asked.published)
    context = Context(published=published, authority=asked.authority or "")
    return labels_of(read(asked.text, asked.lang, context))


def _asked(number: int, line: str) -> Asked:
    try:
        asked = _decoder.decode(line)
    except msgspec.MsgspecError as error:
        raise UsageError(
            f"line {number} is no text to read: {error}",
            hint=f"id, lang ({', '.join(sorted(READERS))}), text, published, authority",
        ) from error
    check_text_marking(asked.text)
    return asked


def _lines(file: str) -> Iterator[tuple[int, str]]:
    if file == "-":
        yield from _filled(sys.stdin)
        return
    try:
        with Path(file).open(encoding="utf-8") as opened:
            yield from _filled(opened)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {file}: {error}") from error


def _filled(lines: TextIO) -> Iterator[tuple[int, str]]:
    return ((n, line) for n, line in enumerate(lines, 1) if line.strip())


def _show(found: dict[str, Any]) -> None:
    types = found["event_type"]
    low, high = types["interval"]
    out = console()
    out.print(
        f"event type: {types['accuracy']:.3f} of {types['n']} texts"
        f" ({low:.3f} to {high:.3f})"
    )
    rows = [
        (
            field,
            language,
            _share(one["precision"]),
            _share(one["recall"]),
            _share(one["f1"]),
            _between(one["interval"]),
            one["n"],
        )
        for field, languages in found["fields"].items()
        for language, one in languages.items()
        if one["n"]
    ]
    columns = ("field", "language", "precision", "recall", "F1", "95 of 100", "n")
    out.print(table(columns, rows, whole=2))


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _between(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f"{interval[0]:.3f} to {interval[1]:.3f}"
