"""The rules that the parties' own words answer: marking, approval, record, will.

Everything that has an end is asked at the request's own instant.
"""

from __future__ import annotations

from collections.abc import Iterable

from watchword.agreements.case import Case, Refusal
from watchword.agreements.index import Held
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, HOUR_NS


def rule_releasable_to(case: Case) -> Refusal | None:
    """The originator's marking, where it names parties, names the recipient.

    Source:
        Article 6(a) of the agreement of 2016: the originator's own bound.
    """
    marking, recipient = case.request.report.marking, case.request.recipient
    if marking.releasable_to is None or recipient in marking.releasable_to:
        return None
    named = ", ".join(marking.releasable_to) or "nobody"
    return case.refuse("not-releasable-to", f"marked releasable to {named}")


def rule_originator(case: Case) -> Refusal | None:
    """What others originated goes on only with the written approval of each.

    Source:
        Articles 4.3 and 6(a) of the agreement of 2016; paragraph 4 of the
        arrangement of 2014.
    """
    missing = [party for party, grants in case.grants.items() if not grants]
    if not missing:
        return None
    says = f"no approval of {', '.join(missing)} lets {case.request.recipient} have it"
    return case.refuse("no-originator-approval", says)


def rule_purpose(case: Case) -> Refusal | None:
    """What is passed on serves the purposes of its label, or one approved.

    Source:
        Article 6(c) of the agreement of 2016.
    """
    request = case.request
    purposes = request.report.marking.purposes
    if not purposes or request.report.originator == request.sender:
        return None
    stated = (request.purpose, *(said.purpose for _, said in case.approvals))
    strange = [
        purpose
        for purpose in dict.fromkeys(stated)
        if purpose and purpose not in purposes and not _is_approved(case, purpose)
    ]
    if not strange:
        return None
    says = f"{', '.join(strange)} is another purpose than {', '.join(purposes)}"
    return case.refuse("purpose", says)


def _is_approved(case: Case, purpose: str) -> bool:
    return all(
        any(grant.said.purpose == purpose for grant in grants)
        for grants in case.grants.values()
    )


def rule_assurance(case: Case) -> Refusal | None:
    """Where the text asks for it the recipient has assured, and it has not run out.

    Source:
        Articles 6(b) and 7.5 of the agreement of 2016.
    """
    standing, request = case.standing, case.request
    if case.published or "no-assurance" not in standing.clauses:
        return None
    given = standing.said.assurances.get(request.recipient, ())
    if any(_counts(held, request.at_ns) for held in given):
        return None
    says = f"no assurance of {request.recipient} is current"
    return case.refuse("no-assurance", says)


def rule_contractor(case: Case) -> Refusal | None:
    """A contractor's fifteen conditions are attested, and the inspection recent.

    Source:
        Article 16(a) to 16(o) of the agreement of 2016.
    """
    terms, request = case.standing.terms, case.request
    if terms is None or case.published:
        return None
    handling, recipient = terms.handling, request.recipient
    if recipient not in handling.contractors:
        return None
    since_ns = request.at_ns - handling.inspection_days * DAY_NS
    able = frozenset(terms.parties).difference(handling.contractors)
    given = _given_by(able, case.standing.said.attestations.get(recipient, ()))
    if any(_counts(held, request.at_ns) and held.dated_ns > since_ns for held in given):
        return None
    return case.refuse("contractor", f"no attestation of {recipient} is current")


def _given_by(parties: frozenset[PartyId], records: Iterable[Held]) -> list[Held]:
    return [held for held in records if held.by in parties]


def _counts(held: Held, at_ns: int) -> bool:
    return held.from_ns <= at_ns < held.ends_ns


def rule_freshness(case: Case) -> Refusal | None:
    """Who passes on has heard of late that it knows the others' papers.

    Source:
        Articles 6(a) and 6(g) of the agreement of 2016: an approval taken back
        and a label changed have to have arrived.
    """
    terms, request = case.standing.terms, case.request
    hours = terms.handling.freshness_hours if terms else None
    if terms is None or hours is None or request.report.originator == request.sender:
        return None
    oldest_ns, words = request.at_ns - hours * HOUR_NS, case.standing.said.words
    silent = [
        party
        for party in terms.parties
        if party not in {request.sender, request.recipient}
        and not any(oldest_ns <= ns <= request.at_ns for ns in words.get(party, ()))
    ]
    if not silent:
        return None
    says = f"nothing was heard of {', '.join(silent)} for {hours} h"
    return case.refuse("stale-instruments", says)


def rule_held(case: Case) -> Refusal | None:
    """What was destroyed or returned is not there to be given.

    Source:
        Article 6(h) of the agreement of 2016.
    """
    if case.request.held:
        return None
    return case.refuse("not-held", "it has been destroyed or returned here")


def rule_grant(case: Case) -> Refusal | None:
    """While a notice is suspended no standing will lives long.

    Source:
        Article 21.3 of the agreement of 2016; that a grant ends after so many
        days is the text's own figure, for a notice that may take effect at any
        time.
    """
    if not case.expired or case.stance != "push" or case.published or case.approvals:
        return None
    says = f"the will of {case.request.sender} is too old while a notice is suspended"
    return case.refuse("grant-expired", says)


def rule_posture(case: Case) -> Refusal | None:
    """The sender is willing: a standing posture, a decision, or it was asked.

    Source:
        Article 1 of the agreement of 2016: nobody is obliged to share.
    """
    sender, stance = case.request.sender, case.stance
    if stance == "halt":
        return case.refuse("posture", f"{sender} has halted this")
    if stance == "push" or case.published or case.approvals:
        return None
    if stance == "on-request" and case.enquiry is not None:
        return None
    return case.refuse(
        "posture", f"{sender} decides {stance}: a release decision is needed"
    )
