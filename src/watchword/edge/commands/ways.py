"""Releasing by way of a hub: two legs, and the originator's approval of both."""

from __future__ import annotations

import secrets
from typing import Any

import msgspec

from watchword.edge.commands.reports import filed
from watchword.edge.desk import Desk
from watchword.errors import ReleaseError, UsageError
from watchword.model.agreement import AgreementId, Approval
from watchword.model.message import OriginatorApproval
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS
from watchword.node.effects import Offer
from watchword.node.inputs import ReleaseSealed, Say
from watchword.node.route import hub_terms


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """By which hub to whom.

    Args:
        hub: Who passes it on.
        third: Who is to have it.
        days: How long the hub may pass it on.
    """

    hub: PartyId
    third: PartyId
    days: int


async def release_by_hub(
    desk: Desk,
    way: Way,
    report: str,
    agreement: AgreementId | None,
    fields: tuple[str, ...] | None,
) -> dict[str, Any]:
    """Approve that the hub passes it on, and release it to the hub.

    Raises:
        UsageError: No agreement leads that way.
        ReleaseError: The first leg is closed: nothing went.
    """
    name, now_ns = agreement_of(desk, way, agreement), desk.clock.now_ns()
    approval = OriginatorApproval(
        party=desk.config.party,
        agreement=name,
        said_at_ns=now_ns,
        holder=way.hub,
        recipient=way.third,
        report=report,
        fields=fields,
        until_ns=now_ns + way.days * DAY_NS,
    )
    decision = Approval(
        party=desk.config.party,
        agreement=name,
        recipient=way.hub,
        report=report,
        fields=fields,
        said_at_ns=now_ns,
    )
    outcome = await desk.submit(Say(statement=decision))
    done = filed(outcome.effects)
    went = any(isinstance(effect, Offer) for effect in outcome.effects)
    if not went and not desk.view.offered(report, way.hub):
        raise ReleaseError(
            why_not([done], report, way.hub),
            hint=f"watchword why {report[:12]} --to {way.third} shows every way",
        )
    await desk.submit(Say(statement=approval))
    return {**done, "name": report, "via": way.hub, "under": name, "to": way.third}


async def release_sealed(
    desk: Desk,
    way: Way,
    report: str,
    agreement: AgreementId | None,
    fields: tuple[str, ...] | None,
) -> dict[str, Any]:
    """Seal it to the third party and hand it to the hub.

    Raises:
        UsageError: No agreement leads that way, or it is not an own report.
        ReleaseError: A rule stands against it: nothing went.
    """
    name, now_ns = agreement_of(desk, way, agreement), desk.clock.now_ns()
    given = ReleaseSealed(
        approval=Approval(
            party=desk.config.party,
            agreement=name,
            recipient=way.third,
            report=report,
            fields=fields,
            said_at_ns=now_ns,
        ),
        via=way.hub,
        until_ns=now_ns + way.days * DAY_NS,
        seed=secrets.token_bytes(32),
    )
    outcome = await desk.submit(given)
    done = filed(outcome.effects)
    if done["refused"]:
        raise ReleaseError(
            why_not([done], report, way.third),
            hint=f"watchword why {report[:12]} --to {way.third} shows every way",
        )
    return {**done, "name": report, "via": way.hub, "under": name, "to": way.third}


def agreement_of(desk: Desk, way: Way, agreement: AgreementId | None) -> AgreementId:
    """The agreement that leads by the hub.

    Raises:
        UsageError: None does, or not the one that was named.
    """
    names = desk.view.agreements() if agreement is None else (agreement,)
    for name in names:
        terms = hub_terms(desk.view, name, way.third, desk.clock.now_ns())
        if terms is not None and terms.hub == way.hub:
            return name
    raise UsageError(
        f"no agreement leads to {way.third} by way of {way.hub}",
        hint="why REPORT --to PARTY shows every way",
    )


def why_not(done: list[dict[str, Any]], report: str, recipient: str) -> str:
    """One line of every rule that stood against a release."""
    refusals = [
        f"{no['id']} {no['code']}"
        for one in done
        for refused in one["refused"]
        for decision in refused["decisions"]
        for no in decision["refusals"]
    ]
    if not refusals and done:
        return f"{recipient} has been offered {report[:12]} already, nothing is new"
    reasons = ", ".join(dict.fromkeys(refusals)) or "no agreement binds both"
    return f"{report[:12]} may not go to {recipient}: {reasons}"
