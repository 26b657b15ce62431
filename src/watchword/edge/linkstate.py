"""How the link to each partner stands: one row a partner, of store and link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from watchword.edge.alertfacts import forks
from watchword.edge.allowed import NOTHING, allowed, most_open, why_nothing
from watchword.edge.custody import OpenChannel, open_channels
from watchword.edge.desk import Desk
from watchword.ledger.tree import parse_frontier
from watchword.model.party import PartyId
from watchword.model.receipt import Receipt
from watchword.model.time import SECOND_NS, format_ns
from watchword.wire.envelope import parse_envelope
from watchword.wire.statement import parse_statement

WORKING: Final = ("connected", "idle")
WITHHELD: Final = "nothing-allowed"
"""What a link says that waits because nothing may go on it now."""

NOTHING_ALLOWED: Final = "connected, nothing allowed"


def partner_rows(desk: Desk) -> list[dict[str, Any]]:
    """One for each partner, whether or not anything was ever sent."""
    live, now_ns = desk.link_status(), desk.clock.now_ns()
    default = desk.config.receipt_minutes
    waiting = open_channels(desk.store, desk.view, default, now_ns)
    return [
        _row(
            desk,
            partner,
            live.get(partner, {"state": "not running"}),
            [channel for channel in waiting if channel.partner == partner],
            now_ns,
        )
        for partner in sorted(desk.view.partners())
    ]


def _row(
    desk: Desk,
    partner: PartyId,
    link: Mapping[str, Any],
    waiting: Sequence[OpenChannel],
    now_ns: int,
) -> dict[str, Any]:
    rows = allowed(desk.view, partner, now_ns)
    forked = [
        fork.origin for fork in forks(desk.store) if partner in fork.origin.split("/")
    ]
    oldest_ns = min((channel.since_ns for channel in waiting), default=None)
    return {
        "partner": partner,
        "state": _state(str(link.get("state", "")), rows != (), most_open(rows)),
        "may_go": most_open(rows),
        "why": why_nothing(rows),
        "agreements": msgspec.to_builtins(rows),
        "last_sent": link.get("last_sent") or _last_sent(desk, partner),
        "last_receipted": link.get("last_receipted") or _last_receipted(desk, partner),
        "lag_s": 0 if oldest_ns is None else max(now_ns - oldest_ns, 0) // SECOND_NS,
        "open": sum(channel.lines for channel in waiting),
        "overdue": sum(
            channel.lines for channel in waiting if channel.is_overdue(now_ns)
        ),
        "lines": _received(desk, partner),
        "gaps": link.get("gaps", 0),
        "forked": forked,
        "last_refusal": _refusal(link),
        "dialled_by": link.get("dialled_by", []),
        "feeds_open": link.get("feeds_open", 0),
        "link": dict(link),
    }


def _state(state: str, any_agreement: bool, goes: str) -> str:  # noqa: FBT001
    """As the link says; where it works and nothing may go, that."""
    if state in (*WORKING, WITHHELD) and goes == NOTHING:
        return NOTHING_ALLOWED if any_agreement else f"{state}, no agreement"
    return state


def _refusal(link: Mapping[str, Any]) -> dict[str, Any] | None:
    code = link.get("last_refusal")
    if not code:
        return None
    says = link.get("last_error", "") if code == link.get("code") else ""
    return {"code": code, "at": link.get("last_refusal_at"), "says": says}


def _last_sent(desk: Desk, partner: PartyId) -> str | None:
    """When the last line was put on a channel, where no link remembers better."""
    at_ns = desk.store.value(
        "SELECT max(at_ns) FROM log JOIN line ON line.origin = log.origin"
        " AND number = (SELECT max(number) FROM line WHERE line.origin = log.origin)"
        " WHERE log.origin GLOB ?",
        (f"{desk.config.party}/*/{partner}/*",),
    )
    return None if at_ns is None else format_ns(at_ns)


def _last_receipted(desk: Desk, partner: PartyId) -> str | None:
    """When the partner last signed for having something."""
    rows = desk.store.rows(
        "SELECT receipt FROM log WHERE origin GLOB ? AND receipt IS NOT NULL",
        (f"{desk.config.party}/*/{partner}/*",),
    )
    said = (parse_statement(parse_envelope(data)) for (data,) in rows)
    at_ns = max((r.said_at_ns for r in said if isinstance(r, Receipt)), default=None)
    return None if at_ns is None else format_ns(at_ns)


def _received(desk: Desk, partner: PartyId) -> int:
    """How many lines of the partner have been taken."""
    rows = desk.store.rows(
        "SELECT frontier FROM log WHERE origin GLOB ?",
        (f"{partner}/*/{desk.config.party}/*",),
    )
    return sum(parse_frontier(data).size for (data,) in rows)
