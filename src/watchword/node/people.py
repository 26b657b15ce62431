"""The own people: the register's next version, and noting what they open."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from watchword.errors import UsageError
from watchword.model.person import Register
from watchword.node.effects import Effect, Enter
from watchword.node.inputs import NoteRead
from watchword.node.view import View


def check_version(view: View, register: Register) -> None:
    """Demand that a register is the next one: none skipped, none twice.

    Raises:
        UsageError: It is another (``register-version``).
    """
    held = view.register()
    expected = 1 if held is None else held.version + 1
    if register.version != expected:
        raise UsageError(
            f"the next version of the register is {expected}, this is"
            f" {register.version}",
            hint="person list shows the one that counts; make yours from it",
            code="register-version",
        )


def note_read(given: NoteRead) -> Iterator[Effect]:
    """Enter what a person opened, by whom, with what and what for."""
    yield Enter(kind="read", body=msgspec.to_builtins(given))
