"""What waits for the writer: warnings first, and no group longer than it may be.

Order is kept within each queue; a unit of many lines counts as many.  Nobody
waits for a receipt to be kept, and the next of a channel covers it: a receipt
waits a moment, then goes with what else is committed, or by itself.
"""

from __future__ import annotations

import asyncio
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
"""So long a receipt holds up nothing that somebody waits for."""

Waiting = tuple[Unit, asyncio.Future[Outcome]]


class Intake:
    """Units that wait, urgent ones and receipts apart.

    Attributes:
        count: How many were ever put here.
    """

    def __init__(self) -> None:
        self._urgent: deque[Waiting] = deque()
        self._routine: deque[Waiting] = deque()
        self._receipts: deque[Waiting] = deque()
        self._due: deque[Waiting] = deque()
        self._some = asyncio.Event()
        self.count = 0

    def put(self, unit: Unit) -> asyncio.Future[Outcome]:
        """Let a unit wait; its outcome will be there when it is durable."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        queue = self._queue_of(unit)
        queue.append((unit, future))
        self.count += 1
        if queue is not self._receipts:
            self._some.set()
        elif len(queue) == 1:
            asyncio.get_running_loop().call_later(RECEIPTS_S, self._let_receipts_go)
        return future

    def _let_receipts_go(self) -> None:
        self._due += self._receipts
        self._receipts.clear()
        self._some.set()

    def _queue_of(self, unit: Unit) -> deque[Waiting]:
        if _is_urgent(unit):
            return self._urgent
        is_receipt = len(unit) == 1 and isinstance(unit[0], TakeReceipt)
        return self._receipts if is_receipt else self._routine

    async def group(self) -> list[Waiting]:
        """What the next commit takes; waits while there is nothing."""
        await self._some.wait()
        group: list[Waiting] = []
        inputs = 0
        while (queue := self._next()) and len(group) < MOST_UNITS:
            inputs += len(queue[0][0])
            if group and inputs > MOST_INPUTS:
                break
            group.append(queue.popleft())
        if not self._next():
            self._some.clear()
        return group

    def _next(self) -> deque[Waiting]:
        return self._urgent or self._routine or self._due


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
