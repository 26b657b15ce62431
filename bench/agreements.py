"""What a decision costs, and the state of an agreement with a thousand papers.

How it is measured: the questions of ``mix`` are asked in the order of time, on
one core, of what was prepared for each agreement, as a node does; a node hears
new reports all the time, so no question is asked twice within a round.  Each
round begins with nothing remembered.  A round asks everything twice: once in
one go, for the rate, and once more, prepared anew, with a clock around each
question, for the percentiles; that clock is part of what they say.

The state is asked for instants all over the life of an agreement that was
followed once, as a node has it; ``state_1000_cold_ms`` is the whole derivation
from a thousand papers that nobody has looked at before.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median
from time import perf_counter_ns
from typing import Any, Final

from msgspec.structs import replace

from bench.lives import BEGIN_NS, END_NS, LONG, long_life
from bench.mix import BEGINS_NS, SEED, Question, questions
from watchword.agreements.decide import decide_under
from watchword.agreements.known import Known
from watchword.agreements.life import Life
from watchword.agreements.memory import Fields, Grounds, Memory
from watchword.agreements.standing import Standing
from watchword.model.agreement import AgreementId

REPORTS: Final = 10_000
ROUNDS: Final = 7
INSTANTS: Final = 500

WORDS: Final = {
    "decisions_per_s": "decisions a second on one core, median of the rounds",
    "decisions_per_s_low": "the slowest round",
    "decisions_per_s_high": "the fastest round",
    "anew_per_s": "the same with nothing ever remembered, median",
    "p50_us": "half of the decisions took no longer, median of the rounds",
    "p99_us": "99 in 100 took no longer, median of the rounds",
    "p99_us_low": "in the best round",
    "p99_us_high": "in the worst round",
    "state_1000_ms": "state at an instant, 1,000 papers, followed before; median",
    "state_1000_ms_high": "the slowest of all instants",
    "state_1000_cold_ms": "the same from papers seen for the first time, median",
    "state_1000_cold_ms_high": "the slowest round",
    "decisions": "questions in a round",
    "permitted": "of these, let something go",
    "by_name": "of these, about a report that somebody decided on by name",
    "fields": "fields asked about for each question, on average",
    "rounds": "how often everything was measured",
    "python": "the interpreter",
}


@dataclass(frozen=True)
class Round:
    """Figures of one round.

    Args:
        per_s: Decisions a second.
        p50_us: Median of the single decisions.
        p99_us: Their 99th percentile.
    """

    per_s: float
    p50_us: float
    p99_us: float


def measure() -> Mapping[str, float | int | str]:
    """Measure everything; takes about half a minute."""
    known, asked = questions(REPORTS)
    ready = {name: Known(name, papers) for name, papers in known.items()}

    def prepared() -> Mapping[AgreementId, tuple[Standing, ...]]:
        return {name: each.standings(BEGINS_NS) for name, each in ready.items()}

    rounds = [_round(prepared, asked) for _ in range(ROUNDS)]
    anew = [_rate(_forgetting(prepared()), asked) for _ in range(3)]
    return {
        **_decisions(rounds),
        "anew_per_s": round(median(anew)),
        **_states(),
        **_about(prepared(), asked),
        "rounds": ROUNDS,
        "python": platform.python_version(),
    }


def _round(
    prepared: Callable[[], Mapping[AgreementId, tuple[Standing, ...]]],
    asked: Sequence[Question],
) -> Round:
    per_s = _rate(prepared(), asked)
    standings = prepared()
    took_ns = []
    for name, request in asked:
        began_ns = perf_counter_ns()
        decide_under(request, standings[name])
        took_ns.append(perf_counter_ns() - began_ns)
    took_ns.sort()
    p99 = took_ns[len(took_ns) * 99 // 100]
    return Round(per_s=per_s, p50_us=median(took_ns) / 1e3, p99_us=p99 / 1e3)


def _rate(
    standings: Mapping[AgreementId, tuple[Standing, ...]], asked: Sequence[Question]
) -> float:
    began_ns = perf_counter_ns()
    for name, request in asked:
        decide_under(request, standings[name])
    return len(asked) * 1e9 / (perf_counter_ns() - began_ns)


class _Nothing(Memory[Any]):
    """A memory that keeps nothing."""

    def keep_refused(self, grounds: Grounds, decision: object) -> None:
        pass

    def keep(self, grounds: Grounds, fields: Fields, decision: object) -> None:
        pass


def _forgetting(
    standings: Mapping[AgreementId, tuple[Standing, ...]],
) -> Mapping[AgreementId, tuple[Standing, ...]]:
    return {
        name: tuple(replace(each, memory=_Nothing()) for each in found)
        for name, found in standings.items()
    }


def _decisions(rounds: Sequence[Round]) -> Mapping[str, float | int]:
    rates = [each.per_s for each in rounds]
    p99s = [each.p99_us for each in rounds]
    return {
        "decisions_per_s": round(median(rates)),
        "decisions_per_s_low": round(min(rates)),
        "decisions_per_s_high": round(max(rates)),
        "p50_us": round(median(each.p50_us for each in rounds), 2),
        "p99_us": round(median(p99s), 2),
        "p99_us_low": round(min(p99s), 2),
        "p99_us_high": round(max(p99s), 2),
    }


def _about(
    standings: Mapping[AgreementId, tuple[Standing, ...]], asked: Sequence[Question]
) -> Mapping[str, float | int]:
    decisions = [decide_under(request, standings[name]) for name, request in asked]
    named = [
        (r.name, r.recipient) in standings[name][0].said.named for name, r in asked
    ]
    return {
        "decisions": len(decisions),
        "permitted": sum(decision.permitted for decision in decisions),
        "by_name": sum(named),
        "fields": round(sum(len(r.fields) for _, r in asked) / len(asked), 1),
    }


def _states() -> Mapping[str, float]:
    random = Random(SEED)  # noqa: S311 (a mix, not a secret)
    life = Life(LONG, long_life(0))
    warm, cold = [], []
    for _ in range(INSTANTS):
        at_ns = random.randrange(BEGIN_NS, END_NS)
        began_ns = perf_counter_ns()
        life.at(at_ns)
        warm.append((perf_counter_ns() - began_ns) / 1e6)
    for number in range(1, ROUNDS + 1):
        papers = long_life(number)
        began_ns = perf_counter_ns()
        Life(LONG, papers).at(END_NS)
        cold.append((perf_counter_ns() - began_ns) / 1e6)
    return {
        "state_1000_ms": round(median(warm), 4),
        "state_1000_ms_high": round(max(warm), 4),
        "state_1000_cold_ms": round(median(cold), 2),
        "state_1000_cold_ms_high": round(max(cold), 2),
    }
