"""Changing the node's keys while it runs, without a line lost.

Rule 1: a key is designated first and used later: once every partner that was
        told has signed for its designation, nobody can meet it unprepared.
Rule 2: a key comes into use between two commits, never within one.
Rule 3: what partners have not taken yet must be under a key that counts: its
        checkpoints are signed anew where the key that signed them has ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from watchword.edge.home import Home
from watchword.edge.keyring import Keyring
from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.edge.writer import Outcome
from watchword.errors import TrustError
from watchword.ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from watchword.ledger.verifier import Verifier
from watchword.model.designation import Designation, Purpose
from watchword.node.effects import Hold, KeepReceipt
from watchword.trust.authority import is_designated, operational_keys
from watchword.wire.envelope import parse_envelope
from watchword.wire.statement import parse_statement

PURPOSES: Final[tuple[Purpose, ...]] = ("operational", "tls")


class Rotation:
    """Brings keys into use that wait for it.

    Args:
        home: The node's folder.
        store: What is held.
        view: Who may sign.
        keyring: What the writer signs with.
    """

    def __init__(
        self, home: Home, store: Store, view: StoreView, keyring: Keyring
    ) -> None:
        self._home = home
        self._store = store
        self._view = view
        self._keyring = keyring

    def designation(self, purpose: Purpose) -> str:
        """Name of the designation of the key that waits; empty: none does."""
        if not self._home.keys.waits(purpose):
            return ""
        public = self._home.keys.next_public(purpose)
        rows = self._store.rows(
            "SELECT name, envelope FROM statement WHERE kind = 'designation'"
            " AND party = ? ORDER BY said_at_ns DESC, name",
            (self._view.party,),
        )
        said = ((name, parse_statement(parse_envelope(data))) for name, data in rows)
        found = (
            name
            for name, each in said
            if isinstance(each, Designation)
            and (each.public, each.revoked) == (public, False)
        )
        return next(found, "")

    def waits_for(self, purpose: Purpose) -> tuple[str, ...]:
        """The partners that have been told of the key and not signed for it yet."""
        rows = self._store.rows(
            "SELECT DISTINCT offered.recipient FROM offered JOIN log"
            " ON log.origin = offered.origin"
            " WHERE offered.entry = (SELECT entry FROM statement WHERE name = ?)"
            " AND offered.number > log.receipted ORDER BY 1",
            (self.designation(purpose),),
        )
        return tuple(partner for (partner,) in rows)

    def after(self, outcomes: Iterable[Outcome], at_ns: int) -> tuple[Purpose, ...]:
        """After a commit: which keys came into use by it.

        Raises:
            EdgeError: A key could not be brought into use.
        """
        effects = [effect for outcome in outcomes for effect in outcome.effects]
        if any(self._changes_keys(effect) for effect in effects):
            self._hold_next()
            done = self.look(at_ns)
            if not done:
                self.sign_anew(at_ns)
            return done
        if any(isinstance(effect, KeepReceipt) for effect in effects):
            return self.look(at_ns)
        return ()

    def _changes_keys(self, effect: object) -> bool:
        return (
            isinstance(effect, Hold)
            and isinstance(effect.statement, Designation)
            and effect.statement.party == self._view.party
        )

    def _hold_next(self) -> None:
        for signer in self._home.keys.others():
            self._keyring.hold(signer)

    def look(self, at_ns: int) -> tuple[Purpose, ...]:
        """Bring into use what every partner told has signed for."""
        ready = tuple(
            purpose
            for purpose in PURPOSES
            if self.designation(purpose) and not self.waits_for(purpose)
        )
        for purpose in ready:
            self.use_now(purpose, at_ns)
        return ready

    def use_now(self, purpose: Purpose, at_ns: int) -> None:
        """Bring the key that waits into use, whoever knows it."""
        self._home.keys.adopt(purpose)
        if purpose == "operational":
            self._keyring.use(self._home.signer())
            self.sign_anew(at_ns)

    def sign_anew(self, at_ns: int) -> None:
        """Renew the checkpoints of waiting lines whose key has ended.

        They say what they said before: the same size and root.
        """
        authority = self._view.authority(self._view.party)
        mine = self._keyring.public_text
        if authority is None or not is_designated(
            authority, mine, "operational", at_ns
        ):
            return
        keys = operational_keys(authority, at_ns)
        rows = self._store.rows(
            "SELECT checkpoint.origin, size, note, root FROM checkpoint"
            " JOIN log ON log.origin = checkpoint.origin"
            " JOIN line ON line.origin = checkpoint.origin AND line.number = size"
            " WHERE checkpoint.origin GLOB ? AND size > receipted",
            (f"{self._view.party}/*/*/*",),
        )
        with self._store.transaction():
            for origin, size, note, root in rows:
                if not _counts(origin, note, keys):
                    fresh = Checkpoint(origin=origin, size=size, root=root)
                    self._store.run(
                        "UPDATE checkpoint SET note = ? WHERE origin = ? AND size = ?",
                        (sign_checkpoint(fresh, self._keyring).decode(), origin, size),
                    )


def _counts(origin: str, note: str, keys: Iterable[bytes]) -> bool:
    for public in keys:
        try:
            open_checkpoint(note.encode(), Verifier(name=origin, public=public))
        except TrustError:
            continue
        return True
    return False
