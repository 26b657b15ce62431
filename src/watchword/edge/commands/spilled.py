"""The spill guard at the node's door: what a person types, whatever it is for.

Rule 1: a command is not begun when a text of it bears a national marking that
        no agreement here knows; where reports are filed each is judged for
        itself, by the core.
Rule 2: no error quotes such a text: it is answered with the marking's refusal.

Labels are judged by the core, which knows whose they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from watchword.agreements.spill import check_text_marking, marking_rule, spilled
from watchword.edge.desk import Desk
from watchword.errors import WatchwordError
from watchword.node.spill import known_in

LABELS: Final = frozenset(("label", "payload"))
"""Keys whose texts have a rule of their own, or are looked at where they are read."""


def check_typed(desk: Desk, command: bytes) -> None:
    """Refuse a command with a text that bears a marking.

    Args:
        desk: Where it is given.
        command: Its bytes, JSON.

    Raises:
        MarkingError: One does, and no agreement here knows it.
    """
    texts = _texts(command)
    check_text_marking(*texts, known=_known(desk, texts))


def unquoted(desk: Desk, command: bytes, error: WatchwordError) -> WatchwordError:
    """The error to answer with: one that quotes nothing of a marked text."""
    texts = (
        *_texts(command),
        *(piece for said in (str(error), error.hint) for piece in said.split("'")),
    )
    known = _known(desk, texts)
    rules = (marking_rule(text, known) for text in texts)
    rule = next((each for each in rules if each is not None), None)
    return error if rule is None else spilled(rule)


def _texts(command: bytes) -> tuple[str, ...]:
    try:
        return tuple(_typed(msgspec.json.decode(command)))
    except (msgspec.MsgspecError, RecursionError):
        return (command.decode("utf-8", "replace"),)


def _known(desk: Desk, texts: tuple[str, ...]) -> frozenset[str]:
    if not any(map(marking_rule, texts)):
        return frozenset()
    return known_in(desk.view, desk.view.agreements())


def _typed(value: Any) -> Iterator[str]:  # noqa: ANN401 (any JSON)
    match value:
        case str():
            yield value
        case dict():
            for key, each in value.items():
                if key not in LABELS:
                    yield str(key)
                    yield from _typed(each)
        case list() | tuple():
            for each in value:
                yield from _typed(each)
        case _:
            pass
