"""A catalogue weighed by chosen witnesses, and what may stand in it twice.

The association does not guess: a report that knows the day only, of a day with
two launches, stays alone.  So does an authority's word that two parties pass on
differently.  Either may be of an event that is listed already, and counting
must not take it for another one.

1. Two events are different where one party has one authority say both.
2. Else they may be one where their times are near enough, what was fired can
   be the same, and the time of one is coarse, or one authority speaks of both.
3. Where one authority counts several fired at once and another lists each, what
   that other lists meanwhile may be of the several.
4. The surest times come first, of these where several were fired.  What may be
   the same as an event before it is no sure event of its own; so those that are
   sure are all different.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import msgspec

from watchword.fusion.window import GATE_NS
from watchword.model.time import DAY_NS
from watchword.picture.catalogue import Listed
from watchword.picture.evidence import Evidence

MOST_DAYS: Final = 40
"""What may have been on more days is looked for among all."""


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """An event by what chosen witnesses say of it.

    Args:
        number: Its number in the catalogue.
        event: Its name.
        found: What they say.
        same_as: The number of a surer event that it may be, or be of; 0: of none.
    """

    number: int
    event: str
    found: Evidence
    same_as: int = 0


def weigh(listed: Sequence[Listed], by: Collection[str] = ()) -> tuple[Weighed, ...]:
    """Those of the events of which chosen witnesses say anything.

    Args:
        listed: The catalogue.
        by: Authorities or parties, as ``Listed.evidence`` takes them.
    """
    each = [
        Weighed(number=one.number, event=one.event.id, found=found)
        for one in listed
        if (found := one.evidence(by)) is not None
    ]
    sure = _Sure()
    twins = {one.number: sure.take(one) for one in sorted(each, key=_surest_first)}
    return tuple(
        msgspec.structs.replace(one, same_as=twins[one.number]) for one in each
    )


class _Sure:
    """Events that are different from each other, by the days of their times."""

    def __init__(self) -> None:
        self._days: dict[int, list[Weighed]] = {}
        self._all: list[Weighed] = []
        self._undated: list[Weighed] = []

    def take(self, one: Weighed) -> int:
        """The number of one that it may be the same as; else it is another."""
        for other in self._near(one):
            if _may_be_one(one.found, other.found) or _may_be_of(
                one.found, other.found
            ):
                return other.number
        self._all.append(one)
        days = _days(one.found)
        if days is None:
            self._undated.append(one)
        else:
            for day in days:
                self._days.setdefault(day, []).append(one)
        return 0

    def _near(self, one: Weighed) -> Iterable[Weighed]:
        days = _days(one.found)
        if days is None:
            return self._all
        return self._of(days)

    def _of(self, days: range) -> Iterator[Weighed]:
        for day in days:
            yield from self._days.get(day, ())
        yield from self._undated


def _may_be_one(one: Evidence, other: Evidence) -> bool:
    if one.kind != other.kind or one.speakers & other.speakers:
        return False
    if not one.sorts & other.sorts or not _is_near(one, other):
        return False
    shared = set(one.authorities) & set(other.authorities)
    return one.is_coarse or other.is_coarse or bool(shared)


def _may_be_of(one: Evidence, salvo: Evidence) -> bool:
    """Whether it may be one of several that others counted as one launch."""
    if one.kind != salvo.kind or not one.sorts & salvo.sorts:
        return False
    if not salvo.several or not salvo.several.isdisjoint(one.authorities):
        return False
    first_ns, last_ns = one.span_ns
    begins_ns, gate_ns = salvo.span_ns[0], GATE_NS[one.kind]
    return (begins_ns is None or begins_ns - last_ns <= gate_ns) and (
        first_ns is None or first_ns - salvo.until_ns <= gate_ns
    )


def _is_near(one: Evidence, other: Evidence) -> bool:
    (first_ns, last_ns), (other_first_ns, other_last_ns) = one.span_ns, other.span_ns
    gate_ns = GATE_NS[one.kind]
    return (other_first_ns is None or other_first_ns - last_ns <= gate_ns) and (
        first_ns is None or first_ns - other_last_ns <= gate_ns
    )


def _surest_first(one: Weighed) -> tuple[bool, bool, int, str]:
    first_ns, last_ns = one.found.span_ns
    begins_ns = last_ns if first_ns is None else first_ns
    return one.found.is_coarse, not one.found.several, begins_ns, one.event


def _days(found: Evidence) -> range | None:
    """UTC days in its reach; ``None``: too many to look through."""
    first_ns, last_ns = found.span_ns
    gate_ns = GATE_NS[found.kind]
    if first_ns is None or last_ns - first_ns > MOST_DAYS * DAY_NS:
        return None
    return range((first_ns - gate_ns) // DAY_NS, (last_ns + gate_ns) // DAY_NS + 1)
