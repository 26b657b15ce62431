"""The operator: links, ledger, what waits, the replay clock."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.edge.content import OVERHEAD
from watchword.edge.custody import OpenLine, open_channels, open_lines
from watchword.edge.desk import Desk
from watchword.edge.linkstate import partner_rows
from watchword.edge.reader import Reader
from watchword.ledger.tree import parse_frontier
from watchword.model.party import parse_party
from watchword.model.person import Register
from watchword.model.time import SECOND_NS, format_ns


class LinkStatus(msgspec.Struct, frozen=True, kw_only=True, tag="link-status"):
    """For each partner how the link stands, and what may go.

    Args:
        by_channel: A row a channel and lane instead: lines sent, receipted,
            taken.
    """

    by_channel: bool = False

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """One row a partner, or one a channel and lane."""
        return self._channels(desk) if self.by_channel else partner_rows(desk)

    def _channels(self, desk: Desk) -> list[dict[str, Any]]:
        live = desk.link_status()
        rows = desk.store.rows(
            "SELECT origin, frontier, receipted FROM log ORDER BY origin"
        )
        found = [self._row(desk, live, *row) for row in rows]
        return [row for row in found if row is not None]

    def _row(
        self, desk: Desk, live: dict[str, Any], origin: str, data: bytes, receipted: int
    ) -> dict[str, Any] | None:
        parts = origin.split("/")
        if len(parts) != 4:
            return None
        sender, agreement, recipient, lane = parts
        ours = sender == desk.config.party
        partner = recipient if ours else sender
        size = parse_frontier(data).size
        return {
            "partner": partner,
            "agreement": agreement,
            "lane": lane,
            "direction": "sent" if ours else "received",
            "lines": size,
            "receipted": receipted if ours else size,
            "open": size - receipted if ours else 0,
            "link": live.get(partner, {"state": "not running"}),
        }


class LinkOpen(msgspec.Struct, frozen=True, kw_only=True, tag="link-open"):
    """What partners have not signed for yet.

    Args:
        to: Only this partner; empty: everybody.
    """

    to: str = ""

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """One row a line, the oldest of each lane first, at most 500 a lane."""
        now_ns = desk.clock.now_ns()
        if self.to:
            parse_party(self.to)
        default = desk.config.receipt_minutes
        found = open_channels(desk.store, desk.view, default, now_ns, self.to)
        return [
            _open_row(line, now_ns)
            for channel in found
            for line in open_lines(desk.store, desk.view, channel)
        ]


def _open_row(line: OpenLine, now_ns: int) -> dict[str, Any]:
    channel = line.channel
    return {
        "partner": channel.partner,
        "agreement": channel.agreement,
        "lane": channel.lane,
        "number": line.number,
        "of": channel.lines,
        "name": line.name,
        "kind": line.kind,
        "since": format_ns(line.since_ns),
        "age_s": max(now_ns - line.since_ns, 0) // SECOND_NS,
        "limit_minutes": channel.minutes,
        "overdue": line.is_overdue(now_ns),
    }


class QuarantineList(msgspec.Struct, frozen=True, kw_only=True, tag="quarantine"):
    """What came and could not be admitted, kept as evidence."""

    async def run(
        self, desk: Desk, reader: Reader | None = None
    ) -> list[dict[str, Any]]:
        """List it, newest last.

        The words about it may repeat some of it, and no label says who may
        read what was never admitted: to a registered person only codes go.
        """
        rows = desk.store.rows(
            "SELECT id, at_ns, peer, code, says, channel, length(evidence), until_ns,"
            " settled, times FROM quarantine ORDER BY id"
        )
        return [
            {
                "id": row[0],
                "at": format_ns(row[1]),
                "peer": row[2],
                "code": row[3],
                "says": row[4] if reader is None else "",
                "channel": row[5],
                "bytes_kept": max(row[6] - OVERHEAD, 0),
                "waits_until": None if row[7] is None else format_ns(row[7]),
                "settled": bool(row[8]),
                "times": row[9],
            }
            for row in rows
        ]


class ClockAdvance(msgspec.Struct, frozen=True, kw_only=True, tag="clock-advance"):
    """Set a replay clock forward."""

    to_ns: int

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Set it."""
        desk.advance(self.to_ns)
        return {"now": format_ns(desk.clock.now_ns())}


class NodeShow(msgspec.Struct, frozen=True, kw_only=True, tag="node"):
    """Whose node this is and how it stands."""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """A few words for a status line."""
        return {
            "party": desk.config.party,
            "profile": desk.config.profile,
            "endpoint": desk.config.endpoint,
            "clock": desk.clock.mode,
            "now": format_ns(desk.clock.now_ns()),
            "register": register_words(desk.view.register()),
            "entries": desk.store.value("SELECT coalesce(max(number), 0) FROM entry"),
            "picture_lag": desk.pictures.lag(),
            "picture_lag_ms": round(desk.pictures.lag_ms(desk.clock.now_ns()), 3),
            "store": desk.store_error or "takes what comes",
        }


def register_words(register: Register | None) -> str:
    """Who may read here, in a few words."""
    if register is None:
        return "no register of persons: whoever owns this folder may read"
    return f"version {register.version}, {len(register.persons)} persons"


class Delivered(msgspec.Struct, frozen=True, kw_only=True, tag="delivered"):
    """Wait until partners have signed for everything sent so far.

    Args:
        timeout_s: How long at most.
    """

    timeout_s: float = 10.0

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Say whether they have, and how each link stands."""
        return {
            "delivered": await desk.delivered(self.timeout_s),
            "links": desk.link_status(),
        }
