"""A node opened for work: one party's store, key and clock."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import msgspec

from watchword.edge.clock import Clock, ReplayClock, SystemClock
from watchword.edge.config import Config
from watchword.edge.heldsources import HeldSources
from watchword.edge.home import Home
from watchword.edge.picturestore import PictureStore
from watchword.edge.restored import Restored
from watchword.edge.rotation import Rotation
from watchword.edge.sight import Sight
from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.edge.writer import Outcome, Unit, Writer
from watchword.errors import UsageError, WatchwordError
from watchword.model.designation import Purpose
from watchword.model.party import PartyId
from watchword.model.time import parse_instant
from watchword.node.inputs import Input


class Desk:
    """What commands work on.

    Opened like this it commits at once; a running node puts units into the
    group commit of its one writer instead.

    Args:
        home: The node's folder.

    Raises:
        UsageError: There is no node, or its keys cannot be used.
        StoreError: The store cannot be opened.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self.config: Config = home.config()
        self.clock: Clock = clock_of(self.config)
        self.store = home.open_store(self.config)
        keyring = home.keyring()
        self.writer = Writer(
            self.store,
            self.config.party,
            keyring,
            secrets.token_bytes,
            self.config.labels,
        )
        self.restored = Restored(self.writer)
        self.rotation = Rotation(home, self.store, self.view, keyring)
        self.store_error = ""
        self.pictures = PictureStore(self.store)
        self.sources = HeldSources(self.store, self.config.party)
        self.sight = Sight()
        restore_replay(self.clock, self.store)

    def leave_out(self, partner: PartyId, because: str) -> None:
        """After a restore: go on without asking a partner."""
        self.restored.leave_out(partner, because, self.clock.now_ns())

    @property
    def runs(self) -> bool:
        """Whether partners are reached while a command waits."""
        return False

    @property
    def view(self) -> StoreView:
        """The core's view of what is held."""
        return self.writer.view

    async def submit(self, *unit: Input) -> Outcome:
        """Have a unit taken; return when it is durable.

        Raises:
            WatchwordError: It was refused; nothing was done.
        """
        self.restored.check()
        (outcome,) = self.writer.commit([unit], self.clock.now_ns())
        if outcome.error is not None:
            raise outcome.error
        self.rotation.after([outcome], self.clock.now_ns())
        return outcome

    async def take_each(self, units: Sequence[Unit]) -> list[Outcome]:
        """Have several units taken, each for itself; a refusal is an outcome.

        Raises:
            StoreError: The store cannot write; it may have taken the first ones.
        """
        outcomes = self.writer.commit(units, self.clock.now_ns())
        self.rotation.after(outcomes, self.clock.now_ns())
        return outcomes

    async def grown(self, after: int, timeout_s: float) -> bool:
        """Whether the ledger has entries after a number; a running node waits."""
        del timeout_s
        return self.view.last_entry() > after

    def use_next(self, purpose: Purpose) -> None:
        """Bring a key that waits into use, whoever knows it."""
        self.restored.check()
        self.rotation.use_now(purpose, self.clock.now_ns())

    async def delivered(self, timeout_s: float) -> bool:
        """Whether every line is receipted; only a running node can wait."""
        del timeout_s
        raise UsageError("the node is not running", hint="watchword up")

    def link_status(self) -> dict[str, Any]:
        """What is known of the links beyond the store; nothing here."""
        return {}

    def advance(self, to_ns: int) -> None:
        """Set a replay clock forward.

        Raises:
            UsageError: The node runs on the system's clock, or backward.
        """
        if not isinstance(self.clock, ReplayClock):
            raise UsageError("this node runs on the system's clock")
        if to_ns >= self.clock.now_ns():
            # Durable first: after a restart it must not stand further back.
            self.store.set_meta("replay_ns", to_ns)
        self.clock.advance(to_ns)

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def clock_of(config: Config) -> Clock:
    """The clock the settings ask for."""
    if config.clock == "system":
        return SystemClock()
    return ReplayClock(parse_instant(config.replay_from).ns)


def restore_replay(clock: Clock, store: Store) -> None:
    """A replay clock goes on where it stood."""
    stood = store.meta("replay_ns")
    if isinstance(clock, ReplayClock) and stood is not None:
        clock.advance(max(stood, clock.now_ns()))


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a command answers with: a result, or an error."""

    result: msgspec.Raw = msgspec.Raw(b"null")
    error: str = ""
    message: str = ""
    hint: str = ""
    exit_code: int = 0

    @classmethod
    def of(cls, error: WatchwordError) -> Answer:
        """The answer that an error makes."""
        return cls(
            error=error.code,
            message=str(error),
            hint=error.hint,
            exit_code=error.exit_code,
        )
