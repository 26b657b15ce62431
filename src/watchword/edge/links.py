"""All links of a running node: which ends there are, and who is told what."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from watchword.edge.clock import system_ns
from watchword.edge.dialer import Dialer
from watchword.edge.feed import Feed
from watchword.edge.feedfinder import FeedFinder
from watchword.edge.feedreader import FeedReader
from watchword.edge.host import Host
from watchword.edge.sessions import Sessions
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.node.effects import Effect, EndFork, Fork, KeepReceipt, Offer, Refuse
from watchword.node.link import Input, State
from watchword.node.receive import origin_of
from watchword.wire.line import Channel

END_S: Final = 1.5
HOLD_S: Final = 20.0
"""How long who asks for new channels is kept waiting for one."""

log = structlog.get_logger()


class Links:
    """The ends of all channels, both ways.

    Args:
        node: The running node.

    Attributes:
        sessions: The connections that this node has dialled.
        dialers: The sending ends.
        feeds: Those whose recipient holds a feed open.
        readers: The receiving ends that this node has dialled.
        callers: The partners that have dialled since this node began.
    """

    def __init__(self, node: Host) -> None:
        self._node = node
        self.sessions = Sessions(node)
        self.dialers: dict[Channel, Dialer] = {}
        self.feeds: dict[Channel, Feed] = {}
        self.readers: dict[Channel, FeedReader] = {}
        self._finders: dict[PartyId, FeedFinder] = {}
        self.callers: set[PartyId] = set()
        self._withheld: set[PartyId] = set()
        self._to: dict[PartyId, list[Channel]] = {}
        self._new: dict[PartyId, asyncio.Event] = {}
        self._is_ending = False

    def start(self) -> None:
        """Take up every channel as it stands in the store."""
        channels = [channel_of(origin) for origin in self._node.outbox.all_open()]
        for channel in channels:
            self._dialer(channel)
        refused = self._node.store.rows(
            "SELECT recipient, max(entry) FROM refusal GROUP BY recipient"
        )
        for partner, entry in refused:
            if all(self._last_entry(channel) < entry for channel in self.to(partner)):
                self._withheld.add(partner)
        self.meet()

    def _last_entry(self, channel: Channel) -> int:
        """The entry of what was last said on a channel."""
        origin = origin_of(channel)
        entry = self._node.store.value(
            "SELECT statement.entry FROM line JOIN statement USING (name)"
            " WHERE origin = ? AND number = ?",
            (origin, self._node.outbox.size_of(origin)),
        )
        return int(entry or 0)

    def meet(self) -> None:
        """Somebody has a key, a certificate or an address not known before."""
        self._node.peers.forget()
        self.sessions.forget()
        for feed in [*self.feeds.values()]:
            feed.check_peer()
        for dialer in [*self.dialers.values()]:
            dialer.tell(Input.MET)
        for partner in self._node.view.partners():
            if self._node.config.receives_from(partner):
                self._find(partner)

    def _find(self, partner: PartyId) -> None:
        if partner not in self._finders:
            self._finders[partner] = FeedFinder(self._node, partner)
            self._node.later(self._finders[partner].run())
        self._finders[partner].wake()

    def _dialer(self, channel: Channel) -> Dialer:
        if channel not in self.dialers:
            self.dialers[channel] = Dialer(self._node, channel)
            self._to.setdefault(channel.recipient, []).append(channel)
            self._new.pop(channel.recipient, asyncio.Event()).set()
        return self.dialers[channel]

    def read(self, channel: Channel) -> None:
        """A partner has a channel to this node: hold its feed open."""
        if channel not in self.readers and not self._is_ending:
            self.readers[channel] = FeedReader(self._node, channel)
        if not self._is_ending:
            self.readers[channel].tell(Input.MET)

    def called(self, partner: PartyId) -> None:
        """A partner has dialled."""
        self.callers.add(partner)
        self.seen(partner)

    def seen(self, partner: PartyId) -> None:
        """A partner is there: what waited for it need not wait longer."""
        for channel in self.to(partner):
            if self.dialers[channel].state is State.DOWN:
                self.dialers[channel].tell(Input.MET)
        for channel, reader in self.readers.items():
            if channel.sender == partner and reader.state is State.DOWN:
                reader.tell(Input.MET)

    def resume(self, partner: PartyId, held: Mapping[Channel, int]) -> None:
        """A partner put back from a copy says how much of each channel it holds."""
        for channel in self.to(partner):
            self.dialers[channel].resume(held.get(channel, 0))

    def react(self, effects: Sequence[Effect]) -> None:
        """Tell every end what is durable now."""
        for effect in effects:
            match effect:
                case Offer(channel=channel):
                    self._withheld.discard(channel.recipient)
                    self._wake(channel)
                case Refuse(recipient=recipient) if recipient not in self._withheld:
                    self._withheld.add(recipient)
                    for channel in self.to(recipient):
                        self._wake(channel)
                case Fork(channel=channel) | EndFork(channel=channel):
                    self._turned(channel)
                case KeepReceipt(receipt=receipt):
                    channel = Channel(
                        agreement=receipt.agreement,
                        sender=receipt.sender,
                        recipient=receipt.party,
                        lane=receipt.lane,
                    )
                    self._dialer(channel).receipted_ns = system_ns()
                    if channel in self.feeds:
                        self.feeds[channel].receipted(receipt.number)

    def _turned(self, channel: Channel) -> None:
        """A log is not trusted any more, or is again."""
        for ends in (self.dialers, self.readers):
            if channel in ends:
                ends[channel].tell(Input.MET)
        if channel in self.feeds:
            self.feeds[channel].tell(Input.WAKE)

    def _wake(self, channel: Channel) -> None:
        self._dialer(channel).tell(Input.WAKE)
        if channel in self.feeds:
            self.feeds[channel].tell(Input.WAKE)

    def to(self, partner: PartyId) -> list[Channel]:
        """The channels on which something was ever said to a partner."""
        return [*self._to.get(partner, ())]

    async def others_than(self, partner: PartyId, known: int) -> None:
        """Wait a while for there to be another number of channels than that."""
        if len(self.to(partner)) != known or self._is_ending:
            return
        event = self._new.setdefault(partner, asyncio.Event())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HOLD_S):
                await event.wait()

    def open(self, feed: Feed) -> None:
        """A recipient has dialled: its newest feed is the one that counts."""
        before = self.feeds.get(feed.channel)
        self.feeds[feed.channel] = feed
        if before is not None:
            before.tell(Input.REPLACED)
        self._dialer(feed.channel).tell(Input.IS_FED)

    def closed(self, feed: Feed) -> None:
        """A feed has ended, however it did."""
        if self.feeds.get(feed.channel) is feed:
            del self.feeds[feed.channel]
            self._dialer(feed.channel).tell(Input.UNFED)

    def is_fed(self, channel: Channel) -> bool:
        """Whether the recipient holds a feed of this channel open."""
        return channel in self.feeds

    def is_withheld(self, partner: PartyId) -> bool:
        """Whether the last decision for a partner was that nothing may go."""
        return partner in self._withheld

    @property
    def is_ending(self) -> bool:
        """Whether the node is about to end."""
        return self._is_ending

    async def stop(self) -> None:
        """End every link: feeds first, what is under way a moment later."""
        self._is_ending = True
        for event in self._new.values():
            event.set()
        feeds, readers = [*self.feeds.values()], [*self.readers.values()]
        dialers = [*self.dialers.values()]
        for end in (*feeds, *readers, *dialers):
            end.tell(Input.STOP)
        try:
            async with asyncio.timeout(END_S):
                await asyncio.gather(*(end.over.wait() for end in (*feeds, *dialers)))
        except TimeoutError:
            log.warning("links were cut, what was on its way will be sent again")
        await self.sessions.close()


def channel_of(origin: str) -> Channel:
    """The channel whose log has that name."""
    sender, agreement, recipient, lane = origin.split("/")
    return Channel(
        agreement=AgreementId(agreement),
        sender=PartyId(sender),
        recipient=PartyId(recipient),
        lane="urgent" if lane == "urgent" else "routine",
    )
