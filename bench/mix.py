"""A realistic mix of questions of release, the same in every run.

Three agreements: the shipped ones of 2016 and 2014 with those below its legs,
and a circle of five without a hub.  What is asked is what nodes ask: each desk
files the statements of the public record of 2022 and asks for every partner;
the hub asks about passing on what the other two filed.  Among the papers are
standing wills and wills on request with enquiries, assurances, standing
approvals of originators, and release decisions and approvals about one report
in twenty.  About half of the questions are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from random import Random
from typing import Final, TypeVar

import msgspec
from msgspec.structs import replace

from watchword.agreements.case import Request
from watchword.agreements.standing import Papers
from watchword.agreements.terms import parse_terms
from watchword.model.agreement import (
    AgreementId,
    Approval,
    Instrument,
    Posture,
    Signature,
    Stance,
)
from watchword.model.marking import Marking
from watchword.model.message import (
    AnyMessage,
    Enquiry,
    OriginatorApproval,
    Record,
    Revocation,
)
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.time import DAY_NS, HOUR_NS, SECOND_NS, Instant, parse_instant
from watchword.record.desks import postures
from watchword.record.library import agreement_text, shipped_papers
from watchword.record.statements import fields_of, header_of, statements

SEED: Final = 2022
BEGINS_NS: Final = parse_instant("2022-05-04T00:00+09:00").ns
SAID_NS: Final = parse_instant("2021-12-31T00:00Z").ns
SHIPPED: Final = ("gsomia-2016", "tisa-2014")
BELOW: Final = ("fictional-leg-1987", "fictional-leg-2007")
CIRCLE: Final = AgreementId("circle")
FIVE: Final = tuple(PartyId(f"{name}.circle") for name in "abcde")
NAMED: Final = 0.05
"""The share of reports on which somebody has decided by name."""

T = TypeVar("T")
Question = tuple[AgreementId, Request]


def texts() -> Mapping[AgreementId, str]:
    """The texts of the three agreements that are asked about."""
    shipped = {AgreementId(name): agreement_text(name) for name in SHIPPED}
    return {**shipped, CIRCLE: _circle()}


def _circle() -> str:
    """The agreement that a user starts from, for five, in the same words."""
    text = agreement_text("open-desks").replace('id = "open-desks"', f'id = "{CIRCLE}"')
    quoted = ", ".join(f'"{party}"' for party in FIVE)
    lines = []
    for line in text.splitlines():
        if line.startswith("parties = "):
            lines.append(f"parties = [{quoted}]")
        elif line.startswith('"desk-a.example" = '):
            labels = line.partition(" = ")[2]
            lines += [f'"{party}" = {labels}' for party in FIVE]
        elif not line.startswith('"desk-b.example" = '):
            lines.append(line)
    return "\n".join(lines)


def questions(reports: int) -> tuple[Mapping[AgreementId, Papers], list[Question]]:
    """What is known, and what is asked about so many reports.

    Returns:
        The papers of each agreement, and the questions in the order of time.
    """
    random = Random(SEED)  # noqa: S311 (a mix, not a secret)
    filed = [*_filed(reports, random)]
    asked = [question for each in filed for question in _asked(*each)]
    named = random.sample(asked, int(NAMED * len(asked)))
    return {name: _papers(name, named) for name in texts()}, asked


def _filed(
    number: int, random: Random
) -> Iterator[tuple[str, Header, tuple[str, ...]]]:
    """Reports with the headers and fields of the record, one every ten seconds."""
    every = [
        (header_of(entry), tuple(sorted(fields_of(entry)))) for entry in statements()
    ]
    for n in range(number):
        header, fields = random.choice(every)
        if n % 2:
            label = random.choice(("TLP:GREEN", "TLP:AMBER", "TLP:RED", "OTHER"))
            header = replace(
                header, originator=random.choice(FIVE), marking=Marking(label=label)
            )
        said_ns = BEGINS_NS + 10 * n * SECOND_NS
        header = replace(header, said_at_ns=said_ns, corrects="")
        # Anew from bytes, as a node has them: no two reports share a value.
        plain = msgspec.json.encode((header, fields))
        header, fields = msgspec.json.decode(plain, type=tuple[Header, tuple[str, ...]])
        yield _hex(f"report {n}"), header, fields


def _hex(words: str) -> str:
    return sha256(words.encode()).hexdigest()


def _asked(name: str, header: Header, fields: tuple[str, ...]) -> Iterator[Question]:
    """For every partner of the originator, and of the hub for what it was told."""
    for agreement, terms in _TERMS.items():
        if header.originator not in terms.parties:
            continue
        senders = {header.originator, terms.hub or header.originator}
        for sender in sorted(senders):
            for recipient in terms.parties:
                if recipient in {sender, header.originator}:
                    continue
                yield (
                    agreement,
                    Request(
                        report=header,
                        name=name,
                        fields=fields,
                        sender=sender,
                        recipient=recipient,
                        agreement=agreement,
                        at_ns=header.said_at_ns + SECOND_NS,
                    ),
                )


_TERMS: Final = {name: parse_terms(text) for name, text in texts().items()}


def _papers(agreement: AgreementId, named: Sequence[Question]) -> Papers:
    terms = _TERMS[agreement]
    here = [request for name, request in named if name == agreement]
    wills = [*_wills(agreement)]
    own = [request for request in here if request.report.originator == request.sender]
    decided = [
        Approval(
            party=request.sender,
            agreement=agreement,
            recipient=request.recipient,
            report=request.name,
            fields=request.fields[:3],
            said_at_ns=request.report.said_at_ns,
        )
        for request in own
    ]
    said: list[AnyMessage] = [*_records(agreement), *_standing(agreement)]
    if terms.hub is None:
        said += _enquiries(agreement)
    return Papers(
        instruments=_named("paper", _instruments(agreement)),
        postures=_named("will", wills),
        approvals=_named("decision", decided),
        messages=(
            *_named("message", said),
            *_by_name([r for r in here if r.report.originator != r.sender]),
        ),
    )


def _instruments(agreement: AgreementId) -> list[Instrument]:
    if agreement in SHIPPED:
        names = (agreement, *BELOW)
        return [paper for name in names for paper in shipped_papers(name)]
    text = texts()[agreement]
    return [
        Signature(
            agreement=agreement,
            party=party,
            note="signed",
            dated=Instant(ns=SAID_NS),
            version=1,
            text=text,
        )
        for party in FIVE
    ]


def _wills(agreement: AgreementId) -> Iterator[Posture]:
    for will in postures():
        if will.agreement == agreement:
            yield will
    stances: tuple[Stance, ...] = ("push", "push", "on-request", "case-by-case", "halt")
    for party, stance in zip(FIVE, stances, strict=True):
        if agreement == CIRCLE:
            yield Posture(
                party=party, agreement=agreement, stance=stance, said_at_ns=SAID_NS
            )
            for number, other in enumerate(FIVE):
                yield Posture(
                    party=party,
                    agreement=agreement,
                    recipient=other,
                    topic="missile.ballistic",
                    stance=stances[number],
                    fields=("site", "observed_at", "count"),
                    said_at_ns=SAID_NS,
                )


def _records(agreement: AgreementId) -> list[Record]:
    return [
        Record(
            party=party,
            agreement=agreement,
            said_at_ns=SAID_NS,
            kind="assurance",
            items=("clearance", "protection", "purpose"),
        )
        for party in _TERMS[agreement].parties
    ]


def _standing(agreement: AgreementId) -> Iterator[OriginatorApproval]:
    """Standing approvals for launches, by way of the hub."""
    terms = _TERMS[agreement]
    for party in terms.parties:
        for other in terms.parties:
            if terms.hub and len({party, other, terms.hub}) == 3:
                yield OriginatorApproval(
                    party=party,
                    agreement=agreement,
                    said_at_ns=SAID_NS,
                    holder=terms.hub,
                    recipient=other,
                    kinds=("launch",),
                    fields=("observed_at", "site", "landing_area", "bearing_deg"),
                    until_ns=SAID_NS + 365 * DAY_NS,
                )


def _by_name(relayed: Sequence[Request]) -> Iterator[tuple[str, AnyMessage]]:
    """An approval of the originator for one report; one in four is taken back."""
    for n, request in enumerate(relayed):
        said_ns = request.report.said_at_ns
        leave = _hex(f"leave {n}")
        approval = OriginatorApproval(
            party=request.report.originator,
            agreement=request.agreement,
            said_at_ns=said_ns,
            holder=request.sender,
            recipient=request.recipient,
            report=request.name,
            until_ns=said_ns + HOUR_NS,
        )
        yield leave, approval
        if n % 4 == 0:
            revocation = Revocation(
                party=request.report.originator,
                agreement=request.agreement,
                said_at_ns=said_ns + 1,
                approval=leave,
            )
            yield _hex(f"revocation {n}"), revocation


def _enquiries(agreement: AgreementId) -> Iterator[Enquiry]:
    parties = _TERMS[agreement].parties
    for n, party in enumerate(parties):
        for other in parties:
            if party != other:
                yield Enquiry(
                    party=party,
                    agreement=agreement,
                    said_at_ns=BEGINS_NS + n * HOUR_NS,
                    to=other,
                    topic="missile",
                    from_ns=BEGINS_NS + n * HOUR_NS,
                    to_ns=BEGINS_NS + (n + 12) * HOUR_NS,
                    due_ns=BEGINS_NS + (n + 24) * HOUR_NS,
                )


def _named(kind: str, found: Sequence[T]) -> tuple[tuple[str, T], ...]:
    return tuple((f"{kind}-{n}", each) for n, each in enumerate(found))
