"""The log of a desk's shifts: entries of its own ledger, sent to nobody.

Rule 1: an entry names who and what by codes and ids; reports and messages are
        named, never quoted, so that destroying one leaves nothing here.
Rule 2: what a person writes in words is short, and bears no national marking:
        it stays in the ledger for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from watchword.agreements.national import bears_national_marking
from watchword.errors import MarkingError
from watchword.model.text import check_text
from watchword.node.effects import Effect, Enter
from watchword.node.inputs import NoteShift

LONGEST_NOTE: Final = 2000
SHIFT: Final = "shift"
"""The kind of such an entry."""


def note_shift(given: NoteShift) -> Iterator[Effect]:
    """Enter something of a shift.

    Raises:
        UsageError: The words are too long, or steer a screen.
        MarkingError: They bear a national marking; nothing of them is kept.
    """
    check_text("the note", given.says, LONGEST_NOTE)
    if any(map(bears_national_marking, given.says.splitlines())):
        raise MarkingError(
            "the note bears a word of a national marking: nothing of it is kept",
            hint="say it in other words; reports are filed with report file",
        )
    yield Enter(
        kind=SHIFT,
        body={
            "what": given.what,
            "person": given.person,
            **given.body,
            **({"says": given.says} if given.says else {}),
        },
    )
