"""Rows of a public source, as the reports that they become.

1. A row has one name in its source, and ``Source.key`` makes of it the text
   that the report bears in its field ``source``: by it a row is known again.
2. A row that cannot be read is refused with its line and the reason, and the
   others are read; one that is about something else is left out, and said.
3. What a source leaves open is left out of the report: nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec

from watchword.errors import UsageError
from watchword.formats.table import Line, Unreadable, read_lines
from watchword.model.field import Value
from watchword.model.report import Kind

LONGEST_ID: Final = 120


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where rows come from.

    Args:
        title: What it is called, with who keeps it.
        authority: The witness: who says what its rows say.
        rights: Its licence, in words; it travels with each report.
    """

    title: str
    authority: str
    rights: str

    def key(self, row: str) -> str:
        """The text by which a row of this source is known again.

        >>> Source(title="A list", authority="A", rights="").key("7")
        'A list, row 7'
        """
        return f"{self.title}, row {row}"


class SourceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row, ready to be filed.

    Args:
        line: Where it begins in the file, from 1.
        id: Its name in the source.
        source: Whose row it is.
        kind: What is reported.
        topic: What agreements' scopes are matched against.
        fields: What it says; ``source`` is not among them yet.
        corrects: The id of the row that it corrects; empty: none.
    """

    line: int
    id: str
    source: Source
    kind: Kind
    topic: str
    fields: Mapping[str, Value]
    corrects: str = ""


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A row that can be read, and is about nothing that is reported here.

    Args:
        line: Where it begins.
        because: Why, in words that are the same for all of its sort.
    """

    line: int
    because: str


Row = SourceRow | LeftOut | Unreadable

ReadRow = Callable[[Line], SourceRow | LeftOut]
"""Reads one line; raises ``UsageError`` with the reason where it cannot."""


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """How the files of one source are laid out.

    Args:
        name: What the command line calls it.
        columns: Those that must be there.
        row: Reads one line.
        others: Columns that may be there besides; ``None``: any, unread.
    """

    name: str
    columns: tuple[str, ...]
    row: ReadRow
    others: frozenset[str] | None = None

    def read(self, data: bytes) -> Iterator[Row]:
        """Every row of a file, in its order.

        Raises:
            UsageError: It is no such file: a column is missing, twice or
                unknown.  Nothing of it is read then.
        """
        lines = read_lines(data, self.columns, self.others)
        return self._rows(lines)

    def _rows(self, lines: Iterator[Line | Unreadable]) -> Iterator[Row]:
        seen: dict[str, int] = {}
        for line in lines:
            row = line if isinstance(line, Unreadable) else self._row(line)
            if isinstance(row, SourceRow):
                if row.id in seen:
                    row = Unreadable(
                        line=row.line,
                        says=f"the row {row.id!r} stands in line {seen[row.id]} too",
                    )
                else:
                    seen[row.id] = row.line
            yield row

    def _row(self, line: Line) -> Row:
        try:
            row = self.row(line)
        except UsageError as error:
            return Unreadable(line=line.number, says=str(error))
        if isinstance(row, SourceRow) and not 0 < len(row.id) <= LONGEST_ID:
            return Unreadable(line=line.number, says="the row has no id")
        return row
