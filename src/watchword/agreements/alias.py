"""Short names for parties, for people at a keyboard."""

from __future__ import annotations

from collections.abc import Collection

from watchword.errors import UsageError
from watchword.model.party import PartyId


def party_of(text: str, parties: Collection[PartyId]) -> PartyId:
    """Find the one party that a text names: its whole name, or one part of it.

    ``north`` is ``desk.north`` by its last part; ``desk-a`` is
    ``desk-a.example`` by its first, where no last part fits.

    Raises:
        UsageError: No party is called so, or several are.

    >>> party_of("north", [PartyId("desk.north"), PartyId("desk.south")])
    'desk.north'
    """
    name = text.strip().lower()
    ways = (
        [party for party in parties if party == name],
        [party for party in parties if party.rpartition(".")[2] == name],
        [party for party in parties if party.partition(".")[0] == name],
    )
    found = sorted(set(next((way for way in ways if way), [])))
    if len(found) == 1:
        return found[0]
    known = ", ".join(sorted(found or parties)) or "none"
    if found:
        raise UsageError(f"{name!r} could be several parties: {known}")
    raise UsageError(f"no party is called {name!r}", hint=f"parties here: {known}")
