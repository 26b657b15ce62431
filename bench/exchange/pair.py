"""Two real nodes that know each other, and what is measured between them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, perf_counter_ns
from typing import Any, Final

from tests.processes.nodes import Node, both_told, dials, ended, two_desks

from bench.exchange.reports import reports
from bench.exchange.talk import Filed, Line, asked, following, lines
from watchword.edge.commands.imports import ReportImport
from watchword.edge.commands.links import NodeShow
from watchword.model.report import Urgency

A_BATCH: Final = 100
LAG_EVERY_S: Final = 0.05
CAUGHT_UP_EVERY_S: Final = 0.1


@dataclass(frozen=True)
class Latencies:
    """What one run of single reports gave.

    Args:
        ms: From handing over at A to being seen durable at B, for each report.
        lag_ms: The picture's lag at B, looked at again and again.
        lost: How many never came.
    """

    ms: Sequence[float]
    lag_ms: Sequence[float]
    lost: int


class Pair:
    """Nodes A and B, both running; reports go from A to B."""

    def __init__(self, a: Node, b: Node) -> None:
        self.a = a
        self.b = b
        self.filed = 0

    def latencies(self, count: int, a_second: float) -> Latencies:
        """File single reports at an even pace, whatever becomes of the last one."""
        return asyncio.run(self._latencies(count, a_second))

    async def _latencies(self, count: int, a_second: float) -> Latencies:
        requests = [asked(each) for each in reports(self.filed, count)]
        self.filed += count
        lags: list[float] = []
        async with following(self.b.home) as follower, lines(self.a.home, 1) as (line,):
            watching = asyncio.create_task(self._watch_lag(lags))
            handed = await _file_evenly(line, requests, 1 / a_second)
            try:
                async with asyncio.timeout(30):
                    await follower.until_seen(handed)
            except TimeoutError:
                pass  # What is missing is counted.
            watching.cancel()
            seen = follower.seen_ns
        ms = [(seen[n] - at_ns) / 1e6 for n, at_ns in handed.items() if n in seen]
        return Latencies(ms=ms, lag_ms=lags, lost=count - len(ms))

    async def _watch_lag(self, lags: list[float]) -> None:
        async with lines(self.b.home, 1) as (line,):
            while True:
                lags.append((await line.ask(NodeShow())).get("picture_lag_ms", 0))
                await asyncio.sleep(LAG_EVERY_S)

    def one_by_one(self, count: int, urgency: Urgency = "routine") -> list[float]:
        """File a report, wait until it is durable at B, file the next; ms."""
        return asyncio.run(self._one_by_one(count, urgency))

    async def _one_by_one(self, count: int, urgency: Urgency) -> list[float]:
        found = []
        async with following(self.b.home) as follower, lines(self.a.home, 1) as (line,):
            for each in reports(self.filed, count, urgency):
                began_ns = perf_counter_ns()
                name = (await line.ask(each))["name"]
                await follower.until_seen([name])
                found.append((follower.seen_ns[name] - began_ns) / 1e6)
        self.filed += count
        return found

    def load(self, count: int) -> float:
        """File so many in batches; seconds until all are durable at B."""
        return asyncio.run(self._load(count))

    async def _load(self, count: int) -> float:
        async with following(self.b.home) as follower, lines(self.a.home, 2) as to_a:
            batches = iter([*self._batches(count)])
            began = perf_counter()
            both = await asyncio.gather(*(_file_batches(x, batches) for x in to_a))
            await follower.until_seen([name for names in both for name in names])
            return perf_counter() - began

    def file_only(self, count: int) -> list[str]:
        """File so many in batches; the names, in the order of filing."""
        return asyncio.run(self._file_only(count))

    async def _file_only(self, count: int) -> list[str]:
        async with lines(self.a.home, 1) as (line,):
            return await _file_batches(line, self._batches(count))

    def _batches(self, count: int) -> Iterator[bytes]:
        while count > 0:
            size = min(A_BATCH, count)
            given = tuple(reports(self.filed, size))
            self.filed += size
            count -= size
            yield asked(ReportImport(reports=given))

    def caught_up_s(self) -> float:
        """Seconds until both pictures have no lag."""
        return asyncio.run(self._caught_up())

    async def _caught_up(self) -> float:
        began = perf_counter()
        for node in (self.a, self.b):
            async with lines(node.home, 1) as (line,):
                while (await line.ask(NodeShow()))["picture_lag"]:  # noqa: ASYNC110 (another process)
                    await asyncio.sleep(CAUGHT_UP_EVERY_S)
        return perf_counter() - began


async def _file_evenly(
    line: Line, requests: Sequence[bytes], every_s: float
) -> dict[str, int]:
    """Give one after the other, answered or not; by name, when each was given."""
    given_ns: deque[int] = deque()
    answering = asyncio.create_task(_answered(line, given_ns, len(requests)))
    loop = asyncio.get_running_loop()
    begins = loop.time()
    for number, request in enumerate(requests):
        await asyncio.sleep(max(0.0, begins + number * every_s - loop.time()))
        given_ns.append(perf_counter_ns())
        line.give(request)
    return await answering


async def _answered(line: Line, given_ns: deque[int], count: int) -> dict[str, int]:
    """Answers come in the order of what was given."""
    handed: dict[str, int] = {}
    while len(handed) < count:
        filed: Filed = await line.answered(Filed)
        handed[filed.name] = given_ns.popleft()
    return handed


async def _file_batches(line: Line, batches: Iterator[bytes]) -> list[str]:
    names: list[str] = []
    for request in batches:
        done: dict[str, Any] = await line.ask_bytes(request)
        names += [row["name"] for row in done["reports"]]
    return names


@contextmanager
def pair(place: Path | None = None) -> Iterator[Pair]:
    """Two desks under an agreement in force; each holds a feed of the other's open.

    That is the quickest setting (``dial = "both"``): no batch waits for a receipt.
    """
    with TemporaryDirectory(prefix="exchange-", dir=place) as folder:
        a, b = two_desks(Path(folder))
        with ended(a, b):
            for node in (a, b):
                dials(node, "both")
                node.up()
            both_told(a, b)
            yield Pair(a, b)


def resident_mb(node: Node) -> float:
    """How much memory a node's process has now, MB."""
    if node.process is None:
        raise RuntimeError("the node is not running")
    status = Path(f"/proc/{node.process.pid}/status").read_text("ascii")
    line = next(row for row in status.splitlines() if row.startswith("VmRSS:"))
    return int(line.split()[1]) / 1000
