"""Events as tables: plain rows, pandas or polars, and one of every witness."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from watchword.formats.began import of_year
from watchword.formats.columns import Column, Table, table_of
from watchword.formats.optional import module
from watchword.formats.sheet import Cover, Sheet
from watchword.model.event import Combined, Event
from watchword.model.field import UNITS
from watchword.model.fieldtext import format_value
from watchword.model.quantity import Quantity
from watchword.model.report import Kind
from watchword.model.time import datetime_of
from watchword.research.plots import Plot, plot


class Rows:
    """A table, in whatever form a researcher wants it.

    Args:
        table: Its columns and rows.
        cover: Where it comes from, and how it is to be handled.
    """

    def __init__(self, table: Table, cover: Cover) -> None:
        self.table = table
        self.cover = cover

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""
        return [column.name for column in self.table.columns]

    @property
    def units(self) -> dict[str, str]:
        """The unit of each column that has one."""
        return self.table.units()

    def rows(self) -> list[dict[str, Any]]:
        """Every row by column; instants are aware ``datetime``s, in UTC."""
        columns = self.table.columns
        return [
            {c.name: _plain(c, row.get(c.name)) for c in columns}
            for row in self.table.rows
        ]

    def to_pandas(self) -> Any:  # noqa: ANN401 (a DataFrame)
        """A pandas ``DataFrame``; its ``attrs`` hold the cover and the units.

        Raises:
            UsageError: pandas is not installed.
        """
        pandas, numpy = module("pandas"), module("numpy")
        frame = pandas.DataFrame(
            {
                column.name: _series(pandas, numpy, column, self._cells(column))
                for column in self.table.columns
            }
        )
        frame.attrs = {**self.cover.lines(), "units": self.units}
        return frame

    def to_polars(self) -> Any:  # noqa: ANN401 (a DataFrame)
        """A polars ``DataFrame``.

        Raises:
            UsageError: polars is not installed.
        """
        polars = module("polars")
        return polars.DataFrame(
            [_polars(polars, c, self._cells(c)) for c in self.table.columns]
        )

    def _cells(self, column: Column) -> list[Any]:
        return [row.get(column.name) for row in self.table.rows]

    def _repr_html_(self) -> str:
        html: str = self.to_pandas()._repr_html_()
        return html


class Events(Rows):
    """Events of a picture: a row an event.

    Args:
        sheet: The events and their cover.
    """

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(table_of(sheet.events, sheet.labels), sheet.cover)
        self.sheet = sheet

    def __len__(self) -> int:
        return len(self.sheet.events)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.sheet.events)

    def of_kind(self, kind: Kind) -> Events:
        """Only those of a kind."""
        return self._only(tuple(e for e in self if e.kind == kind))

    def of_year(self, year: int) -> Events:
        """Only those that began in a year, UTC, by the earliest witness."""
        return self._only(of_year(self, year))

    def _only(self, events: tuple[Event, ...]) -> Events:
        return Events(msgspec.structs.replace(self.sheet, events=events))

    def plot(self, kind: str = "year") -> Plot:
        """Draw these: ``year``, ``map`` or ``disagreements``.

        Raises:
            UsageError: There is no such plot, or matplotlib is not installed.
        """
        return plot(kind, self.sheet)

    def witnesses(self) -> Rows:
        """A row for each value that a witness gave, of every event."""
        rows = tuple(
            _said(event, combined, number)
            for event in self
            for combined in event.fields
            for number in range(len(combined.witnesses))
        )
        return Rows(Table(columns=WITNESS_COLUMNS, rows=rows), self.cover)


WITNESS_COLUMNS: Final = (
    Column(name="event", holds="text"),
    Column(name="field", holds="text"),
    Column(name="authority", holds="text"),
    Column(name="party", holds="text"),
    Column(name="statement", holds="text"),
    Column(name="value", holds="text"),
    Column(name="low", holds="number"),
    Column(name="high", holds="number"),
    Column(name="unit", holds="text"),
    Column(name="superseded", holds="flag"),
    Column(name="verdict", holds="text"),
)
"""Of ``witnesses``; ``low`` and ``high`` are in the unit that stands beside."""


def _said(event: Event, combined: Combined, number: int) -> dict[str, Any]:
    witness = combined.witnesses[number]
    value = witness.value
    ends = (value.low, value.high) if isinstance(value, Quantity) else (None, None)
    return {
        "event": event.id,
        "field": combined.field,
        "authority": witness.authority,
        "party": witness.party,
        "statement": witness.statement,
        "value": format_value(value),
        "low": ends[0],
        "high": ends[1],
        "unit": UNITS.get(combined.field),
        "superseded": witness.superseded,
        "verdict": combined.verdict,
    }


def _plain(column: Column, value: Any) -> Any:  # noqa: ANN401 (as the column says)
    return (
        datetime_of(value) if column.holds == "instant" and value is not None else value
    )


def _series(pandas: Any, numpy: Any, column: Column, cells: list[Any]) -> Any:  # noqa: ANN401
    if column.holds == "instant":
        # Through whole numbers: a float has not the digits of a nanosecond.
        stamps = numpy.array(
            ["NaT" if cell is None else cell for cell in cells], dtype="datetime64[ns]"
        )
        return pandas.Series(stamps).dt.tz_localize("UTC")
    types = {"number": "float64", "flag": "boolean"}
    return pandas.Series(cells, dtype=types.get(column.holds, "object"))


def _polars(polars: Any, column: Column, cells: list[Any]) -> Any:  # noqa: ANN401
    if column.holds == "instant":
        whole = polars.Series(column.name, cells, dtype=polars.Int64)
        return whole.cast(polars.Datetime("ns", "UTC"))
    text = polars.String
    witness = polars.Struct(
        {
            "authority": text,
            "party": text,
            "statement": text,
            "value": text,
            "sigma": polars.Float64,
            "superseded": polars.Boolean,
        }
    )
    types = {
        "text": text,
        "number": polars.Float64,
        "flag": polars.Boolean,
        "witnesses": polars.List(witness),
    }
    return polars.Series(column.name, cells, dtype=types[column.holds], strict=False)
