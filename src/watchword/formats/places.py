"""Where an event is drawn: at its common position, or at each that was said."""

from __future__ import annotations

from typing import Final

from watchword.formats.columns import standing
from watchword.model.event import Event
from watchword.model.field import Position

FIELDS: Final = ("position", "position_coarse")


def places_of(event: Event) -> tuple[Position, ...]:
    """One place where the witnesses agree, all where they do not, none if none."""
    combined = {each.field: each for each in event.fields}
    for field in FIELDS:
        if field in combined:
            together = combined[field].together
            if isinstance(together, Position):
                return (together,)
            return tuple(dict.fromkeys(standing(combined[field])))
    return ()
