"""Reports that have just been taken, at hand until they are folded.

Whoever takes a report has read and checked it; folding, which follows soon,
need not decrypt and read it once more.  What is at hand is open in memory: it is
bounded, and all of it is forgotten when a report is destroyed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from watchword.model.report import Header

MOST_BYTES: Final = 4_000_000
"""Of disclosures; about as much as one slice folds."""

OVERHEAD: Final = 500
"""What a header takes, or a little more."""


class Taken:
    """Reports by their names, each with the entry of the ledger that has it.

    Args:
        most_bytes: How much is at hand at most; beyond, it begins anew.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._held: dict[str, tuple[int, Header, Sequence[str]]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._held

    def put(self, name: str, entry: int, header: Header, texts: Sequence[str]) -> None:
        """A report is taken with these disclosures; the entry may yet be undone."""
        self.pop(name, entry)  # One that was undone may be there.
        size = _size(texts)
        if self._bytes + size > self._most_bytes:
            self.forget()
        self._held[name] = entry, header, texts
        self._bytes += size

    def pop(self, name: str, entry: int) -> tuple[Header, Sequence[str]] | None:
        """What was taken by an entry that is committed, given away."""
        found = self._held.pop(name, None)
        if found is None:
            return None
        self._bytes -= _size(found[2])
        return found[1:] if found[0] == entry else None

    def forget(self) -> None:
        """Have nothing at hand."""
        self._held.clear()
        self._bytes = 0


def _size(texts: Sequence[str]) -> int:
    return OVERHEAD + sum(map(len, texts))
