"""Why a report is of its event, and what else was said about that.

1. A report stands with those that it corrects or that correct it.
2. It fits: it was taken in by how near its times are to those of the others, by
   how many quantities contradict each other, by whether they name one site.
   The pair that fits worst decides; the one that fits best says most.
3. An analyst said so: then it need not fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from watchword.fusion.judged import NOTHING_JUDGED, Judged
from watchword.fusion.pair import (
    closeness,
    contradictions,
    obstacles,
    sites_agree,
    support,
)
from watchword.fusion.said import Said
from watchword.fusion.thread import Thread, threads

MOST: Final = 50
"""In a crowd a report is held against so many others of its event at most."""


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """How well two reports fit, as associating ranks it: the lowest is best.

    Args:
        other: The other report.
        gap_ns: Time between what the two say of when, doubt included; 0: the
            times meet.
        contradictions: Quantities that cannot both be true.
        sites_agree: Whether one names the site within the words of the other.
        says: The same in words.
    """

    other: str
    gap_ns: int
    contradictions: tuple[str, ...]
    sites_agree: bool
    says: tuple[str, ...]


class Belongs(msgspec.Struct, frozen=True, kw_only=True):
    """Why one report is of its event.

    Args:
        statement: The report.
        together: The reports of the event that it corrects or that correct it,
            directly or through others.
        best: The other report that it fits best; ``None``: it fits none.
        worst: The one that it fits worst, of those that it fits.
        apart: By another report what speaks against the two being of one
            event; an analyst said that they are.
        judgements: Those that count by which it is of the event.
    """

    statement: str
    together: tuple[str, ...] = ()
    best: Fit | None = None
    worst: Fit | None = None
    apart: tuple[tuple[str, str], ...] = ()
    judgements: tuple[str, ...] = ()


def belonging(
    group: Sequence[Said], judged: Judged = NOTHING_JUDGED
) -> tuple[Belongs, ...]:
    """Why each report is of this event, in canonical order.

    Args:
        group: All reports of one event, in canonical order.
        judged: What analysts decided.
    """
    found = threads(group)
    why: dict[str, Belongs] = {}
    for thread in found:
        others = [other for other in found if other is not thread][:MOST]
        for said in thread.members:
            joining = tuple(_joining(thread, group, judged))
            why[said.name] = _belongs(said, thread, others, joining)
    return tuple(why[said.name] for said in group)


def _belongs(
    said: Said, thread: Thread, others: Sequence[Thread], joining: tuple[str, ...]
) -> Belongs:
    against = [(other, obstacles(thread, other)) for other in others]
    fitting = sorted(
        (other for other, reasons in against if not reasons),
        key=lambda other: closeness(thread, other),
    )
    return Belongs(
        statement=said.name,
        together=tuple(e.name for e in thread.members if e.name != said.name),
        best=_fit(thread, fitting[0]) if fitting else None,
        worst=_fit(thread, fitting[-1]) if fitting else None,
        apart=tuple(
            (other.members[0].name, ", ".join(reasons))
            for other, reasons in against
            if reasons
        ),
        judgements=joining,
    )


def _fit(thread: Thread, other: Thread) -> Fit:
    return Fit(
        other=other.members[0].name,
        gap_ns=closeness(thread, other)[0],
        contradictions=contradictions(thread, other),
        sites_agree=sites_agree(thread, other),
        says=support(thread, other),
    )


def _joining(thread: Thread, group: Sequence[Said], judged: Judged) -> Iterator[str]:
    """Judgements that count and say that it is of one event with another here."""
    mine = {each.name for each in thread.members}
    others = {each.name for each in group} - mine
    for name in judged.counts:
        said = judged.all[name]
        named = set(said.reports)
        if said.verdict == "same" and named & mine and named & others:
            yield name
