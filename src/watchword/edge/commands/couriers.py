"""The courier: packing parcels, unpacking them, and what is on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from watchword.edge.commands.named import partner_named
from watchword.edge.courierpack import Packer, Wanted, channel_of, packed_to
from watchword.edge.courierstore import Ahead
from watchword.edge.couriertake import Taker
from watchword.edge.desk import Desk
from watchword.errors import UsageError
from watchword.ledger.tree import parse_frontier
from watchword.model.time import format_ns

LEAST_MB = 1
MB = 1_000_000


class CourierPack(msgspec.Struct, frozen=True, kw_only=True, tag="courier-pack"):
    """Write what a partner is to have into parcels.

    Args:
        to: The partner.
        folder: Where to, an absolute path.
        wanted: Which lines of each channel.
        max_mb: No file grows beyond.
    """

    to: str
    folder: str
    wanted: Wanted = Wanted()
    max_mb: int = 64

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Write them; what is in each.

        Raises:
            UsageError: No such partner, or a bound that nothing fits.
            UnknownAuthorityError: No key of the partner's counts now.
            EdgeError: A file cannot be written.
        """
        if self.max_mb < LEAST_MB:
            raise UsageError(f"a parcel may have {LEAST_MB} MB at least")
        partner = partner_named(desk, self.to)
        packer = Packer(desk, partner, Path(self.folder), self.max_mb * MB)
        return {"to": partner, "parcels": await packer.pack(self.wanted)}


class CourierUnpack(msgspec.Struct, frozen=True, kw_only=True, tag="courier-unpack"):
    """Take what is in one parcel.

    Args:
        file: The parcel, an absolute path.
    """

    file: str

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Take it; what was taken, repeated, waits, is missing or was refused."""
        return await Taker(desk).take(Path(self.file))


class CourierStatus(msgspec.Struct, frozen=True, kw_only=True, tag="courier-status"):
    """For each channel: what was packed and never receipted, and what is missing."""

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """One row a channel and lane."""
        rows = desk.store.rows(
            "SELECT origin, frontier, receipted FROM log"
            " UNION SELECT origin, x'', 0 FROM ahead WHERE origin NOT IN"
            " (SELECT origin FROM log) ORDER BY origin"
        )
        return [
            self._row(desk, *row) for row in rows if len(str(row[0]).split("/")) == 4
        ]

    def _row(
        self, desk: Desk, origin: str, frontier: bytes, receipted: int
    ) -> dict[str, Any]:
        channel = channel_of(origin)
        size = parse_frontier(frontier).size if frontier else 0
        row = {"agreement": channel.agreement, "lane": channel.lane, "lines": size}
        if channel.sender == desk.config.party:
            packed, at_ns = packed_to(desk, origin)
            return {
                "partner": channel.recipient,
                "way": "out",
                **row,
                "open": size - receipted,
                "packed": packed,
                "last": None if at_ns is None else format_ns(at_ns),
            }
        ahead = Ahead(desk.store, desk.view)
        at_ns = desk.store.value(
            "SELECT at_ns FROM unpacked WHERE partner = ?", (channel.sender,)
        )
        return {
            "partner": channel.sender,
            "way": "in",
            **row,
            "waits": ahead.waits(channel),
            "gaps": [list(gap) for gap in ahead.gaps(channel)],
            "last": None if at_ns is None else format_ns(at_ns),
        }
