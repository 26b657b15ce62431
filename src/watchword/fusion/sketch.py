"""A thread as associating sees it: what ``pair.py`` asks again and again.

It is worked out once a thread.  ``can_meet`` and ``closeness`` say of two
sketches what ``pair.obstacles`` and ``pair.closeness`` say of their threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from sys import intern
from typing import Final

import msgspec

from watchword.fusion.doubt import distance_km, quantity_span
from watchword.fusion.judged import Judged
from watchword.fusion.pair import SITE_GATE_KM, place_of
from watchword.fusion.said import canonical_key
from watchword.fusion.thread import Thread
from watchword.fusion.window import GATE_NS
from watchword.model.field import UNITS, Position
from watchword.model.quantity import Quantity

Place = tuple[Position, float]
"""Where it was, and how far off that may be, km."""

Closeness = tuple[int, int, int]

Key = tuple[int, str]

_EMPTY: Final[Mapping[str, tuple[float, float]]] = {}


class Sketch(msgspec.Struct, frozen=True, kw_only=True, eq=False, gc=False):
    """A thread that has a time and is no free statement.

    Args:
        thread: The thread.
        key: By it threads are in canonical order.
        start_ns: First nanosecond of its window.
        last_ns: Last nanosecond of its window.
        grain: How its time is known.
        gate_ns: How far apart windows of its kind may lie.
        spans: Lowest and highest value of each quantity that stands.
        site: The site as named, in one case; ``None``: not named.
        place: ``None``: not known.
        parties: By authority the parties that quote it.
        voices: The same, each authority with each party in one word.
        names: Its statements, where an analyst set any of them apart.
        apart: What they are set apart from.
    """

    thread: Thread
    key: Key
    start_ns: int
    last_ns: int
    grain: int
    gate_ns: int
    spans: Mapping[str, tuple[float, float]]
    site: str | None
    place: Place | None
    parties: Mapping[str, frozenset[str]]
    voices: frozenset[str]
    names: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()


Score = tuple[int, int, int, int, Key, Key, Sketch, Sketch]
"""How badly two threads fit, lower is better; their keys; and the two."""


def sketch_of(thread: Thread) -> Sketch | None:
    """The sketch; ``None`` where the thread stands alone anyway."""
    window, kind = thread.window, thread.members[0].report.header.kind
    if window is None or kind == "statement":
        return None
    site = thread.standing.get("site")
    parties = _parties(thread)
    return Sketch(
        thread=thread,
        key=canonical_key(thread.members[0]),
        start_ns=window.start_ns,
        last_ns=window.last_ns,
        grain=window.grain,
        gate_ns=GATE_NS[kind],
        spans=_spans(thread) or _EMPTY,
        site=intern(site.casefold()) if isinstance(site, str) else None,
        place=place_of(thread),
        parties=parties,
        voices=frozenset(f"{a}\n{p}" for a, found in parties.items() for p in found),
    )


def judged_sketch(sketch: Sketch, judged: Judged) -> Sketch:
    """The same with what it is set apart from; itself where that is nothing."""
    names = frozenset(each.name for each in sketch.thread.members)
    apart = frozenset[str]().union(*map(judged.apart_from, names)) - names
    if not apart:
        return sketch
    return msgspec.structs.replace(sketch, names=names, apart=apart)


def _spans(thread: Thread) -> dict[str, tuple[float, float]]:
    return {
        field: quantity_span(value)
        for field, value in thread.standing.items()
        if isinstance(value, Quantity) and field in UNITS
    }


def _parties(thread: Thread) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for each in thread.members:
        header = each.report.header
        quoting = found.get(header.authority, frozenset())
        found[header.authority] = quoting | {header.originator}
    return found


def can_meet(one: Sketch, other: Sketch) -> bool:
    """Whether two of one room can be of one event."""
    if not one.voices.isdisjoint(other.voices):
        return False  # One party has one authority say both.
    gate_ns = one.gate_ns + 1  # as gap_ns counts
    if one.start_ns - other.last_ns > gate_ns or other.start_ns - one.last_ns > gate_ns:
        return False
    theirs = other.parties
    for authority in one.parties:
        if authority in theirs and have_differing_words(one, other):
            return False
    here, there = one.place, other.place
    return here is None or there is None or not are_apart(here, there)


def gap_ns(one: Sketch, other: Sketch) -> int:
    """Time between two windows, as ``window.gap_ns`` counts it."""
    # By hand: max and min cost three times as much, and this is asked most.
    start_ns, last_ns = one.start_ns, one.last_ns
    start_ns = max(start_ns, other.start_ns)
    last_ns = min(last_ns, other.last_ns)
    return start_ns - last_ns - 1 if start_ns > last_ns else 0


def are_rivals(authority: str, one: Sketch, other: Sketch) -> bool:
    """Whether the two quote one authority, and not with words that can be the same."""
    if not one.parties[authority].isdisjoint(other.parties[authority]):
        return True
    return have_differing_words(one, other)


def have_differing_words(one: Sketch, other: Sketch) -> bool:
    """Whether the two cannot be the same words, passed on."""
    return gap_ns(one, other) > 0 or differing(one, other) > 0


def are_apart(one: Place, other: Place) -> bool:
    """Whether two places are too far apart for one event."""
    mine, theirs = one[0], other[0]
    if mine is theirs:
        return False
    if mine.lat_deg == theirs.lat_deg and mine.lon_deg == theirs.lon_deg:
        return False  # Witnesses of one launch mostly name one place.
    return distance_km(mine, theirs) > SITE_GATE_KM + one[1] + other[1]


def closeness(one: Sketch, other: Sketch) -> Closeness:
    """How badly they fit; the lowest is best."""
    return gap_ns(one, other), differing(one, other), int(not _same_site(one, other))


def scored(one: Sketch, other: Sketch) -> Score:
    """Time between, time between beginnings, contradictions, sites, then keys."""
    # As ``closeness``, by hand: of a crowd every thread has sixteen of these.
    begins_ns = one.start_ns - other.start_ns
    if begins_ns < 0:
        begins_ns = -begins_ns
        gap = other.start_ns - one.last_ns - 1
    else:
        gap = one.start_ns - other.last_ns - 1
    contradictions = differing(one, other) if one.spans and other.spans else 0
    mine, theirs = one.site, other.site
    alike = mine is not None and (mine is theirs or _same_site(one, other))
    key, other_key = one.key, other.key
    if key > other_key:
        one, other, key, other_key = other, one, other_key, key
    gap = max(gap, 0)
    return gap, begins_ns, contradictions, int(not alike), key, other_key, one, other


def differing(one: Sketch, other: Sketch) -> int:
    """How many quantities cannot both be true."""
    count = 0
    theirs = other.spans
    for field, span in one.spans.items():
        their_span = theirs.get(field)
        if their_span is None or their_span is span:
            continue
        if span[0] > their_span[1] or their_span[0] > span[1]:
            count += 1
    return count


def _same_site(one: Sketch, other: Sketch) -> bool:
    mine, theirs = one.site, other.site
    if mine is None or theirs is None:
        return False
    if mine is theirs:
        return True
    return mine in theirs if len(mine) <= len(theirs) else theirs in mine
