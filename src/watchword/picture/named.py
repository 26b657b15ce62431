"""Finding the event of a picture that a person means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from watchword.errors import UsageError
from watchword.model.event import Event

_HINT: Final = "watchword picture shows the numbers, report list the names"


def event_named(events: Sequence[Event], text: str) -> tuple[int, Event]:
    """The event with that number, or that has a member whose name begins so.

    Returns:
        Its number, and the event.

    Raises:
        UsageError: None, or several.
    """
    if text.isdecimal() and text.isascii() and 1 <= int(text[:9]) <= len(events):
        return int(text), events[int(text) - 1]
    found = [
        (number, event)
        for number, event in enumerate(events, start=1)
        if text and any(name.startswith(text) for name in event.members)
    ]
    if len(found) != 1:
        how_many = "several events have" if found else "no event has"
        raise UsageError(
            f"{how_many} the number, or a report whose name begins with, {text[:64]!r}",
            hint=_HINT,
        )
    return found[0]
