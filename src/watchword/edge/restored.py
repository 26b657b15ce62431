"""After a copy was put back: nothing is signed before partners have been asked.

Rule 1: a copy is older than what was said.  Until each partner has shown the
        highest checkpoint it holds of this node's logs, the node signs nothing:
        it would write a second history.
Rule 2: where a partner holds more, the numbers that are missing come back as
        their entries: the log goes on as it was, byte for byte, and the lines
        are noted as lost here.
Rule 3: a partner that cannot be asked is left out by a person only, with a
        reason that the ledger keeps.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from watchword.edge.returned import Mark, Returned, Returning
from watchword.edge.store import Store
from watchword.edge.writer import Writer
from watchword.errors import (
    ForkError,
    LedgerError,
    StoreError,
    UnknownAuthorityError,
    UsageError,
)
from watchword.ledger.checkpoint import Checkpoint, channel_origin, open_checkpoint
from watchword.ledger.tree import EMPTY_ROOT, format_frontier, leaf_hash
from watchword.ledger.verifier import Verifier
from watchword.model.designation import Designation
from watchword.model.party import PartyId
from watchword.node.inputs import AddSigned
from watchword.trust.base64text import parse_base64
from watchword.trust.signed import check_signed
from watchword.wire.codec import encode
from watchword.wire.envelope import Envelope
from watchword.wire.statement import parse_statement

KEY: Final = "restored"
"""The named value of the store that is there while partners are to be asked."""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """How far asking has come.

    Args:
        waits: The partners that have not been asked yet.
        without: Those that a person left out, and why.
        lost: How many lines came back of each log, as entries only.
        papers: This party's own papers and designations that came back.
    """

    waits: tuple[PartyId, ...]
    without: Mapping[PartyId, str] = {}
    lost: Mapping[str, int] = {}
    papers: tuple[Envelope, ...] = ()


_state: Final = msgspec.json.Decoder(State)


def mark_restored(store: Store, partners: Sequence[PartyId]) -> None:
    """Note in a store just put back that its partners are to be asked."""
    store.set_meta(KEY, encode(State(waits=tuple(partners))))


class Restored:
    """The state of a node that was put back, and the way out of it.

    Args:
        writer: The node's writer, which has its store and its view.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._store = writer.store
        self._view = writer.view
        found = self._store.meta(KEY)
        self._state = None if found is None else _state.decode(found)
        self.errors: dict[PartyId, str] = {}

    @property
    def state(self) -> State | None:
        """What is still to be asked; ``None``: this node may sign."""
        return self._state

    @property
    def waits(self) -> tuple[PartyId, ...]:
        """The partners still to be asked."""
        return () if self._state is None else self._state.waits

    def check(self) -> None:
        """Refuse to take anything in while partners are to be asked.

        Raises:
            StoreError: They are (``restored``); nothing is acknowledged.
        """
        if self._state is not None:
            names = ", ".join(self.waits)
            raise StoreError(
                f"put back from a copy: nothing is signed before {names} was asked",
                hint="the running node asks by itself; watchword restored says more",
                code="restored",
            )

    def own_keys(self, returned: Returned) -> frozenset[bytes]:
        """Every key that ever signed for this party, by what is held and returned."""
        authority = self._view.authority(self._view.party)
        if authority is None:
            return frozenset()
        governance = b64decode(authority.governance)
        said = [*authority.designations]
        for envelope in returned.statements:
            check_signed(envelope, (governance,))
            statement = parse_statement(envelope)
            said += [statement] if isinstance(statement, Designation) else []
        return frozenset(
            parse_base64(d.public) for d in said if d.purpose == "operational"
        )

    def size_here(self, origin: str) -> int:
        """How many entries of an own log there are here."""
        return self._view.frontier(origin).size

    def settle(
        self,
        partner: PartyId,
        returned: Returned,
        missing: Mapping[str, Sequence[Returning]],
        at_ns: int,
    ) -> None:
        """Take in what one partner holds of this node's logs.

        Args:
            partner: Who was asked.
            returned: What it answered.
            missing: By log the entries that are not here.
            at_ns: By the node's clock.

        Raises:
            ForkError: It holds another history than this store.
            WatchwordError: What it answers does not hold.
        """
        state = self._state
        if state is None or partner not in state.waits:
            return
        keys = self.own_keys(returned)
        lost = dict(state.lost)
        try:
            with self._store.transaction():
                for mark in returned.logs:
                    origin, theirs = self.opened(mark, partner, keys)
                    more = self._take_back(origin, theirs, mark, missing, at_ns)
                    if more:
                        lost[origin] = more
                self._put(
                    msgspec.structs.replace(
                        state,
                        waits=tuple(p for p in state.waits if p != partner),
                        lost=lost,
                        papers=(*state.papers, *returned.statements),
                    )
                )
        except BaseException:
            self._view.frontiers.clear()
            self._state = state
            raise
        self.errors.pop(partner, None)
        self.end_if_done(at_ns)

    def opened(
        self, mark: Mark, partner: PartyId, keys: frozenset[bytes]
    ) -> tuple[str, Checkpoint]:
        """The log that a mark is of, and the checkpoint this party signed of it.

        Raises:
            LedgerError: No key of this party signed it.
        """
        origin = channel_origin(self._view.party, mark.agreement, partner, mark.lane)
        for public in sorted(keys):
            verifier = Verifier(name=origin, public=public)
            try:
                return origin, open_checkpoint(mark.checkpoint.encode(), verifier)
            except UnknownAuthorityError:
                continue
        raise LedgerError(f"{partner} shows a checkpoint of {origin} that is not ours")

    def _take_back(
        self,
        origin: str,
        theirs: Checkpoint,
        mark: Mark,
        missing: Mapping[str, Sequence[Returning]],
        at_ns: int,
    ) -> int:
        size = self.size_here(origin)
        if theirs.size <= size:
            self._check_same(origin, theirs)
            return 0
        frontier = self._view.frontier(origin)
        for each in missing.get(origin, ()):
            if each.number != frontier.size + 1 or frontier.size >= theirs.size:
                continue
            frontier = frontier.append(leaf_hash(each.entry))
            self._store.run(
                "INSERT INTO line VALUES (?, ?, ?, ?, ?, NULL, ?)",
                (
                    origin,
                    each.number,
                    each.name,
                    each.entry,
                    frontier.root(),
                    at_ns,
                ),
            )
        if (frontier.size, frontier.root()) != (theirs.size, theirs.root):
            raise ForkError(frontier.root().hex(), mark.checkpoint)
        self._view.frontiers[origin] = frontier
        self._store.run(
            "INSERT INTO log (origin, frontier, receipted) VALUES (?1, ?2, ?3)"
            " ON CONFLICT (origin) DO UPDATE SET frontier = ?2, receipted = ?3",
            (origin, format_frontier(frontier), theirs.size),
        )
        self._store.run(
            "INSERT OR IGNORE INTO checkpoint VALUES (?, ?, ?)",
            (origin, theirs.size, mark.checkpoint),
        )
        return theirs.size - size

    def _check_same(self, origin: str, theirs: Checkpoint) -> None:
        ours = EMPTY_ROOT
        if theirs.size:
            ours = self._store.value(
                "SELECT root FROM line WHERE origin = ? AND number = ?",
                (origin, theirs.size),
            )
        if ours != theirs.root:
            raise ForkError(ours.hex(), theirs.root.hex())

    def leave_out(self, partner: PartyId, because: str, at_ns: int) -> None:
        """A person decides to go on without asking a partner.

        Raises:
            UsageError: It is not waited for, or no reason is given.
        """
        state = self._state
        if state is None or partner not in state.waits:
            raise UsageError(
                f"{partner} is not waited for", hint="watchword restored shows who is"
            )
        if not because.strip():
            raise UsageError("say why", hint="--because TEXT goes into the ledger")
        with self._store.transaction():
            self._put(
                msgspec.structs.replace(
                    state,
                    waits=tuple(p for p in state.waits if p != partner),
                    without={**state.without, partner: because},
                )
            )
        self.end_if_done(at_ns)

    def _put(self, state: State) -> None:
        self._store.set_meta(KEY, encode(state))
        self._state = state

    def end_if_done(self, at_ns: int) -> None:
        """When all have been asked: note it, and take up what came back.

        Raises:
            StoreError: It cannot be noted; ask again.
        """
        state = self._state
        if state is None or state.waits:
            return
        body: dict[str, Any] = {"lost": state.lost, "without": state.without}
        held = {n for (n,) in self._store.rows("SELECT name FROM statement")}
        papers = {each.name: each for each in state.papers if each.name not in held}
        with self._store.transaction():
            self._writer.enter("restored", body, at_ns)
            self._store.run("DELETE FROM meta WHERE key = ?", (KEY,))
            self._writer.commit(
                [[AddSigned(envelope=each)] for each in papers.values()], at_ns
            )
        self._state = None
