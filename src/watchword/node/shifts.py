"""The log of a desk's shifts: entries of its own ledger, sent to nobody.

Rule 1: an entry names who and what by codes and ids; reports and messages are
        named, never quoted, so that destroying one leaves nothing here.
Rule 2: what a person writes in words is short, and stays in the ledger for
        ever; the spill guard has looked at it (``spill.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

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
    """
    check_text("the note", given.says, LONGEST_NOTE)
    yield Enter(
        kind=SHIFT,
        body={
            "what": given.what,
            "person": given.person,
            **given.body,
            **({"says": given.says} if given.says else {}),
        },
    )
