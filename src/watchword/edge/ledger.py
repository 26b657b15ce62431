"""The logs of a node: its own ledger, and both ways of every channel.

One checkpoint a group commit, over every own log that grew; nothing leaves
before the commit.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from watchword.edge.forks import keep_fork, settle
from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.edge.tilestore import ledger_entry
from watchword.ledger.checkpoint import (
    Checkpoint,
    channel_origin,
    ledger_origin,
    parse_checkpoint,
    sign_checkpoint,
)
from watchword.ledger.cosignature import cosign
from watchword.ledger.note import format_signature_line, parse_note
from watchword.ledger.tree import Frontier, format_frontier, leaf_hash
from watchword.model.party import PartyId
from watchword.model.receipt import Receipt
from watchword.node.effects import Accept, EndFork, Fork
from watchword.node.receive import origin_of
from watchword.trust.keys import Signer
from watchword.wire.codec import encode
from watchword.wire.envelope import Envelope, format_envelope

LINES_A_CHECKPOINT: Final = 50
"""A batch ends at a checkpoint: one commit of many lines signs more of them."""


class Ledger:
    """Appends to logs and signs their checkpoints.

    Args:
        store: Where they are kept.
        view: Remembers the trees of this transaction.
        signer: The operational key.
    """

    def __init__(self, store: Store, view: StoreView, signer: Signer) -> None:
        self._store = store
        self._view = view
        self._signer = signer
        self._own = ledger_origin(view.party)
        self.grown: set[str] = set()
        self._last_ns: int | None = None

    def forget(self) -> None:
        """A transaction was rolled back."""
        self._last_ns = None
        self._view.tiles.forget()

    def append(self, kind: str, body: dict[str, Any], at_ns: int) -> int:
        """Append an entry; answer with its number.

        It is known from ``at_ns``, or from the entry before it if that is
        later: the ledger's time never goes back.
        """
        number = self._view.frontier(self._own).size + 1
        known_at_ns = max(at_ns, self._last_known_ns())
        data = encode(body)
        self._store.add(
            "INSERT INTO entry VALUES (?, ?, ?, ?)", (number, known_at_ns, kind, data)
        )
        self._last_ns = known_at_ns
        self._grow(self._own, ledger_entry(number, known_at_ns, kind, data))
        return number

    def _last_known_ns(self) -> int:
        if self._last_ns is None:
            self._last_ns = self._store.value(
                "SELECT known_at_ns FROM entry ORDER BY number DESC LIMIT 1"
            )
        return self._last_ns or -(2**63)

    def add_line(
        self, origin: str, name: str, entry: bytes, data: bytes | None, at_ns: int
    ) -> None:
        """Append a line to a channel's log."""
        frontier = self._grow(origin, entry)
        self._store.add(
            "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?)",
            (origin, frontier.size, name, entry, frontier.root(), data, at_ns),
        )
        if data is not None and frontier.size % LINES_A_CHECKPOINT == 0:
            self._sign(origin, frontier)

    def _grow(self, origin: str, entry: bytes) -> Frontier:
        leaf = leaf_hash(entry)
        frontier = self._view.frontier(origin).append(leaf)
        self._view.tiles.append(origin, frontier.size, leaf)
        self._view.frontiers[origin] = frontier
        self.grown.add(origin)
        return frontier

    def keep_receipt(self, receipt: Receipt, envelope: Envelope) -> None:
        """Move the channel's mark of what is receipted; it never moves back."""
        origin = channel_origin(
            receipt.sender, receipt.agreement, receipt.party, receipt.lane
        )
        self._store.run(
            "UPDATE log SET receipted = ?, receipt = ?"
            " WHERE origin = ? AND receipted <= ?",
            (receipt.number, format_envelope(envelope), origin, receipt.number),
        )
        if receipt.cosignature:
            self._put_cosignature(
                origin, receipt.number, receipt.party, receipt.cosignature
            )

    def cosigned(self, effect: Accept) -> Receipt:
        """The receipt, with the cosignature that this party gives as witness.

        Both are stored with what they are for: a witness never answers first.
        """
        if effect.cosign_at_s is None:
            return effect.receipt
        receipt = effect.receipt
        text = parse_note(effect.checkpoint.encode()).text
        at_s = max(effect.cosign_at_s, 0)
        line = format_signature_line(cosign(text, receipt.party, self._signer, at_s))
        checkpoint = parse_checkpoint(text)
        self._put_cosignature(checkpoint.origin, checkpoint.size, receipt.party, line)
        return msgspec.structs.replace(receipt, cosignature=line)

    def _put_cosignature(
        self, origin: str, size: int, party: PartyId, line: str
    ) -> None:
        self._store.run(
            "INSERT OR REPLACE INTO cosignature VALUES (?, ?, ?, ?)",
            (origin, size, party, line),
        )

    def keep_fork(self, effect: Fork, at_ns: int) -> None:
        """Keep the evidence that a log has two histories, once."""
        said = keep_fork(self._store, effect, at_ns)
        if said is not None:
            self.append("fork", said, at_ns)
        self._view.forget()

    def end_fork(self, effect: EndFork, at_ns: int) -> None:
        """Trust a log again, and say why."""
        settle(self._store, effect, at_ns)
        said = {"log": origin_of(effect.channel), "because": effect.because}
        self.append("trust-again", said, at_ns)
        self._view.forget()

    def keep_checkpoint(self, text: str) -> bool:
        """Keep a partner's checkpoint that has been checked; whether it is new."""
        checkpoint = parse_checkpoint(parse_note(text.encode()).text)
        known = self._store.value(
            "SELECT 1 FROM checkpoint WHERE origin = ? AND size = ?",
            (checkpoint.origin, checkpoint.size),
        )
        self._put_checkpoint(checkpoint, text)
        return known is None

    def seal(self) -> None:
        """Store every tree that grew, with a signed checkpoint for own logs."""
        for origin in sorted(self.grown):
            frontier = self._view.frontiers[origin]
            self._store.run(
                "INSERT INTO log (origin, frontier) VALUES (?, ?)"
                " ON CONFLICT (origin) DO UPDATE SET frontier = excluded.frontier",
                (origin, format_frontier(frontier)),
            )
            if origin.startswith(f"{self._view.party}/"):
                self._sign(origin, frontier)
            self._view.tiles.grow(origin, frontier.size)
        self.grown.clear()

    def _sign(self, origin: str, frontier: Frontier) -> None:
        checkpoint = Checkpoint(origin=origin, size=frontier.size, root=frontier.root())
        note = sign_checkpoint(checkpoint, self._signer).decode()
        self._put_checkpoint(checkpoint, note)

    def _put_checkpoint(self, checkpoint: Checkpoint, note: str) -> None:
        self._store.add(
            "INSERT OR IGNORE INTO checkpoint VALUES (?, ?, ?)",
            (checkpoint.origin, checkpoint.size, note),
        )
