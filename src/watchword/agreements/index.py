"""What the parties said under one agreement, put where a decision finds it.

1. Done once for the papers known; nothing here depends on an instant.
2. Whatever has an end bears it as the first instant at which it no longer
   holds: a revocation ends an approval, an answer that declines an enquiry.
3. What is said in order is said by its instant, then by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

import msgspec

from watchword.agreements.posture import Wills, index_wills
from watchword.model.agreement import AgreementId, Approval, Posture
from watchword.model.message import (
    Answer,
    AnyMessage,
    Enquiry,
    OriginatorApproval,
    Record,
    Revocation,
    Word,
)
from watchword.model.party import PartyId

NEVER: Final = 2**63
"""Later than every instant: where something has no end."""

ASSURED: Final = frozenset({"clearance", "purpose", "protection"})
"""What an assurance lists."""

ATTESTED: Final = frozenset("abcdefghijklmno")
"""The fifteen conditions that an attestation of a contractor lists."""


K = TypeVar("K")
V = TypeVar("V")


Messages = Sequence[tuple[str, AnyMessage]]


class Grant(NamedTuple):
    """An originator's approval, and when it ends."""

    name: str
    said: OriginatorApproval
    ends_ns: int


class Asked(NamedTuple):
    """An enquiry, and when nothing goes by it any more."""

    name: str
    said: Enquiry
    ends_ns: int


class Held(NamedTuple):
    """A record of one party about another, or itself, and while when it counts.

    ``dated_ns`` is when the inspection was, for an attestation.
    """

    of: PartyId | str
    by: PartyId
    from_ns: int
    ends_ns: int
    dated_ns: int


class Index(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Everything said under one agreement.

    Args:
        wills: Postures, the nearest first.
        approvals: Release decisions, by report and recipient.
        grants: Approvals of originators by originator, holder, recipient and
            report; the empty report stands for standing ones.
        enquiries: By who asks and who is asked.
        assurances: By the party that gives them.
        attestations: By the contractor that they are about.
        words: When each party said that all its papers were sent.
        named: Each report that somebody decided on by its name, and for whom.
        moments: Every instant at which something general begins or ends, but
            for enquiries.
        ageing: When what a suspended notice lets grow old was said.
    """

    wills: Wills
    approvals: Mapping[tuple[str, PartyId], Sequence[tuple[str, Approval]]]
    grants: Mapping[tuple[PartyId, PartyId, PartyId, str], Sequence[Grant]]
    enquiries: Mapping[tuple[PartyId, PartyId], Sequence[Asked]]
    assurances: Mapping[PartyId | str, Sequence[Held]]
    attestations: Mapping[PartyId | str, Sequence[Held]]
    words: Mapping[PartyId, Sequence[int]]
    named: frozenset[tuple[str, PartyId]]
    moments: frozenset[int]
    ageing: frozenset[int]


def index_of(
    agreement: AgreementId,
    postures: Iterable[tuple[str, Posture]],
    approvals: Iterable[tuple[str, Approval]],
    messages: Iterable[tuple[str, AnyMessage]],
) -> Index:
    """Sort what was said under an agreement; what is about another is left out.

    A revocation and an answer name what they are about, and count under
    whatever agreement they came.
    """
    said = sorted(messages, key=_when)
    here = [(n, s) for n, s in said if s.agreement == agreement]
    wills = [(n, s) for n, s in postures if s.agreement == agreement]
    own = sorted([(n, s) for n, s in approvals if s.agreement == agreement], key=_when)
    grants, asked = _grants(here, said), _asked(here, said)
    assurances, attestations = _assurances(here), _attestations(here)
    words = [s for _, s in here if isinstance(s, Word)]
    lasting = [
        *((g.said.said_at_ns, g.ends_ns) for g in grants if not g.said.report),
        *((h.from_ns, h.ends_ns) for h in (*assurances, *attestations)),
    ]
    return Index(
        wills=index_wills(wills),
        approvals=_grouped(((s.report, s.recipient), (n, s)) for n, s in own),
        grants=_grouped((_way(grant.said), grant) for grant in grants),
        enquiries=_grouped(((a.said.party, a.said.to), a) for a in asked),
        assurances=_grouped((held.of, held) for held in assurances),
        attestations=_grouped((held.of, held) for held in attestations),
        words=_grouped((word.party, word.said_at_ns) for word in words),
        named=frozenset(
            {(s.report, s.recipient) for _, s in own}
            | {(g.said.report, g.said.recipient) for g in grants}
        ),
        moments=frozenset(
            {w.said_at_ns for w in words}
            | {w.said_at_ns for _, w in wills}
            | {ns for each in lasting for ns in each}
        ),
        ageing=frozenset(
            {w.said_at_ns for _, w in wills}
            | {g.said.said_at_ns for g in grants if not g.said.report}
        ),
    )


def _when(named: tuple[str, Approval | AnyMessage]) -> tuple[int, str]:
    return named[1].said_at_ns, named[0]


def _grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, Sequence[V]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _way(said: OriginatorApproval) -> tuple[PartyId, PartyId, PartyId, str]:
    return said.party, said.holder, said.recipient, said.report


def _grants(here: Messages, said: Messages) -> list[Grant]:
    """The approvals; an originator takes back its own, and nobody else's."""
    revoked: dict[tuple[PartyId, str], int] = {}
    for _, s in said:
        if isinstance(s, Revocation):
            revoked.setdefault((s.party, s.approval), s.said_at_ns)
    return [
        Grant(n, s, min(s.until_ns, revoked.get((s.party, n), NEVER)))
        for n, s in here
        if isinstance(s, OriginatorApproval)
    ]


def _asked(here: Messages, said: Messages) -> list[Asked]:
    """The enquiries; who is asked declines, and nobody else does."""
    declined: dict[tuple[PartyId, str], int] = {}
    for _, s in said:
        if isinstance(s, Answer) and s.outcome == "declined":
            declined.setdefault((s.party, s.enquiry), s.said_at_ns)
    return [
        Asked(n, s, min(s.due_ns, declined.get((s.to, n), NEVER)))
        for n, s in here
        if isinstance(s, Enquiry)
    ]


def _assurances(here: Messages) -> list[Held]:
    return [
        Held(s.party, s.party, s.said_at_ns, _end(s), s.said_at_ns)
        for _, s in here
        if isinstance(s, Record) and s.kind == "assurance" and ASSURED.issubset(s.items)
    ]


def _attestations(here: Messages) -> list[Held]:
    return [
        Held(s.about, s.party, max(s.said_at_ns, s.dated_ns), _end(s), s.dated_ns)
        for _, s in here
        if isinstance(s, Record)
        and s.kind == "attestation"
        and s.dated_ns is not None
        and ATTESTED.issubset(s.items)
    ]


def _end(record: Record) -> int:
    return NEVER if record.until_ns is None else record.until_ns
