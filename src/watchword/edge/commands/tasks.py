"""What waits for a person at this desk."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.edge.desk import Desk
from watchword.edge.situation import situation
from watchword.model.time import format_ns
from watchword.node.duties import duties
from watchword.node.tasks import Task


class Tasks(msgspec.Struct, frozen=True, kw_only=True, tag="tasks"):
    """Everything that waits for a person, or that somebody owes.

    Args:
        all: What is due later than in thirty days as well, and every item that
            is on its way.
    """

    all: bool = False

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """Derive it; what is overdue comes first."""
        now_ns = desk.clock.now_ns()
        found = situation(desk.store, desk.view, desk.pictures, now_ns)
        return [
            _row(task, now_ns)
            for task in duties(found)
            if self.all or task.is_near(now_ns)
        ]


def _row(task: Task, now_ns: int) -> dict[str, Any]:
    return {
        "kind": task.kind,
        "who": task.who,
        "about": task.about,
        "since": format_ns(task.since_ns),
        "due": None if task.due_ns is None else format_ns(task.due_ns),
        "overdue": task.is_overdue(now_ns),
        "what": task.what,
        "hint": task.hint,
    }
