"""What the commands that send a message have in common."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from watchword.edge.desk import Desk
from watchword.errors import UsageError
from watchword.model.agreement import AgreementId, Terms
from watchword.model.message import AnyMessage
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, format_ns, parse_instant
from watchword.node.admit import own_texts
from watchword.node.effects import Hold, Offer
from watchword.node.inputs import Say
from watchword.node.wording import kind_of_message, message_words


async def say(desk: Desk, message: AnyMessage) -> dict[str, Any]:
    """Sign a message, keep it, and tell everybody it concerns.

    Raises:
        WatchwordError: It is not this party's to say, or may not go.
    """
    outcome = await desk.submit(Say(statement=message))
    name = next(e.name for e in outcome.effects if isinstance(e, Hold))
    told = [
        e.channel.recipient
        for e in outcome.effects
        if isinstance(e, Offer) and e.name == name
    ]
    return {**message_row(name, message), "told": told}


def message_row(name: str, message: AnyMessage) -> dict[str, Any]:
    """A message as plain values: what a list shows, and the whole of it."""
    return {
        "name": name,
        "kind": kind_of_message(message),
        "party": message.party,
        "agreement": message.agreement,
        "said_at": format_ns(message.said_at_ns),
        "words": message_words(message),
        "message": msgspec.to_builtins(message),
    }


def agreement_for(desk: Desk, given: str, *parties: PartyId) -> AgreementId:
    """The agreement a person means: the one named, or the only one all share.

    Raises:
        UsageError: No text of it that this party signed is known here, or
            without a name there is none, or several.
    """
    names = {*parties, desk.config.party}
    found = [
        agreement
        for agreement in desk.view.agreements()
        if any(names <= set(t.parties) for t in own_texts(desk.view, agreement))
    ]
    if given:
        found = [agreement for agreement in found if agreement == given]
    if len(found) == 1:
        return found[0]
    raise _no_agreement(given, found, names)


def _no_agreement(
    given: str, found: Collection[str], names: Collection[PartyId]
) -> UsageError:
    who = ", ".join(sorted(names))
    if given:
        return UsageError(
            f"{given!r} does not bind {who}", hint="agreement list shows which do"
        )
    if found:
        several = ", ".join(found)
        return UsageError(f"{who} share {several}", hint="--agreement names one")
    return UsageError(f"no agreement binds {who}", hint="agreement list shows which do")


def terms_for(desk: Desk, agreement: AgreementId) -> Terms:
    """The newest text of an agreement that this party has signed.

    Raises:
        UsageError: There is none.
    """
    texts = tuple(own_texts(desk.view, agreement))
    if not texts:
        raise UsageError(f"no text of {agreement!r} was signed here")
    return texts[-1]


def instant_at(desk: Desk, text: str, agreement: AgreementId, *, end: bool) -> int:
    """An instant a person types, where a day is one of the agreement's zone.

    Args:
        desk: Whose clock ``now`` is.
        text: As ``parse_instant`` reads, or ``now``.
        agreement: In whose zone a text without an offset is read.
        end: Of a day the first instant after it; else its first.
    """
    if text == "now":
        return desk.clock.now_ns()
    instant = parse_instant(text, zone=terms_for(desk, agreement).zone)
    is_day = instant.precision_ns >= DAY_NS
    return instant.end_ns if end and is_day else instant.ns


def came_by(desk: Desk, report: str) -> tuple[tuple[AgreementId, PartyId], ...]:
    """Under which agreements a report came, and from whom, in that order."""
    return _ways(desk, report, sent=False)


def went_by(desk: Desk, report: str) -> tuple[tuple[AgreementId, PartyId], ...]:
    """Under which agreements a report went, and to whom, in that order."""
    return _ways(desk, report, sent=True)


def _ways(
    desk: Desk, report: str, *, sent: bool
) -> tuple[tuple[AgreementId, PartyId], ...]:
    rows = desk.store.rows(
        "SELECT origin FROM line WHERE name = ? ORDER BY at_ns, origin, number",
        (report,),
    )
    each = [tuple(origin.split("/")) for (origin,) in rows]
    return tuple(
        dict.fromkeys(
            (AgreementId(agreement), PartyId(recipient if sent else sender))
            for sender, agreement, recipient, _ in each
            if (sender == desk.config.party) == sent
        )
    )
