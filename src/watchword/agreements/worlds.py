"""What may have happened when, where papers are dated less than exactly.

A paper known only by its day took place somewhere in that day.  Each way to
choose is a world; a world puts every paper that has taken place at one exact
instant, in order.  Where nothing turns on the choice there is one world.

1. A day that has passed is one choice, unless it covers several local days,
   or papers overlap whose order matters: notes of one party, and notes of
   anybody with what brings a text into force.
2. While it lasts, "not yet" is a choice too.
3. A withdrawal comes after the notes that it names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import product
from math import prod
from typing import Final

import msgspec

from watchword.agreements.calendar import day_start_ns, local_day
from watchword.model.agreement import (
    CompletionNote,
    Dispute,
    Instrument,
    Lifting,
    Notice,
    Reading,
    Signature,
    Suspension,
    Withdrawal,
)
from watchword.model.time import DAY_NS

Placed = tuple[int, Instrument]
"""A paper, and the instant at which it takes effect in one world."""

MOST_WORLDS: Final = 1024

_ENTRY: Final = (Signature, CompletionNote)
"""What brings a text into force."""

_RANK: Final[dict[type, int]] = {
    kind: rank
    for rank, kind in enumerate(
        (
            Signature,
            CompletionNote,
            Notice,
            Suspension,
            Lifting,
            Withdrawal,
            Reading,
            Dispute,
        )
    )
}


class Worlds(msgspec.Struct, frozen=True, kw_only=True):
    """The possible pasts at an instant.

    Args:
        each: The papers of each world, placed and in order.
        all_of_them: False when there were more than ``MOST_WORLDS``: then only
            the one where everything came early and the one where nothing
            uncertain has come yet are here.
    """

    each: tuple[tuple[Placed, ...], ...]
    all_of_them: bool


def in_order(papers: Iterable[Instrument]) -> tuple[Instrument, ...]:
    """Papers without repetition in canonical order, however they came."""
    return tuple(sorted(dict.fromkeys(papers), key=_order))


def worlds(papers: Sequence[Instrument], at_ns: int, zones: Collection[str]) -> Worlds:
    """Every way in which papers can have come about by an instant.

    Args:
        papers: In canonical order.
        at_ns: What is dated after it has not happened.
        zones: The zones in which days matter.
    """
    begun = [paper for paper in papers if paper.dated.ns <= at_ns]
    beside = overlapping(begun, zones)
    choices = [
        (paper.dated.ns,)
        if paper.dated.precision_ns == 1
        else _choices(paper, at_ns, zones, beside.get(n, ()))
        for n, paper in enumerate(begun)
    ]
    if prod(len(choice) for choice in choices) > MOST_WORLDS:
        ends = [[c[0] for c in choices], [c[-1] for c in choices]]
        each = tuple(_placed(begun, chosen) for chosen in ends)
        return Worlds(each=each, all_of_them=False)
    every = tuple(_placed(begun, chosen) for chosen in product(*choices))
    sound = tuple(w for w in every if len(every) == 1 or not _contradicts(w, zones))
    return Worlds(each=sound or every, all_of_them=True)


def end_ns(paper: Instrument, zones: Collection[str]) -> int:
    """When a paper has taken place for certain.

    A local day is as long as the clocks of its zone make it: 23 hours, or 25.
    """
    dated = paper.dated
    if dated.precision_ns != DAY_NS:
        return dated.end_ns
    days = [(local_day(dated.ns, zone), zone) for zone in zones]
    ends = [
        day_start_ns(day + timedelta(days=1), zone)
        for day, zone in days
        if day_start_ns(day, zone) == dated.ns
    ]
    return max(ends, default=dated.end_ns)


def _choices(
    paper: Instrument,
    at_ns: int,
    zones: Collection[str],
    beside: Collection[Instrument],
) -> tuple[int | None, ...]:
    begin_ns, over_ns = paper.dated.ns, end_ns(paper, zones)
    last = min(over_ns - 1, at_ns)
    found = {begin_ns}
    for zone in zones:
        found.update(_midnights(begin_ns, last, zone))
    if beside:
        found.add(last)
    if not isinstance(paper, _ENTRY):
        found.update(ns for ns in _between(begin_ns, beside) if begin_ns < ns < last)
    not_yet = (None,) if at_ns < over_ns else ()
    return (*sorted(found), *not_yet)


def _between(begin_ns: int, beside: Collection[Instrument]) -> Iterator[int]:
    """Places of a note of which the first and the last do not tell the order.

    Of three papers one may have come between the other two.
    """
    exact = [p.dated.ns + 1 for p in beside if p.dated.precision_ns == 1]
    if not exact:
        return
    yield from exact
    if len(exact) < len(beside):
        yield from (ns + 1 for ns in (begin_ns, *exact))


def is_plain(
    paper: Instrument, zones: Collection[str], beside: Collection[Instrument]
) -> bool:
    """Whether a paper has but one place once its time has passed."""
    if paper.dated.precision_ns == 1:
        return True
    return len(_choices(paper, end_ns(paper, zones), zones, beside)) == 1


def _midnights(after_ns: int, last_ns: int, zone: str) -> Iterator[int]:
    day, last = local_day(after_ns, zone), local_day(last_ns, zone)
    while day < last:
        day += timedelta(days=1)
        yield day_start_ns(day, zone)


def overlapping(
    papers: Sequence[Instrument], zones: Collection[str]
) -> Mapping[int, Sequence[Instrument]]:
    """With which others a paper shares a moment, where their order matters.

    Args:
        papers: In canonical order; the answer is by their number.
        zones: The zones in which days matter.
    """
    found: dict[int, list[Instrument]] = {}
    lasting: list[tuple[int, int]] = []
    for n, paper in enumerate(papers):
        lasting = [(m, end) for m, end in lasting if end > paper.dated.ns]
        for m, _ in lasting:
            if _matters(papers[m], paper):
                found.setdefault(m, []).append(paper)
                found.setdefault(n, []).append(papers[m])
        lasting.append((n, end_ns(paper, zones)))
    return found


def _matters(one: Instrument, other: Instrument) -> bool:
    """Whether it makes a difference which of two papers came first."""
    if isinstance(one, Dispute) or isinstance(other, Dispute):
        return False
    if isinstance(one, Reading) or isinstance(other, Reading):
        return type(one) is type(other) and one.party == other.party
    if isinstance(one, _ENTRY) or isinstance(other, _ENTRY):
        # The others turn on a notice, which is asked about itself.
        return isinstance(one, Notice | Lifting) or isinstance(other, Notice | Lifting)
    return one.party == other.party


def _placed(
    papers: Sequence[Instrument], chosen: Sequence[int | None]
) -> tuple[Placed, ...]:
    placed = [
        (at_ns, paper)
        for at_ns, paper in zip(chosen, papers, strict=True)
        if at_ns is not None
    ]
    return tuple(sorted(placed, key=_moment))


def _contradicts(world: Sequence[Placed], zones: Collection[str]) -> bool:
    """Whether a note comes after its withdrawal that may have come before it."""
    withdrawals = [(at, paper) for at, paper in world if isinstance(paper, Withdrawal)]
    return any(
        taken_back_ns < at_ns
        and isinstance(paper, Notice | Suspension)
        and paper.note in by.withdraws
        and paper.party == by.party
        and paper.dated.ns < end_ns(by, zones)
        for taken_back_ns, by in withdrawals
        for at_ns, paper in world
    )


def _moment(placed: Placed) -> tuple[int, int]:
    return placed[0], _RANK[type(placed[1])]


def _order(paper: Instrument) -> tuple[int, int, int, str, str, str]:
    dated = paper.dated
    rank = _RANK[type(paper)]
    return dated.ns, rank, dated.precision_ns, paper.party, paper.note, _says(paper)


def _says(paper: Instrument) -> str:  # noqa: PLR0911 (one a kind of paper)
    """What sets two papers apart that agree in all else."""
    match paper:
        case Signature():
            return f"{paper.version} {paper.text}"
        case Notice():
            return paper.reason
        case Suspension():
            return paper.condition
        case Withdrawal():
            return "\n".join(paper.withdraws)
        case Reading():
            return paper.reading
        case Dispute():
            return "\n".join((*paper.about, paper.says, paper.ends))
        case _:
            return ""
