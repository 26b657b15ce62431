"""``python -m bench exchange``: peer and Watchword in turn, in one run.

How it is measured: node A and node B are the shipped program, started as an
operator starts it, on this machine's loopback over mutual TLS.  A process of
its own hands reports to A over its socket and follows B's ledger, so every
latency ends when somebody outside has been told that the report is durable at
B: verified, entered, committed and synced.  Nothing is stopped while anything
is measured: both nodes fold their pictures, both cores are shared by all.

Sizes: ``WATCHWORD_BENCH_ENTRIES`` (1,000,000) and ``WATCHWORD_BENCH_REPORTS``
(100,000); smaller ones give a quick look, and the figures say which were used.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter
from typing import Final

from bench.exchange import backlog, peer, stalled
from bench.exchange.disk import commit_us
from bench.exchange.pair import Latencies, Pair, pair, resident_mb
from bench.exchange.spread import percentile, rounded
from watchword.edge.commands.links import NodeShow

Figures = dict[str, float]

A_SECOND: Final = 500
SINGLES: Final = 5_000
A_FEW: Final = 500
ROUNDS: Final = 3
PEER_ROUNDS: Final = 20
ONE_BY_ONE: Final = 100
FEW_ENTRIES: Final = 1_000
PREFILL: Final = 20_000

WORDS: Final = {
    "latency_ms.p50": "handed to A until durable and verified at B, 500 a second",
    "latency_ms.p99": "99 in 100 took no longer",
    "latency_ms.p50_low": "the best of the rounds",
    "latency_ms.p50_high": "the worst of the rounds",
    "latency_ms.p99_high": "p99 in the worst of the rounds",
    "lost": "reports handed over that never came",
    "picture_lag_p99_ms": "age of the oldest report not in B's picture, then",
    "reports_per_s": "durable at both ends, batches of 100, while all three run",
    "reports_per_s_reports": "of so many reports",
    "pictures_caught_up_s": "after the last was durable, both pictures were whole",
    "medallion_ratio_0": "the peer's p50 over ours, nothing held; median of rounds",
    "medallion_ratio_100": "the same with 100 held",
    "medallion_p50_ms_0": "the peer, nothing held; median of rounds",
    "medallion_p50_ms_100": "the peer, 100 held",
    "ours_p50_ms_0": "ours, one report after the other, nothing held",
    "ours_p50_ms_100": "ours, 100 held",
    "history_ratio": "our p50 with many entries held over that with 1,000",
    "history_p50_ms_few": "p50 with 1,000 entries held, 500 a second",
    "history_p50_ms_many": "p50 with many",
    "history_entries": "how many were held at A then",
    "node_mb_a": "memory of node A then, MB",
    "node_mb_b": "memory of node B then, MB",
    "start_s": "start of node A with them until it answers",
    "stalled_partner_ratio": "p99 of 199 partners with one stalled over without",
    "stalled_partner_ratio_high": "the worst of the rounds",
    "partners_p99_ms": "p99 over all partners, nobody stalled",
    "partners_p99_ms_one_stalled": "with one stalled",
    "partners": "how many partners",
    "partition_warning_p50_ms": "a warning filed on resumption, until durable at B",
    "partition_warning_max_ms": "the slowest of them",
    "partition_waiting_behind_warnings": "so many still waited after the last one",
    "partition_in_order": "1: what waited came in the order of filing",
    "partition_resumed_s": "until the last of what waited was durable",
    "partition_sender_mb": "the sender's memory at its most, MB",
    "partition_receiver_mb": "the receiver's memory at the end, MB",
    "partition_waiting": "reports that waited",
    "partition_hours": "hours of partition, by the nodes' replay clock",
    "commit_us": "one durable commit on this disk, median: rescale by it",
    "seconds": "what the whole run took",
    "python": "the interpreter",
}


def measure() -> Mapping[str, float | int | str]:
    """Measure everything, or what ``WATCHWORD_BENCH_ONLY`` names."""
    began = perf_counter()
    only = os.environ.get("WATCHWORD_BENCH_ONLY", "")
    parts: Mapping[str, Callable[[], Mapping[str, float]]] = {
        "peer": _against_peer,
        "pair": _pair_figures,
        "partners": stalled.summary,
        "partition": lambda: backlog.summary(_size("REPORTS", 100_000)),
    }
    found: Figures = {"commit_us": commit_us()}
    for name, part in parts.items():
        if not only or name in only.split(","):
            _say(name)
            found.update(part())
    rows = {name: rounded(found[name]) for name in WORDS if name in found}
    seconds = rounded(perf_counter() - began)
    return {**rows, "seconds": seconds, "python": platform.python_version()}


def _say(text: str) -> None:
    sys.stderr.write(f"exchange: {text} ...\n")


def _size(name: str, usual: int) -> int:
    return int(os.environ.get(f"WATCHWORD_BENCH_{name}", usual))


def _against_peer() -> Figures:
    python = peer.install()
    theirs: dict[int, list[float]] = {0: [], 100: []}
    ours: dict[int, list[float]] = {0: [], 100: []}
    for _ in range(ROUNDS):
        for held in (0, 100):
            said = peer.visible_s(python, held, PEER_ROUNDS)
            theirs[held].append(said["p50"] * 1000)
            ours[held].append(_one_by_one(held))
    found: Figures = {}
    for held in (0, 100):
        both = zip(theirs[held], ours[held], strict=True)
        found[f"medallion_ratio_{held}"] = median(one / own for one, own in both)
        found[f"medallion_p50_ms_{held}"] = median(theirs[held])
        found[f"ours_p50_ms_{held}"] = median(ours[held])
    return found


def _one_by_one(held: int) -> float:
    with pair() as both:
        if held:
            both.load(held)
        return percentile(both.one_by_one(PEER_ROUNDS), 0.5)


def _pair_figures() -> Figures:
    with pair() as both:
        both.load(FEW_ENTRIES // 2)
        few = _p50_ms(both)
        _say("latency")
        runs = [both.latencies(SINGLES, A_SECOND) for _ in range(ROUNDS)]
        found = _latency_figures(runs)
        _say("throughput")
        found |= _throughput(both)
        _say("history")
        found |= _history(both, few)
        return found


def _latency_figures(runs: list[Latencies]) -> Figures:
    p50 = [percentile(run.ms, 0.5) for run in runs]
    p99 = [percentile(run.ms, 0.99) for run in runs]
    return {
        "latency_ms.p50": median(p50),
        "latency_ms.p99": median(p99),
        "latency_ms.p50_low": min(p50),
        "latency_ms.p50_high": max(p50),
        "latency_ms.p99_high": max(p99),
        "lost": sum(run.lost for run in runs),
        "picture_lag_p99_ms": median(percentile(run.lag_ms, 0.99) for run in runs),
    }


def _throughput(both: Pair) -> Figures:
    count = _size("REPORTS", 100_000)
    seconds = both.load(count)
    return {
        "reports_per_s": count / seconds,
        "reports_per_s_reports": count,
        "pictures_caught_up_s": both.caught_up_s(),
    }


def _p50_ms(both: Pair) -> float:
    runs = [both.latencies(A_FEW, A_SECOND) for _ in range(ROUNDS)]
    return median(percentile(run.ms, 0.5) for run in runs)


def _history(both: Pair, few_ms: float) -> Figures:
    wanted = _size("ENTRIES", 1_000_000)
    while (held := both.a.ask(NodeShow())["entries"]) < wanted:
        both.load(PREFILL)
        _say(f"{held} entries")
    both.caught_up_s()
    many_ms = _p50_ms(both)
    found = {
        "history_ratio": many_ms / few_ms,
        "history_p50_ms_few": few_ms,
        "history_p50_ms_many": many_ms,
        "history_entries": held,
        "node_mb_a": resident_mb(both.a),
        "node_mb_b": resident_mb(both.b),
    }
    both.a.stop()
    began = perf_counter()
    both.a.up()
    return {**found, "start_s": perf_counter() - began}
