"""The marking of a report at an instant: its own, or the originator's last change."""

from __future__ import annotations

from collections.abc import Iterable

from watchword.model.marking import Marking
from watchword.model.message import LabelChange
from watchword.model.report import Header


def marking_at(
    header: Header, changes: Iterable[tuple[str, object]], at_ns: int
) -> Marking:
    """The marking in force.

    Of changes said at the same instant the one whose name is last counts, so
    that every node holds the same.

    Args:
        header: Of the report.
        changes: The messages about it, each with its name; only changes of
            label by the report's originator count.
        at_ns: What was said later does not count.
    """
    counting = [
        (said.said_at_ns, name, said.marking)
        for name, said in changes
        if isinstance(said, LabelChange)
        and said.party == header.originator
        and said.said_at_ns <= at_ns
    ]
    return max(counting, default=(0, "", header.marking), key=lambda row: row[:2])[2]
