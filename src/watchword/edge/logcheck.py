"""One log computed anew from its entries, some rows at each step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from watchword.edge.store import Row, Store
from watchword.edge.storeview import StoreView, line_place
from watchword.edge.tilestore import ledger_entry
from watchword.errors import ForkError, LedgerError, UnknownAuthorityError
from watchword.ledger.checkpoint import (
    Checkpoint,
    format_checkpoint,
    ledger_origin,
    open_checkpoint,
)
from watchword.ledger.cosignature import check_cosignature
from watchword.ledger.tile import WIDTH
from watchword.ledger.tree import EMPTY, Frontier, leaf_hash, root
from watchword.ledger.verifier import Verifier
from watchword.model.party import PartyId
from watchword.trust.base64text import parse_base64
from watchword.wire.line import line_entry, parse_line

ROWS_A_STEP: Final = 512
"""So many that every step ends where a tile does."""


class Stood(msgspec.Struct, frozen=True, kw_only=True):
    """How a log stood when its check began.

    Args:
        origin: The log's name.
        kept: The tree kept of it.
        receipted: To which number its recipient has signed.
    """

    origin: str
    kept: Frontier
    receipted: int


class LogCheck:
    """Checks entries, roots, tiles, checkpoints and cosignatures of a log.

    Args:
        store: Where it is kept.
        view: Who may sign.
        log: How it stood.
    """

    def __init__(self, store: Store, view: StoreView, log: Stood) -> None:
        self._store = store
        self._view = view
        self._log = log
        self._origin = log.origin
        self._own = log.origin == ledger_origin(view.party)
        self._frontier = EMPTY
        self._marks = 0
        self._signed_to = 0
        self._cosigned_to = 0

    def run(self) -> Iterator[int]:
        """Check; say after each step how many entries it had.

        Raises:
            LedgerError: The first thing that does not fit.
            TrustError: A signature that does not hold.
            WireError: Bytes that can no longer be read.
        """
        highest = self._store.value(
            "SELECT max(CAST(size AS INTEGER)) FROM"
            " (SELECT origin, size FROM checkpoint"
            " UNION ALL SELECT origin, size FROM cosignature) AS signed"
            " WHERE origin = ?",
            (self._origin,),
        )
        if (highest or 0) > self._log.kept.size:
            raise LedgerError(
                f"{self._origin} is shorter than a checkpoint that was signed"
            )
        while self._frontier.size < self._log.kept.size:
            yield self._step()
        if self._frontier != self._log.kept:
            raise _differs(self._log.kept.root(), self._frontier.root())
        self._check_higher_tiles()

    def _step(self) -> int:
        start = self._frontier.size
        end = min(start + ROWS_A_STEP, self._log.kept.size)
        marks, cosigned = self._signed(start, end)
        leaves = []
        for entry, kept_root in self._entries(start, end):
            leaves.append(leaf_hash(entry))
            self._frontier = self._frontier.append(leaves[-1])
            size = self._frontier.size
            if kept_root is not None and kept_root != self._frontier.root():
                raise _differs(kept_root, self._frontier.root())
            if size in marks:
                self._check_mark(marks[size])
            for witness, line in cosigned.get(size, ()):
                self._check_cosigned(witness, line)
        if self._frontier.size != end:
            raise LedgerError(f"an entry of {self._origin} is gone")
        self._check_tiles(start, leaves)
        return end - start

    def _signed(
        self, start: int, end: int
    ) -> tuple[dict[int, bytes], dict[int, list[tuple[str, str]]]]:
        # Whoever changed a row may have changed its type with it: hence the casts.
        between = (self._origin, start, end)
        marks: dict[int, bytes] = dict(
            self._store.rows(
                "SELECT CAST(size AS INTEGER), CAST(note AS BLOB) FROM checkpoint"
                " WHERE origin = ? AND size > ? AND size <= ?",
                between,
            )
        )
        cosigned: dict[int, list[tuple[str, str]]] = {}
        for size, witness, line in self._store.rows(
            "SELECT CAST(size AS INTEGER), witness, CAST(line AS TEXT)"
            " FROM cosignature WHERE origin = ? AND size > ? AND size <= ?",
            between,
        ):
            cosigned.setdefault(size, []).append((witness, line))
        return marks, cosigned

    def _entries(self, start: int, end: int) -> Iterator[tuple[bytes, bytes | None]]:
        """Each entry, and the root kept beside it where one is."""
        if self._own:
            for row in self._store.rows(
                "SELECT number, CAST(known_at_ns AS INTEGER), CAST(kind AS TEXT),"
                " CAST(body AS BLOB) FROM entry WHERE number > ? AND number <= ?"
                " ORDER BY number",
                (start, end),
            ):
                self._check_release(row)
                yield ledger_entry(*row), None
            return
        for entry, kept, *line in self._store.rows(
            "SELECT CAST(entry AS BLOB), CAST(root AS BLOB), CAST(number AS INTEGER),"
            " name, CAST(data AS BLOB) FROM line WHERE origin = ? AND number > ?"
            " AND number <= ? ORDER BY number",
            (self._origin, start, end),
        ):
            self._check_line(entry, *line)
            yield entry, kept

    def _check_release(self, row: Row) -> None:
        """Every release that the own ledger names has its line."""
        if row[2] != "release":
            return
        said = msgspec.json.decode(row[3])
        where = (said["log"], said["number"])
        if not self._store.rows(
            "SELECT 1 FROM line WHERE origin = ? AND number = ?", where
        ):
            raise LedgerError(f"line {said['number']} of {said['log']} is gone")

    def _check_line(
        self, entry: bytes, number: int, name: str, data: bytes | None
    ) -> None:
        if data is None:
            return
        place = line_place(self._origin, number)
        opened = self._store.content.open(name, place, data)
        if line_entry(opened) == entry:
            return
        # Another than was logged stands there only where that one is destroyed.
        gone = self._store.value(
            "SELECT destroyed FROM statement WHERE name = ?", (name,)
        )
        if not gone or parse_line(opened).stands_for != entry:
            raise LedgerError(
                f"a line of {self._origin} is not the one that was logged"
            )

    def _checkpoint(self) -> Checkpoint:
        return Checkpoint(
            origin=self._origin, size=self._frontier.size, root=self._frontier.root()
        )

    def _check_mark(self, note: bytes) -> None:
        ours = self._checkpoint()
        if self._open(note) != ours:
            raise ForkError(ours.root.hex(), note.decode())
        self._marks, self._signed_to = self._marks + 1, ours.size

    def _open(self, note: bytes) -> Checkpoint:
        sender = PartyId(self._origin.split("/", maxsplit=1)[0])
        for public in self._publics(sender):
            verifier = Verifier(name=self._origin, public=public)
            try:
                return open_checkpoint(note, verifier)
            except UnknownAuthorityError:
                continue
        raise UnknownAuthorityError(
            f"no key of {sender} signed a checkpoint of {self._origin}"
        )

    def _publics(self, party: PartyId) -> tuple[bytes, ...]:
        """Every operational key that a party ever had."""
        authority = self._view.authority(party)
        designations = () if authority is None else authority.designations
        found = {d.public for d in designations if d.purpose == "operational"}
        return tuple(parse_base64(public) for public in sorted(found))

    def _check_cosigned(self, witness: str, line: str) -> None:
        party, text = PartyId(witness), format_checkpoint(self._checkpoint())
        check_cosignature(text, line, party, self._publics(party))
        self._cosigned_to = self._frontier.size

    def _check_tiles(self, start: int, leaves: list[bytes]) -> None:
        for at in range(0, len(leaves), WIDTH):
            number = (start + at) // WIDTH
            self._check_tile(0, number, leaves[at : at + WIDTH])

    def _check_tile(self, level: int, number: int, hashes: list[bytes]) -> None:
        kept = self._store.row(
            "SELECT CAST(root AS BLOB), CAST(hashes AS BLOB) FROM tile"
            " WHERE origin = ? AND level = ? AND number = ?",
            (self._origin, level, number),
        )
        if kept is not None and kept != (root(hashes), b"".join(hashes)):
            raise LedgerError(f"a tile of {self._origin} does not fit its entries")

    def _check_higher_tiles(self) -> None:
        """Those of leaves have been held against the entries; these are their roots."""
        for level, number in self._store.rows(
            "SELECT level, number FROM tile WHERE origin = ? AND level > 0"
            " ORDER BY level, number",
            (self._origin,),
        ):
            below = self._store.rows(
                "SELECT root FROM tile WHERE origin = ? AND level = ?"
                " AND number BETWEEN ? AND ? ORDER BY number",
                (
                    self._origin,
                    level - 1,
                    number * WIDTH,
                    number * WIDTH + WIDTH - 1,
                ),
            )
            self._check_tile(level, number, [hashed for (hashed,) in below])

    def found(self) -> dict[str, Any]:
        """What was checked, as plain values."""
        return {
            "log": self._origin,
            "entries": self._frontier.size,
            "checkpoints": self._marks,
            "last_signed": self._signed_to,
            "cosigned": self._cosigned_to,
            "receipted": self._log.receipted,
        }


def _differs(kept: bytes, computed: bytes) -> ForkError:
    return ForkError(kept.hex(), computed.hex())
