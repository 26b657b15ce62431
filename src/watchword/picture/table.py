"""The picture as rows of plain text, for whatever shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from watchword.model.event import Agreement, Combined, Event, Witnessed
from watchword.model.field import Value
from watchword.model.quantity import Quantity
from watchword.model.report import Status
from watchword.picture.picture import Picture
from watchword.picture.words import (
    count_words,
    counted,
    nouns_of,
    value_words,
    when_words,
    where_words,
)

CONTRADICTED: Final = "≠"
"""Stands where no common value can be given."""

MISSING: Final = "–"
OTHERS: Final = ("magnitude", "yield_kt", "depth_km", "outcome")

SHOWN_OUTCOMES: Final = ("failure", CONTRADICTED)
"""A success goes without saying; opening the event says it."""

ONE: Final = Quantity(low=1.0, high=1.0, unit="1")

Show = Callable[[Combined], str]
Nouns = tuple[str, str]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One event, as a line of a table.

    Args:
        number: From 1, in the picture's order; it changes as events come in.
        event: The event's id, which does not.
        status: Real, exercise or test.
        when: Local time of the zone asked for.
        where: Sites as named.
        cells: What each column's witnesses said, by name of column; a column
            that said nothing is an empty text.
        together: What the witnesses say together.
        differs: Names of the fields in which they contradict each other.
        unconfirmed: Names of those of which one gives a value, and the others
            bounds that leave it open.
    """

    number: int
    event: str
    status: Status
    when: str
    where: str
    cells: Mapping[str, str]
    together: str
    differs: tuple[str, ...]
    unconfirmed: tuple[str, ...] = ()


def rows(
    picture: Picture, zone: str, parties: Sequence[str] | None = None
) -> tuple[Row, ...]:
    """A row for each event.

    Args:
        picture: What to show.
        zone: IANA name of the zone, or an offset such as ``+09:00``.
        parties: The columns: authorities, or parties, whose column then holds
            what they quote from authorities without one.  ``None``: every
            authority of the picture, in alphabetical order.

    Raises:
        UsageError: No such zone.
    """
    columns = authorities(picture) if parties is None else tuple(parties)
    return tuple(
        Row(
            number=number,
            event=event.id,
            status=event.status,
            when=when_words(event, zone),
            where=where_words(event),
            cells={column: _cell(event, column, columns) for column in columns},
            together=_words(event, _together(nouns_of(event))),
            differs=_of_verdict(event, "disagree"),
            unconfirmed=_of_verdict(event, "not confirmed"),
        )
        for number, event in enumerate(picture.events, start=1)
    )


def _of_verdict(event: Event, verdict: Agreement) -> tuple[str, ...]:
    return tuple(each.field for each in event.fields if each.verdict == verdict)


def authorities(picture: Picture) -> tuple[str, ...]:
    """Everyone who is a witness of anything in the picture."""
    return tuple(
        sorted(
            {
                witness.authority
                for event in picture.events
                for combined in event.fields
                for witness in combined.witnesses
            }
        )
    )


def _cell(event: Event, column: str, columns: Sequence[str]) -> str:
    nouns = nouns_of(event)

    def said(combined: Combined) -> str:
        mine = [w for w in combined.witnesses if _column(w, columns) == column]
        standing = [w for w in mine if w in counted(combined)]
        corrected = [w for w in mine if w not in standing]
        spoken = (_distinct(part, nouns, combined) for part in (corrected, standing))
        return " then ".join(dict.fromkeys(words for words in spoken if words))

    return _words(event, said)


def _column(witness: Witnessed, columns: Sequence[str]) -> str:
    return witness.authority if witness.authority in columns else witness.party


def _distinct(witnesses: Sequence[Witnessed], nouns: Nouns, combined: Combined) -> str:
    words = (_shown(each.value, combined.field, nouns) for each in witnesses)
    return " or ".join(dict.fromkeys(words))


def _together(nouns: Nouns) -> Show:
    def said(combined: Combined) -> str:
        if combined.together is None:
            return CONTRADICTED
        return _shown(combined.together, combined.field, nouns)

    return said


def _shown(value: Value, field: str, nouns: Nouns) -> str:
    if field == "count" and isinstance(value, Quantity):
        return count_words(value, nouns)
    return value_words(value)


def _words(event: Event, said: Show) -> str:
    """``2 missiles, ~350 km / ~90 km, ...``: how many, range / apogee, others."""
    combined = {each.field: each for each in event.fields}
    words = {field: said(each) for field, each in combined.items()}
    flight = [words.get("range_km", ""), words.get("apogee_km", "")]
    parts = [words.get("count", "")]
    if any(flight) and parts == [count_words(ONE, nouns_of(event))]:
        parts.clear()  # a flight is one missile's unless it says otherwise
    if any(flight):
        parts.append(_flight(*flight))
    parts.extend(_named(field, words.get(field, "")) for field in OTHERS)
    return ", ".join(part for part in parts if part)


def _flight(range_words: str, apogee_words: str) -> str:
    """Range / apogee; the unit once where it is the same."""
    if apogee_words.endswith(" km"):
        range_words = range_words.replace(" km", "")
    return f"{range_words or MISSING} / {apogee_words or MISSING}"


def _named(field: str, words: str) -> str:
    if field == "outcome" and words not in SHOWN_OUTCOMES:
        return ""
    return f"magnitude {words}" if words and field == "magnitude" else words
