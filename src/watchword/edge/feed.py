"""Sending by feed: the recipient dialled, and holds a stream of its lines open.

GET /v1/feed/{agreement}/{lane}?after=N gives the lines from N+1 on with their
checkpoint lines, as a batch has them, and then whatever comes.  A blank line now
and then says that the link lives.  Receipts come by POST.

Nothing waits here for a partner: the durable log is the queue.  Only so many
lines and bytes may be out without a receipt; who does not read, or does not
sign, loses the connection and resumes by number.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

import structlog

from watchword.edge.clock import monotonic_ns, system_ns
from watchword.edge.driven import Driven
from watchword.edge.host import Host
from watchword.edge.outbox import Batch
from watchword.errors import LedgerError, WatchwordError
from watchword.model.time import SECOND_NS, format_ns
from watchword.node.link import FEEDING, Action, Input
from watchword.node.receive import origin_of
from watchword.wire.line import Channel


class Limits(NamedTuple):
    """How long, and how much, a feed bears with its reader.

    Args:
        window_lines: Lines that may be out without a receipt; a batch is whole.
        window_bytes: The same in bytes.
        beat_s: After so long without lines a blank one goes.
        write_s: So long may it take until little of a batch is unread.
        receipt_s: So long may it take until a batch is signed for.
        drain_s: So long is a write under way given when the node ends.
    """

    window_lines: int = 2_000
    window_bytes: int = 4_000_000
    beat_s: float = 10.0
    write_s: float = 20.0
    receipt_s: float = 60.0
    drain_s: float = 0.5


LIMITS: Final = Limits()

BATCH_LINES: Final = 50
"""No receipt is waited for between two, so they need not be long: a warning waits
at its recipient for one of them."""

log = structlog.get_logger()

Send = Callable[[Any], Awaitable[None]]
Receive = Callable[[], Awaitable[Any]]


class Caller(NamedTuple):
    """Who holds a feed open.

    Args:
        pin: Of the certificate that was shown.
        send: ASGI's.
        receive: ASGI's.
        drop: Ends the connection at once, whatever it holds.
    """

    pin: str
    send: Send
    receive: Receive
    drop: Callable[[], None]


class _Out(NamedTuple):
    last: int
    lines: int
    octets: int
    at_ns: int


class Feed(Driven):
    """The sending end of a lane that its recipient has dialled.

    Args:
        node: The running node.
        channel: Which; the sender is this node's party.
        after: The highest number that the recipient holds.
        caller: The recipient.
        limits: How long it bears with the recipient.

    Raises:
        LedgerError: The recipient holds more of this log than there is here
            (``ahead``), or two histories of it are signed (``fork``).
    """

    def __init__(
        self,
        node: Host,
        channel: Channel,
        after: int,
        caller: Caller,
        limits: Limits = LIMITS,
    ) -> None:
        super().__init__(node, FEEDING)
        self.channel = channel
        self.opened_ns = system_ns()
        self.sent_ns: int | None = None
        self.origin = origin_of(channel)
        self._check_fork()
        if after > node.outbox.size_of(self.origin):
            raise LedgerError(
                f"{channel.recipient} holds lines of {self.origin} that are not here",
                hint="was this node restored from a backup? speak to the partner",
                code="ahead",
            )
        self._limits = limits
        self._sent = after
        self._caller = caller
        self._batch: Batch | None = None
        self._out: deque[_Out] = deque()
        self._deeds = {
            Action.LOOK: self._look,
            Action.WRITE: lambda: self._begin(self._write()),
            Action.BEAT: lambda: self._after(limits.beat_s, self._beat),
            Action.AWAIT_RECEIPT: lambda: self._after(limits.receipt_s, self._time),
            Action.DRAIN: lambda: self._after(limits.drain_s, self._time),
            Action.HANG_UP: self._hang_up,
            Action.END: lambda: self._begin(self._end()),
        }

    def _check_fork(self) -> None:
        if self._node.view.forked(self.channel):
            raise LedgerError(f"two histories of {self.origin} are signed", code="fork")

    async def run(self) -> None:
        """Feed until the connection ends."""
        start = {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-type", b"application/x-ndjson")],
        }
        await self._caller.send(start)
        self._look()
        while (await self._caller.receive())["type"] != "http.disconnect":
            pass
        self.tell(Input.GONE)

    def _look(self) -> None:
        try:
            given = self._found()
        except WatchwordError as error:
            log.warning("feed", partner=self.channel.recipient, error=str(error))
            given = Input.FAILED
        self.tell(given)

    def _found(self) -> Input:
        self._check_fork()
        if sum(out.lines for out in self._out) >= self._limits.window_lines:
            return Input.WINDOW_FULL
        if sum(out.octets for out in self._out) >= self._limits.window_bytes:
            return Input.WINDOW_FULL
        self._batch = self._node.outbox.batch_of(self.origin, self._sent, BATCH_LINES)
        return Input.NOTHING if self._batch is None else Input.LINES

    async def _write(self) -> None:
        batch, self._batch = self._batch, None
        if batch is None:
            raise AssertionError(self.origin)
        lines = batch.last - batch.first + 1
        self._sent, self.sent_ns = batch.last, system_ns()
        self._out.append(_Out(batch.last, lines, len(batch.body), monotonic_ns()))
        self.tell(await self._flushed(batch.body, Input.WRITTEN))

    async def _flushed(self, data: bytes, done: Input) -> Input:
        """Write, and wait until what the reader has not read is little."""
        body = {"type": "http.response.body", "more_body": True}
        try:
            async with asyncio.timeout(self._limits.write_s):
                await self._caller.send({**body, "body": data})
                # The second one waits for the room that the first one took.
                await self._caller.send({**body, "body": b""})
        except TimeoutError:
            return Input.OVERDUE
        return done

    def _beat(self) -> None:
        if self._is_overdue():
            self.tell(Input.OVERDUE)
        elif not self._may_read():
            self.tell(Input.STOP)
        else:
            self._begin(self._write_beat())

    async def _write_beat(self) -> None:
        self.tell(await self._flushed(b"\n", Input.TIME))

    def _is_overdue(self) -> bool:
        oldest_ns = self._out[0].at_ns if self._out else None
        over_ns = monotonic_ns() - int(self._limits.receipt_s * SECOND_NS)
        return oldest_ns is not None and oldest_ns < over_ns

    def _may_read(self) -> bool:
        try:
            return self._node.peers.of(self._caller.pin) == self.channel.recipient
        except WatchwordError:
            return False

    def check_peer(self) -> None:
        """A designation came: end the feed whose certificate counts no more."""
        if not self._may_read():
            self.tell(Input.STOP)

    def receipted(self, number: int) -> None:
        """The recipient has signed for everything up to a number."""
        while self._out and self._out[0].last <= number:
            self._out.popleft()
        self.tell(Input.RECEIPT)

    def _hang_up(self) -> None:
        log.warning(
            "feed dropped", partner=self.channel.recipient, lane=self.channel.lane
        )
        self._cancel()
        self._caller.drop()

    async def _end(self) -> None:
        await self._caller.send({"type": "http.response.body", "body": b""})

    def status(self) -> dict[str, Any]:
        """How it stands."""
        return {
            "state": str(self.state),
            "since": format_ns(self.changed_ns),
            "opened": format_ns(self.opened_ns),
            "sent": self._sent,
            "out": sum(out.lines for out in self._out),
            "last_sent": None if self.sent_ns is None else format_ns(self.sent_ns),
        }
