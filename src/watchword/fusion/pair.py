"""Two threads: whether they can be of one event, how well they fit, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from watchword.fusion.doubt import distance_km, position_doubt_km, quantity_span
from watchword.fusion.said import Said, gather
from watchword.fusion.thread import Thread, threads
from watchword.fusion.window import GATE_NS, gap_ns
from watchword.model.field import UNITS, Position
from watchword.model.quantity import Quantity
from watchword.model.report import Header
from watchword.model.time import MINUTE_NS, SECOND_NS

LONG_MIN: Final = 180
"""From here on a time between two is told in hours."""

SITE_GATE_KM: Final = 300.0
"""How far apart two stated places of one event may lie, beyond their doubt."""


def explain_pair(one: Said, other: Said) -> tuple[str, ...]:
    """Why two statements can, or cannot, be of one event, in plain sentences.

    It looks at these two alone.  That they can be of one event does not say
    that they are: another report may fit better.
    """
    if one.name == other.name:
        return ("they are the same statement",)
    pair = threads(gather((one, other)))
    if len(pair) == 1:
        return ("one corrects the other",)
    first, second = pair
    return obstacles(first, second) or support(first, second)


def obstacles(one: Thread, other: Thread) -> tuple[str, ...]:
    """Every reason why the two cannot be of one event; none if they can."""
    mine, theirs = _header(one), _header(other)
    if mine.kind != theirs.kind or mine.status != theirs.status:
        return (f"{mine.status} {mine.kind} and {theirs.status} {theirs.kind}",)
    if mine.kind == "statement":
        return ("a free statement is of no event",)
    if one.window is None or other.window is None:
        return ("the time of one is not known here",)
    gap = gap_ns(one.window, other.window)
    if gap > GATE_NS[mine.kind]:
        return (_apart_words(gap),)
    return _far_apart(one, other) + _rival_words(one, other, gap)


def closeness(one: Thread, other: Thread) -> tuple[int, int, int]:
    """How badly two threads fit; the lowest is best.

    Time between them, quantities that contradict each other, sites that do not
    agree.
    """
    gap = gap_ns(one.window, other.window) if one.window and other.window else 0
    return gap, len(contradictions(one, other)), int(not sites_agree(one, other))


def contradictions(one: Thread, other: Thread) -> tuple[str, ...]:
    """Names of the quantities that cannot both be true, doubt included."""
    return tuple(field for field in UNITS if _contradict(field, one, other))


def sites_agree(one: Thread, other: Thread) -> bool:
    """Whether one names the site within the words of the other."""
    mine, theirs = one.standing.get("site"), other.standing.get("site")
    if not isinstance(mine, str) or not isinstance(theirs, str):
        return False
    short, long = sorted((mine.casefold(), theirs.casefold()), key=len)
    return short in long


def _contradict(field: str, one: Thread, other: Thread) -> bool:
    mine, theirs = one.standing.get(field), other.standing.get(field)
    if not isinstance(mine, Quantity) or not isinstance(theirs, Quantity):
        return False
    low, high = quantity_span(mine)
    their_low, their_high = quantity_span(theirs)
    return max(low, their_low) > min(high, their_high)


def _far_apart(one: Thread, other: Thread) -> tuple[str, ...]:
    my_place, their_place = place_of(one), place_of(other)
    if my_place is None or their_place is None:
        return ()
    (mine, my_doubt_km), (theirs, their_doubt_km) = my_place, their_place
    apart_km = distance_km(mine, theirs)
    if apart_km <= SITE_GATE_KM + my_doubt_km + their_doubt_km:
        return ()
    return (f"{apart_km:.0f} km apart",)


def place_of(thread: Thread) -> tuple[Position, float] | None:
    """The finest position it gives and how far off it may be, km."""
    for field in ("position", "position_coarse"):
        value = thread.standing.get(field)
        if isinstance(value, Position):
            return value, position_doubt_km(field, value)
    return None


def _rival_words(one: Thread, other: Thread, gap: int) -> tuple[str, ...]:
    """One authority is one witness, so it speaks of an event once.

    Two parties that quote it are heard as one when what they pass on can be
    the same words: the times meet and no quantity contradicts another.
    """
    rivals: list[str] = []
    for authority in sorted(_authorities(one) & _authorities(other)):
        both = _parties(one, authority) & _parties(other, authority)
        if both:
            rivals.append(f"{min(both)} has {authority} say both, and corrects neither")
        elif gap or contradictions(one, other):
            rivals.append(f"{authority} is quoted with different words")
    return tuple(rivals)


def support(one: Thread, other: Thread) -> tuple[str, ...]:
    """What ``closeness`` found, in words; they can be of one event."""
    gap, contradicting, site = closeness(one, other)
    words = [_apart_words(gap) if gap else "the times meet"]
    if not site:
        words.append("the sites agree")
    if contradicting:
        words.append("though they differ in " + ", ".join(contradictions(one, other)))
    return tuple(words)


def _apart_words(apart_ns: int) -> str:
    minutes = apart_ns // MINUTE_NS
    if minutes >= LONG_MIN:
        return f"{minutes // 60} h {minutes % 60:02} min apart"
    return f"{minutes} min apart" if minutes else f"{apart_ns // SECOND_NS} s apart"


def _header(thread: Thread) -> Header:
    return thread.members[0].report.header


def _headers(thread: Thread) -> Iterable[Header]:
    return (each.report.header for each in thread.members)


def _authorities(thread: Thread) -> set[str]:
    return {header.authority for header in _headers(thread)}


def _parties(thread: Thread, authority: str) -> set[str]:
    quoting = (h for h in _headers(thread) if h.authority == authority)
    return {header.originator for header in quoting}
