"""The life of an agreement as stretches of time in which nothing changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

import msgspec

from watchword.agreements.state import AT_WILL, AgreementState, state
from watchword.model.agreement import AgreementId, Instrument, StateName
from watchword.model.party import PartyId

Freedom = Literal["at will", "deadline", "none"]
"""When a party holds that it may end: at any time, at a deadline, not at all."""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch.

    Args:
        from_ns: Its first instant.
        to_ns: The first instant after it.
        state: The strictest of all readings.
        by_reading: When it may end, as each party reads the papers.
        readings_differ: The parties' readings come to different effects.
    """

    from_ns: int
    to_ns: int
    state: StateName
    by_reading: Mapping[PartyId, Freedom]
    readings_differ: bool


def life(
    agreement: AgreementId, known: Collection[Instrument], to_ns: int
) -> tuple[Span, ...]:
    """Tell what held from the first paper until an instant.

    Args:
        agreement: Which.
        known: Every paper known; others are passed over.
        to_ns: The end of the last stretch.

    Returns:
        The stretches in order, without a gap; none where nothing is known by
        then.
    """
    dated = [paper.dated.ns for paper in known if paper.agreement == agreement]
    at_ns, spans = min(dated, default=to_ns), list[Span]()
    while at_ns < to_ns:
        holds = state(agreement, at_ns, known)
        until_ns = to_ns if holds.until_ns is None else min(holds.until_ns, to_ns)
        span = _span(holds, at_ns, until_ns)
        if spans and _is_like(spans[-1], span):
            spans[-1] = msgspec.structs.replace(spans[-1], to_ns=until_ns)
        else:
            spans.append(span)
        at_ns = until_ns
    return tuple(spans)


def _span(holds: AgreementState, from_ns: int, to_ns: int) -> Span:
    return Span(
        from_ns=from_ns,
        to_ns=to_ns,
        state=holds.state,
        by_reading={
            party: _freedom(effect.may_end)
            for party, effect in holds.by_reading.items()
        },
        readings_differ=holds.readings_differ,
    )


def _freedom(may_end: str | int | None) -> Freedom:
    if may_end is None:
        return "none"
    return "at will" if may_end == AT_WILL else "deadline"


def _is_like(one: Span, other: Span) -> bool:
    return (one.state, one.by_reading, one.readings_differ) == (
        other.state,
        other.by_reading,
        other.readings_differ,
    )
