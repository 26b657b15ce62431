"""Drawing the life of an agreement: a bar over the years, its notes, its readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from string import ascii_letters
from typing import Any, Final

from rich.text import Text

from watchword.model.text import printable
from watchword.model.time import DAY_NS, datetime_of, ns_of

WIDEST: Final = 100
SHORTEST_NS: Final = 30 * DAY_NS

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "DRAFT": ("·", "dim"),
    "SIGNED": ("-", "dim"),
    "IN_FORCE": ("█", "green"),
    "NOTICE_GIVEN": ("▓", "red"),
    "NOTICE_SUSPENDED": ("▒", "yellow"),
    "TERMINATED": ("×", "bold red"),
}
"""How each state is drawn; without colour the signs alone tell them apart."""

FREEDOMS: Final[Mapping[str, tuple[str, str]]] = {
    "at will": ("~", "may end any time"),
    "deadline": ("=", "only at the yearly deadline"),
    "none": (".", "nothing said ends it"),
}


class Axis:
    """From instants to columns.

    Args:
        from_ns: Where the first column begins.
        to_ns: Where the last one ends.
        columns: How many there are.
    """

    def __init__(self, from_ns: int, to_ns: int, columns: int) -> None:
        self.from_ns = from_ns
        self.to_ns = max(to_ns, from_ns + SHORTEST_NS)
        self.columns = columns

    def column(self, at_ns: int) -> int:
        """The column in which an instant lies."""
        reach = self.to_ns - self.from_ns
        return max(
            0, min(self.columns - 1, (at_ns - self.from_ns) * self.columns // reach)
        )


def drawn(
    rows: Sequence[Mapping[str, Any]], life: Mapping[str, Any], width: int
) -> tuple[list[Text], list[str]]:
    """The bar, and for each row of the table the letter that marks it.

    Args:
        rows: The table's rows, in order.
        life: The stretches, and the instant that is now.
        width: Of the terminal, in columns.
    """
    spans: Sequence[Mapping[str, Any]] = life["spans"]
    if not rows or not spans:
        return [], ["" for _ in rows]
    parties = list(dict.fromkeys(p for span in spans for p in span["by_reading"]))
    label = max(len(name) for name in ("state", *parties)) + 2
    axis = Axis(
        # What happened before the first paper is in the table only.
        spans[0]["from_ns"],
        max(rows[-1]["at_ns"], spans[-1]["to_ns"]),
        max(20, min(width, WIDEST) - label - 1),
    )
    letters = _letters(rows, axis)
    lines = [
        _years(axis, label),
        _state_bar(spans, axis, label),
        _notes(letters, axis, label, rows),
        *_readings(spans, axis, label, parties),
        *_legend(spans, min(width, WIDEST)),
    ]
    return lines, letters


def _years(axis: Axis, label: int) -> Text:
    """Every year's first column, as many of them as have room."""
    first, last = datetime_of(axis.from_ns).year, datetime_of(axis.to_ns).year
    years = range(first + 1, last + 1)
    starts = {y: axis.column(ns_of(datetime(y, 1, 1, tzinfo=UTC))) for y in years}
    gaps = [b - a for a, b in pairwise(starts.values())]
    step = next((n for n in (1, 2, 5, 10, 20) if n * min(gaps, default=6) >= 6), 50)
    cells = [" "] * (axis.columns + 4)
    for year, column in starts.items():
        if year % step == 0:
            cells[column : column + 4] = str(year)
    return Text((" " * label + "".join(cells))[: label + axis.columns].rstrip(), "bold")


def _state_bar(spans: Sequence[Mapping[str, Any]], axis: Axis, label: int) -> Text:
    text, signs = Text(f"{'state':{label}}"), _painted(spans, axis)
    for name in signs:
        text.append(*STATES[name]) if name else text.append(" ")
    if spans[-1]["state"] != "TERMINATED":
        text.append("▶", STATES[spans[-1]["state"]][1])
    return text


def _painted(spans: Sequence[Mapping[str, Any]], axis: Axis) -> list[str]:
    """The state in each column; one that lasted a moment has a column too."""
    cells, before = [""] * axis.columns, -1
    for span in spans:
        start = max(axis.column(span["from_ns"]), before + 1)
        for column in range(start, axis.columns):
            cells[column] = span["state"]
        before = start
    return cells


def _letters(rows: Sequence[Mapping[str, Any]], axis: Axis) -> list[str]:
    """A letter for each column in which papers lie; remarks have none."""
    columns = [
        axis.column(row["at_ns"]) if row["paper"] != "remark" else None for row in rows
    ]
    names = dict(zip(dict.fromkeys(c for c in columns if c is not None), ascii_letters))  # noqa: B905 (more columns than letters are not marked)
    return ["" if column is None else names.get(column, "") for column in columns]


def _notes(
    letters: Sequence[str], axis: Axis, label: int, rows: Sequence[Mapping[str, Any]]
) -> Text:
    cells = [" "] * axis.columns
    for letter, row in zip(letters, rows, strict=True):
        if letter:
            cells[axis.column(row["at_ns"])] = letter
    return Text(f"{'notes':{label}}{''.join(cells)}".rstrip(), "bold")


def _readings(
    spans: Sequence[Mapping[str, Any]], axis: Axis, label: int, parties: Sequence[str]
) -> Iterator[Text]:
    """One line a party, where their readings differ."""
    if not any(span["readings_differ"] for span in spans):
        return
    for party in parties:
        cells = [" "] * axis.columns
        for span in spans:
            if span["readings_differ"] and party in span["by_reading"]:
                first, last = axis.column(span["from_ns"]), axis.column(span["to_ns"])
                sign = FREEDOMS[span["by_reading"][party]][0]
                cells[first : last + 1] = sign * (last + 1 - first)
        yield Text(f"{printable(party):{label}}{''.join(cells)}".rstrip(), "cyan")


def _legend(spans: Sequence[Mapping[str, Any]], width: int) -> Iterator[Text]:
    states = [name for name in STATES if any(s["state"] == name for s in spans)]
    differing = [s for s in spans if s["readings_differ"]]
    freedoms = dict.fromkeys(f for s in differing for f in s["by_reading"].values())
    words = [(STATES[name][0], name.lower().replace("_", " ")) for name in states]
    words += [FREEDOMS[name] for name in freedoms]
    line = ""
    for sign, meaning in words:
        more = f"{sign} {meaning}"
        if line and len(line) + len(more) + 3 > width:
            yield Text(line, "dim")
            line = ""
        line = f"{line}   {more}" if line else more
    yield Text(line, "dim")
