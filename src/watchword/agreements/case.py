"""One question of release, with all that the rules ask about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from watchword.agreements.index import Asked, Grant
from watchword.agreements.posture import Named, holding
from watchword.agreements.standing import Footing, Standing
from watchword.agreements.state import PERMITTING
from watchword.model.agreement import (
    AgreementId,
    Approval,
    Level,
    Stance,
    StateName,
    topic_matches,
)
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.time import DAY_NS


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """May this report go to that party, under this agreement, at this instant?

    Args:
        report: The report's header, with the marking that is in force.
        name: Name of its statement.
        fields: Names of its releasable fields.
        sender: Who would send it.
        recipient: Who would have it.
        agreement: Under which agreement.
        at_ns: The instant of release.
        purpose: What it would be given for; empty: what its label says.
        held: The sender has it still: it was not destroyed or returned.
        via: A hub that carries it sealed and cannot read it; ``None``: it goes
            from the sender to the recipient.
    """

    report: Header
    name: str
    fields: tuple[str, ...]
    sender: PartyId
    recipient: PartyId
    agreement: AgreementId
    at_ns: int
    purpose: str = ""
    held: bool = True
    via: PartyId | None = None


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """One rule that failed.

    Args:
        id: The clause behind it, or ``rule-<code>`` where there is none.
        code: The reason, one of ``codes.REFUSAL_CODES``.
        article: The article's number; empty where there is none.
        says: One line for an operator.
    """

    id: str
    code: str
    article: str
    says: str


class Case(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A request beside the standing it is judged by.

    Args:
        request: The question.
        standing: What holds.
        state: The agreement's state as the sender reads it.
        level: The row of the report's label; ``None``: not in the table.
        leg: What the leg between sender and recipient rests on, if it does.
        stance: The sender's will towards this recipient on this topic.
        posture: The posture that says so, with its statement's name.
        expired: That posture is older than a suspended notice lets it live.
        approvals: The sender's release decisions on this report.
        enquiry: The recipient's, that asks for this report and is open.
        grants: The approvals that count, of each originator that has to give
            one: neither sender nor recipient asks itself.
        published: The sender is the originator and has published it itself.
    """

    request: Request
    standing: Standing
    state: StateName
    level: Level | None
    leg: Footing | None
    stance: Stance
    posture: Named | None
    expired: bool
    approvals: Sequence[tuple[str, Approval]]
    enquiry: Asked | None
    grants: Mapping[PartyId, Sequence[Grant]]
    published: bool

    def refuse(self, code: str, says: str) -> Refusal:
        """A refusal by the clause that backs this rule."""
        clause = self.standing.clauses.get(code)
        if clause is None:
            return Refusal(id=f"rule-{code}", code=code, article="", says=says)
        return Refusal(id=clause.id, code=code, article=clause.article, says=says)


def case_of(request: Request, standing: Standing) -> Case:
    """Put a request beside what holds."""
    report, at_ns, sender = request.report, request.at_ns, request.sender
    recipient, said = request.recipient, standing.said
    state = standing.state.state_under(sender)
    posture = holding(said.wills, sender, recipient, report.topic, at_ns)
    oldest_ns = _oldest_ns(standing, state, at_ns)
    return Case(
        request=request,
        standing=standing,
        state=state,
        level=standing.level_of(report.originator, report.marking.label),
        leg=_leg(request, standing),
        stance=posture[1].stance if posture else "case-by-case",
        posture=posture,
        expired=posture is not None and posture[1].said_at_ns < oldest_ns,
        approvals=[
            named
            for named in said.approvals.get((request.name, recipient), ())
            if named[1].party == sender and named[1].said_at_ns <= at_ns
        ],
        enquiry=open_enquiry(request, standing),
        grants=_grants(request, standing, oldest_ns),
        published=report.publication is not None and report.originator == sender,
    )


def _leg(request: Request, standing: Standing) -> Footing | None:
    """What the leg rests on; by way of a hub the one that does not hold, if known.

    Of a leg between two others no paper may have come here: the hub answers for
    it.
    """
    sender, recipient, via = request.sender, request.recipient, request.via
    if via is None:
        return standing.legs.get((sender, recipient))
    both = (standing.legs.get(way) for way in ((sender, via), (via, recipient)))
    known = [leg for leg in both if leg is not None and leg.state.terms is not None]
    out = (x for x in known if x.state.state_under(sender) not in PERMITTING)
    return next(out, known[0] if known else None)


def _oldest_ns(standing: Standing, state: StateName, at_ns: int) -> int:
    """The oldest will or standing approval that lives at an instant."""
    terms = standing.terms
    days = terms.handling.suspended_grant_days if terms else None
    if days is None or state != "NOTICE_SUSPENDED":
        return -(2**63)
    return at_ns - days * DAY_NS


def open_enquiry(request: Request, standing: Standing) -> Asked | None:
    """The recipient's enquiry that asks the sender for this report, if one is open."""
    report, at_ns = request.report, request.at_ns
    for asked in standing.said.enquiries.get((request.recipient, request.sender), ()):
        said = asked.said
        if (
            said.said_at_ns <= at_ns < asked.ends_ns
            and said.from_ns <= report.said_at_ns < said.to_ns
            and topic_matches(report.topic, said.topic)
        ):
            return asked
    return None


def _grants(
    request: Request, standing: Standing, oldest_ns: int
) -> Mapping[PartyId, Sequence[Grant]]:
    """By each originator that has to approve, what counts of what it said."""
    report, ends = request.report, (request.sender, request.recipient)
    if not report.originators and report.originator in ends:
        return {}
    needed = dict.fromkeys((report.originator, *report.originators))
    return {
        party: _grants_of(party, request, standing, oldest_ns)
        for party in needed
        if party not in ends
    }


def _grants_of(
    party: PartyId, request: Request, standing: Standing, oldest_ns: int
) -> Sequence[Grant]:
    every, at_ns, kind = standing.said.grants, request.at_ns, request.report.kind
    way = (party, request.sender, request.recipient)
    terms = standing.terms
    found = [*every.get((*way, request.name), ())]
    if terms is not None and kind in terms.handling.standing_kinds:
        found += [
            grant
            for grant in every.get((*way, ""), ())
            if kind in grant.said.kinds and grant.said.said_at_ns >= oldest_ns
        ]
    return [g for g in found if g.said.said_at_ns <= at_ns < g.ends_ns]
