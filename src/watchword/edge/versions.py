"""The versions of an event: every instant at which it became another, and why.

Rule 1: it is looked at whenever a report came to be known that touches it or may
        have touched it, or more of one, and whenever a judgement about them was
        made; what was no other then is no version.
Rule 2: of a long history the newest part is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

import msgspec

from watchword.edge.shelf import Shelf
from watchword.picture.catalogue import Listed

MOST: Final = 100
"""So many instants are looked at, the newest: each costs a look at a block."""

Events = tuple[Listed, ...]


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """Events before and after an instant.

    Args:
        at_ns: The instant of knowledge.
        before_ns: An earlier one, at which they were as before.
        before: As they were; all that have a member of what they came to be.
        after: As they came to be.
    """

    at_ns: int
    before_ns: int
    before: Events
    after: Events


def versions(shelf: Shelf, names: Collection[str]) -> Iterator[Version]:
    """The versions of the event that has these reports now, the oldest first.

    Of each the events beside it are told too, for one of them may be the reason.
    """
    marks = _marks(shelf, names)
    last_ns = marks[0] - 1
    before = _of(shelf.around(names, last_ns), names)
    for at_ns in marks:
        block = shelf.around(names, at_ns)
        after = _of(block, names)
        if _shown(before) != _shown(after):
            there = {name for each in block for name in each.event.members}
            yield Version(
                at_ns=at_ns,
                before_ns=last_ns,
                before=shelf.around(there | set(names), last_ns),
                after=block,
            )
        before, last_ns = after, at_ns


def _marks(shelf: Shelf, names: Collection[str]) -> list[int]:
    """When it may have become another; at last the instant that is asked about."""
    block = shelf.around(names, shelf.until_ns)
    near = {name for each in block for name in each.event.members}
    near |= set(names) | shelf.neighbours(names)
    judgements = shelf.judged(shelf.as_of_ns).concerning(near)
    instants = {*shelf.instants(near | set(judgements)), shelf.until_ns}
    return sorted(instants)[-MOST:]


def _of(events: Events, names: Collection[str]) -> Events:
    return tuple(e for e in events if not set(names).isdisjoint(e.event.members))


def _shown(events: Events) -> list[object]:
    return [(each.said, each.event.withdrawn) for each in events]
