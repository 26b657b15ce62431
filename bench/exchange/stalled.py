"""One partner of two hundred is stalled: what do the others notice?"""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter_ns
from typing import Final

from msgspec.structs import replace
from tests.processes.nodes import Node, ended, environment, new_node
from tests.sim.scenes import PUBLIC

from bench.exchange.partners import CAME, CIRCLE, introduce, party
from bench.exchange.reports import reports
from bench.exchange.spread import percentile
from bench.exchange.talk import lines
from watchword.edge.desk import Desk

PARTNERS: Final = 200
STALLED: Final = 77
NOBODY: Final = -1
ROUNDS: Final = 3
REPORTS: Final = 40
EVERY_S: Final = 0.5
SETTLES_S: Final = 10.0
SENDER: Final = "sender.example"


def ratios() -> tuple[list[float], list[float], list[float]]:
    """With one stalled, the p99 of the others over that without; by round.

    Returns:
        The ratios; the p99 without, ms; the p99 with one stalled, ms.
    """
    without, with_one = [], []
    for _ in range(ROUNDS):
        without.append(_p99_ms(NOBODY))
        with_one.append(_p99_ms(STALLED))
    found = [one / none for one, none in zip(with_one, without, strict=True)]
    return found, without, with_one


def _p99_ms(stalled: int) -> float:
    with TemporaryDirectory(prefix="partners-") as folder:
        place = Path(folder)
        node = _sender(place)
        with _partners(place, stalled), ended(node):
            node.up()
            handed = asyncio.run(_file(node))
        came: dict[str, dict[str, int]] = json.loads((place / CAME).read_text())
    others = [by for name, by in came.items() if name != party(stalled)]
    late = [by[n] - at_ns for by in others for n, at_ns in handed.items() if n in by]
    if len(late) != len(others) * len(handed):
        raise RuntimeError("not everything came to everybody who was there")
    return percentile([ns / 1e6 for ns in late], 0.99)


def _sender(place: Path) -> Node:
    node = new_node(place / "node", SENDER)
    desk = Desk(node.home)
    try:
        text = asyncio.run(introduce(desk, place, PARTNERS))
    finally:
        desk.close()
    path = place / "circle.toml"
    path.write_text(text, encoding="utf-8")
    node.json("agreement", "sign", str(path), "--yes")
    node.json("posture", "set", CIRCLE, "push")
    return node


async def _file(node: Node) -> dict[str, int]:
    handed: dict[str, int] = {}
    async with lines(node.home, 1) as (line,):
        await asyncio.sleep(SETTLES_S)  # the papers go first
        for each in reports(0, REPORTS):
            at_ns = perf_counter_ns()
            said = await line.ask(replace(each, label=PUBLIC))
            handed[said["name"]] = at_ns
            await asyncio.sleep(EVERY_S)
        await asyncio.sleep(SETTLES_S)
    return handed


@contextmanager
def _partners(place: Path, stalled: int) -> Iterator[None]:
    words = (str(place), str(PARTNERS), str(stalled), SENDER)
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.exchange.partners", *words],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    try:
        if process.stdout is None or process.stdout.readline() != "ready\n":
            raise RuntimeError("the simulated partners did not start")
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def summary() -> dict[str, float]:
    """The figures as they are reported."""
    found, without, with_one = ratios()
    return {
        "stalled_partner_ratio": median(found),
        "stalled_partner_ratio_high": max(found),
        "partners_p99_ms": median(without),
        "partners_p99_ms_one_stalled": median(with_one),
        "partners": PARTNERS,
    }
