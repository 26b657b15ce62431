"""By which way a report could go to a party: directly, or by a hub.

Nothing is sent here.  The way by a hub is offered in words and never taken in
silence; it is open where four things hold: the topic is in scope, both legs are
in force, the originators approve, and what is outside the approved and carried
fields is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from watchword.agreements.case import Refusal, Request
from watchword.agreements.decide import decide_under
from watchword.agreements.state import PERMITTING
from watchword.model.agreement import AgreementId, Terms
from watchword.model.party import PartyId
from watchword.node.relay import originators_of
from watchword.node.release import decisions_for, request_for
from watchword.node.view import Held, View

What = Literal["scope", "legs", "approval", "fields"]


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the way by a hub asks for.

    Args:
        what: Which.
        met: Whether it is; ``None``: somebody else will answer, or has yet to.
        says: One line for an operator.
    """

    what: What
    met: bool | None
    says: str


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """A way from this party to another.

    Args:
        via: The hub; ``None``: directly.
        agreement: Under which agreement.
        open: Whether nothing known stands against it.
        says: In words, such as ``via a hub under an agreement``.
        conditions: What the way by a hub asks for.
        cut: Fields that do not go by it.
        refusals: Every rule that closes it.
    """

    via: PartyId | None
    agreement: AgreementId
    open: bool
    says: str
    conditions: tuple[Condition, ...] = ()
    cut: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def routes(view: View, held: Held, recipient: PartyId, at_ns: int) -> tuple[Route, ...]:
    """Every way by which a report could go; the direct ones first.

    Args:
        view: What the node holds.
        held: The report.
        recipient: To whom.
        at_ns: The instant.
    """
    direct = [
        Route(
            via=None,
            agreement=decision.agreement,
            open=decision.permitted,
            says=f"directly under {decision.agreement}",
            cut=tuple(kept.field for kept in decision.withheld),
            refusals=decision.refusals,
        )
        for decision in decisions_for(view, held, recipient, at_ns)
        if decision.agreement
    ]
    return (*direct, *_by_hubs(view, held, recipient, at_ns))


def hub_terms(
    view: View, agreement: AgreementId, recipient: PartyId, at_ns: int
) -> Terms | None:
    """The text in effect, where it leads from here to a party by a third."""
    terms = view.standings(agreement, at_ns)[0].terms
    if terms is None or terms.hub is None:
        return None
    ends = {view.party, recipient}
    if terms.hub in ends or not ends <= set(terms.parties):
        return None
    return terms


def _by_hubs(view: View, held: Held, recipient: PartyId, at_ns: int) -> Iterator[Route]:
    request = request_for(view, held, recipient, at_ns)
    for agreement in view.agreements() if request is not None else ():
        terms = hub_terms(view, agreement, recipient, at_ns)
        if request is None or terms is None or terms.hub is None:
            continue
        asked = msgspec.structs.replace(request, agreement=agreement, via=terms.hub)
        yield _by_hub(view, asked, terms, terms.hub)


def _by_hub(view: View, asked: Request, terms: Terms, hub: PartyId) -> Route:
    decision = decide_under(asked, view.standings(terms.id, asked.at_ns))
    # Will and approval are what an officer is about to give: asked for below.
    against = tuple(
        no
        for no in decision.refusals
        if no.code not in {"posture", "grant-expired", "no-originator-approval"}
    )
    cut, approval = _approval(view, asked, terms, hub)
    conditions = (
        _scope(terms, asked, against),
        _legs(view, terms, asked, hub, against),
        approval,
        Condition(
            what="fields", met=True, says=f"cut: {', '.join(cut)}" if cut else "all"
        ),
    )
    is_open = not against and all(each.met is not False for each in conditions)
    return Route(
        via=hub,
        agreement=terms.id,
        open=is_open,
        says=f"via {hub} under {terms.id}",
        conditions=conditions,
        cut=cut,
        refusals=against,
    )


def _scope(terms: Terms, asked: Request, against: Sequence[Refusal]) -> Condition:
    outside = [no.says for no in against if no.code == "out-of-scope"]
    says = (
        outside[0] if outside else f"{asked.report.topic} is what {terms.id} is about"
    )
    return Condition(what="scope", met=not outside, says=says)


def _legs(
    view: View,
    terms: Terms,
    asked: Request,
    hub: PartyId,
    against: Sequence[Refusal],
) -> Condition:
    codes = {"leg-agreement", "agreement-not-in-force"}
    out = [no.says for no in against if no.code in codes]
    if out:
        return Condition(what="legs", met=False, says="; ".join(out))
    standing = view.standings(terms.id, asked.at_ns)[0]
    ways = ((asked.sender, hub), (hub, asked.recipient))
    legs = [(way, standing.legs.get(way)) for way in ways]
    unknown = [
        f"{one} - {other}"
        for (one, other), leg in legs
        if leg is not None and leg.state.state not in PERMITTING
    ]
    if unknown:
        says = f"{hub} answers for {', '.join(unknown)}: no paper of it is known here"
        return Condition(what="legs", met=None, says=says)
    return Condition(what="legs", met=True, says="both are in force")


def _approval(
    view: View, asked: Request, terms: Terms, hub: PartyId
) -> tuple[tuple[str, ...], Condition]:
    """What the approvals of the originators leave, and who has yet to approve."""
    said = view.standings(terms.id, asked.at_ns)[0].said.grants
    standing = asked.report.kind in terms.handling.standing_kinds
    covered = set(asked.fields if terms.fields is None else terms.fields)
    missing: list[PartyId] = []
    for party in originators_of(asked.report):
        if party in {hub, asked.recipient}:
            continue
        way = (party, hub, asked.recipient)
        found = [*said.get((*way, asked.name), ())]
        if standing:
            every = said.get((*way, ""), ())
            found += [g for g in every if asked.report.kind in g.said.kinds]
        live = [g.said for g in found if g.said.said_at_ns <= asked.at_ns < g.ends_ns]
        if not live:
            missing.append(party)
        elif all(approval.fields is not None for approval in live):
            covered &= {field for each in live for field in each.fields or ()}
    cut = tuple(field for field in asked.fields if field not in covered)
    if not missing:
        return cut, Condition(what="approval", met=True, says="approved")
    own = missing == [view.party]
    says = "yours to give" if own else f"{', '.join(missing)} has yet to approve"
    return cut, Condition(what="approval", met=None if own else False, says=says)
