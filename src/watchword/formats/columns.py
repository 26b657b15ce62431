"""Events as a table: a row an event, its columns the same in every format.

1. A quantity has ``_low`` and ``_high``: the span of what its witnesses say, or
   of what all of them allow where they agree; an end that nobody gave is empty.
2. ``_verdict`` says whether the witnesses agree; where they do not, the span
   is from the lowest to the highest and stands for no common value.
3. ``_witnesses`` is everybody who said it, with what they said.
4. Only fields that occur have columns, in the order of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

import msgspec

from watchword.model.event import Combined, Event
from watchword.model.field import INSTANTS, KIND_OF_FIELD, POSITIONS, UNITS, Position
from watchword.model.fieldtext import format_value
from watchword.model.quantity import Quantity
from watchword.model.time import Instant, format_ns

Holds = Literal["text", "number", "instant", "flag", "witnesses"]

ORDER: Final = tuple(dict.fromkeys((*INSTANTS, *POSITIONS, *UNITS, *KIND_OF_FIELD)))


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column.

    Args:
        name: Of the column, such as ``range_km_low``.
        holds: What its cells are; an instant is nanoseconds UTC.
        unit: Of its numbers; empty: they have none.
    """

    name: str
    holds: Holds
    unit: str = ""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Columns, and rows by column; ``None`` is not known."""

    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]

    def units(self) -> dict[str, str]:
        """The unit of each column that has one."""
        return {each.name: each.unit for each in self.columns if each.unit}


_FIRST: Final = (
    Column(name="event", holds="text"),
    Column(name="kind", holds="text"),
    Column(name="status", holds="text"),
    Column(name="labels", holds="text"),
    Column(name="statements", holds="text"),
)


def table_of(events: Sequence[Event], labels: Mapping[str, str]) -> Table:
    """Every event as a row.

    Args:
        events: In the order of the rows.
        labels: The label of each report by its name; a report without one
            gives none.
    """
    named = {combined.field for event in events for combined in event.fields}
    fields = [field for field in ORDER if field in named]
    columns = [column for field in fields for column in columns_of(field)]
    return Table(
        columns=(*_FIRST, *columns),
        rows=tuple(_row(event, labels) for event in events),
    )


def columns_of(field: str) -> Iterator[Column]:
    """The columns of a field."""
    unit = UNITS.get(field, "")
    if field in UNITS:
        yield Column(name=f"{field}_low", holds="number", unit=unit)
        yield Column(name=f"{field}_high", holds="number", unit=unit)
        yield Column(name=f"{field}_about", holds="flag")
    elif field in INSTANTS:
        yield Column(name=f"{field}_from", holds="instant")
        yield Column(name=f"{field}_to", holds="instant")
    elif field in POSITIONS:
        yield Column(name=f"{field}_lat_deg", holds="number", unit="deg")
        yield Column(name=f"{field}_lon_deg", holds="number", unit="deg")
        yield Column(name=f"{field}_radius_km", holds="number", unit="km")
    else:
        yield Column(name=field, holds="text")
    yield Column(name=f"{field}_verdict", holds="text")
    yield Column(name=f"{field}_witnesses", holds="witnesses")


def _row(event: Event, labels: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "event": event.id,
        "kind": event.kind,
        "status": event.status,
        "labels": "; ".join(sorted({labels.get(name, "") for name in event.members})),
        "statements": " ".join(event.members),
    }
    for combined in event.fields:
        if combined.field in KIND_OF_FIELD:
            row.update(_cells(combined))
    return row


def _cells(combined: Combined) -> dict[str, Any]:
    field, together = combined.field, combined.together
    said = standing(combined) if together is None else (together,)
    kind = KIND_OF_FIELD[field]
    cells = _VALUES[kind](field, said)
    return {
        **cells,
        f"{field}_verdict": combined.verdict,
        f"{field}_witnesses": witnesses_of(combined),
    }


def standing(combined: Combined) -> tuple[Any, ...]:
    """What was said and not corrected since; all, if nothing would be left."""
    values = tuple(each.value for each in combined.witnesses if not each.superseded)
    return values or tuple(each.value for each in combined.witnesses)


def span(said: Sequence[Quantity]) -> tuple[float | None, float | None]:
    """From the lowest to the highest of them; an open end stays open."""
    lows = [each.low for each in said]
    highs = [each.high for each in said]
    low = None if None in lows else min(each for each in lows if each is not None)
    high = None if None in highs else max(each for each in highs if each is not None)
    return low, high


def _quantity(field: str, said: Sequence[Quantity]) -> dict[str, Any]:
    low, high = span(said)
    about = any(each.about for each in said)
    return {f"{field}_low": low, f"{field}_high": high, f"{field}_about": about}


def _instant(field: str, said: Sequence[Instant]) -> dict[str, Any]:
    return {
        f"{field}_from": min(each.ns for each in said),
        f"{field}_to": max(each.end_ns for each in said),
    }


def _position(field: str, said: Sequence[Position]) -> dict[str, Any]:
    one = said[0] if len(set(said)) == 1 else None
    return {
        f"{field}_lat_deg": None if one is None else one.lat_deg,
        f"{field}_lon_deg": None if one is None else one.lon_deg,
        f"{field}_radius_km": None if one is None else one.radius_km,
    }


def _text(field: str, said: Sequence[str]) -> dict[str, Any]:
    return {field: " | ".join(dict.fromkeys(said))}


_VALUES: Final[Mapping[type, Callable[[str, Any], dict[str, Any]]]] = {
    Quantity: _quantity,
    Instant: _instant,
    Position: _position,
    str: _text,
}


def text_of(holds: Holds, value: Any) -> str:  # noqa: ANN401 (as the column says)
    """A cell as text, for formats that hold nothing else; empty is not known."""
    if value is None:
        return ""
    match holds:
        case "instant":
            return format_ns(value)
        case "witnesses":
            return msgspec.json.encode(value).decode()
        case "flag":
            return "true" if value else "false"
        case "number":
            return f"{value:.15g}"
        case _:
            return str(value)


def witnesses_of(combined: Combined) -> list[dict[str, Any]]:
    """Everybody who said it: what they said as text, and whether it still counts."""
    return [
        {
            "authority": each.authority,
            "party": each.party,
            "statement": each.statement,
            "value": format_value(each.value),
            "sigma": each.value.sigma if isinstance(each.value, Quantity) else None,
            "superseded": each.superseded,
        }
        for each in combined.witnesses
    ]
