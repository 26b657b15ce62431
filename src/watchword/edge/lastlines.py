"""What the last commit said on each channel, as it is sent: nothing is read again.

Rule 1: only the last commit's; whatever is destroyed is destroyed by a commit, so
        nothing that is gone is ever here.
Rule 2: what is not here is read from the log, which holds all of it.
"""

from __future__ import annotations

from typing import NamedTuple


class Fresh(NamedTuple):
    """Lines of one channel that one commit wrote.

    Args:
        last: The number of the last line.
        lines: Their bytes.
        note: The signed checkpoint over them.
    """

    last: int
    lines: tuple[bytes, ...]
    note: str


class LastLines:
    """The lines of the last commit."""

    def __init__(self) -> None:
        self._lines: dict[str, list[bytes]] = {}
        self._fresh: dict[str, Fresh] = {}

    def clear(self) -> None:
        """A commit begins, or has failed."""
        if self._lines or self._fresh:
            self._lines, self._fresh = {}, {}

    def put(self, origin: str, line: bytes) -> None:
        """A line has been written."""
        self._lines.setdefault(origin, []).append(line)

    def sign(self, origin: str, size: int, note: str) -> None:
        """A checkpoint has been signed: it covers all that was put."""
        lines = self._lines.get(origin)
        if lines:
            self._fresh[origin] = Fresh(size, tuple(lines), note)

    def after(self, origin: str, number: int, most: int) -> Fresh | None:
        """All lines after a number; ``None``: these are not they, or too many."""
        fresh = self._fresh.get(origin)
        if fresh is None or len(fresh.lines) > most:
            return None
        return fresh if fresh.last - len(fresh.lines) == number else None
