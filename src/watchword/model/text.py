"""What a text may hold: anything people write, nothing that steers a screen."""

from __future__ import annotations

import re
from typing import Final

from watchword.errors import UsageError

ALLOWED_CONTROLS: Final = frozenset("\n\t")
TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what follows: a text could read otherwise."""

_STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff" + "".join(sorted(TURNING)) + "]"
)
"""Unicode's categories Cc and Cs but for what is allowed, and what turns."""


def is_steering(character: str) -> bool:
    """Whether a character steers a screen instead of standing on it."""
    return _STEERING.match(character) is not None


def check_text(name: str, text: str, longest: int) -> None:
    """Refuse a text that is too long or steers a screen.

    Raises:
        UsageError: It is or does; the message names the text, not its content.
    """
    if len(text) > longest:
        raise UsageError(f"{name} has at most {longest} characters")
    # What can be printed steers nothing, and needs no look at each character.
    if not text.isprintable() and _STEERING.search(text) is not None:
        raise UsageError(f"{name} has control characters")


def printable(text: str) -> str:
    r"""The text with what would steer a screen written out.

    >>> print(printable("a\x1b[2Jb"))
    a\x1b[2Jb
    """
    if _STEERING.search(text) is None:
        return text
    shown = (c.encode("unicode_escape").decode() if is_steering(c) else c for c in text)
    return "".join(shown)
