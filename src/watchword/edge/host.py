"""What a link asks of the node it belongs to."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from watchword.edge.clock import Clock
from watchword.edge.config import Config
from watchword.edge.home import Home
from watchword.edge.outbox import Outbox
from watchword.edge.peers import Peers
from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.edge.writer import Outcome, Unit
from watchword.node.inputs import Input

if TYPE_CHECKING:
    from watchword.edge.links import Links


class Host(Protocol):
    """A running node, as its links see it."""

    home: Home
    config: Config
    clock: Clock
    store: Store
    outbox: Outbox
    peers: Peers
    links: Links

    @property
    def view(self) -> StoreView:
        """What is held."""

    async def submit(self, *unit: Input) -> Outcome:
        """Have a unit taken; a refusal is raised."""

    async def take(self, unit: Unit) -> Outcome:
        """Have a unit taken; a refusal is an outcome."""

    async def take_each(self, units: Sequence[Unit]) -> list[Outcome]:
        """Have several units taken, each for itself, in one commit if it can be."""

    def later(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Have something done beside."""
