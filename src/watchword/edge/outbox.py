"""What is to be sent next: lines up to a signed checkpoint, from the log.

The durable log is the queue: nothing of a partner waits in memory.  Where the
report on a line has been destroyed, the line that stands for it is sent.
"""

from __future__ import annotations

from typing import Final

import msgspec

from watchword.edge.store import Store
from watchword.edge.storeview import line_place
from watchword.model.party import PartyId
from watchword.model.report import Urgency
from watchword.wire.line import LANES, CheckpointLine, format_line

MOST_LINES: Final = 200
MOST_BYTES: Final = 4_000_000


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of one channel, in order, and the checkpoint over them.

    Args:
        origin: The channel's log.
        agreement: Under which agreement.
        lane: In which lane.
        first: Number of the first line.
        last: Number of the last; the checkpoint's size.
        body: The NDJSON to send.
    """

    origin: str
    agreement: str
    lane: str
    first: int
    last: int
    body: bytes


class Outbox:
    """The channels of one party, as far as they are not receipted.

    Args:
        store: Where the logs are.
        party: The sender.
    """

    def __init__(self, store: Store, party: PartyId) -> None:
        self._store = store
        self._party = party
        self._rewound: dict[str, int] = {}

    def rewind(self, origin: str, after: int) -> None:
        """The partner holds less than it receipted: offer again from there."""
        done = self._store.value(
            "SELECT receipted FROM log WHERE origin = ?", (origin,)
        )
        if 0 <= after < int(done or 0):
            self._rewound[origin] = after

    def open_lines(self, partner: PartyId) -> int:
        """How many lines to a partner are not receipted."""
        return sum(size - done for _, size, done in self._logs(partner) if size > done)

    def _logs(self, partner: PartyId) -> list[tuple[str, int, int]]:
        # The inner select reads one row of the index, however long the log is.
        rows: list[tuple[str, int, int]] = self._store.rows(
            "SELECT origin, (SELECT max(number) FROM line"
            " WHERE line.origin = log.origin), receipted FROM log"
            " WHERE origin GLOB ? ORDER BY origin",
            (f"{self._party}/*/{partner}/*",),
        )
        return [
            (origin, size, self._rewound.get(origin, done))
            for origin, size, done in rows
        ]

    def next_batch(self, partner: PartyId) -> Batch | None:
        """The next lines for a partner; the urgent lane comes first."""
        waiting = [log for log in self._logs(partner) if log[1] > log[2]]
        waiting.sort(key=lambda log: LANES.index(_lane(log[0])))
        return self._batch(*waiting[0]) if waiting else None

    def _batch(self, origin: str, _size: int, after: int) -> Batch:
        mark, note = self._mark(origin, after)
        rows = self._store.rows(
            "SELECT number, name, data FROM line"
            " WHERE origin = ? AND number > ? AND number <= ? ORDER BY number",
            (origin, after, mark),
        )
        content = self._store.content
        lines = [
            content.open(name, line_place(origin, number), data)
            for number, name, data in rows
        ]
        lines.append(format_line(CheckpointLine(checkpoint=note)))
        _, agreement, _, lane = origin.split("/")
        return Batch(
            origin=origin,
            agreement=agreement,
            lane=lane,
            first=after + 1,
            last=mark,
            body=b"\n".join(lines) + b"\n",
        )

    def _mark(self, origin: str, after: int) -> tuple[int, str]:
        """The farthest checkpoint within a batch's bounds, or the nearest."""
        found = self._store.row(
            "SELECT size, note FROM checkpoint WHERE origin = ? AND size > ?"
            " AND size <= ? ORDER BY size DESC LIMIT 1",
            (origin, after, self._fitting(origin, after)),
        ) or self._store.row(
            "SELECT size, note FROM checkpoint WHERE origin = ? AND size > ?"
            " ORDER BY size LIMIT 1",
            (origin, after),
        )
        if found is None:
            raise AssertionError(origin)
        return found[0], found[1]

    def _fitting(self, origin: str, after: int) -> int:
        """The last line up to which a batch stays within its bounds."""
        rows = self._store.rows(
            "SELECT number, length(data) FROM line WHERE origin = ? AND number > ?"
            " ORDER BY number LIMIT ?",
            (origin, after, MOST_LINES),
        )
        octets, last = 0, after
        for number, length in rows:
            octets += length or 0
            if octets > MOST_BYTES:
                break
            last = number
        return last

    def settled(self, batch: Batch) -> None:
        """A receipt for a batch has come: go on after it."""
        if batch.origin not in self._rewound:
            return
        done = self._store.value(
            "SELECT receipted FROM log WHERE origin = ?", (batch.origin,)
        )
        if batch.last >= int(done or 0):
            del self._rewound[batch.origin]
        else:
            self._rewound[batch.origin] = batch.last


def _lane(origin: str) -> Urgency:
    return "urgent" if origin.endswith("/urgent") else "routine"
