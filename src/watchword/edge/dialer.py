"""Sending by POST: one channel's lines, in batches, until each is receipted."""

from __future__ import annotations

from typing import Any, Final

from watchword.edge.clock import monotonic_ns, system_ns
from watchword.edge.driven import Driven
from watchword.edge.host import Host
from watchword.edge.outbox import MOST_LINES, Batch
from watchword.edge.pace import HEADER, heard, next_lines
from watchword.edge.sessions import FAILURES, RefusedError, answer_of
from watchword.edge.trouble import FORKED_RETRY_S, Trouble, instant
from watchword.errors import (
    LedgerError,
    LinkError,
    WatchwordError,
)
from watchword.model.receipt import Receipt
from watchword.model.time import format_ns
from watchword.node.inputs import TakeReceipt
from watchword.node.link import SENDING, Action, Input
from watchword.node.receive import origin_of
from watchword.wire.envelope import Envelope, parse_envelope
from watchword.wire.line import Channel
from watchword.wire.statement import parse_statement

DRAIN_S: Final = 1.0


class Dialer(Driven):
    """The sending end of one lane of one channel.

    Args:
        node: The running node.
        channel: Which; the sender is this node's party.
    """

    def __init__(self, node: Host, channel: Channel) -> None:
        super().__init__(node, SENDING)
        self.channel = channel
        self.origin = origin_of(channel)
        self.trouble = Trouble()
        self.sent_ns: int | None = None
        self.receipted_ns: int | None = None
        self.round_trip_ns: int | None = None
        self._batch: Batch | None = None
        self._took_ns: int | None = None
        self._receipt: Envelope | None = None
        self._is_keeping = False
        self._signed: int | None = None
        self._expected: int | None = None
        self._most = MOST_LINES
        self._deeds = {
            Action.LOOK: self._look,
            Action.POST: lambda: self._begin(self._post()),
            Action.KEEP: self._keep,
            Action.REWIND: self._rewind,
            Action.PAUSE: lambda: self._after(self.trouble.pause_s(), self._time),
            Action.LONG_PAUSE: lambda: self._after(FORKED_RETRY_S, self._time),
            Action.DRAIN: lambda: self._after(DRAIN_S, self._time),
            Action.HANG_UP: self._cancel,
            Action.END: self._cancel,
        }

    def _look(self) -> None:
        try:
            given = self._found()
        except WatchwordError as error:
            self._failed(error)
            given = Input.FAILED
        self.tell(given)

    def _found(self) -> Input:
        links, outbox = self._node.links, self._node.outbox
        if self._node.view.forked(self.channel):
            return self._failed(
                LedgerError(f"two histories of {self.origin} are signed", code="fork")
            )
        if links.is_fed(self.channel):
            return Input.IS_FED
        after = outbox.begin(self.origin)
        if self._signed is not None:
            # Signed for, and not durable here yet.
            after = max(after, self._signed)
        if not self._node.config.sends_to(self.channel.recipient):
            is_some = outbox.size_of(self.origin) > after
            return Input.NOT_TO_DIAL if is_some else self._nothing()
        self._batch = outbox.batch_of(self.origin, after, self._most)
        return self._nothing() if self._batch is None else Input.LINES

    def _nothing(self) -> Input:
        withheld = self._node.links.is_withheld(self.channel.recipient)
        return Input.WITHHELD if withheld else Input.NOTHING

    async def _post(self) -> None:
        batch, began_ns = self._batch, monotonic_ns()
        self._batch = None  # Its bytes are not kept longer than they are sent.
        if batch is None:
            raise AssertionError(self.origin)
        try:
            self._receipt = await self._exchange(batch)
            self._signed = batch.last
            self._node.outbox.settled(batch)
            self.round_trip_ns = monotonic_ns() - began_ns
            lines = batch.last - batch.first + 1
            self._most = next_lines(lines, self._took_ns, self.round_trip_ns)
            given = Input.RECEIPT
            if self.trouble.says:
                # It works again: no other lane need wait out its pause.
                self._node.links.seen(self.channel.recipient)
        except FAILURES as error:
            given = self._failed(error)
        self.tell(given)

    async def _exchange(self, batch: Batch) -> Envelope:
        partner = self.channel.recipient
        path = f"/v1/lines/{batch.agreement}/{batch.lane}"
        sessions = self._node.links.sessions
        # Never elsewhere: a redirect would carry content past the pinned end.
        async with sessions.to(partner, self.channel.lane).post(
            sessions.endpoint(partner) + path,
            data=batch.body,
            allow_redirects=False,
            trace_request_ctx=self.tell,
        ) as response:
            self.sent_ns = system_ns()
            self._took_ns = heard(response.headers.get(HEADER))
            body = await answer_of(partner, response)
        envelope = parse_envelope(body)
        _check_covers(envelope, batch)
        return envelope

    def _keep(self) -> None:
        # The highest covers all below it: while one is kept, the rest is one more.
        if not self._is_keeping:
            self._is_keeping = True
            self._node.later(self._keep_receipts())

    async def _keep_receipts(self) -> None:
        partner = self.channel.recipient
        try:
            while (envelope := self._receipt) is not None:
                self._receipt = None
                await self._node.submit(TakeReceipt(peer=partner, envelope=envelope))
            self.trouble.clear()
            given = Input.KEPT
        except WatchwordError as error:
            self._signed = None
            said = self._failed(error)
            given = Input.FORK if said is Input.FORK else Input.UNKEPT
        finally:
            self._is_keeping = False
        self.tell(given)

    def _failed(self, error: Exception) -> Input:
        given = self.trouble.note(error, self.state, partner=self.channel.recipient)
        expected = error.expected if isinstance(error, RefusedError) else None
        if self.trouble.code == "gap" and expected is not None and expected >= 1:
            self._expected = expected
            return Input.GAP
        return given

    def _rewind(self) -> None:
        self._signed = None
        if self._expected is not None:
            self._node.outbox.rewind(self.origin, self._expected - 1)

    def resume(self, after: int) -> None:
        """The recipient was put back from a copy: it holds the lane so far only."""
        self._signed = None
        self._node.outbox.rewind(self.origin, after)
        self.tell(Input.WAKE)

    def status(self) -> dict[str, Any]:
        """How it stands."""
        return {
            "state": str(self.state),
            "since": format_ns(self.changed_ns),
            **self.trouble.status(),
            "last_sent": instant(self.sent_ns),
            "last_receipted": instant(self.receipted_ns),
            "round_trip_ms": None
            if self.round_trip_ns is None
            else self.round_trip_ns / 1e6,
        }


def _check_covers(envelope: Envelope, batch: Batch) -> None:
    """Refuse a receipt that leaves out what has just been sent.

    Raises:
        LinkError: It does; the lines are offered again, after a pause.
    """
    receipt = parse_statement(envelope)
    if not isinstance(receipt, Receipt) or receipt.number < batch.last:
        raise LinkError("the receipt does not cover what was sent")
