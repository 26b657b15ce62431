"""Reports as fusion sees them, read from a store, the last ones remembered.

What is remembered is open in memory: it is bounded, and all of it is forgotten
when a report is destroyed.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

import msgspec

from watchword.edge.judgements import Judgements
from watchword.edge.store import Store
from watchword.edge.storeview import open_disclosed
from watchword.edge.values import Values
from watchword.errors import LedgerError
from watchword.fusion.memory import MOST_SKETCHES, Memory
from watchword.fusion.said import Said
from watchword.fusion.window import reach_of
from watchword.picture.placed import Placed
from watchword.wire.codec import decode, encode
from watchword.wire.envelope import Envelope
from watchword.wire.statement import SealedReport

MOST_BYTES: Final = 16_000_000
"""Of reports that are remembered, as long as they are in the store."""

_envelope: Final = msgspec.json.Decoder(Envelope)
_report: Final = msgspec.json.Decoder(SealedReport)


class Saids:
    """Reads reports and remembers those used last.

    Args:
        store: Where they are kept.
        most_bytes: How much is remembered; 0: nothing.

    Attributes:
        memory: What associating remembers of them.
        judgements: What was decided about them.
    """

    def __init__(self, store: Store, most_bytes: int = MOST_BYTES) -> None:
        self._store = store
        self._most_bytes = most_bytes
        self._bytes = 0
        self._values = Values()
        self.judgements = Judgements(store)
        self.memory = Memory(MOST_SKETCHES if most_bytes else 0)
        self._known: OrderedDict[str, tuple[Placed, int]] = OrderedDict()
        self._bodies: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, name: str) -> bool:
        return name in self._known or name in self.memory

    def read(self, name: str, until_entry: int) -> Said | None:
        """A report, as open as it was at an entry; ``None``: none, or destroyed."""
        found = self._read(name, until_entry)
        return None if found is None else found[0]

    def fresh(self, name: str, until_entry: int) -> Placed | None:
        """The same read anew, and remembered."""
        found = self._read(name, until_entry)
        if found is None:
            return None
        said, size = found
        self._forget(name)
        placed = Placed(said=said, reach=reach_of(said))
        self._known[name] = placed, size
        self._bytes += size
        while self._bytes > self._most_bytes:
            self._forget(next(iter(self._known)))
        return placed

    def body(self, said: Said) -> bytes:
        """A report as it is kept in an event; encoded once while it is remembered."""
        known = self._known.get(said.name)
        if known is None or known[0].said is not said:
            return encode(said)
        body = self._bodies.get(said.name)
        if body is None:
            body = self._bodies[said.name] = encode(said)
            self._bytes += len(body)
        return body

    def placed(self, name: str, until_entry: int) -> Placed:
        """The same, from memory where it is there.

        Raises:
            LedgerError: There is none.
        """
        known = self._known.get(name)
        if known is not None:
            self._known.move_to_end(name)
            return known[0]
        placed = self.fresh(name, until_entry)
        if placed is None:
            raise LedgerError(f"{name[:12]} is folded and not held")
        return placed

    def forget(self) -> None:
        """Remember nothing."""
        self._known.clear()
        self._bodies.clear()
        self._values.forget()
        self.memory.forget()
        self._bytes = 0

    def _forget(self, name: str) -> None:
        _, size = self._known.pop(name, (None, 0))
        self._bytes -= size + len(self._bodies.pop(name, b""))

    def _read(self, name: str, until_entry: int) -> tuple[Said, int] | None:
        new = self._store.new.take(name, until_entry)
        if new is not None:
            return self._values.said(name, new.header, new.texts), new.size
        rows = self._store.rows(
            "SELECT envelope, entry, CAST(texts AS BLOB) FROM statement"
            " LEFT JOIN disclosure USING (entry)"
            " WHERE statement.name = ? AND kind = 'report' AND destroyed = ''"
            " AND entry <= ?",
            (name, until_entry),
        )
        if not rows:
            return None
        sealed, entry, texts = rows[0]
        envelope = self._store.content.open(name, "envelope", sealed)
        later = self._store.rows(
            "SELECT entry, CAST(texts AS BLOB) FROM disclosure"
            " WHERE name = ? AND later = 1 AND entry <= ?",
            (name, until_entry),
        )
        if texts is not None:
            later.append((entry, texts))
        opened = [
            text
            for number, row in later
            for text in open_disclosed(self._store, name, number, row)
        ]
        statement = decode(_report, decode(_envelope, envelope).payload)
        size = len(envelope) + sum(map(len, opened))
        return self._values.said(name, statement.header, opened), size
