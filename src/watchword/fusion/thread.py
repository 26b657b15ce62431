"""A thread: a statement with all that corrects it, as one witness.

1. Only the originator corrects, and only what it said before or at the same
   instant, of the same kind and status.
2. A correction takes the place of the fields it gives; of what it leaves out
   the earlier statement goes on standing: "eight, not six" keeps the range.
3. A correction whose target is not held is a statement like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from watchword.fusion.said import Said, canonical_key
from watchword.fusion.steps import Steps, finish
from watchword.fusion.window import DAY, Window, window_of
from watchword.model.field import Value
from watchword.model.report import Report


class Thread(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Statements that correct each other.

    Args:
        members: In canonical order, at least one.
        window: When it happened, by the newest member that knows it by hour
            or clock, else by the newest that knows the day.
        standing: What they say, corrected values left out.
    """

    members: tuple[Said, ...]
    window: Window | None
    standing: Mapping[str, Value]


def threads(said: Sequence[Said]) -> tuple[Thread, ...]:
    """Cut statements, each given once and in canonical order, into threads."""
    return finish(threading(said))


def have_corrections(said: Sequence[Said]) -> bool:
    """Whether one may correct another; if not, each is a thread of its own."""
    named = {each.report.header.corrects for each in said}
    return not named.isdisjoint(each.name for each in said)


def threading(said: Sequence[Said]) -> Steps[tuple[Thread, ...]]:
    """The same in steps; threads are in canonical order of their first members."""
    by_name = {each.name: each for each in said}
    root = {name: name for name in by_name}
    yield
    for each in said:
        target = _target(each, by_name)
        if target is not None:
            root[_root(root, each.name)] = _root(root, target.name)
        yield
    grouped: dict[str, list[Said]] = {}
    for each in said:
        grouped.setdefault(_root(root, each.name), []).append(each)
        yield
    found: list[Thread] = []
    for members in grouped.values():
        found.append(thread_of(members))
        yield
    return tuple(found)


def thread_of(members: Sequence[Said]) -> Thread:
    """The thread of these statements, in canonical order."""
    if len(members) == 1:
        fields = members[0].report.fields
        return Thread(members=tuple(members), window=window_of(fields), standing=fields)
    gone = superseded(members)
    return Thread(
        members=tuple(members),
        window=_newest_window(members),
        standing={
            field: value
            for each in members
            for field, value in each.report.fields.items()
            if (each.name, field) not in gone
        },
    )


def uncounted(
    said: Sequence[Said], withdrawn: Collection[str]
) -> frozenset[tuple[str, str]]:
    """Which values do not count: those corrected, and those of what is withdrawn.

    What is withdrawn corrects nothing either; what it corrected stands again,
    unless another statement corrects it.
    """
    gone = {each.name for each in said if each.name in withdrawn}
    if not gone:
        return superseded(said)
    left = [hollow(each) if each.name in gone else each for each in said]
    fields = {(s.name, f) for s in said if s.name in gone for f in s.report.fields}
    return superseded(left) | fields


def hollow(said: Said) -> Said:
    """The same statement without a word: it links others and says nothing."""
    return Said(name=said.name, report=Report(header=said.report.header, fields={}))


def superseded(said: Sequence[Said]) -> frozenset[tuple[str, str]]:
    """Which values no longer count: pairs of a statement's name and a field."""
    if len(said) == 1:
        return frozenset()
    by_name = {each.name: each for each in said}
    targets = {each.name: _target(each, by_name) for each in said}
    newer = {each.name: set[str]() for each in said}
    ordered = _corrections_first(said, targets)
    if len(ordered) == len(said):
        for each in ordered:
            target = targets[each.name]
            if target is not None:
                newer[target.name] |= newer[each.name] | each.report.fields.keys()
    else:
        # Names are digests, so no ring closes; a made-up one is walked.
        for each in said:
            for earlier in _earlier(each, targets):
                newer[earlier.name] |= each.report.fields.keys()
    return frozenset(
        (each.name, field)
        for each in said
        for field in newer[each.name] & each.report.fields.keys()
    )


def _corrections_first(
    said: Sequence[Said], targets: Mapping[str, Said | None]
) -> list[Said]:
    """Each before what it corrects; what is part of a ring is left out."""
    left = Counter(target.name for target in targets.values() if target is not None)
    ready = [each for each in said if not left[each.name]]
    ordered: list[Said] = []
    while ready:
        each = ready.pop()
        ordered.append(each)
        target = targets[each.name]
        if target is not None:
            left[target.name] -= 1
            if not left[target.name]:
                ready.append(target)
    return ordered


def _earlier(said: Said, targets: Mapping[str, Said | None]) -> Iterator[Said]:
    seen = {said.name}
    target = targets[said.name]
    while target is not None and target.name not in seen:
        yield target
        seen.add(target.name)
        target = targets[target.name]


def _target(said: Said, by_name: Mapping[str, Said]) -> Said | None:
    header = said.report.header
    target = by_name.get(header.corrects)
    if target is None or target.name == said.name:
        return None
    theirs = target.report.header
    alike = (theirs.originator, theirs.kind, theirs.status) == (
        header.originator,
        header.kind,
        header.status,
    )
    return target if alike and theirs.said_at_ns <= header.said_at_ns else None


def _root(root: dict[str, str], name: str) -> str:
    while root[name] != name:
        root[name] = root[root[name]]
        name = root[name]
    return name


def _newest_window(members: Sequence[Said]) -> Window | None:
    newest_first = sorted(members, key=canonical_key, reverse=True)
    windows = [window_of(each.report.fields) for each in newest_first]
    known = [window for window in windows if window is not None]
    finer = [window for window in known if window.grain < DAY]
    return next(iter(finer or known), None)
