"""What is to be sent next: lines up to a signed checkpoint, from the log.

The durable log is the queue: nothing of a partner waits in memory.  Where the
report on a line has been destroyed, the line that stands for it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from watchword.edge.forks import forked_origins
from watchword.edge.lastlines import Fresh, LastLines
from watchword.edge.store import Store
from watchword.edge.storeview import line_place
from watchword.errors import LedgerError
from watchword.model.party import PartyId
from watchword.model.report import Urgency
from watchword.wire.line import LANES, CheckpointLine, format_line

MOST_LINES: Final = 200
MOST_BYTES: Final = 1_000_000

Line = tuple[int, str, bytes | None]
"""Its number in its log, the statement's name, and the bytes as they are kept."""


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
        last_lines: The lines of the last commit; ``None``: every line is read.
    """

    def __init__(
        self, store: Store, party: PartyId, last_lines: LastLines | None = None
    ) -> None:
        self._last_lines = LastLines() if last_lines is None else last_lines
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

    def _logs(self, partner: str) -> list[tuple[str, int, int]]:
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

    def channels(self, partner: PartyId) -> list[tuple[str, int, int]]:
        """The logs to a partner: name, how many lines, how many are receipted."""
        return self._logs(partner)

    def batch_after(self, origin: str, after: int) -> Batch:
        """The batch that begins after a number, receipted or not."""
        batch = self.batch_of(origin, after, MOST_LINES)
        if batch is None:
            raise AssertionError(origin)
        return batch

    def next_batch(self, partner: PartyId) -> Batch | None:
        """The next lines for a partner; the urgent lane comes first."""
        stopped = forked_origins(self._store)
        logs = [log for log in self._logs(partner) if log[0] not in stopped]
        waiting = [log for log in logs if log[1] > log[2]]
        waiting.sort(key=lambda log: LANES.index(_lane(log[0])))
        return (
            self.batch_of(waiting[0][0], waiting[0][2], MOST_LINES) if waiting else None
        )

    def all_open(self) -> dict[str, int]:
        """Every log of what was ever said, and how many of its lines are open."""
        return {origin: max(size - done, 0) for origin, size, done in self._logs("*")}

    def size_of(self, origin: str) -> int:
        """How many lines a channel's lane has."""
        size = self._store.value(
            "SELECT max(number) FROM line WHERE origin = ?", (origin,)
        )
        return int(size or 0)

    def receipted(self, origin: str) -> int:
        """Up to which line the recipient has signed for a lane."""
        done = self._store.value(
            "SELECT receipted FROM log WHERE origin = ?", (origin,)
        )
        return int(done or 0)

    def waiting_since_ns(self, origin: str) -> int | None:
        """When the oldest line was put there that is not receipted."""
        at_ns: int | None = self._store.value(
            "SELECT at_ns FROM line WHERE origin = ? AND number = ?",
            (origin, self.receipted(origin) + 1),
        )
        return at_ns

    def begin(self, origin: str) -> int:
        """After which number a lane goes on: what is receipted, or was rewound."""
        return self._rewound.get(origin, self.receipted(origin))

    def batch_of(self, origin: str, after: int, most: int) -> Batch | None:
        """The next lines of a channel's lane; ``None``: there are none.

        Args:
            origin: Its log.
            after: After which number.
            most: How many at most, where a checkpoint stands among so many.
        """
        fresh = self._last_lines.after(origin, after, most)
        if fresh is not None and sum(map(len, fresh.lines)) <= MOST_BYTES:
            return _batch(origin, after, fresh)
        rows = self._lines(origin, after, most)
        if not rows:
            return None
        mark, note = self._mark(origin, after, _fitting(rows, after))
        if mark > after + len(rows):
            rows = self._lines(origin, after, mark - after)
        whole = [
            (number, name, data)
            for number, name, data in rows[: mark - after]
            if data is not None
        ]
        if len(whole) < mark - after:
            raise LedgerError(
                f"lines of {origin} after {after} were lost with a disk: only their"
                " entries are here",
                hint="the partner was put back from a copy too: speak to it",
                code="lost-here",
            )
        content = self._store.content
        lines = tuple(
            content.open(name, line_place(origin, number), data)
            for number, name, data in whole
        )
        return _batch(origin, after, Fresh(mark, lines, note))

    def _lines(self, origin: str, after: int, most: int) -> list[Line]:
        rows: list[Line] = self._store.rows(
            "SELECT number, name, data FROM line WHERE origin = ? AND number > ?"
            " ORDER BY number LIMIT ?",
            (origin, after, most),
        )
        return rows

    def _mark(self, origin: str, after: int, fitting: int) -> tuple[int, str]:
        """The farthest checkpoint within a batch's bounds, or the nearest."""
        found = self._store.row(
            "SELECT size, note FROM checkpoint WHERE origin = ? AND size > ?"
            " AND size <= ? ORDER BY size DESC LIMIT 1",
            (origin, after, fitting),
        ) or self._store.row(
            "SELECT size, note FROM checkpoint WHERE origin = ? AND size > ?"
            " ORDER BY size LIMIT 1",
            (origin, after),
        )
        if found is None:
            raise AssertionError(origin)
        return found[0], found[1]

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


def _batch(origin: str, after: int, given: Fresh) -> Batch:
    _, agreement, _, lane = origin.split("/")
    mark = format_line(CheckpointLine(checkpoint=given.note))
    return Batch(
        origin=origin,
        agreement=agreement,
        lane=lane,
        first=after + 1,
        last=given.last,
        body=b"\n".join((*given.lines, mark, b"")),
    )


def _fitting(rows: Sequence[Line], after: int) -> int:
    """The last line up to which a batch stays within its bound of bytes."""
    octets, last = 0, after
    for number, _, data in rows:
        octets += len(data or b"")
        if octets > MOST_BYTES:
            break
        last = number
    return last


def _lane(origin: str) -> Urgency:
    return "urgent" if origin.endswith("/urgent") else "routine"
