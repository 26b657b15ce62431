"""The picture, folded behind the ledger and following its own cursor.

A report is acknowledged before it is folded; a crash between the two costs
nothing, since the cursor moves in the transaction that keeps the events.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import msgspec

from watchword.edge.content import PICTURE
from watchword.edge.store import Store
from watchword.edge.storeview import opened_fields
from watchword.fusion.fuse import event_order
from watchword.fusion.said import Said, canonical_key, gather
from watchword.fusion.window import reach_ns
from watchword.model.event import Event
from watchword.model.report import Report
from watchword.model.time import HOUR_NS
from watchword.picture.fold import Change, fold
from watchword.picture.picture import Picture, picture
from watchword.wire.envelope import parse_envelope
from watchword.wire.sealed import open_fields
from watchword.wire.statement import SealedReport, parse_statement

FOLDED: Final = "folded"
_event: Final = msgspec.json.Decoder(Event)
_LAST: Final = 2**63 - 1


class PictureStore:
    """The events of a store, and folding new entries into them.

    Args:
        store: Where ledger, statements and events are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folding = 0

    def lag(self) -> int:
        """How many entries of the ledger are not folded yet."""
        last = self._store.value("SELECT max(number) FROM entry") or 0
        return int(last) - self._folded()

    def _folded(self) -> int:
        return int(self._store.meta(FOLDED) or 0)

    def fold(self, most: int = 200) -> int:
        """Fold the next entries; answer with how many were taken.

        Raises:
            StoreError: Nothing moved.
        """
        after = self._folded()
        rows = self._store.rows(
            "SELECT number, kind, body FROM entry WHERE number > ?"
            " ORDER BY number LIMIT ?",
            (after, most),
        )
        if not rows:
            return 0
        with self._store.transaction():
            for number, kind, body in rows:
                if kind in ("statement", "disclosure"):
                    self._take(msgspec.json.decode(body)["name"], number)
            self._store.set_meta(FOLDED, rows[-1][0])
        return len(rows)

    def _take(self, name: str, entry: int) -> None:
        said = self._said(name, entry)
        if said is None:
            return
        self._folding = entry
        self._put(fold(self, said))

    def _put(self, change: Change) -> None:
        reach = _widened(reach_ns(change.held)) or (None, None)
        self._store.run(
            "INSERT OR REPLACE INTO reach VALUES (?, ?, ?)", (change.held.name, *reach)
        )
        corrects = change.held.report.header.corrects
        if corrects:
            self._store.run(
                "INSERT OR REPLACE INTO correction VALUES (?, ?)",
                (change.held.name, corrects),
            )
        for name in change.block:
            self._store.run(
                "DELETE FROM event WHERE id IN"
                " (SELECT event FROM member WHERE name = ?)",
                (name,),
            )
            self._store.run("DELETE FROM member WHERE name = ?", (name,))
        for event in change.put:
            self._store.run(
                "INSERT OR REPLACE INTO event VALUES (?, ?)",
                (event.id, self._sealed(event)),
            )
            for name in event.members:
                self._store.run(
                    "INSERT OR REPLACE INTO member VALUES (?, ?)", (name, event.id)
                )

    def _sealed(self, event: Event) -> bytes:
        data = msgspec.json.encode(event)
        return self._store.content.seal(PICTURE, event.id, data)

    def named(self, name: str) -> Said | None:
        """A report that has been folded, with the fields open so far."""
        folded = self._store.value("SELECT 1 FROM reach WHERE name = ?", (name,))
        return self._said(name, self._folding - 1) if folded else None

    def touching(self, said: Said) -> Collection[Said]:
        """The folded reports that may touch this one; too many does no harm."""
        names = self._touching_times(said) | self._touching_corrections(said)
        # As open as when folded: what was opened since has its own entry, and
        # only there is the block known in which the report stood until then.
        before = self._folding - 1
        found = (self._said(name, before) for name in sorted(names))
        return [each for each in found if each is not None]

    def _touching_times(self, said: Said) -> set[str]:
        reach = reach_ns(said)
        if reach is None:
            return set()
        rows = self._store.rows(
            "SELECT name FROM reach WHERE first_ns <= ? AND last_ns >= ?",
            (reach[1], reach[0]),
        )
        return {name for (name,) in rows}

    def _touching_corrections(self, said: Said) -> set[str]:
        rows = self._store.rows(
            "SELECT name FROM correction WHERE corrects = ?", (said.name,)
        )
        folded = {name for (name,) in rows} | {said.report.header.corrects}
        return {
            name
            for name in folded
            if self._store.value("SELECT 1 FROM reach WHERE name = ?", (name,))
        }

    def _said(self, name: str, entry: int) -> Said | None:
        row = self._store.row(
            "SELECT envelope FROM statement"
            " WHERE name = ? AND kind = 'report' AND destroyed = ''",
            (name,),
        )
        if row is None:
            return None
        envelope = self._store.content.open(name, "envelope", row[0])
        return said_of(name, envelope, opened_fields(self._store, name, entry))

    def said(self, *, as_of_ns: int | None = None) -> list[Said]:
        """Every report held, as open as it was known by an instant.

        What has been destroyed since is not among them: ``destroyed`` names it.
        """
        until = self._entry_by(as_of_ns)
        names = self._store.rows(
            "SELECT name FROM statement WHERE kind = 'report' AND entry <= ?", (until,)
        )
        found = (self._said(name, until) for (name,) in names)
        return sorted((s for s in found if s is not None), key=canonical_key)

    def destroyed(self, *, as_of_ns: int | None = None) -> tuple[str, ...]:
        """Names of the reports known by an instant that are destroyed by now."""
        rows = self._store.rows(
            "SELECT name FROM statement WHERE destroyed <> '' AND entry <= ?"
            " ORDER BY said_at_ns, name",
            (self._entry_by(as_of_ns),),
        )
        return tuple(name for (name,) in rows)

    def _entry_by(self, as_of_ns: int | None) -> int:
        if as_of_ns is None:
            return _LAST
        found = self._store.value(
            "SELECT max(number) FROM entry WHERE known_at_ns <= ?", (as_of_ns,)
        )
        return int(found or 0)

    def picture(self, as_of_ns: int | None = None) -> Picture:
        """What this node holds, or held by an instant.

        As of an instant is the longest prefix of the ledger known by then; what
        was destroyed since is a placeholder there too.
        """
        gone = self.destroyed(as_of_ns=as_of_ns)
        if as_of_ns is not None:
            shown = picture(self.said(as_of_ns=as_of_ns), as_of_ns)
            return msgspec.structs.replace(shown, destroyed=gone)
        while self.fold():
            pass
        return Picture(
            as_of_ns=None, events=self._events(), loose=self._loose(), destroyed=gone
        )

    def _events(self) -> tuple[Event, ...]:
        content = self._store.content
        rows = self._store.rows("SELECT id, body FROM event")
        bodies = (content.open(PICTURE, name, body) for name, body in rows)
        return tuple(sorted(map(_event.decode, bodies), key=event_order))

    def _loose(self) -> tuple[str, ...]:
        kinds = [s for s in self.said() if s.report.header.kind == "statement"]
        return tuple(each.name for each in kinds)


def _widened(reach: tuple[int, int] | None) -> tuple[int, int] | None:
    """Out to whole hours: what a row tells a thief is no more than its twin."""
    if reach is None:
        return None
    first_ns, last_ns = reach
    whole = first_ns // HOUR_NS * HOUR_NS, -(-last_ns // HOUR_NS) * HOUR_NS
    return max(whole[0], -_LAST), min(whole[1], _LAST)


def said_of(
    name: str, envelope: bytes, opened: Sequence[tuple[str, str]]
) -> Said | None:
    """A stored statement as fusion sees it; ``None`` where it is no report.

    Args:
        name: The statement's name.
        envelope: Its bytes.
        opened: The fields open here, each with its disclosure; one field may
            have been opened with several values.
    """
    statement = parse_statement(parse_envelope(envelope))
    if not isinstance(statement, SealedReport):
        return None
    texts = [text for _, text in opened]
    if len(dict(opened)) == len(texts):
        return _said(name, statement, texts)
    # What is told of a field twice, differently, counts as it would had each
    # value come by itself.
    return gather(_said(name, statement, [text]) for text in texts)[0]


def _said(name: str, statement: SealedReport, disclosures: list[str]) -> Said:
    fields = open_fields(statement.sealed, disclosures)
    return Said(name=name, report=Report(header=statement.header, fields=fields))
