"""How a link stands, for operators, metrics and alarms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from watchword.edge.host import Host
from watchword.edge.links import Links
from watchword.model.party import PartyId
from watchword.model.time import SECOND_NS
from watchword.node.link import State
from watchword.node.receive import origin_of
from watchword.wire.line import Channel

WORST_FIRST: Final = (State.FORKED, State.REFUSED, State.DOWN, State.UNDIALLED)
"""What one lane says of itself, a whole link says; else whether it works."""

CONNECTED: Final = "connected"

End = Mapping[str, Any]


def link_status(node: Host) -> dict[str, Any]:
    """How every link stands, by partner."""
    waiting = node.outbox.all_open()
    return {p: _status_of(node, p, waiting) for p in node.view.partners()}


def _status_of(
    node: Host, partner: PartyId, waiting: Mapping[str, int]
) -> dict[str, Any]:
    links = node.links
    lanes = [_lane(node, channel, waiting) for channel in links.to(partner)]
    read = [
        {"agreement": c.agreement, "lane": c.lane, **reader.status()}
        for c, reader in links.readers.items()
        if c.sender == partner
    ]
    ends: list[End] = [*lanes, *read]
    worst = min(ends, key=_rank, default={})
    refused = max(ends, key=lambda end: end["last_refusal_at"] or "", default={})
    trips = [n for end in lanes if (n := end["round_trip_ms"]) is not None]
    return {
        "state": _word(links, partner, ends),
        "last_error": worst.get("last_error", ""),
        "code": worst.get("code", ""),
        "last_refusal": refused.get("last_refusal", ""),
        "last_refusal_at": refused.get("last_refusal_at"),
        "gaps": sum(end["gaps"] for end in ends),
        "last_sent": _latest(end["last_sent"] for end in lanes),
        "last_receipted": _latest(end["last_receipted"] for end in lanes),
        "last_read": _latest(end["last_read"] for end in read),
        "round_trip_ms": min(trips, default=None),
        "lag_s": max((end["lag_s"] for end in lanes), default=0.0),
        "open": sum(end["open"] for end in lanes),
        "dialled_by": _dialled_by(node, partner),
        "feeds_open": sum(end["feed"] is not None for end in lanes),
        "lanes": lanes,
        "read": read,
    }


def _lane(node: Host, channel: Channel, waiting: Mapping[str, int]) -> dict[str, Any]:
    dialer, feed = node.links.dialers[channel], node.links.feeds.get(channel)
    origin = origin_of(channel)
    count = waiting.get(origin, 0)
    since_ns = node.outbox.waiting_since_ns(origin) if count else None
    lag_ns = 0 if since_ns is None else node.clock.now_ns() - since_ns
    fed: End | None = None if feed is None else feed.status()
    told = dialer.status()
    return {
        "agreement": channel.agreement,
        "lane": channel.lane,
        **told,
        "last_sent": _latest(end["last_sent"] for end in (told, fed) if end),
        "open": count,
        "lag_s": max(lag_ns / SECOND_NS, 0.0),
        "feed": fed,
    }


def _rank(end: End) -> tuple[int, bool]:
    """The worst end first, and of equals one that says why."""
    state = end["state"]
    worst = [str(each) for each in WORST_FIRST]
    rank = worst.index(state) if state in worst else len(worst)
    return rank, not end["last_error"]


def _word(links: Links, partner: PartyId, ends: Sequence[End]) -> str:
    states = {end["state"] for end in ends}
    for state in WORST_FIRST:
        if state in states:
            return str(state)
    if State.NOTHING_ALLOWED in states or (
        links.is_withheld(partner) and not links.to(partner)
    ):
        return str(State.NOTHING_ALLOWED)
    works = any(end.get("last_receipted") or end.get("last_read") for end in ends)
    return CONNECTED if works or State.FED in states else str(State.IDLE)


def _dialled_by(node: Host, partner: PartyId) -> list[str]:
    """Who dials, as this node is set and as it sees: this party, the partner."""
    config, links = node.config, node.links
    ours = config.sends_to(partner) or config.receives_from(partner)
    theirs = partner in links.callers or any(
        channel.recipient == partner for channel in links.feeds
    )
    return [p for p, does in ((config.party, ours), (partner, theirs)) if does]


def _latest(instants: Iterable[str | None]) -> str | None:
    return max((at for at in instants if at), default=None)
