"""The life of an agreement with a thousand papers.

One party gives notice, suspends it, and takes both back, again and again over
twenty years; now and then somebody asserts a reading or opens a dispute.  One
paper in three is known by its day alone, as in the public record.
"""

from __future__ import annotations

from random import Random
from typing import Final

from bench.mix import CIRCLE, FIVE, texts
from watchword.model.agreement import (
    READINGS,
    Dispute,
    Instrument,
    Notice,
    Reading,
    Signature,
    Suspension,
    Withdrawal,
)
from watchword.model.time import DAY_NS, HOUR_NS, Instant, parse_instant

LONG: Final = CIRCLE
PAPERS: Final = 1000
BEGIN_NS: Final = parse_instant("2000-01-01T00:00Z").ns
END_NS: Final = parse_instant("2020-01-01T00:00Z").ns


def long_life(number: int) -> list[Instrument]:
    """A thousand papers; another number gives others, none of them seen before."""
    random = Random(number)  # noqa: S311 (a mix, not a secret)
    text = f"{texts()[LONG]}\n# life {number}\n"
    papers: list[Instrument] = [
        Signature(
            agreement=LONG,
            party=party,
            note="signed",
            dated=Instant(ns=BEGIN_NS),
            version=1,
            text=text,
        )
        for party in FIVE
    ]
    step_ns = (END_NS - BEGIN_NS) // PAPERS
    while len(papers) < PAPERS:
        n = len(papers)
        dated = _dated(BEGIN_NS + n * step_ns, random)
        papers.append(_paper(n, dated))
    random.shuffle(papers)
    return papers


def _dated(ns: int, random: Random) -> Instant:
    if random.random() < 1 / 3:
        return Instant(ns=ns // DAY_NS * DAY_NS, precision_ns=DAY_NS)
    return Instant(ns=ns // DAY_NS * DAY_NS + random.randrange(24) * HOUR_NS)


def _paper(n: int, dated: Instant) -> Instrument:
    party = FIVE[n // 5 % len(FIVE)]
    match n % 5:
        case 0:
            return Notice(agreement=LONG, party=party, note=f"n-{n}", dated=dated)
        case 1:
            return Suspension(agreement=LONG, party=party, note=f"s-{n}", dated=dated)
        case 2:
            names = (f"n-{n - 2}", f"s-{n - 1}")
            return Withdrawal(
                agreement=LONG, party=party, note=f"w-{n}", dated=dated, withdraws=names
            )
        case 3:
            reading = READINGS[n // 5 % 2]
            return Reading(
                agreement=LONG, party=party, note=f"r-{n}", dated=dated, reading=reading
            )
        case _:
            return Dispute(agreement=LONG, party=party, note=f"d-{n}", dated=dated)
