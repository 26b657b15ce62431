"""Reports as fusion sees them, read from a store, the last ones remembered.

What is remembered is open in memory: it is bounded, and all of it is forgotten
when a report is destroyed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from watchword.edge.judgements import Judgements
from watchword.edge.keptreports import Known, packed
from watchword.edge.store import Store
from watchword.edge.storeview import open_disclosed
from watchword.edge.values import Values
from watchword.errors import LedgerError
from watchword.fusion.memory import MOST_SKETCHES, Memory
from watchword.fusion.said import Said
from watchword.fusion.window import reach_of
from watchword.model.report import Header
from watchword.picture.placed import Placed
from watchword.wire.codec import decode, encode
from watchword.wire.envelope import Envelope

AT_ONCE: Final = 32
"""So many reports one query asks for."""

MOST_BYTES: Final = 16_000_000
"""Of reports that are remembered, as long as they are in the store."""


_Row = tuple[int, bytes, list[tuple[int, bytes]]]
"""Its entry, its envelope, and by their entries the disclosures: all sealed."""


class _Headed(msgspec.Struct):
    """A report that was checked when it was taken: its fields are read elsewhere."""

    header: Header


class _Kept:
    """One that is remembered."""

    __slots__ = ("body", "known", "placed", "size")

    def __init__(self, known: Known, size: int, body: bytes | None = None) -> None:
        self.known, self.size, self.body = known, size, body
        self.placed = Placed(said=known.said, reach=reach_of(known.said))


_envelope: Final = msgspec.json.Decoder(Envelope)
_headed: Final = msgspec.json.Decoder(_Headed)


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
        self._known: OrderedDict[str, _Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, name: str) -> bool:
        return name in self._known or name in self.memory

    def read(self, name: str, until_entry: int) -> Said | None:
        """A report, as open as it was at an entry; ``None``: none, or destroyed."""
        found = self._read(name, until_entry)
        return None if found is None else found[0].said

    def fresh(self, name: str, until_entry: int) -> Placed | None:
        """The same read anew, and remembered."""
        found = self._read(name, until_entry)
        return None if found is None else self._remembered(*found).placed

    def fresh_each(
        self, names: Sequence[str], until_entry: int
    ) -> Iterator[tuple[str, Placed | None]]:
        """The same of each of these, one after the other; they are asked at once."""
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            at_hand = {name: self._new(name, until_entry) for name in some}
            asked = [name for name in some if at_hand[name] is None]
            rows = self._rows(asked, until_entry) if asked else {}
            for name in some:
                found = at_hand[name]
                if found is None and name in rows:
                    found = self._opened(name, *rows[name])
                yield name, None if found is None else self._remembered(*found).placed

    def take(self, reports: Iterable[tuple[Known, bytes]]) -> Mapping[str, Placed]:
        """Remember the reports of an event, each with the JSON of what it says."""
        found: dict[str, Placed] = {}
        for known, body in reports:
            name = known.said.name
            kept = self._known.get(name)
            if kept is None:
                kept = self._remembered(known, 2 * len(body), body)
            found[name] = kept.placed
        return found

    def _remembered(self, known: Known, size: int, body: bytes | None = None) -> _Kept:
        name = known.said.name
        self._forget(name)
        kept = self._known[name] = _Kept(known, size, body)
        self._bytes += size
        while self._bytes > self._most_bytes:
            self._forget(next(iter(self._known)))
        return kept

    def packed(self, said: Said, until_entry: int) -> bytes:
        """A report as it is kept in an event; encoded once while it is remembered.

        Raises:
            LedgerError: It is not held.
        """
        kept = self._known.get(said.name)
        if kept is None or kept.placed.said is not said:
            found = self._read(said.name, until_entry)
            if found is None:
                raise _not_held(said.name)
            return packed(found[0].first, found[0].last, encode(said))
        if kept.body is None:
            kept.body = encode(said)
            kept.size += len(kept.body)
            self._bytes += len(kept.body)
        return packed(kept.known.first, kept.known.last, kept.body)

    def remembered(self, name: str) -> Placed | None:
        """A report as it was folded, if it is in memory."""
        kept = self._known.get(name)
        if kept is None:
            return None
        self._known.move_to_end(name)
        return kept.placed

    def placed(self, name: str, until_entry: int) -> Placed:
        """The same, read where it is not there.

        Raises:
            LedgerError: There is none.
        """
        placed = self.remembered(name) or self.fresh(name, until_entry)
        if placed is None:
            raise _not_held(name)
        return placed

    def forget(self) -> None:
        """Remember nothing."""
        self._known.clear()
        self._values.forget()
        self.memory.forget()
        self._bytes = 0

    def _forget(self, name: str) -> None:
        kept = self._known.pop(name, None)
        if kept is not None:
            self._bytes -= kept.size

    def _read(self, name: str, until_entry: int) -> tuple[Known, int] | None:
        new = self._new(name, until_entry)
        if new is not None:
            return new
        rows = self._rows((name,), until_entry)
        return self._opened(name, *rows[name]) if name in rows else None

    def _new(self, name: str, until_entry: int) -> tuple[Known, int] | None:
        """As the writer had it in hand."""
        new = self._store.new.take(name, until_entry)
        if new is None:
            return None
        said = self._values.said(name, new.header, new.texts)
        return Known(new.entry, new.entry, said), new.size

    def _rows(self, names: Sequence[str], until_entry: int) -> dict[str, _Row]:
        """Of each report held by then its entry, its envelope and what was opened."""
        marks = ",".join("?" * len(names))
        asked = (*names, until_entry)
        held = (
            "SELECT statement.name, entry, envelope, CAST(texts AS BLOB),"
            " kind = 'report' AND destroyed = '' FROM statement"
            " LEFT JOIN disclosure USING (entry) WHERE statement.name IN"
        )
        rows = self._store.rows(f"{held} ({marks}) AND entry <= ?", asked)
        found: dict[str, _Row] = {
            name: (entry, envelope, [] if texts is None else [(entry, texts)])
            for name, entry, envelope, texts, is_there in rows
            if is_there
        }
        opened = (
            "SELECT name, entry, CAST(texts AS BLOB) FROM disclosure"
            " WHERE later = 1 AND name IN"
        )
        later = self._store.rows(f"{opened} ({marks}) AND entry <= ?", asked)
        for name, entry, texts in later:
            if name in found:
                found[name][2].append((entry, texts))
        return found

    def _opened(
        self, name: str, entry: int, envelope: bytes, disclosed: list[tuple[int, bytes]]
    ) -> tuple[Known, int]:
        envelope = self._store.content.open(name, "envelope", envelope)
        texts = [
            text
            for number, row in disclosed
            for text in open_disclosed(self._store, name, number, row)
        ]
        last = max((number for number, _ in disclosed), default=entry)
        header = decode(_headed, decode(_envelope, envelope).payload).header
        size = len(envelope) + sum(map(len, texts))
        return Known(entry, last, self._values.said(name, header, texts)), size


def _not_held(name: str) -> LedgerError:
    return LedgerError(f"{name[:12]} is folded and not held")
