"""What a link asks of the node it belongs to."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, Protocol

from watchword.edge.config import Config
from watchword.edge.home import Home
from watchword.edge.outbox import Outbox
from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.edge.writer import Outcome, Unit
from watchword.node.inputs import Input


class Host(Protocol):
    """A running node, as its links see it."""

    home: Home
    config: Config
    store: Store
    outbox: Outbox

    @property
    def view(self) -> StoreView:
        """What is held."""

    async def submit(self, *unit: Input) -> Outcome:
        """Have a unit taken; a refusal is raised."""

    async def take(self, unit: Unit) -> Outcome:
        """Have a unit taken; a refusal is an outcome."""

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Have something done beside."""
