"""What leaves when somebody is told: codes, counts, parties and ids.

It is made from alerts, which know nothing of what reports say.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import msgspec

from watchword.edge.alerts import Alert
from watchword.edge.notifysettings import Notify
from watchword.model.party import PartyId
from watchword.model.time import datetime_of, format_ns

MOST_ALERTS = 50


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One alert, as it is told."""

    id: str
    kind: str
    who: str
    about: str
    since: str
    count: int
    code: str


class Knock(msgspec.Struct, frozen=True, kw_only=True, tag_field="watchword"):
    """Everything that is new for one who is told.

    Args:
        party: Whose node says it.
        at: When, by the machine's clock.
        test: Nothing has happened: the way is tried.
        alerts: What is new, at most ``MOST_ALERTS``.
        more: How many more are new.
    """

    party: PartyId
    at: str
    test: bool = False
    alerts: tuple[Told, ...] = ()
    more: int = 0


def told(alert: Alert) -> Told:
    """An alert as it leaves."""
    return Told(
        id=alert.id,
        kind=alert.kind,
        who=alert.who,
        about=alert.about,
        since=format_ns(alert.since_ns),
        count=alert.count,
        code=alert.code,
    )


def knock_of(
    party: PartyId, alerts: Sequence[Alert], now_ns: int, *, test: bool = False
) -> Knock:
    """Put alerts into a knock."""
    return Knock(
        party=party,
        at=format_ns(now_ns),
        test=test,
        alerts=tuple(told(alert) for alert in alerts[:MOST_ALERTS]),
        more=max(len(alerts) - MOST_ALERTS, 0),
    )


def mail_of(knock: Knock, notify: Notify, now_ns: int) -> EmailMessage:
    """A knock as a message in plain text."""
    mail = EmailMessage()
    mail["From"] = notify.sender
    mail["To"] = ", ".join(notify.to)
    mail["Subject"] = _subject(knock)
    mail["Date"] = format_datetime(datetime_of(now_ns))
    mail["Message-ID"] = make_msgid(domain=knock.party)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n".join(_lines(knock)) + "\n")
    return mail


def _subject(knock: Knock) -> str:
    if knock.test:
        return f"watchword {knock.party}: a test of this way"
    kinds = list(dict.fromkeys(alert.kind for alert in knock.alerts))
    count = len(knock.alerts) + knock.more
    return f"watchword {knock.party}: {count} new, {', '.join(kinds)}"


def _lines(knock: Knock) -> list[str]:
    lines = [f"{knock.party} at {knock.at}"]
    if knock.test:
        lines.append("Nothing has happened. Somebody tries whether this arrives.")
    for alert in knock.alerts:
        about = " ".join(word for word in (alert.who, alert.about, alert.code) if word)
        lines.append(f"{alert.id}  {alert.kind} x{alert.count}  {about}")
        lines.append(f"          since {alert.since}")
    if knock.more:
        lines.append(f"and {knock.more} more")
    lines += ["", "At the desk: watchword alert list"]
    return lines
