"""Receiving by feed: this node dials, and a partner's lines stream in.

The cursor moves in the transaction that takes a batch; it is where the next
connection resumes.  What came while the last commit was under way is taken by
the next one, and signed for once.  Little is read ahead of it, so a node that
commits slowly slows its partner's feed, and keeps few lines in memory.
"""

from __future__ import annotations

from collections import deque
from typing import Any, Final

import aiohttp

from watchword.edge.batch import unit_of
from watchword.edge.clock import system_ns
from watchword.edge.driven import Driven
from watchword.edge.frames import Frames
from watchword.edge.host import Host
from watchword.edge.sessions import CONNECT_S, FAILURES, answer_of
from watchword.edge.trouble import FORKED_RETRY_S, Trouble, instant
from watchword.edge.writer import Unit
from watchword.errors import LinkError, TooLargeError, WatchwordError
from watchword.model.time import format_ns
from watchword.node.inputs import TakeLine
from watchword.node.link import READING, Action, Input
from watchword.wire.envelope import Envelope, format_envelope
from watchword.wire.line import Channel

TOGETHER_LINES: Final = 60
"""So many lines one commit takes, where they are of more than one batch: a warning
that comes meanwhile waits for it."""

SILENT_S: Final = 35.0
"""After so long without even a blank line the connection is taken for dead."""

FEED_TIMES: Final = aiohttp.ClientTimeout(
    total=None, sock_connect=CONNECT_S, sock_read=SILENT_S
)


class FeedReader(Driven):
    """The receiving end of one lane, dialled by the recipient.

    Args:
        node: The running node.
        channel: Which; the recipient is this node's party.
    """

    def __init__(self, node: Host, channel: Channel) -> None:
        super().__init__(node, READING)
        self.channel = channel
        self.trouble = Trouble()
        self.read_ns: int | None = None
        self._response: aiohttp.ClientResponse | None = None
        self._frames = Frames()
        self._batches: deque[list[bytes]] = deque()
        self._receipt: Envelope | None = None
        self._is_answering = False
        self._deeds = {
            Action.DIAL: lambda: self._begin(self._dial()),
            Action.READ: lambda: self._begin(self._read()),
            Action.COMMIT: lambda: self._begin(self._commit()),
            Action.ANSWER: self._answer,
            Action.HANG_UP: self._hang_up,
            Action.PAUSE: lambda: self._after(self.trouble.pause_s(), self._time),
            Action.LONG_PAUSE: lambda: self._after(FORKED_RETRY_S, self._time),
            Action.END: self._cancel,
        }

    def _url(self, what: str) -> str:
        endpoint = self._node.links.sessions.endpoint(self.channel.sender)
        return f"{endpoint}/v1/{what}/{self.channel.agreement}/{self.channel.lane}"

    async def _dial(self) -> None:
        partner = self.channel.sender
        try:
            after = self._node.view.cursor(self.channel).number
            session = self._node.links.sessions.to(partner, "feed")
            self._response = await session.get(
                f"{self._url('feed')}?after={after}",
                timeout=FEED_TIMES,
                allow_redirects=False,
            )
            if self._response.status != 200:
                await answer_of(partner, self._response)
            given = Input.OPENED
        except FAILURES as error:
            given = self._failed(error)
        self.tell(given)

    async def _read(self) -> None:
        try:
            await self._fill()
            given = Input.BATCH
        except TooLargeError as error:
            await self._keep_evidence()
            given = self._failed(error)
        except FAILURES as error:
            given = self._failed(error)
        self.tell(given)

    async def _fill(self) -> None:
        response = self._response
        while not self._batches:
            data = b"" if response is None else await response.content.readany()
            if not data:
                raise LinkError(f"{self.channel.sender} ended the feed")
            self.read_ns = system_ns()
            self._batches += self._frames.take(data)
            if not self._batches:
                self.trouble.clear()

    async def _keep_evidence(self) -> None:
        # It is refused again, by its length; the core says what of it is kept.
        line = TakeLine(
            peer=self.channel.sender, channel=self.channel, data=self._frames.rest
        )
        await self._node.take([line])

    async def _commit(self) -> None:
        try:
            for outcome in await self._node.take_each(self._units()):
                if outcome.error is not None:
                    raise outcome.error
                self._receipt = outcome.given[0] if outcome.given else self._receipt
            self.trouble.clear()
            given = Input.COMMITTED
        except WatchwordError as error:
            given = self._failed(error)
        self.tell(given)

    def _units(self) -> list[Unit]:
        """What the next commit takes: a batch, and those that came meanwhile.

        One that is none waits until what came before it is taken.

        Raises:
            WatchwordError: The first is no batch.
        """
        together = [self._batches.popleft()]
        room = TOGETHER_LINES - len(together[0])
        while self._batches and len(self._batches[0]) <= room:
            room -= len(self._batches[0])
            together.append(self._batches.popleft())
        peer, now_ns, units = self.channel.sender, system_ns(), list[Unit]()
        for number, lines in enumerate(together, 1):
            is_followed = number < len(together)
            try:
                unit = unit_of(lines, peer, self.channel, now_ns, followed=is_followed)
            except WatchwordError:
                if not units:
                    raise
                self._batches.extendleft(reversed(together[number - 1 :]))
                break
            units.append(unit)
        return units

    def _answer(self) -> None:
        # The highest covers all below it: while one is out, the rest is one more.
        if not self._is_answering:
            self._is_answering = True
            self._node.later(self._send_receipts())

    async def _send_receipts(self) -> None:
        partner = self.channel.sender
        try:
            while (receipt := self._receipt) is not None:
                self._receipt = None
                session = self._node.links.sessions.to(partner, self.channel.lane)
                async with session.post(
                    self._url("receipts"),
                    data=format_envelope(receipt),
                    allow_redirects=False,
                ) as response:
                    await answer_of(partner, response)
        except FAILURES as error:
            self.tell(self._failed(error))
        finally:
            self._is_answering = False

    def _failed(self, error: Exception) -> Input:
        return self.trouble.note(error, self.state, partner=self.channel.sender)

    def _hang_up(self) -> None:
        self._cancel()
        self._batches.clear()
        self._frames = Frames()
        if self._response is not None:
            self._response.close()
            self._response = None

    def status(self) -> dict[str, Any]:
        """How it stands."""
        return {
            "state": str(self.state),
            "since": format_ns(self.changed_ns),
            **self.trouble.status(),
            "last_read": instant(self.read_ns),
        }
