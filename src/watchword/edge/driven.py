"""What an end of a link has in common: its table decides, its deeds are done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from watchword.edge.clock import system_ns
from watchword.edge.host import Host
from watchword.node.link import Action, Input, Machine, State, Table

Deed = Callable[[], None]


class Driven:
    """An end of a link, driven by its table.

    Args:
        node: The running node.
        table: Which end it is.

    Attributes:
        changed_ns: When the state last changed.
        over: Set once it is closed.
    """

    def __init__(self, node: Host, table: Table) -> None:
        self._node = node
        self._machine = Machine(table)
        self._deeds: Mapping[Action, Deed] = {}
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.changed_ns = system_ns()
        self.over = asyncio.Event()

    @property
    def state(self) -> State:
        """How it stands."""
        return self._machine.state

    def tell(self, given: Input) -> None:
        """Take an input, and begin what the table answers."""
        before = self.state
        actions = self._machine.tell(given)
        if self.state is not before:
            self.changed_ns = system_ns()
            self._stop_timer()
            if self.state is State.CLOSED:
                self.over.set()
        for action in actions:
            self._deeds[action]()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Have something done that ends by telling."""
        self._task = self._node.later(work)

    def _after(self, seconds: float, deed: Deed) -> None:
        """Do something later, unless the state has changed by then."""
        self._stop_timer()
        self._timer = asyncio.get_running_loop().call_later(seconds, deed)

    def _time(self) -> None:
        self.tell(Input.TIME)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _cancel(self) -> None:
        """What was begun is not wanted any more."""
        task = self._task
        if task is not None and task is not asyncio.current_task():
            task.cancel()
