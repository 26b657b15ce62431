"""What waits for the writer: warnings first, and no group longer than it may be.

Order is kept within each queue; a unit of many lines counts as many.  Nobody
waits for a receipt to be kept, so receipts go with the next group of something
else, or by themselves a moment later: a commit costs the same for one as for many.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import Final

from watchword.edge.writer import Outcome, Unit
from watchword.node.inputs import (
    CloseBatch,
    FileReport,
    Input,
    TakeLine,
    TakeReceipt,
)

MOST_UNITS: Final = 64
MOST_INPUTS: Final = 256
"""One commit takes at most so many units and, but for one unit, inputs."""

RECEIPTS_S: Final = 0.01
"""So long receipts wait for something else to be committed with."""

Waiting = tuple[Unit, asyncio.Future[Outcome]]


class Intake:
    """Units that wait, urgent ones and receipts apart."""

    def __init__(self) -> None:
        self._urgent: deque[Waiting] = deque()
        self._routine: deque[Waiting] = deque()
        self._receipts: deque[Waiting] = deque()
        self._some = asyncio.Event()
        self._else = asyncio.Event()

    def put(self, unit: Unit) -> asyncio.Future[Outcome]:
        """Let a unit wait; its outcome will be there when it is durable."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        queue = self._queue_of(unit)
        queue.append((unit, future))
        self._some.set()
        if queue is not self._receipts:
            self._else.set()
        return future

    def _queue_of(self, unit: Unit) -> deque[Waiting]:
        if _is_urgent(unit):
            return self._urgent
        is_receipt = len(unit) == 1 and isinstance(unit[0], TakeReceipt)
        return self._receipts if is_receipt else self._routine

    async def group(self) -> list[Waiting]:
        """What the next commit takes; waits while there is nothing."""
        await self._some.wait()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(RECEIPTS_S):
                await self._else.wait()
        group: list[Waiting] = []
        inputs = 0
        while (queue := self._next()) and len(group) < MOST_UNITS:
            inputs += len(queue[0][0])
            if group and inputs > MOST_INPUTS:
                break
            group.append(queue.popleft())
        if not self._urgent and not self._routine:
            self._else.clear()
            if not self._receipts:
                self._some.clear()
        return group

    def _next(self) -> deque[Waiting]:
        return self._urgent or self._routine or self._receipts


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
