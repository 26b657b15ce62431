"""What came by courier before the lines it follows, and what is missing.

Rule 1: a batch beyond a gap is kept until the gap is filled; it is not taken,
        not receipted and shown to nobody.
Rule 2: each line is sealed under the key of the report on it, so that a
        certificate ends it here too; what may not be kept is not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.errors import LedgerError, TrustError
from watchword.node.admit import keepable
from watchword.node.inputs import CloseBatch, Input, TakeLine
from watchword.node.receive import origin_of
from watchword.wire.line import Channel, Line, parse_line

PLACE: Final = "ahead"


class Ahead:
    """Batches that wait for the lines before them.

    Args:
        store: Where they are kept.
        view: How far each channel has been taken.
    """

    def __init__(self, store: Store, view: StoreView) -> None:
        self._store = store
        self._view = view

    def keep(self, channel: Channel, unit: Sequence[Input]) -> int:
        """Keep a batch whose numbers cannot be taken yet; how many lines are kept.

        Raises:
            WireError: A line cannot be read.
            TrustError: A line is another channel's (``wrong-channel``).
            StoreError: It cannot be written.
        """
        given = [(parse_line(e.data), e.data) for e in unit if isinstance(e, TakeLine)]
        if any(line.channel != channel for line, _ in given):
            raise TrustError("a line of another channel", code="wrong-channel")
        origin = origin_of(channel)
        with self._store.transaction():
            kept = [self._keep_line(origin, line, data) for line, data in given]
            for each in unit:
                if isinstance(each, CloseBatch):
                    self._store.run(
                        "INSERT OR REPLACE INTO ahead_checkpoint VALUES (?, ?, ?)",
                        (origin, given[-1][0].number if given else 0, each.checkpoint),
                    )
        return sum(kept)

    def _keep_line(self, origin: str, line: Line, data: bytes) -> bool:
        item, content = line.envelope.name, self._store.content
        if content.keys.erased(item) is not None:
            return False
        if not keepable(self._view, line.agreement, data):
            return False
        self._store.run(
            "INSERT OR REPLACE INTO ahead VALUES (?, ?, ?, ?)",
            (origin, line.number, item, content.seal(item, PLACE, data)),
        )
        return True

    def channels(self) -> list[str]:
        """The logs of which something waits."""
        rows = self._store.rows("SELECT DISTINCT origin FROM ahead ORDER BY origin")
        return [origin for (origin,) in rows]

    def next_unit(self, channel: Channel, now_ns: int) -> list[Input]:
        """The batch that can be taken now; nothing where there is none."""
        origin, after = origin_of(channel), self._view.cursor(channel).number
        found = self._store.row(
            "SELECT size, note FROM ahead_checkpoint WHERE origin = ?1 AND size > ?2"
            " AND size - ?2 = (SELECT count(*) FROM ahead WHERE origin = ?1"
            " AND number > ?2 AND number <= size) ORDER BY size LIMIT 1",
            (origin, after),
        )
        if found is None:
            return []
        size, note = found
        lines = self._lines(origin, after, size)
        if len(lines) != size - after:
            return []
        peer = channel.sender
        return [
            *(TakeLine(peer=peer, channel=channel, data=data) for data in lines),
            CloseBatch(peer=peer, channel=channel, checkpoint=note, now_ns=now_ns),
        ]

    def _lines(self, origin: str, after: int, size: int) -> list[bytes]:
        rows = self._store.rows(
            "SELECT number, item, data FROM ahead"
            " WHERE origin = ? AND number > ? AND number <= ? ORDER BY number",
            (origin, after, size),
        )
        lines = []
        for number, item, data in rows:
            try:
                lines.append(self._store.content.open(item, PLACE, data))
            except LedgerError:
                # Its report has been destroyed: the sender has to repeat it.
                self._store.run(
                    "DELETE FROM ahead WHERE origin = ? AND number = ?",
                    (origin, number),
                )
        return lines

    def let_go(self, channel: Channel) -> None:
        """What has been taken, by whatever way, waits no more."""
        origin, taken = origin_of(channel), self._view.cursor(channel).number
        with self._store.transaction():
            self._store.run(
                "DELETE FROM ahead WHERE origin = ? AND number <= ?", (origin, taken)
            )
            self._store.run(
                "DELETE FROM ahead_checkpoint WHERE origin = ? AND size <= ?",
                (origin, taken),
            )

    def waits(self, channel: Channel) -> int:
        """How many lines wait."""
        found: int = self._store.value(
            "SELECT count(*) FROM ahead WHERE origin = ? AND number > ?",
            (origin_of(channel), self._view.cursor(channel).number),
        )
        return found

    def gaps(self, channel: Channel) -> list[tuple[int, int]]:
        """The numbers that are missing before what waits: first and last of each."""
        taken = self._view.cursor(channel).number
        rows = self._store.rows(
            "SELECT number FROM ahead WHERE origin = ? AND number > ? ORDER BY number",
            (origin_of(channel), taken),
        )
        numbers = [taken, *(number for (number,) in rows)]
        return [(a + 1, b - 1) for a, b in pairwise(numbers) if b > a + 1]
