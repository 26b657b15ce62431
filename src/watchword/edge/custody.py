"""What partners have not signed for yet, how old it is and how old it may be.

Custody passes with the receipt: until it comes a line stays open, is offered
again, and after the agreement's limit it is an alarm.
"""

from __future__ import annotations

from typing import Final

import msgspec

from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.time import MINUTE_NS

MOST_ROWS: Final = 500
"""How many open lines are shown one by one."""


class OpenChannel(msgspec.Struct, frozen=True, kw_only=True):
    """The open lines of one lane to one partner.

    Args:
        partner: Who has not signed for them.
        agreement: Under which agreement.
        lane: In which lane.
        lines: How many.
        since_ns: When the oldest was put there, on the node's clock.
        minutes: The limit.
    """

    partner: PartyId
    agreement: AgreementId
    lane: str
    lines: int
    since_ns: int
    minutes: int

    def is_overdue(self, at_ns: int) -> bool:
        """Whether the oldest has been open for longer than the limit."""
        return at_ns - self.since_ns > self.minutes * MINUTE_NS


class OpenLine(msgspec.Struct, frozen=True, kw_only=True):
    """One of them.

    Args:
        channel: Where it is open.
        number: Its number there.
        name: The statement on it.
        kind: What sort of statement.
        since_ns: When it was put there.
    """

    channel: OpenChannel
    number: int
    name: str
    kind: str
    since_ns: int

    def is_overdue(self, at_ns: int) -> bool:
        """Whether it has been open for longer than the limit."""
        return at_ns - self.since_ns > self.channel.minutes * MINUTE_NS


def limit_minutes(
    view: StoreView, agreement: AgreementId, default: int, at_ns: int
) -> int:
    """The agreement's limit; of several texts that may hold the strictest.

    Args:
        view: What is held.
        agreement: Which.
        default: Where the text names none.
        at_ns: The instant.
    """
    said = [
        standing.terms.handling.receipt_minutes
        for standing in view.standings(agreement, at_ns)
        if standing.terms is not None
    ]
    return min((each for each in said if each is not None), default=default)


def open_channels(
    store: Store, view: StoreView, default: int, at_ns: int, partner: str = ""
) -> list[OpenChannel]:
    """Every lane with open lines; however many there are, one row each is read."""
    rows = store.rows(
        "SELECT log.origin, (SELECT max(number) FROM line WHERE"
        " line.origin = log.origin) - receipted, at_ns FROM log JOIN line"
        " ON line.origin = log.origin AND line.number = receipted + 1"
        " WHERE log.origin GLOB ? ORDER BY at_ns, log.origin",
        (f"{view.party}/*/{partner or '*'}/*",),
    )
    found = []
    for origin, lines, since_ns in rows:
        _, agreement, recipient, lane = origin.split("/")
        name = AgreementId(agreement)
        found.append(
            OpenChannel(
                partner=PartyId(recipient),
                agreement=name,
                lane=lane,
                lines=lines,
                since_ns=since_ns,
                minutes=limit_minutes(view, name, default, at_ns),
            )
        )
    return found


def open_lines(store: Store, view: StoreView, channel: OpenChannel) -> list[OpenLine]:
    """The lines of such a lane, the oldest ``MOST_ROWS`` of them."""
    origin = f"{view.party}/{channel.agreement}/{channel.partner}/{channel.lane}"
    rows = store.rows(
        "SELECT number, line.name, coalesce(kind, ''), at_ns FROM line"
        " LEFT JOIN statement ON statement.name = line.name"
        " WHERE origin = ?1 AND number >"
        " (SELECT receipted FROM log WHERE origin = ?1) ORDER BY number LIMIT ?2",
        (origin, MOST_ROWS),
    )
    return [
        OpenLine(channel=channel, number=number, name=name, kind=kind, since_ns=at_ns)
        for number, name, kind, at_ns in rows
    ]
