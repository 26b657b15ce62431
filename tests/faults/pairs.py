"""Two desks over files, what they have acknowledged, and what they published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

from tests.desks import NORTH, SOUTH, MemoryDesk, exchange, units_for
from tests.faults.oracle import Acknowledged, Published, acknowledged, check
from tests.vaults import open_store

from watchword.edge.store import Store
from watchword.model.report import Urgency
from watchword.model.time import SECOND_NS
from watchword.node.inputs import KnowParty, TakeReceipt

OpenStore = Callable[[Path], Store]
"""Opens the store in a folder; another one for another database."""

NAMES: Final = {NORTH: "north", SOUTH: "south"}


class Pair:
    """North and south, a pact in force between them, both pushing.

    Args:
        folder: Where their files are.
        opened: Opens a store.
    """

    def __init__(self, folder: Path, opened: OpenStore = open_store) -> None:
        self.folder = folder
        self.said: list[Acknowledged] = []
        self.published = Published()
        for name in NAMES.values():
            (folder / name).mkdir(parents=True)
        self.north = MemoryDesk(NORTH, opened(folder / "north"))
        self.south = MemoryDesk(SOUTH, opened(folder / "south"))
        self._introduce()

    def _introduce(self) -> None:
        north, south = self.desks
        for one, other in ((north, south), (south, north)):
            one.do(KnowParty(file=other.file()))
            self.said += acknowledged(one.party, one.agree())
        exchange(north, south)
        for one in self.desks:
            self.said += acknowledged(one.party, one.will("push"))

    @property
    def desks(self) -> tuple[MemoryDesk, MemoryDesk]:
        return self.north, self.south

    def file(self, desk: MemoryDesk, urgency: Urgency = "routine") -> None:
        """File a report and keep that it was acknowledged."""
        desk.now_ns += SECOND_NS
        label = "OPEN" if desk.party == NORTH else "OFFEN"
        outcome = desk.report(desk.header(label, urgency))
        self.said += acknowledged(desk.party, outcome)
        self.published.gather(desk.store)

    def carry(self, sender: MemoryDesk, recipient: MemoryDesk) -> None:
        """Send all that waits one way, receipts included."""
        for unit in units_for(sender, recipient):
            outcome = recipient.do(*unit)
            self.published.gather(recipient.store)
            sender.do(TakeReceipt(peer=recipient.party, envelope=outcome.given[0]))

    def live(self, rng: Random, acts: int) -> None:
        """File and carry, in an order that is drawn."""
        for _ in range(acts):
            one, other = rng.sample(self.desks, 2)
            if rng.random() < 0.3:
                self.carry(one, other)
            else:
                self.file(one, rng.choice(("routine", "urgent")))

    def check(self, *, delivered: bool = False) -> None:
        """Ask the oracle of the desks as they are.

        Raises:
            LostError: It says what is wrong.
        """
        stores = {desk.party: desk.store for desk in self.desks}
        check(stores, self.said, self.published, delivered=delivered)

    def close(self) -> None:
        for desk in self.desks:
            desk.store.close()


def check_clone(
    folder: Path,
    said: list[Acknowledged],
    published: Published,
    opened: OpenStore = open_store,
) -> None:
    """Open what a power cut has left, as a start does, and ask the oracle.

    Raises:
        LostError: It says what is wrong.
        WatchwordError: It cannot even be opened.
    """
    stores = {party: opened(folder / name) for party, name in NAMES.items()}
    try:
        check(stores, said, published)
    finally:
        for store in stores.values():
            store.close()
