"""Reports as fusion sees them, read from a store, the last ones remembered.

What is remembered is open in memory: it is bounded, and all of it is forgotten
when a report is destroyed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

import msgspec

from watchword.edge.store import Store
from watchword.edge.storeview import opened_fields
from watchword.errors import LedgerError
from watchword.fusion.said import Said, gather
from watchword.fusion.window import reach_of
from watchword.model.field import Value
from watchword.model.report import Report
from watchword.picture.placed import Placed
from watchword.wire.codec import decode
from watchword.wire.envelope import Envelope
from watchword.wire.sealed import read_value
from watchword.wire.statement import SealedReport

MOST_BYTES: Final = 16_000_000
"""Of reports that are remembered, as long as they are in the store."""

_envelope: Final = msgspec.json.Decoder(Envelope)
_report: Final = msgspec.json.Decoder(SealedReport)
_row: Final = msgspec.json.Decoder(tuple[str, str, msgspec.Raw])


class Saids:
    """Reads reports and remembers those used last.

    Args:
        store: Where they are kept.
        most_bytes: How much is remembered; 0: nothing.
    """

    def __init__(self, store: Store, most_bytes: int = MOST_BYTES) -> None:
        self._store = store
        self._most_bytes = most_bytes
        self._bytes = 0
        self._known: OrderedDict[str, tuple[Placed, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, name: str) -> bool:
        return name in self._known

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
            _, (_, gone) = self._known.popitem(last=False)
            self._bytes -= gone
        return placed

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
        self._bytes = 0

    def _forget(self, name: str) -> None:
        _, size = self._known.pop(name, (None, 0))
        self._bytes -= size

    def _read(self, name: str, until_entry: int) -> tuple[Said, int] | None:
        row = self._store.row(
            "SELECT envelope FROM statement"
            " WHERE name = ? AND kind = 'report' AND destroyed = ''",
            (name,),
        )
        if row is None:
            return None
        envelope = self._store.content.open(name, "envelope", row[0])
        opened = opened_fields(self._store, name, until_entry)
        size = len(envelope) + sum(len(text) for _, text in opened)
        return said_of(name, envelope, opened), size


def said_of(name: str, envelope: bytes, opened: Sequence[tuple[str, str]]) -> Said:
    """A stored report as fusion sees it.

    It was scanned, and its fields checked against the list that was signed,
    when it was taken; what has been sealed since is what it was.

    Args:
        name: The statement's name.
        envelope: Its bytes.
        opened: The fields open here, each with its disclosure; one field may
            have been opened with several values.
    """
    statement = decode(_report, decode(_envelope, envelope).payload)
    values = [_value(text) for _, text in opened]
    if len(dict(opened)) == len(opened):
        return _said(name, statement, values)
    # What is told of a field twice, differently, counts as it would had each
    # value come by itself.
    return gather(_said(name, statement, [value]) for value in values)[0]


def _value(disclosure: str) -> tuple[str, Value | None]:
    _salt, field, raw = decode(_row, disclosure.encode())
    return field, read_value(field, raw)


def _said(
    name: str, statement: SealedReport, values: Sequence[tuple[str, Value | None]]
) -> Said:
    fields = {field: value for field, value in values if value is not None}
    return Said(name=name, report=Report(header=statement.header, fields=fields))
