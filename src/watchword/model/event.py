"""An event: what we hold happened, with every witness it rests on."""

from __future__ import annotations

from typing import Literal

import msgspec

from watchword.model.field import Value
from watchword.model.report import Kind, Status

Agreement = Literal[
    "one witness", "agree", "not confirmed", "disagree", "side by side", "withdrawn"
]


class Witnessed(msgspec.Struct, frozen=True, kw_only=True):
    """One value and who said it.

    Args:
        authority: The one quoted, or the party itself.
        party: Through whom it came to us.
        statement: Name of the statement it stands in.
        value: The value as it was said.
        superseded: It is shown, and does not count: a later statement of the
            same originator corrects it, or an analyst withdrew the statement
            (``Event.withdrawn``).
    """

    authority: str
    party: str
    statement: str
    value: Value
    superseded: bool = False


class Combined(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One quantity of an event: its witnesses, and what they say together.

    Args:
        field: Name of the field.
        witnesses: All of them, in canonical order.
        verdict: Whether what they stand for can be true together.  ``not
            confirmed``: it can, but one gives a value and the others bounds
            far from it, or all give bounds.
        together: The hull of the values that count; ``None`` when they
            contradict each other beyond their doubt: no false mean.
        rule: The rule by which ``together`` was made.
    """

    field: str
    witnesses: tuple[Witnessed, ...]
    verdict: Agreement
    together: Value | None = None
    rule: str


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Reports of one thing in the world, as one.

    Args:
        id: Digest of its first member in canonical order.
        kind: As its members say.
        status: Exercise and actual never meet in one event.
        members: Names of its statements, in canonical order.
        fields: What is known, by name of field, in alphabetical order.
        topics: The topics of its statements, each once, sorted: what was fired
            where nobody gives a class.
        withdrawn: Those of its statements that an analyst withdrew, in
            canonical order; where all are, the event is withdrawn.
    """

    id: str
    kind: Kind
    status: Status
    members: tuple[str, ...]
    fields: tuple[Combined, ...]
    topics: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()

    @property
    def is_withdrawn(self) -> bool:
        """Whether no statement of it counts."""
        return len(self.withdrawn) == len(self.members)
