"""``python -m bench picture``: folding alone, CPU time of one process.

Sizes: ``WATCHWORD_BENCH_REPORTS`` (100,000) and ``WATCHWORD_BENCH_ENTRIES``
(1,000,000); with 2,000 and 5,000 it is a quick look.
"""

from __future__ import annotations

import gc
import os
import platform
import sys
from collections.abc import Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Final

from bench.exchange.reports import WITNESSES, rows
from bench.exchange.spread import percentile, rounded
from bench.picture.filled import BEGINS_NS, Filled
from bench.picture.told_apart import quality
from watchword.edge.asof import Period
from watchword.edge.runtime import COLLECT_AFTER
from watchword.model.time import MINUTE_NS

SINGLES: Final = 500
QUERIES: Final = 200
A_SLICE: Final = 2_000
A_PART: Final = 20_000
FEWEST: Final = 10_000

WORDS: Final = {
    "fold_s": "CPU time in which so many reports were folded, s",
    "fold_reports": "how many",
    "fold_ms": "a report",
    "fold_slope": "cost a report of the last launches over that of the same, first",
    "fold_few": "so many were the first",
    "update_p50_ms": "one report more until the picture is written, CPU time",
    "update_p99_ms": "99 in 100 took no longer",
    "asof_p50_ms": "the events of a minute as of an instant, CPU time",
    "asof_p99_ms": "99 in 100 took no longer",
    "asof_entries": "in a history of so many entries",
    "pair_precision": "pairs of reports put together that are of one launch group",
    "pair_recall": "pairs of one launch group that were put together",
    "pairs_right": "in the worst of the rounds: so many pairs right",
    "pairs_found": "of so many found",
    "pairs_true": "and so many there are",
    "pair_reports": "among so many reports of authorities",
    "seconds": "what the whole run took",
    "python": "the interpreter",
}


def measure() -> Mapping[str, float | int | str]:
    """Measure everything."""
    began = perf_counter()
    with TemporaryDirectory(prefix="picture-") as folder:
        filled = Filled(Path(folder))
        found = {**quality(), **_folding(filled)}
        filled.close()
    seconds = rounded(perf_counter() - began)
    rows = {name: rounded(found[name]) for name in WORDS if name in found}
    return {**rows, "seconds": seconds, "python": platform.python_version()}


def _folding(filled: Filled) -> dict[str, float]:
    count, entries = _size("REPORTS", 100_000), _size("ENTRIES", 1_000_000)
    few = min(FEWEST, count // 2)
    _settle_memory()
    first_s = _folded_s(filled, few)
    spent_s = first_s + _folded_s(filled, count - few)
    updates = _updates_ms(filled)
    # After a turn the same launches are told again, of another time.
    turn = len(rows()) * WITNESSES
    _go_on(filled, -(-max(filled.count, entries - few) // turn) * turn)
    last_s = _folded_s(filled, few)
    _go_on(filled, entries)
    asof = _asof_ms(filled)
    return {
        "fold_s": spent_s,
        "fold_reports": count,
        "fold_ms": spent_s / count * 1000,
        "fold_slope": last_s / first_s,
        "fold_few": few,
        "update_p50_ms": percentile(updates, 0.5),
        "update_p99_ms": percentile(updates, 0.99),
        "asof_p50_ms": percentile(asof, 0.5),
        "asof_p99_ms": percentile(asof, 0.99),
        "asof_entries": filled.count,
    }


def _go_on(filled: Filled, until: int) -> None:
    """Fill and fold, until so many reports are there."""
    while filled.count < until:
        _folded_s(filled, min(A_PART, until - filled.count))


def _settle_memory() -> None:
    """As a node does when it has started."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _folded_s(filled: Filled, count: int) -> float:
    """Put in so many more, all waiting, then fold them."""
    filled.add(count)
    began = process_time()
    while filled.pictures.fold(A_SLICE):
        pass
    spent = process_time() - began
    _say(f"{filled.count} reports, the last {count} in {spent:.2f} s")
    return spent


def _updates_ms(filled: Filled) -> list[float]:
    spent: list[float] = []
    for _ in range(SINGLES):
        filled.add(1)
        began = process_time()
        filled.pictures.fold()
        spent.append((process_time() - began) * 1000)
    return spent


def _asof_ms(filled: Filled) -> list[float]:
    """Minutes in which something happened, each as of any instant of knowledge."""
    draw = Random(5)  # noqa: S311 (which questions are asked, no secret)
    spent: list[float] = []
    for _ in range(QUERIES):
        at_ns = filled.happened_ns(draw.randrange(filled.count))
        as_of_ns = draw.randrange(BEGINS_NS, filled.now_ns)
        minute = Period(from_ns=at_ns, until_ns=at_ns + MINUTE_NS - 1)
        began = process_time()
        filled.pictures.period(minute, as_of_ns=as_of_ns)
        spent.append((process_time() - began) * 1000)
    return spent


def _say(text: str) -> None:
    sys.stderr.write(f"picture: {text} ...\n")


def _size(name: str, usual: int) -> int:
    return int(os.environ.get(f"WATCHWORD_BENCH_{name}", usual))
