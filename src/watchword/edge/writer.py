"""The one writer: units of inputs in, one durable transaction, outcomes out.

Rule 1: nothing is answered before the commit has returned.
Rule 2: a unit is all or nothing; one that is refused does not touch the others
        of its group.
Rule 3: what a unit destroys is erased before anything else is done.
Rule 4: when the store fails, the whole group failed and nobody is answered
        as if it had not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from watchword.edge.apply import Applier, Draw
from watchword.edge.erasure import Erasures
from watchword.edge.ledger import Ledger
from watchword.edge.store import Store
from watchword.edge.storeview import Recent, StoreView
from watchword.edge.whole import check_whole
from watchword.errors import StoreError, WatchwordError
from watchword.model.party import PartyId
from watchword.node.effects import Effect, Unseal
from watchword.node.evidence import evidence, fork_shown
from watchword.node.inputs import CloseBatch, Input, TakeInside, TakeLine, TakeReceipt
from watchword.node.step import step
from watchword.trust.keys import Signer
from watchword.wire.envelope import Envelope

Unit = Sequence[Input]
"""Inputs that are taken together or not at all."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a unit.

    Args:
        effects: What was done, all of it durable.
        given: What has to be given back, such as a signed receipt.
        error: Why it was refused; then nothing was done but keeping evidence.
    """

    effects: tuple[Effect, ...] = ()
    given: tuple[Envelope, ...] = ()
    error: WatchwordError | None = None


class _HalfDoneError(Exception):
    """A unit without a savepoint was refused when something of it was done."""


class Writer:
    """Takes units, applies ``step``'s effects, commits.

    Args:
        store: Where to.
        party: Whose node it is.
        signer: The operational key.
        draw: Random bytes.
        labels: Label keys the profile accepts without an agreement.

    Raises:
        StoreError: The store cannot be read, or is damaged.
        LedgerError: A log is not as it was signed last (``store-damaged``).
    """

    def __init__(
        self,
        store: Store,
        party: PartyId,
        signer: Signer,
        draw: Draw,
        labels: frozenset[str] = frozenset(),
    ) -> None:
        self.store = store
        self._signer = signer
        self.view = StoreView(store, party, labels)
        check_whole(store, self.view)
        Erasures(store).reconcile()
        self._ledger = Ledger(store, self.view, signer)
        self._applier = Applier(store, self.view, self._ledger, signer, draw)

    def commit(self, units: Sequence[Unit], at_ns: int) -> list[Outcome]:
        """Take every unit, in order, in one transaction.

        Raises:
            StoreError: Nothing of any unit is stored; or all is, and the key of
                what it destroyed could not be erased yet.  Nobody is answered.
        """
        try:
            outcomes = self._commit(units, at_ns, savepoints=False)
        except _HalfDoneError:
            outcomes = self._commit(units, at_ns, savepoints=True)
        self._applier.erasures.finish()
        return outcomes

    def _commit(
        self, units: Sequence[Unit], at_ns: int, *, savepoints: bool
    ) -> list[Outcome]:
        self.view.recent = Recent()
        try:
            with self.store.transaction():
                outcomes = [
                    self._take(unit, at_ns)
                    if savepoints or len(unit) > 1
                    else self._take_alone(unit[0], at_ns)
                    for unit in units
                ]
                self._ledger.seal()
            self.view.committed()
        except BaseException:
            self._forget_all()
            raise
        finally:
            self.view.recent = None
        return outcomes

    def _take_alone(self, given: Input, at_ns: int) -> Outcome:
        """Take one input without a savepoint, which costs more than some inputs.

        What is refused is refused before anything of it is done; where it is
        not, the group is begun anew with savepoints.
        """
        effects: list[Effect] = []
        back: list[Envelope] = []
        try:
            done = step(self.view, given, at_ns)
        except StoreError:
            raise
        except WatchwordError as error:
            self._keep_evidence((given,), given, error, at_ns)
            return Outcome(error=error)
        try:
            self._apply(done, effects, back, at_ns)
        except StoreError:
            raise
        except WatchwordError as error:
            raise _HalfDoneError from error
        return Outcome(effects=tuple(effects), given=tuple(back))

    def enter(self, kind: str, body: dict[str, Any], at_ns: int) -> None:
        """Within a transaction: append an entry of the edge's own to the ledger."""
        self._ledger.append(kind, body, at_ns)

    def _take(self, unit: Unit, at_ns: int) -> Outcome:
        before = dict(self.view.frontiers), set(self._ledger.grown)
        last = unit[0]
        try:
            with self.store.transaction():
                effects: list[Effect] = []
                given: list[Envelope] = []
                for last in unit:
                    self._apply(step(self.view, last, at_ns), effects, given, at_ns)
        except StoreError:
            raise
        except WatchwordError as error:
            self.view.frontiers, self._ledger.grown = before
            self.view.recent = Recent()
            self.view.forget()
            self._ledger.forget()
            self._keep_evidence(unit, last, error, at_ns)
            return Outcome(error=error)
        return Outcome(effects=tuple(effects), given=tuple(given))

    def _apply(
        self,
        done: Sequence[Effect],
        effects: list[Effect],
        given: list[Envelope],
        at_ns: int,
    ) -> None:
        for effect in done:
            back = self._applier.apply(effect, at_ns)
            effects.append(effect)
            if back is not None:
                given.append(back)
            if isinstance(effect, Unseal):
                inside = TakeInside(
                    name=effect.name,
                    source=effect.source,
                    channel=effect.channel,
                    data=self._signer.open_box(effect.box),
                )
                self._apply(step(self.view, inside, at_ns), effects, given, at_ns)

    def _keep_evidence(
        self, unit: Unit, given: Input, error: WatchwordError, at_ns: int
    ) -> None:
        if isinstance(given, TakeLine | CloseBatch | TakeReceipt):
            self._applier.apply(evidence(self.view, error, given), at_ns)
            fork = fork_shown(self.view, error, given, unit, at_ns)
            if fork is not None:
                self._applier.apply(fork, at_ns)

    def _forget_all(self) -> None:
        self.view.frontiers.clear()
        self._ledger.grown.clear()
        self._ledger.forget()
        self.view.forget()
