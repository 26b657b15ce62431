"""Reports that were just taken in, as they were in hand, until they are folded.

Folding comes a moment after the commit and would read, open and decode what the
writer had decoded.  What is not here is read from the store: a shortcut, bounded,
and forgotten when a report is destroyed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from watchword.model.report import Header

MOST_BYTES: Final = 8_000_000
"""What comes in a few seconds of load: folding waits for those."""


class NewReport(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What folding asks of a report, checked when it was taken in.

    Args:
        entry: By which entry it is held; nothing of it was opened by a later one.
        header: Its header, as signed.
        texts: The disclosures of what is open here.
        size: About so many bytes it takes in memory.
    """

    entry: int
    header: Header
    texts: tuple[str, ...]
    size: int


class NewReports:
    """Those of the last commits, by their names."""

    def __init__(self) -> None:
        self._kept: dict[str, NewReport] = {}
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, reports: Mapping[str, NewReport]) -> None:
        """They are committed."""
        self._bytes += sum([each.size for each in reports.values()])
        if self._bytes > MOST_BYTES:
            self.forget()  # Whoever folds is far behind, and will read them.
            return
        self._kept.update(reports)

    def take(self, name: str, until_entry: int) -> NewReport | None:
        """One as it is held by an entry, once; ``None``: ask the store."""
        found = self._kept.get(name)
        if found is None or found.entry > until_entry:
            return None
        self.drop(name)
        return found

    def drop(self, name: str) -> None:
        """It is no longer as it was."""
        found = self._kept.pop(name, None)
        if found is not None:
            self._bytes -= found.size

    def forget(self) -> None:
        """Keep nothing."""
        self._kept.clear()
        self._bytes = 0
