"""What analysts decided, as association asks for it.

1. A judgement that a later one undoes does not count; an undoing can be undone.
2. Of two that contradict each other about the same two reports the later counts.
3. What is joined takes the rest of its events along: who says that two reports
   are of one event says so of what stands with them.  It stops at a later word
   that two of these are apart.

All of it follows from the set of judgements, not from their order (law 2).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from watchword.model.judgement import Judgement

Named = tuple[str, Judgement]
"""A judgement under the name of its statement."""

Pair = frozenset[str]

_NONE: Final[frozenset[str]] = frozenset()


class Joined(NamedTuple):
    """Reports that are said to be of one event.

    Attributes:
        rank: Place among all judgements, the oldest first.
        reports: Their names.
    """

    rank: int
    reports: tuple[str, ...]


class Judged:
    """The judgements that count.

    Args:
        said: All judgements of one party, each once, in any order.

    Attributes:
        withdrawn: Reports that do not count.
        counts: Names of the judgements that count, the oldest first.
        all: Every judgement by its name, the oldest first.
    """

    def __init__(self, said: Collection[Named] = ()) -> None:
        ordered = sorted(said, key=_canonical)
        undone = _undone(ordered)
        standing = [each for each in ordered if each[0] not in undone]
        self.counts = tuple(name for name, _ in standing)
        self.withdrawn = frozenset(
            report
            for _, each in standing
            if each.verdict == "withdrawn"
            for report in each.reports
        )
        self._last = _last_words(standing)
        self._joined = _joined(standing, self._last)
        self._apart = _apart(self._last)
        self.all = dict(ordered)
        self._with = _linked(ordered)

    def __bool__(self) -> bool:
        """Whether anything was decided that counts."""
        return bool(self.counts)

    def apart_from(self, name: str) -> frozenset[str]:
        """The reports that are not of one event with this one."""
        return self._apart.get(name, _NONE)

    def about(self, name: str) -> frozenset[str]:
        """The reports that a judgement is about, through all that it undoes."""
        found: set[str] = set()
        while (each := self.all.get(name)) is not None:
            found.update(each.reports, each.others)
            name = each.undoes
        return frozenset(found)

    def concerning(self, names: Collection[str]) -> tuple[str, ...]:
        """The judgements about any of these reports, the oldest first.

        Those that do not count any more are among them, and those that undo.
        """
        return tuple(
            each for each in self.all if not self.about(each).isdisjoint(names)
        )

    def joined_with(self, names: Iterable[str]) -> set[str]:
        """The reports that were ever said to be of one event with one of these.

        Whether that counts makes no difference: what it joined before it was
        undone has to be looked at again.
        """
        if not self._with:
            return set()
        return {other for name in names for other in self._with.get(name, _NONE)}

    def unite(self, groups: Sequence[Collection[str]]) -> list[list[int]]:
        """Which groups of reports are one, by their places; each stands in one.

        Args:
            groups: Names of the reports of each group.
        """
        sets: list[set[str]] = [set(group) for group in groups]
        places = [[place] for place in range(len(groups))]
        home = {name: at for at, group in enumerate(groups) for name in group}
        for joined in reversed(self._joined):
            here = sorted({home[name] for name in joined.reports if name in home})
            for other in here[1:]:
                first = here[0]
                if self._may_meet(sets[first], sets[other], joined.rank):
                    home.update(dict.fromkeys(sets[other], first))
                    sets[first] |= sets[other]
                    places[first] += places[other]
                    sets[other], places[other] = set(), []
        return [sorted(each) for each in places if each]

    def _may_meet(self, one: set[str], other: set[str], rank: int) -> bool:
        return not any(
            self._last[Pair((name, far))].rank > rank
            for name in one
            for far in self.apart_from(name) & other
        )


class _Word(NamedTuple):
    rank: int
    is_apart: bool


def _canonical(named: Named) -> tuple[int, str]:
    return named[1].said_at_ns, named[0]


def _undone(ordered: Sequence[Named]) -> set[str]:
    parties = {name: each.party for name, each in ordered}
    gone: set[str] = set()
    for name, each in reversed(ordered):
        if each.undoes and name not in gone and parties.get(each.undoes) == each.party:
            gone.add(each.undoes)
    return gone


def _last_words(standing: Sequence[Named]) -> dict[Pair, _Word]:
    """For two reports the last word on whether they are of one event."""
    found: dict[Pair, _Word] = {}
    for rank, (_, each) in enumerate(standing):
        is_apart = each.verdict == "apart"
        for pair in _pairs(each):
            found[Pair(pair)] = _Word(rank, is_apart)
    return found


def _pairs(judgement: Judgement) -> Iterable[tuple[str, str]]:
    if judgement.verdict == "same":
        return combinations(judgement.reports, 2)
    return [(one, far) for one in judgement.reports for far in judgement.others]


def _joined(
    standing: Sequence[Named], last: Mapping[Pair, _Word]
) -> tuple[Joined, ...]:
    found: list[Joined] = []
    for rank, (_, each) in enumerate(standing):
        if each.verdict != "same":
            continue
        overruled = any(last[Pair(pair)].is_apart for pair in _pairs(each))
        parts = _pairs(each) if overruled else [each.reports]
        found += [
            Joined(rank, tuple(part))
            for part in parts
            if not overruled or not last[Pair(part)].is_apart
        ]
    return tuple(found)


def _apart(last: Mapping[Pair, _Word]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair, word in last.items():
        if word.is_apart:
            for name in pair:
                found.setdefault(name, set()).update(pair - {name})
    return {name: frozenset(others) for name, others in found.items()}


def _linked(ordered: Sequence[Named]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for _, each in ordered:
        if each.verdict == "same":
            for name in each.reports:
                found.setdefault(name, set()).update(each.reports)
    return {name: frozenset(others - {name}) for name, others in found.items()}


NOTHING_JUDGED: Final = Judged()
"""Nobody decided anything."""
