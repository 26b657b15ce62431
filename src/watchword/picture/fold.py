"""Folding reports into a picture that is kept elsewhere.

A new report, or a field of an old one that was opened later, can change only
the events of the reports it touches, and of those that touch them, and so on:
its block.  Each block is decided anew once, however many reports of it came;
all else stays.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from typing import Final, Protocol

import msgspec

from watchword.fusion.associate import Group, associating
from watchword.fusion.judged import NOTHING_JUDGED, Judged
from watchword.fusion.memory import Memory
from watchword.fusion.said import Said, canonical_key
from watchword.fusion.steps import Steps, finish
from watchword.fusion.window import Reach
from watchword.picture.explored import Explored, merged
from watchword.picture.placed import Arrivals, Placed

A_PAUSE: Final = 16
"""So many reports are looked at between two pauses."""


class HeldReports(Protocol):
    """What folding asks of the place where reports are kept; it only reads."""

    def near(self, reach: Reach) -> Collection[str]:
        """Names of all folded reports whose reach met this one when folded.

        More is allowed and costs time only; fewer gives a wrong picture.
        """

    def linked(self, said: Collection[Said]) -> Collection[str]:
        """Names of the folded reports that correct one of these or are corrected."""

    def folded(self, names: Collection[str]) -> Collection[str]:
        """Those of these that are folded."""

    def placed(self, name: str) -> Placed:
        """A folded report that has not arrived again, as it was folded."""

    def kept(self, names: Collection[str]) -> Mapping[str, str]:
        """The event of each of these that is in one, by its name."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What to do to the kept picture, all of it or nothing.

    Args:
        drop: Ids of events that are no longer.
        put: By their reports the events to keep instead, for ``event_of``; what
            is in neither stays as it is.
        moved: By name the event of each report that is of another one now, or
            has arrived; ``None``: of none.
    """

    drop: tuple[str, ...]
    put: tuple[Group, ...]
    moved: Mapping[str, str | None]


def fold(
    held: HeldReports,
    arrived: Collection[Placed],
    memory: Memory,
    judged: Judged = NOTHING_JUDGED,
) -> Generator[Change | None, None, None]:
    """What reports, arriving for the first time or again, change.

    It may be left at each answer and taken up later, as long as nothing else
    is folded meanwhile.

    Args:
        held: The reports folded so far, these possibly among them.
        arrived: Reports with all fields that are open by now, each once; those
            that a new judgement is about arrive again.
        memory: Spares work on what was associated before; it changes nothing.
        judged: Every judgement so far, also those undone.

    Yields:
        A change for each block; ``None`` where there is none yet.
    """
    memory.trim()
    arrivals = Arrivals(arrived)
    done: set[str] = set()
    for each in arrived:
        if each.said.name not in done:
            fresh = {each.said.name: each}
            block = yield from _touched(held, arrivals, fresh, [], judged)
            done |= block.keys()
            ordered = sorted(block.values(), key=canonical_key)
            yield None
            groups = yield from associating(ordered, memory, judged)
            change = yield from _decided(held, arrivals, block, groups)
            yield change


def touched(
    held: HeldReports,
    reaches: Collection[Reach],
    judged: Judged = NOTHING_JUDGED,
    names: Collection[str] = (),
) -> Mapping[str, Said]:
    """The reports that have to do with what is there, with their whole blocks.

    Args:
        held: The reports folded so far.
        reaches: Where.
        judged: Every judgement so far, also those undone.
        names: These folded reports too.
    """
    fresh = {name: held.placed(name) for name in names}
    return finish(_touched(held, Arrivals(()), fresh, list(reaches), judged))


def _touched(
    held: HeldReports,
    arrivals: Arrivals,
    fresh: dict[str, Placed],
    waiting: list[Reach],
    judged: Judged,
) -> Steps[dict[str, Said]]:
    """All that these touch or were ever joined with, and so on from there."""
    block: dict[str, Said] = {}
    explored = Explored()
    while fresh or waiting:
        block.update((name, each.said) for name, each in fresh.items())
        waiting += merged(r for each in fresh.values() for r in each.reaches())
        if fresh:
            asked = [each.said for each in fresh.values()]
            names = {*held.linked(asked), *arrivals.linked(asked)}
            joined = judged.joined_with(each.name for each in asked)
            if joined:
                names |= {*held.folded(joined), *arrivals.among(joined)}
            fresh = {}
            for name in names - block.keys():
                fresh[name] = arrivals.get(name) or held.placed(name)
                yield
        for part in explored.rest_of(waiting.pop()) if waiting else ():
            names = {*held.near(part), *arrivals.near(part)}
            for done, name in enumerate(names - block.keys()):
                each = arrivals.get(name) or held.placed(name)
                if each.meets(part):
                    fresh[name] = each
                if not done % A_PAUSE:
                    yield
    return block


def _decided(
    held: HeldReports,
    arrivals: Arrivals,
    block: Mapping[str, Said],
    groups: Collection[Group],
) -> Steps[Change]:
    """The block's events anew; those of which no member arrived stay."""
    kept = held.kept(block.keys())
    events: dict[str, set[str]] = {}
    for name, event in kept.items():
        events.setdefault(event, set()).add(name)
    yield
    put: list[Group] = []
    stays: set[str] = set()
    moved: dict[str, str | None] = dict.fromkeys(arrivals.among(block))
    for group in groups:
        if group[0].report.header.kind == "statement":
            continue
        name = group[0].name
        members = {each.name for each in group}
        if events.get(name) == members and not arrivals.have_any(members):
            stays.add(name)
        else:
            put.append(group)
            for each in group:
                if each.name in arrivals or kept.get(each.name) != name:
                    moved[each.name] = name
        yield
    gone = events.keys() - stays - {group[0].name for group in put}
    return Change(drop=tuple(sorted(gone)), put=tuple(put), moved=moved)
