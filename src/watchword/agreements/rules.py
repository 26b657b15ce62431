"""The rules of release: one function each, all of them always asked.

1. A rule answers ``None`` or the refusal; it never looks at another rule.
2. A rule that needs the text says nothing where none is known: ``no-agreement``
   has said it.
3. What the originator has published itself needs no agreement's permission:
   force, scope, label, ceiling and will are satisfied by the publication.
   Parties, way and status are not, and ``halt`` stays a halt.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from watchword.agreements.case import Case, Refusal
from watchword.agreements.state import PERMITTING
from watchword.model.agreement import topic_matches

Rule = Callable[[Case], Refusal | None]


def rule_agreement(case: Case) -> Refusal | None:
    """Every release cites an agreement whose text is known."""
    if case.standing.terms is not None:
        return None
    name = case.request.agreement
    says = f"no text of {name} is known here" if name else "no agreement is named"
    return case.refuse("no-agreement", says)


def rule_in_force(case: Case) -> Refusal | None:
    """In force as the sender itself reads the papers; a notice alone stops nothing."""
    terms, holds = case.standing.terms, case.standing.state
    name = holds.state_under(case.request.sender)
    if terms is None or case.published or name in PERMITTING:
        return None
    doubt = ", as far as the dates known say" if holds.uncertain else ""
    says = f"{terms.id} is {name} as {case.request.sender} reads it{doubt}"
    return case.refuse("agreement-not-in-force", says)


def rule_parties(case: Case) -> Refusal | None:
    """Sender and recipient are two different parties of the agreement."""
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
    """Where there is a hub, every leg begins or ends at it."""
    terms, request = case.standing.terms, case.request
    if terms is None or terms.hub is None:
        return None
    if terms.hub in {request.sender, request.recipient}:
        return None
    return case.refuse("not-through-hub", f"{terms.id} goes by way of {terms.hub}")


def rule_scope(case: Case) -> Refusal | None:
    """The topic is among those the agreement is about."""
    terms, topic = case.standing.terms, case.request.report.topic
    if terms is None or case.published or not terms.topics:
        return None
    if any(topic_matches(topic, scope) for scope in terms.topics):
        return None
    says = f"{topic or 'no topic'} is outside {', '.join(terms.topics)}"
    return case.refuse("out-of-scope", says)


def rule_status(case: Case) -> Refusal | None:
    """Real, drill or technical check: only what the agreement carries."""
    terms, status = case.standing.terms, case.request.report.status
    if terms is None or status in terms.statuses:
        return None
    says = f"{status} does not go under {terms.id}: only {', '.join(terms.statuses)}"
    return case.refuse("wrong-status", says)


def rule_label(case: Case) -> Refusal | None:
    """The label is one of the originator's own in the table."""
    if case.standing.terms is None or case.published or case.level is not None:
        return None
    report = case.request.report
    says = f"{report.marking.label!r} is no label of {report.originator} in the table"
    return case.refuse("unknown-label", says)


def rule_ceiling(case: Case) -> Refusal | None:
    """The label does not lie above what the agreement covers."""
    if case.published or case.level is None or case.level.shared:
        return None
    label = case.request.report.marking.label
    return case.refuse("above-ceiling", f"{label!r} is never shared under it")


def rule_releasable_to(case: Case) -> Refusal | None:
    """The originator's marking, where it names parties, names the recipient."""
    marking, recipient = case.request.report.marking, case.request.recipient
    if marking.releasable_to is None or recipient in marking.releasable_to:
        return None
    named = ", ".join(marking.releasable_to) or "nobody"
    return case.refuse("not-releasable-to", f"marked releasable to {named}")


def rule_originator(case: Case) -> Refusal | None:
    """What another originated does not go on without its written approval."""
    originator = case.request.report.originator
    if originator == case.request.sender:
        return None
    return case.refuse("no-originator-approval", f"{originator} originated it")


def rule_posture(case: Case) -> Refusal | None:
    """The sender is willing: a standing posture, or a decision on this report."""
    if case.stance == "halt":
        return case.refuse("posture", f"{case.request.sender} has halted this")
    if case.stance == "push" or case.published or case.approvals:
        return None
    says = f"{case.request.sender} decides {case.stance}: a release decision is needed"
    return case.refuse("posture", says)


RULES: Final[tuple[Rule, ...]] = (
    rule_agreement,
    rule_in_force,
    rule_parties,
    rule_hub,
    rule_scope,
    rule_status,
    rule_label,
    rule_ceiling,
    rule_releasable_to,
    rule_originator,
    rule_posture,
)
