"""What a text may hold: anything people write, nothing that steers a screen."""

from __future__ import annotations

import unicodedata
from typing import Final

from watchword.errors import UsageError

ALLOWED_CONTROLS: Final = frozenset("\n\t")
TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what follows: a text could read otherwise."""


def is_steering(character: str) -> bool:
    """Whether a character steers a screen instead of standing on it."""
    if character in ALLOWED_CONTROLS:
        return False
    return character in TURNING or unicodedata.category(character) in ("Cc", "Cs")


def check_text(name: str, text: str, longest: int) -> None:
    """Refuse a text that is too long or steers a screen.

    Raises:
        UsageError: It is or does; the message names the text, not its content.
    """
    if len(text) > longest:
        raise UsageError(f"{name} has at most {longest} characters")
    if any(map(is_steering, text)):
        raise UsageError(f"{name} has control characters")


def printable(text: str) -> str:
    r"""The text with what would steer a screen written out.

    >>> print(printable("a\x1b[2Jb"))
    a\x1b[2Jb
    """
    if not any(map(is_steering, text)):
        return text
    shown = (c.encode("unicode_escape").decode() if is_steering(c) else c for c in text)
    return "".join(shown)
