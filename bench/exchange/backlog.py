"""Six hours of partition by the nodes' clock, and a backlog when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter_ns
from typing import Final

from tests.processes.nodes import Node, both_told, ended, two_desks

from bench.exchange.pair import Pair, resident_mb
from bench.exchange.reports import reports
from bench.exchange.spread import percentile
from bench.exchange.talk import following, lines
from watchword.edge.commands.links import ClockAdvance
from watchword.model.time import HOUR_NS, parse_instant

HOURS: Final = 6
BEGINS: Final = "2026-05-04T00:00Z"
WARNINGS: Final = 20
WARN_EVERY_S: Final = 0.3


def summary(count: int) -> Mapping[str, float]:
    """File so many while the partner is away; then it comes back.

    Args:
        count: How many reports wait.
    """
    with TemporaryDirectory(prefix="partition-") as folder:
        a, b = two_desks(Path(folder), "--replay-from", BEGINS, "--from", BEGINS)
        with ended(a, b):
            a.up()
            b.up()
            both_told(a, b)
            b.kill()
            waiting = _file_for_hours(Pair(a, b), count)
            most_mb = resident_mb(a)
            b.up()
            b.ask(ClockAdvance(to_ns=_hour_ns(HOURS)))
            return {
                **asyncio.run(_resumed(a, b, waiting)),
                "partition_sender_mb": max(most_mb, resident_mb(a)),
                "partition_receiver_mb": resident_mb(b),
                "partition_waiting": count,
                "partition_hours": HOURS,
            }


def _hour_ns(hour: int) -> int:
    return parse_instant(BEGINS).ns + hour * HOUR_NS


def _file_for_hours(pair: Pair, count: int) -> list[str]:
    names = []
    for hour in range(HOURS):
        pair.a.ask(ClockAdvance(to_ns=_hour_ns(hour + 1)))
        names += pair.file_only(count // HOURS + (count % HOURS if not hour else 0))
    return names


async def _resumed(a: Node, b: Node, waiting: list[str]) -> dict[str, float]:
    """What is filed now is urgent: how soon is it there, with all that waits?"""
    late_ms: list[float] = []
    began_ns = perf_counter_ns()
    async with following(b.home) as follower, lines(a.home, 1) as (line,):
        await follower.until_seen(waiting[:1])
        for each in reports(10_000_000, WARNINGS, "urgent"):
            at_ns = perf_counter_ns()
            name = (await line.ask(each))["name"]
            await follower.until_seen([name])
            late_ms.append((follower.seen_ns[name] - at_ns) / 1e6)
            await asyncio.sleep(WARN_EVERY_S)
        left = len(set(waiting) - follower.seen_ns.keys())
        await follower.until_seen(waiting)
        expected = set(waiting)
        came = [name for name in follower.order if name in expected]
    return {
        "partition_warning_p50_ms": percentile(late_ms, 0.5),
        "partition_warning_max_ms": max(late_ms),
        "partition_waiting_behind_warnings": left,
        "partition_in_order": int(came == waiting),
        "partition_resumed_s": (perf_counter_ns() - began_ns) / 1e9,
    }
