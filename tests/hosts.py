"""What an end of a link needs of its node, over a desk in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from tests.desks import MemoryDesk

from watchword.edge.clock import Clock, ReplayClock
from watchword.edge.config import Config
from watchword.edge.home import Home
from watchword.edge.links import Links
from watchword.edge.peers import Peers
from watchword.edge.storeview import StoreView
from watchword.edge.writer import Outcome, Unit
from watchword.node.inputs import Input


class MemoryHost:
    """A node whose writer commits at once; its links are the shipped ones."""

    def __init__(self, desk: MemoryDesk, folder: Path, **settings: Any) -> None:  # noqa: ANN401
        self.desk = desk
        self.home = Home(folder)
        self.config = Config(
            party=desk.party,
            endpoint="https://127.0.0.1:1",
            listen="127.0.0.1:1",
            **settings,
        )
        self.clock: Clock = ReplayClock(desk.now_ns)
        self.store = desk.store
        self.outbox = desk.outbox
        self.peers = Peers(lambda: self.view, lambda: desk.now_ns)
        self.links = Links(self)
        self.tasks: set[asyncio.Task[None]] = set()

    @property
    def view(self) -> StoreView:
        return self.desk.view

    async def submit(self, *unit: Input) -> Outcome:
        outcome = self.desk.do(*unit)
        self.links.react(outcome.effects)
        return outcome

    async def take(self, unit: Unit) -> Outcome:
        outcome = self.desk.take(*unit)
        self.links.react(outcome.effects)
        return outcome

    async def take_each(self, units: Sequence[Unit]) -> list[Outcome]:
        return [await self.take(unit) for unit in units]

    def later(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task
