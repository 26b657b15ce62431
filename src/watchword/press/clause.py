"""Cutting a text into sentences and clauses, by a language's marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple


class Piece(NamedTuple):
    """A piece of a text's form.

    Attributes:
        start: Where it begins in ``Text.form``.
        end: Where it ends.
        words: What stands there.
    """

    start: int
    end: int
    words: str

    def holds(self, start: int) -> bool:
        """Whether something that begins there is in it."""
        return self.start <= start < self.end


def pieces(form: str, marks: re.Pattern[str]) -> tuple[Piece, ...]:
    """The pieces between marks, the marks left with what they end."""
    return tuple(_pieces(form, marks))


def _pieces(form: str, marks: re.Pattern[str]) -> Iterator[Piece]:
    start = 0
    for mark in marks.finditer(form):
        if form[start : mark.end()].strip():
            yield Piece(start, mark.end(), form[start : mark.end()])
        start = mark.end()
    if form[start:].strip():
        yield Piece(start, len(form), form[start:])


def carried(parts: Iterable[Piece], waits: Callable[[str], bool]) -> list[Piece]:
    """The pieces, each that waits for what is said after it joined to the next."""
    found: list[Piece] = []
    for part in parts:
        last = found[-1] if found else None
        if last is not None and last.end == part.start and waits(last.words):
            found[-1] = Piece(last.start, part.end, last.words + part.words)
        else:
            found.append(part)
    return found
