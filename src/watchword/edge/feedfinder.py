"""Which channels a partner has for this node, where this node is to dial."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

import msgspec

from watchword.edge.host import Host
from watchword.edge.sessions import FAILURES, answer_of
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.report import Urgency
from watchword.wire.codec import decode
from watchword.wire.line import Channel

RETRY_S: Final = 5.0
MOST_CHANNELS: Final = 256


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One lane of a channel to the one who asks."""

    agreement: AgreementId
    lane: Urgency


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What ``GET /v1/channels`` answers with."""

    channels: tuple[Listed, ...]


_listing: Final = msgspec.json.Decoder(Listing)


class FeedFinder:
    """Asks one partner which feeds there are to hold open, and stays to hear.

    The partner answers when there is one that was not known: an agreement that
    is used for the first time waits for nobody.

    Args:
        node: The running node.
        partner: Whom.
    """

    def __init__(self, node: Host, partner: PartyId) -> None:
        self._node = node
        self._partner = partner
        self._wake = asyncio.Event()
        self._known = 0

    def wake(self) -> None:
        """The partner may be reached, or be reached elsewhere, now."""
        self._wake.set()

    async def run(self) -> None:
        """Ask, for ever."""
        while True:
            self._wake.clear()
            try:
                listing = await self._ask()
            except FAILURES:
                # What is wrong with the link its other ends say.
                await self._pause()
                continue
            self._known = len(listing.channels)
            for listed in listing.channels[:MOST_CHANNELS]:
                self._node.links.read(
                    Channel(
                        agreement=listed.agreement,
                        sender=self._partner,
                        recipient=self._node.config.party,
                        lane=listed.lane,
                    )
                )

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(RETRY_S):
                await self._wake.wait()

    async def _ask(self) -> Listing:
        sessions = self._node.links.sessions
        async with sessions.to(self._partner, "feed").get(
            f"{sessions.endpoint(self._partner)}/v1/channels?known={self._known}",
            allow_redirects=False,
        ) as response:
            return decode(_listing, await answer_of(self._partner, response))
