"""All tasks of a desk, from all that it has before it."""

from __future__ import annotations

from itertools import chain

from watchword.node.asked import agreements_to_watch, waiting_for_will
from watchword.node.items import end_of_need, expiring, open_items, to_register
from watchword.node.owed import owed
from watchword.node.situation import Situation
from watchword.node.tasks import Task, in_order

SOURCES = (
    agreements_to_watch,
    waiting_for_will,
    owed,
    open_items,
    to_register,
    end_of_need,
    expiring,
)


PRESSING = (agreements_to_watch, waiting_for_will, owed, open_items)
"""Those that need no list of everything that came and went."""


def pressing_duties(situation: Situation) -> tuple[Task, ...]:
    """What somebody has to be told of without asking."""
    found = chain.from_iterable(source(situation) for source in PRESSING)
    return in_order(found, situation.at_ns)


def duties(situation: Situation) -> tuple[Task, ...]:
    """Everything that waits for a person, or that somebody owes."""
    found = chain.from_iterable(source(situation) for source in SOURCES)
    return in_order(found, situation.at_ns)
