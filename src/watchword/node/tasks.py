"""What waits for a person: derived anew each time it is asked, kept nowhere.

Rule 1: a task stops nothing; whatever does not depend on it goes on.
Rule 2: a task is over when the papers and messages say so, never by a tick.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from watchword.model.party import PartyId
from watchword.model.time import DAY_NS

SOON_NS: Final = 30 * DAY_NS
"""What is due later than that is not shown unless asked for."""

TaskKind = Literal[
    "agreement",
    "answer",
    "end-of-need",
    "expiry",
    "incident",
    "nobody-asked",
    "receipt",
    "recall",
    "register",
    "release",
    "review",
]


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One of them.

    Args:
        kind: What sort.
        who: The party that has to act.
        about: Name of the statement, or the agreement, it is about.
        since_ns: Since when.
        due_ns: By when; ``None``: no date.
        what: In one line.
        hint: The command by which a person settles it; empty where only the
            other side can.
    """

    kind: TaskKind
    who: PartyId
    about: str
    since_ns: int
    due_ns: int | None
    what: str
    hint: str

    def is_overdue(self, at_ns: int) -> bool:
        """Whether its date has passed."""
        return self.due_ns is not None and self.due_ns <= at_ns

    def is_near(self, at_ns: int) -> bool:
        """Whether it is to be shown without being asked for.

        That something is on its way is shown when it should have arrived.
        """
        if self.kind == "receipt":
            return self.is_overdue(at_ns)
        return self.due_ns is None or self.due_ns <= at_ns + SOON_NS


def in_order(found: Iterable[Task], at_ns: int) -> tuple[Task, ...]:
    """What is overdue, then what is due, then the rest, oldest first; each once."""
    return tuple(sorted(dict.fromkeys(found), key=lambda task: _rank(task, at_ns)))


def _rank(task: Task, at_ns: int) -> tuple[bool, bool, int, int, tuple[str, ...]]:
    return (
        not task.is_overdue(at_ns),
        task.due_ns is None,
        task.due_ns or 0,
        task.since_ns,
        # Down to the words: equal in rank is equal, so the order is one.
        (task.kind, task.about, task.who, task.what, task.hint),
    )
