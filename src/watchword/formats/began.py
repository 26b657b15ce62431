"""When an event began."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from watchword.formats.columns import standing
from watchword.model.event import Event
from watchword.model.time import Instant, datetime_of

FIELDS: Final = ("observed_at", "observed_hour", "observed_until")


def began(event: Event) -> datetime | None:
    """When it began by the earliest witness that counts, UTC; ``None``: not known."""
    combined = {each.field: each for each in event.fields}
    for field in FIELDS:
        if field in combined:
            together = combined[field].together
            said = (together,) if together is not None else standing(combined[field])
            return datetime_of(
                min(each.ns for each in said if isinstance(each, Instant))
            )
    return None


def of_year(events: Iterable[Event], year: int) -> tuple[Event, ...]:
    """Those that began in a year, UTC."""
    found = ((event, began(event)) for event in events)
    return tuple(e for e, when in found if when is not None and when.year == year)
