"""The rules that an agreement's text answers, and its state.

A rule that needs the text says nothing where none is known: ``no-agreement``
has said it.
"""

from __future__ import annotations

from watchword.agreements.case import Case, Refusal
from watchword.agreements.state import PERMITTING, AgreementState
from watchword.model.agreement import topic_matches
from watchword.model.party import PartyId


def rule_agreement(case: Case) -> Refusal | None:
    """Every release cites an agreement whose text is known.

    Source:
        Article 1 of the agreement of 2016.
    """
    if case.standing.terms is not None:
        return None
    name = case.request.agreement
    says = f"no text of {name} is known here" if name else "no agreement is named"
    return case.refuse("no-agreement", says)


def rule_in_force(case: Case) -> Refusal | None:
    """In force as the sender itself reads the papers; a notice alone stops nothing.

    Source:
        Articles 21.1, 21.3 and 21.4 of the agreement of 2016.
    """
    terms = case.standing.terms
    if terms is None or case.published or case.state in PERMITTING:
        return None
    says = _is_not_in_force(terms.id, case.standing.state, case.request.sender)
    return case.refuse("agreement-not-in-force", says)


def _is_not_in_force(name: str, holds: AgreementState, sender: PartyId) -> str:
    doubt = ", as far as the dates known say" if holds.uncertain else ""
    return f"{name} is {holds.state_under(sender)} as {sender} reads it{doubt}"


def rule_parties(case: Case) -> Refusal | None:
    """Sender and recipient are two different parties of the agreement.

    Source:
        Article 2(b) and 2(c) of the agreement of 2016; the head of the
        arrangement of 2014.
    """
    terms, request = case.standing.terms, case.request
    if terms is None:
        return None
    for party in (request.sender, request.recipient):
        if party not in terms.parties:
            return case.refuse("not-a-party", f"{party} is no party of {terms.id}")
    if request.sender == request.recipient:
        return case.refuse("not-a-party", "sender and recipient are the same party")
    return None


def rule_hub(case: Case) -> Refusal | None:
    """Where there is a hub, every leg begins or ends at it.

    Source:
        Paragraph 4 of the arrangement of 2014.
    """
    terms, request = case.standing.terms, case.request
    if terms is None or terms.hub is None:
        return None
    if terms.hub in {request.sender, request.recipient, request.via}:
        return None
    return case.refuse("not-through-hub", f"{terms.id} goes by way of {terms.hub}")


def rule_leg(case: Case) -> Refusal | None:
    """The agreement that the leg rests on permits too, as the sender reads it.

    Source:
        Paragraph 3 of the arrangement of 2014.
    """
    leg, sender = case.leg, case.request.sender
    if leg is None or case.published or leg.state.state_under(sender) in PERMITTING:
        return None
    says = _is_not_in_force(leg.state.agreement, leg.state, sender)
    return case.refuse("leg-agreement", says)


def rule_scope(case: Case) -> Refusal | None:
    """The topic is among those the agreement is about.

    Source:
        Paragraph 1 of the arrangement of 2014; article 2(a) of the agreement
        of 2016.
    """
    terms, topic = case.standing.terms, case.request.report.topic
    if terms is None or case.published or not terms.topics:
        return None
    if any(topic_matches(topic, scope) for scope in terms.topics):
        return None
    says = f"{topic or 'no topic'} is outside {', '.join(terms.topics)}"
    return case.refuse("out-of-scope", says)


def rule_status(case: Case) -> Refusal | None:
    """Real, drill or technical check: only what the agreement carries.

    Source:
        Article 1 of the agreement of 2016: what it is for.  That a drill is
        never taken for the real thing is this software's own rule.
    """
    terms, status = case.standing.terms, case.request.report.status
    if terms is None or status in terms.statuses:
        return None
    says = f"{status} does not go under {terms.id}: only {', '.join(terms.statuses)}"
    return case.refuse("wrong-status", says)


def rule_label(case: Case) -> Refusal | None:
    """The label is one of the originator's own in the table.

    Source:
        Article 4.1 of the agreement of 2016.
    """
    if case.standing.terms is None or case.published or case.level is not None:
        return None
    report = case.request.report
    says = f"{report.marking.label!r} is no label of {report.originator} in the table"
    return case.refuse("unknown-label", says)


def rule_ceiling(case: Case) -> Refusal | None:
    """The label does not lie above what the agreement covers.

    Source:
        Article 4 of the agreement of 2016, as one ministry told the press.
    """
    if case.published or case.level is None or case.level.shared:
        return None
    label = case.request.report.marking.label
    return case.refuse("above-ceiling", f"{label!r} is never shared under it")
