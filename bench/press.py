"""How many statements a second are read, on one core.

The labelled statements of ``shared/data/statements`` are read as ``watchword
press read`` reads them, from the text, its day and its authority to its labels,
in a loop of one process; figures are CPU time.  A round reads all of them
``PASSES`` times; before the first the tables of sites and patterns have been
made, as in a node that has read something before.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Final, NamedTuple

from bench.exchange.spread import percentile, rounded
from watchword.errors import UsageError
from watchword.press.calendar import parse_published
from watchword.press.context import Context
from watchword.press.labels import labels_of
from watchword.press.read import READERS, claims_in, read
from watchword.press.reading import Language

STATEMENTS: Final = (
    Path(__file__).parents[2] / "shared" / "data" / "statements" / "dev.jsonl"
)
ROUNDS: Final = 9
PASSES: Final = 5
LANGUAGES: Final[tuple[Language, ...]] = ("de", "en", "ja", "ko")

WORDS: Final = {
    "texts_per_s": "statements read a second on one core, median of the rounds",
    "texts_per_s_low": "the slowest round",
    "texts_per_s_high": "the fastest round",
    **{f"texts_per_s_{each}": f"of these the ones in {each}" for each in LANGUAGES},
    "text_p50_ms": "half of the statements took no longer",
    "text_p99_ms": "99 in 100 took no longer",
    "with_claims_per_s": "the same, and the claims in them found as well",
    "texts": "statements in a round, once each",
    "characters": "characters of a statement, on average",
    "rounds": "how often everything was measured",
    "seconds": "what the whole run took",
    "python": "the interpreter",
}


class Asked(NamedTuple):
    """A statement to read."""

    language: Language
    text: str
    context: Context


Work = Callable[[Asked], object]


def measure() -> Mapping[str, float | int | str]:
    """Measure everything; takes some seconds."""
    began = perf_counter()
    asked = _statements()
    _rate(asked, _both)
    rates = [_rate(asked, _read) for _ in range(ROUNDS)]
    each_ms = [_spent_s([one], _read) * 1000 for _ in range(ROUNDS) for one in asked]
    found: dict[str, float] = {
        "texts_per_s": median(rates),
        "texts_per_s_low": min(rates),
        "texts_per_s_high": max(rates),
        **{f"texts_per_s_{each}": _of(asked, each) for each in LANGUAGES},
        "text_p50_ms": percentile(each_ms, 0.5),
        "text_p99_ms": percentile(each_ms, 0.99),
        "with_claims_per_s": median(_rate(asked, _both) for _ in range(ROUNDS)),
        "characters": sum(len(one.text) for one in asked) / len(asked),
        "seconds": perf_counter() - began,
    }
    rows: dict[str, float | int | str] = {k: rounded(v) for k, v in found.items()}
    rows |= {"texts": len(asked), "rounds": ROUNDS, "python": platform.python_version()}
    return {name: rows[name] for name in WORDS}


def _of(asked: Sequence[Asked], language: Language) -> float:
    own = [one for one in asked if one.language == language]
    return median(_rate(own, _read) for _ in range(ROUNDS))


def _rate(asked: Sequence[Asked], work: Work) -> float:
    return PASSES * len(asked) / _spent_s([*asked] * PASSES, work)


def _spent_s(asked: Sequence[Asked], work: Work) -> float:
    began = process_time()
    for one in asked:
        work(one)
    return process_time() - began


def _read(one: Asked) -> object:
    return labels_of(read(one.text, one.language, one.context))


def _both(one: Asked) -> object:
    return _read(one), claims_in(one.text, one.language, one.context)


def _statements() -> list[Asked]:
    """Those in a language that is read.

    Raises:
        UsageError: They are not where they should be.
    """
    if not STATEMENTS.exists():
        raise UsageError(f"{STATEMENTS} is missing: the statements are read there")
    lines = STATEMENTS.read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [
        Asked(row["lang"], row["text"], _context(row))
        for row in rows
        if row["lang"] in READERS
    ]


def _context(row: Mapping[str, str | None]) -> Context:
    published = row["published"]
    return Context(
        published=parse_published(published) if published else None,
        authority=row["authority"] or "",
    )
