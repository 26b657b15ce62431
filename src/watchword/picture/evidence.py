"""What chosen statements say of one event: what, how many, when, and with what end.

Each answer is a set or an interval that the truth lies in, if the witnesses are
right: where they differ it spans them, and where they are silent it is open.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import ceil, floor, inf

import msgspec

from watchword.fusion.combine import UNKNOWN
from watchword.fusion.doubt import instant_span, quantity_span
from watchword.fusion.fuse import event_of
from watchword.fusion.hull import finest
from watchword.fusion.said import Said
from watchword.fusion.thread import Thread, hollow, threads
from watchword.model.event import Combined
from watchword.model.quantity import Quantity
from watchword.model.report import Kind
from watchword.model.time import HOUR_NS, Instant
from watchword.picture.days import FIRST, Days, day_of
from watchword.picture.sorts import Sorts, common, is_own_word, sorts_of
from watchword.picture.words import counted

Number = tuple[int, int | None]
"""How many at least, and at most; ``None``: no upper end."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What the statements come to.

    Args:
        kind: As they say.
        sorts: What may have been fired.
        number: How many were.
        outcomes: The outcomes said, ``unknown`` left out.
        span_ns: First and last nanosecond at which it may have begun; no
            first: only that it had begun by then.
        until_ns: Its last nanosecond, by who says longest that it went on; of a
            salvo that is later than when it began.
        several: The authorities that count two or more fired.
        authorities: Who says so, in alphabetical order: each is one witness,
            through however many parties it is quoted.
        speakers: The same, each with the party through which it was heard.
        names: The statements, in canonical order.
    """

    kind: Kind
    sorts: Sorts
    number: Number
    outcomes: frozenset[str]
    span_ns: tuple[int | None, int]
    until_ns: int
    several: frozenset[str]
    authorities: tuple[str, ...]
    speakers: frozenset[tuple[str, str]]
    names: tuple[str, ...]

    @property
    def is_coarse(self) -> bool:
        """Whether its time is not known by the clock."""
        first_ns, last_ns = self.span_ns
        return first_ns is None or last_ns - first_ns + 1 >= HOUR_NS

    def days(self, zone: str) -> Days:
        """The local days on which it may have begun."""
        first_ns, last_ns = self.span_ns
        first = FIRST if first_ns is None else day_of(first_ns, zone)
        return Days(first, day_of(last_ns, zone))


def evidence(
    said: Sequence[Said],
    *,
    own_word: bool = False,
    withdrawn: Collection[str] = (),
) -> Evidence | None:
    """Weigh the statements of one event.

    A correction that was withdrawn says nothing and still links: what corrects
    it corrects what it corrected.

    Args:
        said: Members of the event, in canonical order.
        own_word: Hear also what the side that fired says of itself.
        withdrawn: Names of statements that do not count.
    """
    heard = [s for s in said if own_word or not is_own_word(s.report.header.topic)]
    linked = [hollow(s) if s.name in withdrawn else s for s in heard]
    standing = [
        each
        for each in threads(linked)
        if any(member.name not in withdrawn for member in each.members)
    ]
    heard = [each for each in heard if each.name not in withdrawn]
    if not heard:
        return None
    members = {member.name for each in standing for member in each.members}
    left = [each for each in linked if each.name in members]
    combined = {each.field: each for each in event_of(left).fields}
    span_ns = _span_ns(combined, heard)
    ended = [instant_span(i)[1] for i in _instants(combined.get("observed_until"))]
    return Evidence(
        kind=heard[0].report.header.kind,
        sorts=common(
            sorts_of(each.standing.get("weapon_class"), _topic(each, withdrawn))
            for each in standing
        ),
        number=_number(
            combined.get("count"),
            is_named=any("count" not in each.standing for each in standing),
        ),
        outcomes=_outcomes(combined.get("outcome")),
        span_ns=span_ns,
        until_ns=max([span_ns[1], *ended]),
        several=_several(combined.get("count")),
        authorities=tuple(sorted({s.report.header.authority for s in heard})),
        speakers=frozenset(_speaker(s) for s in heard),
        names=tuple(each.name for each in heard),
    )


def _topic(thread: Thread, withdrawn: Collection[str]) -> str:
    """That of its newest statement that counts."""
    counting = [each for each in thread.members if each.name not in withdrawn]
    return counting[-1].report.header.topic


def _speaker(said: Said) -> tuple[str, str]:
    return said.report.header.authority, said.report.header.originator


def _number(combined: Combined | None, *, is_named: bool) -> Number:
    """Nobody counted: at least one.  None were only where somebody said so.

    Who names the launch and no number (``is_named``) contradicts a witness who
    says that there was none.
    """
    if combined is None:
        return 1, None
    together = combined.together
    values = [together] if together else [w.value for w in counted(combined)]
    counts = [value for value in values if isinstance(value, Quantity)]
    spans = [quantity_span(count) for count in counts]
    least = 0 if any(count.low == 0 for count in counts) else 1
    low = max(min(first for first, _ in spans), least)
    high = max(last for _, last in spans)
    if high == 0 and is_named:
        high = inf
    return ceil(low), None if high == inf else floor(high)


def _several(combined: Combined | None) -> frozenset[str]:
    if combined is None:
        return frozenset()
    return frozenset(
        witness.authority
        for witness in counted(combined)
        if isinstance(witness.value, Quantity) and quantity_span(witness.value)[0] >= 2
    )


def _outcomes(combined: Combined | None) -> frozenset[str]:
    if combined is None:
        return frozenset()
    words = (str(each.value).casefold() for each in counted(combined))
    return frozenset(words) - {UNKNOWN}


def _span_ns(
    combined: dict[str, Combined], said: Sequence[Said]
) -> tuple[int | None, int]:
    """By the finest kind of time that is known; else it was before it was said."""
    for field in ("observed_at", "observed_hour"):
        times = _instants(combined.get(field))
        if times:
            spans = [instant_span(each) for each in finest(times)]
            return min(first for first, _ in spans), max(last for _, last in spans)
    known = [s.report.header.said_at_ns for s in said]
    for field in ("observed_until", "stated_on"):
        known += [instant_span(i)[1] for i in _instants(combined.get(field))]
    return None, min(known)


def _instants(combined: Combined | None) -> list[Instant]:
    if combined is None:
        return []
    values = (each.value for each in counted(combined))
    return [value for value in values if isinstance(value, Instant)]
