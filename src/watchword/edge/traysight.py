"""How trays and proposers stand while a node runs: codes and counts, no content."""

from __future__ import annotations

from collections import Counter
from typing import Any

from watchword.model.time import format_ns


class TraySight:
    """How one tray stands.

    Attributes:
        trouble: Why nothing can be taken out of it; empty: it can.
        since_ns: Since when, by the machine's clock.
        files: How many stood there at the last look.
        taken: How many were read since the node is up.
        refused: How many were not, by word.
    """

    def __init__(self) -> None:
        self.trouble = ""
        self.since_ns = 0
        self.files = 0
        self.taken = 0
        self.refused: Counter[str] = Counter()

    def see(self, trouble: str, now_ns: int) -> bool:
        """Take in whether it can be used; answer with whether that is new."""
        if trouble == self.trouble:
            return False
        self.trouble, self.since_ns = trouble, now_ns
        return True

    def row(self) -> dict[str, Any]:
        """As it is shown."""
        return {
            "trouble": self.trouble,
            "since": format_ns(self.since_ns) if self.trouble else None,
            "files": self.files,
            "taken": self.taken,
            "refused": dict(sorted(self.refused.items())),
        }
