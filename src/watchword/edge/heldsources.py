"""Which rows of public sources stand in a store already, and as which report.

A row is known again by the text in the field ``source`` of the report that it
became: nothing else is kept of an import, so nothing else can be lost, or stay
behind when the report is destroyed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from watchword.edge.picturetables import LARGEST
from watchword.edge.saids import Saids
from watchword.edge.store import Store
from watchword.fusion.said import Said
from watchword.model.party import PartyId

AT_ONCE: Final = 50
"""So many reports are read before others have their turn."""

KEY_BYTES: Final = 16


class HeldSources:
    """Of each row the newest report of the own party, by a digest of its source.

    Args:
        store: Where the reports are.
        party: Whose node it is.

    Attributes:
        busy: Held by an import, so that no two file the same row.
    """

    def __init__(self, store: Store, party: PartyId) -> None:
        self.busy = asyncio.Lock()
        self._store = store
        self._party = party
        self._saids = Saids(store, most_bytes=0)
        self._names: dict[bytes, str] = {}
        self._entry = 0
        store.watch(self)

    def forget(self) -> None:
        """The store dropped what is derived from reports: read them anew."""
        self._names, self._entry = {}, 0

    async def catch_up(self) -> None:
        """Read the reports that have come since the last time."""
        for number, (name, entry) in enumerate(self._since(), start=1):
            said = self._saids.read(name, LARGEST)
            if said is not None:
                self._take(said)
            self._entry = entry
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)

    def _since(self) -> Iterator[tuple[str, int]]:
        yield from self._store.rows(
            "SELECT name, entry FROM statement WHERE kind = 'report' AND party = ?"
            " AND entry > ? ORDER BY entry",
            (self._party, self._entry),
        )

    def _take(self, said: Said) -> None:
        source = said.report.fields.get("source")
        if isinstance(source, str):
            self._names[_key(source)] = said.name

    def find(self, source: str) -> Said | None:
        """The newest report of a row; ``None``: it was never filed, or is gone."""
        name = self._names.get(_key(source))
        return None if name is None else self._saids.read(name, LARGEST)


def _key(source: str) -> bytes:
    return sha256(source.encode()).digest()[:KEY_BYTES]
