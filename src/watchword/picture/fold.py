"""Folding one report into a picture that is kept elsewhere.

A new report, or a field of an old one that was opened later, can change only
the events of the reports it touches, and of those that touch them, and so on:
its block.  The block is decided anew from its reports; all else stays.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

import msgspec

from watchword.fusion.fuse import fuse
from watchword.fusion.said import Said, unite
from watchword.model.event import Event


class HeldReports(Protocol):
    """What folding asks of the place where reports are kept; it only reads."""

    def named(self, name: str) -> Said | None:
        """The report held under this name, with the fields open so far."""

    def touching(self, said: Said) -> Collection[Said]:
        """All held reports for which ``fusion.window.touches`` says yes.

        More is allowed and costs time only; fewer gives a wrong picture.
        """


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What to do to the kept picture, all of it or nothing.

    Args:
        held: The report to keep from now on under its name.
        block: Names of reports: drop every event that has one as a member.
        put: The events to keep instead.
    """

    held: Said
    block: tuple[str, ...]
    put: tuple[Event, ...]


def fold(held: HeldReports, arrived: Said) -> Change:
    """What one report, arriving for the first time or again, changes.

    Args:
        held: The reports folded so far, this one possibly among them.
        arrived: The report with the fields that came with it.

    Raises:
        UsageError: Another header is held under its name.
    """
    before = held.named(arrived.name)
    now = unite(before, arrived) if before else arrived
    # A time opened now may take it out of its old block: both are decided.
    block = _closure(held, [before, now] if before else [now])
    block[now.name] = now
    return Change(
        held=now, block=tuple(sorted(block)), put=refold(tuple(block.values()))
    )


def refold(block: Collection[Said]) -> tuple[Event, ...]:
    """The events of a whole block: of reports that touch none outside it."""
    return fuse(block)


def _closure(held: HeldReports, seeds: list[Said]) -> dict[str, Said]:
    found = {seed.name: seed for seed in seeds}
    waiting = list(seeds)
    while waiting:
        for each in held.touching(waiting.pop()):
            if each.name not in found:
                found[each.name] = each
                waiting.append(each)
    return found
