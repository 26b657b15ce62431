"""A desk of the world: the shipped writer, store, outbox and picture."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from watchword.edge.outbox import Outbox
from watchword.edge.picturestore import PictureStore
from watchword.edge.storeview import StoreView
from watchword.edge.writer import Outcome, Writer
from watchword.model.party import PartyId
from watchword.model.receipt import Receipt
from watchword.model.time import SECOND_NS
from watchword.node.effects import Accept, Hold
from watchword.node.inputs import Input
from watchword.picture.canonical import picture_bytes
from watchword.sim.keys import Keys
from watchword.sim.store import FragileStore


class SimDesk:
    """One party's node, its clock a little wrong.

    Args:
        keys: The party and its keys.
        random: For its salts and secrets.
        skew_s: How far its clock runs ahead of the world's, seconds.
        labels: Label keys its profile accepts without an agreement.

    Attributes:
        is_up: Whether it runs.
        down_s: How long it stays down after a crash.
        acknowledged: Payloads of its own statements that it has answered for.
        receipted: The receipts that it has given.
    """

    def __init__(
        self, keys: Keys, random: Random, skew_s: float, labels: frozenset[str]
    ) -> None:
        self.keys = keys
        self.store = FragileStore()
        self.is_up = True
        self.down_s = 0.0
        self.acknowledged: dict[str, bytes] = {}
        self.receipted: list[Receipt] = []
        self._random = random
        self._labels = labels
        self._skew_ns = int(skew_s * SECOND_NS)
        self._start()

    def _start(self) -> None:
        """Open everything over the store, as a process that starts does."""
        self.writer = Writer(
            self.store, self.party, self.keys.operational, self.draw, self._labels
        )
        self.outbox = Outbox(self.store, self.party, self.writer.last_lines)
        self.pictures = PictureStore(self.store)

    @property
    def party(self) -> PartyId:
        """Whose desk it is."""
        return self.keys.party

    @property
    def view(self) -> StoreView:
        """The core's view of what is held."""
        return self.writer.view

    def draw(self, size: int) -> bytes:
        """Bytes that are random enough for a world that keeps no secrets."""
        return self._random.randbytes(size)

    def clock_ns(self, at_ns: int) -> int:
        """What its clock shows at an instant of the world."""
        return at_ns + self._skew_ns

    def world_ns(self, clock_ns: int) -> int:
        """At which instant of the world its clock shows that."""
        return clock_ns - self._skew_ns

    def submit(self, unit: Sequence[Input], at_ns: int) -> Outcome:
        """Have a unit taken; what is answered is durable.

        Raises:
            StoreError: The desk has crashed; nothing is answered.
        """
        (outcome,) = self.writer.commit([unit], self.clock_ns(at_ns))
        self.store.lose_power_unanswered()
        self._answer(outcome)
        return outcome

    def _answer(self, outcome: Outcome) -> None:
        for effect in outcome.effects:
            if isinstance(effect, Hold) and effect.source == self.party:
                self.acknowledged[effect.name] = effect.payload
            if isinstance(effect, Accept):
                self.receipted.append(effect.receipt)

    def fold(self, most: int) -> None:
        """Let the picture follow the ledger a little.

        Raises:
            StoreError: The desk has crashed.
        """
        self.pictures.fold(most)
        self.store.lose_power_unanswered()

    def waits_until_ns(self) -> list[int]:
        """When, by its clock, lines that wait in quarantine may be taken up."""
        rows = self.store.rows(
            "SELECT until_ns FROM quarantine WHERE until_ns IS NOT NULL AND settled = 0"
        )
        return [until_ns for (until_ns,) in rows]

    def crash(self) -> None:
        """Lose everything that is not in the store."""
        self.is_up = False

    def restart(self) -> None:
        """Start again over the same store."""
        self.store.restore_power()
        self._start()
        self.is_up = True

    def picture_bytes(self) -> bytes:
        """The whole picture, by which two desks compare."""
        return picture_bytes(self.pictures.picture())
