"""The release officer: deciding, asking why, stating a will."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.agreements.decide import Decision
from watchword.agreements.explain import decision_as_dict, explain_decision
from watchword.agreements.verdict import (
    explain_verdict,
    rests_on,
    support,
    verdict,
)
from watchword.edge.commands.named import partner_named, report_named
from watchword.edge.commands.reports import filed
from watchword.edge.commands.ways import Way, release_by_hub, release_sealed, why_not
from watchword.edge.desk import Desk
from watchword.edge.hindsight import refusals, refusals_of
from watchword.edge.situation import messages_in
from watchword.errors import ReleaseError, UsageError
from watchword.model.agreement import AgreementId, Approval, Posture, Stance
from watchword.model.field import KIND_OF_FIELD
from watchword.model.party import PartyId
from watchword.node.banners import review_banners, state_banners
from watchword.node.effects import Offer
from watchword.node.inputs import Say
from watchword.node.own import own_report
from watchword.node.release import decisions_for, shared_agreements
from watchword.node.route import routes


class ReleaseReport(msgspec.Struct, frozen=True, kw_only=True, tag="release"):
    """Decide that a report may go to a partner.

    The decision is signed and kept either way; where a rule stands against it
    nothing goes, and the answer is an error that names every one.

    Args:
        report: The beginning of its name.
        to: The partner.
        agreement: Under which; ``None``: every one both are parties of.
        fields: Only these; ``None``: all that may go.
        via: The hub by way of which it goes; empty: directly.
        sealed: The hub is not to read it.
        days: How long the hub may pass it on.
    """

    report: str
    to: str
    agreement: AgreementId | None = None
    fields: tuple[str, ...] | None = None
    via: str = ""
    sealed: bool = False
    days: int = 30

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign the decision and carry it out.

        Raises:
            ReleaseError: No rule opens the way.
        """
        check_fields(self.fields)
        report = report_named(desk, self.report)
        recipient = partner_named(desk, self.to)
        if self.via:
            way = Way(
                hub=partner_named(desk, self.via), third=recipient, days=self.days
            )
            release = release_sealed if self.sealed else release_by_hub
            return await release(desk, way, report, self.agreement, self.fields)
        names = shared_agreements(desk.view, recipient)
        chosen = names if self.agreement is None else (self.agreement,)
        done: list[dict[str, Any]] = []
        for agreement in chosen:
            approval = Approval(
                party=desk.config.party,
                agreement=agreement,
                recipient=recipient,
                report=report,
                fields=self.fields,
                said_at_ns=desk.clock.now_ns(),
            )
            outcome = await desk.submit(Say(statement=approval))
            done.append(filed(outcome.effects))
            if any(isinstance(effect, Offer) for effect in outcome.effects):
                above = banners(desk, recipient, desk.clock.now_ns())
                return {**done[-1], "name": report, "banners": above}
        raise ReleaseError(
            why_not(done, report, recipient),
            hint=f"watchword why {report[:12]} --to {self.to}",
        )


def check_fields(fields: tuple[str, ...] | None) -> None:
    """Refuse a field that the vocabulary lacks.

    Raises:
        UsageError: It does.
    """
    for field in fields or ():
        if field not in KIND_OF_FIELD:
            raise UsageError(f"no field is called {field!r}")


class Why(msgspec.Struct, frozen=True, kw_only=True, tag="why"):
    """May a report go to a partner, and every reason why not.

    Args:
        report: The beginning of its name.
        to: The partner.
        at_ns: Decide as of this instant; ``None``: now.
    """

    report: str
    to: str
    at_ns: int | None = None

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Decide, and change nothing."""
        held = own_report(desk.view, report_named(desk, self.report))
        recipient = partner_named(desk, self.to)
        at_ns = desk.clock.now_ns() if self.at_ns is None else self.at_ns
        decisions = decisions_for(desk.view, held, recipient, at_ns)
        told = [_told(desk, decision) for decision in decisions]
        return {
            "report": held.name,
            "to": recipient,
            "offered": sorted(desk.view.offered(held.name, recipient)),
            "banners": banners(desk, recipient, at_ns),
            "decisions": [plain for plain, _ in told],
            "lines": [line for _, lines in told for line in lines],
            "routes": msgspec.to_builtins(routes(desk.view, held, recipient, at_ns)),
            "refused": refusals_of(desk.store, desk.view, held.name, recipient),
        }


def _told(desk: Desk, decision: Decision) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A decision in full: every rule, and all that it rested on."""
    standings = desk.view.standings(decision.agreement, decision.at_ns)
    ruled = verdict(decision, standings[0])
    held = [(name, desk.view.held(name)) for name in rests_on(decision)]
    supports = [support(name, one.statement) for name, one in held if one is not None]
    plain = {
        **decision_as_dict(decision),
        "rules": msgspec.to_builtins(ruled),
        "rests_on": msgspec.to_builtins(supports),
    }
    head, *fields = explain_decision(decision)
    going = fields if decision.permitted else []
    return plain, (head, *going, *explain_verdict(ruled, supports))


def banners(desk: Desk, recipient: PartyId, at_ns: int) -> list[str]:
    """What stands above every release to a partner now."""
    said = messages_in(desk.store, "record", "acknowledgement")
    found: list[str] = []
    for agreement in shared_agreements(desk.view, recipient):
        holds = desk.view.standings(agreement, at_ns)[0].state
        here = [each for each in said if each[1].agreement == agreement]
        found += state_banners(holds, desk.config.party, at_ns)
        found += review_banners(here, desk.config.party)
    return found


class Refusals(msgspec.Struct, frozen=True, kw_only=True, tag="refusals"):
    """Every report that did not go to a partner, with every reason.

    One that would have gone, had a paper been known here that existed already,
    is marked ``by_ignorance``, and the papers that were missing are named.
    """

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """List them in the ledger's order."""
        return refusals(desk.store, desk.view)


class PostureSet(msgspec.Struct, frozen=True, kw_only=True, tag="posture-set"):
    """State a will: what goes to whom under an agreement, by topic.

    Args:
        agreement: Under which agreement.
        stance: The will.
        to: The partner; empty: every other party.
        topic: Dotted words; empty: all.
        fields: Only these go by ``push``; ``None``: all that may.
    """

    agreement: AgreementId
    stance: Stance
    to: str = ""
    topic: str = ""
    fields: tuple[str, ...] | None = None

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign it; it holds from now."""
        check_fields(self.fields)
        if self.agreement not in desk.view.agreements():
            raise UsageError(
                f"no paper of {self.agreement!r} is held here",
                hint="agreement list shows which are",
            )
        posture = Posture(
            party=desk.config.party,
            agreement=self.agreement,
            recipient=partner_named(desk, self.to) if self.to else "",
            topic=self.topic,
            stance=self.stance,
            fields=self.fields,
            said_at_ns=desk.clock.now_ns(),
        )
        await desk.submit(Say(statement=posture))
        plain: dict[str, Any] = msgspec.to_builtins(posture)
        return plain
