"""Which channels a partner has for this node, where this node is to dial."""

from __future__ import annotations

import asyncio
from typing import Final

import msgspec

from watchword.edge.host import Host
from watchword.edge.sessions import FAILURES, POST_TIMES, answer_of
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.report import Urgency
from watchword.wire.codec import decode
from watchword.wire.line import Channel

ASK_S: Final = 10.0
"""How often; a new channel is a new agreement, which is rare."""

MOST_CHANNELS: Final = 256


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One lane of a channel to the one who asks.

    Args:
        agreement: Under which agreement.
        lane: Which lane.
        lines: How many lines it has.
    """

    agreement: AgreementId
    lane: Urgency
    lines: int


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What ``GET /v1/channels`` answers with."""

    channels: tuple[Listed, ...]


_listing: Final = msgspec.json.Decoder(Listing)


class FeedFinder:
    """Asks one partner now and then which feeds there are to hold open.

    Args:
        node: The running node.
        partner: Whom.
    """

    def __init__(self, node: Host, partner: PartyId) -> None:
        self._node = node
        self._partner = partner
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Ask again now."""
        self._wake.set()

    async def run(self) -> None:
        """Ask, for ever."""
        while True:
            self._wake.clear()
            for listed in (await self._listed())[:MOST_CHANNELS]:
                channel = Channel(
                    agreement=listed.agreement,
                    sender=self._partner,
                    recipient=self._node.config.party,
                    lane=listed.lane,
                )
                if channel not in self._node.links.readers:
                    self._node.links.read(channel)
            try:
                async with asyncio.timeout(ASK_S):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _listed(self) -> tuple[Listed, ...]:
        sessions = self._node.links.sessions
        try:
            async with sessions.to(self._partner, "feed").get(
                f"{sessions.endpoint(self._partner)}/v1/channels",
                timeout=POST_TIMES,
                allow_redirects=False,
            ) as response:
                data = await answer_of(self._partner, response)
            return decode(_listing, data).channels
        except FAILURES:
            return ()  # The readers say what is wrong with the link.
