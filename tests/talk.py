"""Desks that say things to each other about reports, besides reports."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any, Final, TypeVar

from tests.desks import (
    NORTH,
    NOW,
    PACT,
    SOUTH,
    TEXT,
    MemoryDesk,
    carry,
    name_held,
)

from watchword.edge.situation import situation
from watchword.edge.writer import Outcome
from watchword.model.agreement import Notice
from watchword.model.message import Message
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, Instant
from watchword.node.duties import duties
from watchword.node.effects import Hold, Offer
from watchword.node.inputs import KnowParty, Say
from watchword.node.tasks import Task

EAST: Final = PartyId("desk.east")

LASTING: Final = f"""{TEXT.replace('"desk.south"]', '"desk.south", "desk.east"]', 1)}
[[level]]
name = "half"
rank = 2
shared = true
[level.labels]
"desk.north" = ["HALF"]
"desk.south" = ["HALB"]
"desk.east" = ["MOITIE"]

[duration]
years = 1
notice_days = 90
counts_from = "last-day"

[handling]
standing_kinds = ["launch"]
suspended_grant_days = 30
receipt = "registered"
open_days = 7
result_days = 20
inspection_days = 100
"""

TALKING: Final = (
    LASTING.replace("rank = 2\n", "rank = 3\n", 1)
    .replace("rank = 2", "rank = 2")
    .replace('"desk.south" = ["ZU"]', '"desk.south" = ["ZU"]\n"desk.east" = ["CLOS"]')
    .replace(
        '"desk.south" = ["OFFEN"]',
        '"desk.south" = ["OFFEN"]\n"desk.east" = ["OUVERT"]',
    )
)
"""A pact of three with a term, with figures for handling, and three levels."""

ENDED_NS: Final = NOW + 370 * DAY_NS
"""After a notice given at ``NOW`` has taken effect."""

Said = TypeVar("Said", bound=Message)


class Three:
    """Three desks under one pact; all of them push."""

    def __init__(self, text: str = TALKING) -> None:
        self.north = MemoryDesk(NORTH)
        self.south = MemoryDesk(SOUTH)
        self.east = MemoryDesk(EAST)
        for one, other in permutations(self.each, 2):
            one.do(KnowParty(file=other.file()))
        for one in self.each:
            one.agree(text)
        self.post()
        for one in self.each:
            one.will("push")

    @property
    def each(self) -> tuple[MemoryDesk, MemoryDesk, MemoryDesk]:
        return self.north, self.south, self.east

    def post(self) -> None:
        """Let everything arrive, answers to it too."""
        while any(carry(one, other) for one, other in permutations(self.each, 2)):
            pass

    def at(self, at_ns: int) -> None:
        for one in self.each:
            one.now_ns = at_ns

    def shared(self) -> str:
        """A report of the north that went to the south alone."""
        self.at(self.north.now_ns + 1)
        self.north.will("case-by-case")
        name = filed(self.north.report())
        self.north.approve(name, SOUTH)
        self.post()
        return name

    def end(self) -> None:
        """The pact is at an end."""
        notice = Notice(
            agreement=PACT, party=NORTH, note="n", dated=Instant(ns=self.north.now_ns)
        )
        self.north.add(notice)
        self.post()
        self.at(ENDED_NS)


def filed(outcome: Outcome) -> str:
    """Name of the report that an outcome holds first."""
    return next(e.name for e in outcome.effects if isinstance(e, Hold))


def said(desk: MemoryDesk, kind: type[Said], /, **given: Any) -> Outcome:  # noqa: ANN401
    """Have a desk say a message."""
    message: Any = kind(
        party=desk.party, agreement=PACT, said_at_ns=desk.now_ns, **given
    )
    return desk.do(Say(statement=message))


def name_said(desk: MemoryDesk, kind: type[Said], /, **given: Any) -> str:  # noqa: ANN401
    outcome = said(desk, kind, **given)
    return name_held(Outcome(effects=outcome.effects[:1]))


def told(outcome: Outcome) -> list[PartyId]:
    """To whom the messages of an outcome went."""
    return [
        effect.channel.recipient
        for effect in outcome.effects
        if isinstance(effect, Offer)
    ]


def heard(desk: MemoryDesk, report: str, kind: type[Said]) -> list[Said]:
    """The messages of a kind about a report that a desk holds."""
    return [m for _, m in desk.view.messages_about(report) if isinstance(m, kind)]


def held_messages(desk: MemoryDesk, kind: type[Said]) -> Iterator[Said]:
    """Every message of a kind that a desk holds, in order."""
    tag = str(kind.__struct_config__.tag)
    rows = desk.store.rows(
        "SELECT name FROM statement WHERE kind = ? ORDER BY entry", (tag,)
    )
    for (name,) in rows:
        held = desk.view.held(name)
        assert held is not None
        assert isinstance(held.statement, kind)
        yield held.statement


def tasks_of(desk: MemoryDesk) -> tuple[Task, ...]:
    """Everything that waits at a desk, whenever it is due."""
    found = situation(desk.store, desk.view, desk.pictures, desk.now_ns)
    return duties(found)


def tasks_like(desk: MemoryDesk, kind: str) -> list[Task]:
    return [task for task in tasks_of(desk) if task.kind == kind]
