"""What a terminal is not told: words of a text that bears a national marking."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from watchword.agreements.spill import SpillRule, marking_rule, spilled
from watchword.edge.socket import AnsweredError
from watchword.errors import WatchwordError

_PIECES: Final = re.compile(r"\\n|[\",;\t\n']")


def rule_in(text: str) -> SpillRule | None:
    """The rule that finds a marking in a text, in a line or in a cell of it."""
    for piece in (text, *_PIECES.split(text)):
        rule = marking_rule(piece)
        if rule is not None:
            return rule
    return None


def shown_of(error: WatchwordError, typed: Sequence[str] = ()) -> WatchwordError:
    """The error to show: one that quotes nothing of a marked text.

    Args:
        error: What happened; what a node answered has been looked at there.
        typed: The words of the command line; what follows ``--label`` is
            judged where labels are.
    """
    if isinstance(error, AnsweredError):
        return error
    pairs = zip(("", *typed), typed, strict=False)
    words = [word for before, word in pairs if before != "--label"]
    for text in (*words, str(error), error.hint):
        rule = rule_in(text)
        if rule is not None:
            return spilled(rule)
    return error


def plain(words: str) -> str:
    """Words about a text, where they quote nothing that bears a marking."""
    rule = rule_in(words)
    return words if rule is None else str(spilled(rule))


@contextmanager
def unquoted(text: str) -> Iterator[None]:
    """Let no error quote from a text that was read, where it bears a marking.

    Raises:
        MarkingError: In the place of such an error.
    """
    try:
        yield
    except AnsweredError:
        raise
    except WatchwordError:
        rule = rule_in(text)
        if rule is None:
            raise
        raise spilled(rule) from None
