"""What would change if a note were made: the same questions, asked with and without.

1. Nothing here is decided: the note is put among the papers known, and both
   answers are set beside each other.
2. What does not depend on the note is not told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from watchword.agreements.case import Request
from watchword.agreements.decide import decide_under
from watchword.agreements.known import prepare
from watchword.agreements.posture import holding
from watchword.agreements.standing import Papers, Standing
from watchword.agreements.state import PERMITTING, AgreementState, state
from watchword.model.agreement import AgreementId, Instrument, Stance, Terms
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS

NOTE = "what-if"
"""The name under which the note stands among the papers."""

Standings = Mapping[AgreementId, tuple[Standing, ...]]


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """What goes by itself, or when asked for, to one partner on one topic.

    Args:
        agreement: Under which agreement.
        recipient: The partner.
        topic: Empty: every topic.
        stance: The will.
        runs: Whether the agreement lets it go with the note; without it, the
            other way round.
    """

    agreement: AgreementId
    recipient: PartyId
    topic: str
    stance: Stance
    runs: bool


class Turned(msgspec.Struct, frozen=True, kw_only=True):
    """A report held whose way to a partner would be another.

    Args:
        report: Its name.
        recipient: The partner.
        before: Agreements under which it may go without the note.
        after: Those under which it may go with it.
        by_hub: Agreements by whose hub it could reach the partner instead.
    """

    report: str
    recipient: PartyId
    before: tuple[AgreementId, ...]
    after: tuple[AgreementId, ...]
    by_hub: tuple[AgreementId, ...]


class Lapse(msgspec.Struct, frozen=True, kw_only=True):
    """Something given or asked that would count no longer.

    Args:
        kind: ``enquiry`` or ``approval``.
        name: Name of the statement.
        party: Whose it is.
        towards: Who was asked, or may pass on.
    """

    kind: str
    name: str
    party: PartyId
    towards: PartyId


class WhatIf(msgspec.Struct, frozen=True, kw_only=True):
    """Both answers.

    Args:
        before: What holds without the note.
        after: What holds with it.
        ignored: Why the note would change nothing; empty where it counts.
        flows: Those that would stop or start.
        turned: Reports held whose way would be another.
        lapses: Enquiries and approvals that would count no longer.
    """

    before: AgreementState
    after: AgreementState
    ignored: str
    flows: tuple[Flow, ...] = ()
    turned: tuple[Turned, ...] = ()
    lapses: tuple[Lapse, ...] = ()


def what_if(
    paper: Instrument,
    papers: Mapping[AgreementId, Papers],
    at_ns: int,
    requests: Collection[Request] = (),
    party: PartyId | None = None,
) -> WhatIf:
    """Ask everything twice.

    Args:
        paper: The note.
        papers: What is known, by agreement, those that rest on it included.
        at_ns: The instant asked about.
        requests: Reports held and where they could go, at that instant.
        party: Whose flows are told; ``None``: nobody's.

    Raises:
        UsageError: ``at_ns`` is outside the years 1700 to 2249.
    """
    agreement = paper.agreement
    known = [one for _, one in papers[agreement].instruments]
    before = state(agreement, at_ns, known)
    after = state(agreement, at_ns, [*known, paper])
    without = {name: prepare(name, at_ns, held) for name, held in papers.items()}
    with_it = {
        name: prepare(name, at_ns, _and(held, paper)) for name, held in papers.items()
    }
    reasons = (i.reason for i in after.ignored if i.paper == paper)
    return WhatIf(
        before=before,
        after=after,
        ignored=next(reasons, ""),
        flows=_flows_turned(without, with_it, party, at_ns),
        turned=tuple(_turned(requests, without, with_it)),
        lapses=tuple(_lapses(without, with_it, at_ns)),
    )


def _and(papers: Papers, paper: Instrument) -> Papers:
    return replace(papers, instruments=(*papers.instruments, (NOTE, paper)))


def _flows_turned(
    without: Standings, with_it: Standings, party: PartyId | None, at_ns: int
) -> tuple[Flow, ...]:
    if party is None:
        return ()
    before = set(_flows(without, party, at_ns))
    return tuple(flow for flow in _flows(with_it, party, at_ns) if flow not in before)


def _flows(standings: Standings, party: PartyId, at_ns: int) -> Iterator[Flow]:
    for agreement, each in standings.items():
        standing = each[0]
        wills = [
            (posture.recipient, posture.topic)
            for (said_by, _), named in standing.said.wills.items()
            if said_by == party
            for _, posture in named
        ]
        for recipient in _reachable(standing.terms, party):
            topics = {t for whom, t in wills if whom in {"", recipient}}
            for topic in sorted(topics):
                flow = _flow(standing, agreement, (party, recipient), topic, at_ns)
                if flow is not None:
                    yield flow


def _reachable(terms: Terms | None, party: PartyId) -> tuple[PartyId, ...]:
    """The parties a leg leads to from here."""
    if terms is None or party not in terms.parties:
        return ()
    others = tuple(other for other in terms.parties if other != party)
    if terms.hub is None or terms.hub == party:
        return others
    return (terms.hub,)


def _flow(
    standing: Standing,
    agreement: AgreementId,
    way: tuple[PartyId, PartyId],
    topic: str,
    at_ns: int,
) -> Flow | None:
    found = holding(standing.said.wills, *way, topic, at_ns)
    if found is None or found[1].stance not in {"push", "on-request"}:
        return None
    posture = found[1]
    return Flow(
        agreement=agreement,
        recipient=way[1],
        topic=topic,
        stance=posture.stance,
        runs=_permits(standing, way)
        and (
            posture.stance != "push"
            or posture.said_at_ns >= _oldest_ns(standing, way[0], at_ns)
        ),
    )


def _permits(standing: Standing, way: tuple[PartyId, PartyId]) -> bool:
    leg = standing.legs.get(way)
    states = [standing.state] if leg is None else [standing.state, leg.state]
    return all(each.state_under(way[0]) in PERMITTING for each in states)


def _oldest_ns(standing: Standing, party: PartyId, at_ns: int) -> int:
    """The oldest will or standing approval that lives; far back where all do."""
    days = standing.terms.handling.suspended_grant_days if standing.terms else None
    suspended = standing.state.state_under(party) == "NOTICE_SUSPENDED"
    return at_ns - days * DAY_NS if days is not None and suspended else -(2**63)


def _turned(
    requests: Collection[Request], without: Standings, with_it: Standings
) -> Iterator[Turned]:
    ways: dict[tuple[str, PartyId], list[Request]] = {}
    for request in requests:
        ways.setdefault((request.name, request.recipient), []).append(request)
    for (name, recipient), each in ways.items():
        before, after = _permitting(each, without), _permitting(each, with_it)
        if before != after:
            yield Turned(
                report=name,
                recipient=recipient,
                before=before,
                after=after,
                by_hub=() if after else tuple(_by_hub(recipient, name, ways, with_it)),
            )


def _permitting(
    requests: Collection[Request], standings: Standings
) -> tuple[AgreementId, ...]:
    return tuple(
        request.agreement
        for request in requests
        if decide_under(request, standings[request.agreement]).permitted
    )


def _by_hub(
    recipient: PartyId,
    name: str,
    ways: Mapping[tuple[str, PartyId], Collection[Request]],
    standings: Standings,
) -> Iterator[AgreementId]:
    """Agreements whose hub may have it, and whose text names the recipient too."""
    for agreement, each in standings.items():
        terms = each[0].terms
        if terms is None or terms.hub is None or recipient not in terms.parties:
            continue
        to_hub = [
            r for r in ways.get((name, terms.hub), ()) if r.agreement == agreement
        ]
        if _permitting(to_hub, standings):
            yield agreement


def _lapses(without: Standings, with_it: Standings, at_ns: int) -> Iterator[Lapse]:
    for agreement, each in with_it.items():
        before = set(_living(without[agreement][0], at_ns))
        yield from sorted(
            before - set(_living(each[0], at_ns)), key=lambda lapse: lapse.name
        )


def _living(standing: Standing, at_ns: int) -> Iterator[Lapse]:
    """Enquiries by which something may go, and standing approvals that count."""
    for (asks, asked), enquiries in standing.said.enquiries.items():
        for one in enquiries:
            open_now = one.said.said_at_ns <= at_ns < one.ends_ns
            if open_now and _permits(standing, (asked, asks)):
                yield Lapse(kind="enquiry", name=one.name, party=asks, towards=asked)
    for (party, holder, recipient, report), grants in standing.said.grants.items():
        oldest_ns = _oldest_ns(standing, holder, at_ns) if not report else -(2**63)
        for grant in grants:
            lives = grant.said.said_at_ns <= at_ns < grant.ends_ns
            fresh = grant.said.said_at_ns >= oldest_ns
            if lives and fresh and _permits(standing, (holder, recipient)):
                yield Lapse(
                    kind="approval", name=grant.name, party=party, towards=holder
                )
