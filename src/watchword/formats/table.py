"""A CSV file with a header row, line by line; bad lines are said, not dropped."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import StringIO
from typing import Final

import msgspec

from watchword.errors import UsageError

LONGEST_FILE: Final = 64_000_000
"""Bytes; a file is read whole."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a file.

    Args:
        number: Of the line it begins on, from 1.
        cells: Its cells by column, without blanks around them; empty is not
            known.
    """

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """A cell; empty where it or its column is."""
        return self.cells.get(column, "")


class Unreadable(msgspec.Struct, frozen=True, kw_only=True):
    """A row that is refused.

    Args:
        line: Where it begins, from 1.
        says: Why.
    """

    line: int
    says: str


def header_of(data: bytes) -> tuple[str, ...]:
    """The columns that the first row of a file names; none where it has none."""
    first = next(_numbered(data[:100_000]), None)
    if first is None or isinstance(first, Unreadable):
        return ()
    return tuple(cell.strip() for cell in first[1])


def read_lines(
    data: bytes, columns: Collection[str], others: Collection[str] | None = None
) -> Iterator[Line | Unreadable]:
    """The rows below the header.

    Args:
        data: The file, UTF-8.
        columns: Those that must be there.
        others: Those that may be there besides; ``None``: any.

    Raises:
        UsageError: The file is too large, or its header is not as it must be;
            the message names the columns.
    """
    if len(data) > LONGEST_FILE:
        raise UsageError(
            f"the file has more than {LONGEST_FILE // 1_000_000} MB",
            hint="cut it into several, each with the header row",
        )
    header = header_of(data)
    _check_header(header, columns, others)
    rows = _numbered(data)
    next(rows)
    return _lines(header, rows)


def _check_header(
    header: Sequence[str], columns: Collection[str], others: Collection[str] | None
) -> None:
    missing = [column for column in columns if column not in header]
    if missing:
        raise UsageError(f"there is no column {', '.join(missing)}")
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        raise UsageError(f"twice there is a column {', '.join(twice)}")
    known = {*columns, *(header if others is None else others)}
    strange = [column for column in header if column not in known]
    if strange:
        raise UsageError(f"no column is called {', '.join(map(repr, strange))}")


def _lines(
    header: Sequence[str], rows: Iterator[tuple[int, list[str]] | Unreadable]
) -> Iterator[Line | Unreadable]:
    for row in rows:
        if isinstance(row, Unreadable):
            yield row
            continue
        number, cells = row
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            says = f"{len(cells)} cells under {len(header)} columns"
            yield Unreadable(line=number, says=says)
        elif "\ufffd" in "".join(cells):
            yield Unreadable(line=number, says="it is not UTF-8")
        else:
            stripped = (cell.strip() for cell in cells)
            yield Line(number=number, cells=dict(zip(header, stripped, strict=True)))


def _numbered(data: bytes) -> Iterator[tuple[int, list[str]] | Unreadable]:
    """Each row with the line it begins on; a broken quote ends the file."""
    text = data.decode("utf-8-sig", errors="replace")
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            yield begins, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            says = f"{error}: from here on the file cannot be read"
            yield Unreadable(line=begins, says=says)
            return
