"""What waits for the writer: warnings first, and no group longer than it may be.

Order is kept within each of the two; a unit of many lines counts as many.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

from watchword.edge.writer import Outcome, Unit
from watchword.node.inputs import CloseBatch, FileReport, Input, TakeLine

MOST_UNITS: Final = 64
MOST_INPUTS: Final = 256
"""One commit takes at most so many units and, but for one unit, inputs."""

Waiting = tuple[Unit, asyncio.Future[Outcome]]


class Intake:
    """Units that wait, urgent ones apart."""

    def __init__(self) -> None:
        self._urgent: deque[Waiting] = deque()
        self._routine: deque[Waiting] = deque()
        self._some = asyncio.Event()

    def put(self, unit: Unit) -> asyncio.Future[Outcome]:
        """Let a unit wait; its outcome will be there when it is durable."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        queue = self._urgent if _is_urgent(unit) else self._routine
        queue.append((unit, future))
        self._some.set()
        return future

    async def group(self) -> list[Waiting]:
        """What the next commit takes; waits while there is nothing."""
        await self._some.wait()
        group: list[Waiting] = []
        inputs = 0
        while (queue := self._urgent or self._routine) and len(group) < MOST_UNITS:
            inputs += len(queue[0][0])
            if group and inputs > MOST_INPUTS:
                break
            group.append(queue.popleft())
        if not self._urgent and not self._routine:
            self._some.clear()
        return group


def _is_urgent(unit: Unit) -> bool:
    return bool(unit) and _urgency(unit[0]) == "urgent"


def _urgency(given: Input) -> str:
    match given:
        case FileReport(header=header):
            return header.urgency
        case TakeLine(channel=channel) | CloseBatch(channel=channel):
            return channel.lane
        case _:
            return "routine"
