"""The same facts as the papers and the request that the code decides by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TypeVar

from tests.independent.release_facts import REPORT, Facts, shape

from watchword.agreements.case import Request
from watchword.agreements.standing import Papers
from watchword.model.agreement import (
    AgreementId,
    Approval,
    CompletionNote,
    Instrument,
    Lifting,
    Notice,
    Posture,
    Reading,
    Signature,
    Suspension,
    Withdrawal,
)
from watchword.model.marking import Marking
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
from watchword.model.report import Header, Publication
from watchword.model.time import Instant

PACT = AgreementId("pact")
T = TypeVar("T")


def request_of(facts: Facts) -> Request:
    return Request(
        report=_header(facts["report"]),
        name=REPORT,
        fields=facts["fields"],
        sender=PartyId(facts["sender"]),
        recipient=PartyId(facts["recipient"]),
        agreement=PACT,
        at_ns=facts["at_ns"],
        purpose=facts["purpose"],
        held=facts["held"],
    )


def _header(report: Facts) -> Header:
    releasable = report["releasable"]
    return Header(
        kind=report["kind"],
        status=report["status"],
        originator=PartyId(report["originator"]),
        originators=report["originators"],
        said_at_ns=report["said_ns"],
        topic=report["topic"],
        marking=Marking(
            label=report["label"],
            releasable_to=releasable,
            purposes=report["purposes"],
        ),
        publication=Publication(where="a bulletin") if report["published"] else None,
    )


def papers_of(facts: Facts) -> Papers:
    instruments = list(_instruments(PACT, facts["history"], _text(facts["shape"])))
    for leg in facts["legs"]:
        text = _leg_text(leg["agreement"], leg["members"])
        instruments += _instruments(AgreementId(leg["agreement"]), leg, text)
    return Papers(
        instruments=_named("c", instruments),
        postures=_named("d", [_posture(it) for it in facts["postures"]]),
        approvals=_named("e", [_decision(it) for it in facts["decisions"]]),
        messages=_messages(facts),
    )


def _named(letter: str, found: Sequence[T]) -> tuple[tuple[str, T], ...]:
    return tuple((f"{letter}{n:063x}", paper) for n, paper in enumerate(found))


def _messages(facts: Facts) -> tuple[tuple[str, AnyMessage], ...]:
    named: list[tuple[str, AnyMessage]] = [
        (it["name"], _approval(it)) for it in facts["approvals"]
    ]
    named += [(it["name"], _enquiry(it)) for it in facts["enquiries"]]
    others: list[AnyMessage] = [
        Revocation(
            party=PartyId(it["party"]),
            agreement=PACT,
            said_at_ns=it["said_ns"],
            approval=it["approval"],
        )
        for it in facts["revocations"]
    ]
    others += [_record("assurance", it) for it in facts["assurances"]]
    others += [_record("attestation", it) for it in facts["attestations"]]
    others += [
        Word(party=PartyId(party), agreement=PACT, said_at_ns=ns)
        for party, ns in facts["words"].items()
    ]
    others += [
        Answer(
            party=PartyId(it["party"]),
            agreement=PACT,
            said_at_ns=it["said_ns"],
            enquiry=it["enquiry"],
            to=PartyId(facts["recipient"]),
            outcome=it["outcome"],
        )
        for it in facts["answers"]
    ]
    return (*named, *_named("f", others))


@cache
def _text(number: int) -> str:
    text = shape(number)
    members = text["members"]
    handling = {
        "standing_kinds": text["standing_kinds"],
        "suspended_grant_days": text["suspended_days"],
        "contractors": text["contractors"],
        "inspection_days": text["inspection_days"],
        "freshness_hours": text["freshness_hours"],
    }
    head = {
        "id": "pact",
        "version": 1,
        "title": "pact",
        "parties": members,
        "statuses": text["statuses"],
        "binding": True,
        "zone": "UTC",
        "entry": text["entry"],
        "topics": text["topics"],
        "fields": text["fields"],
        "hub": text["hub"],
        "text": "drawn at random",
    }
    clauses = [("art-1", "release")]
    clauses += [("art-2", "no-assurance")] if text["assurance"] else []
    lines = [*_pairs(head), "[handling]", *_pairs(handling), *_DURATION]
    for name, ends in text["legs"]:
        lines += ["[[leg]]", *_pairs({"parties": ends, "agreement": name})]
    for label, rank, shared in (("LOW", 1, True), ("HIGH", 2, False)):
        lines += ["[[level]]", *_pairs({"name": label, "rank": rank, "shared": shared})]
        lines += ["[level.labels]", *(f'"{p}" = ["{label}"]' for p in members)]
    return "\n".join((*lines, *_clauses(clauses))) + "\n"


_DURATION = (
    "[duration]",
    "years = 1",
    "notice_days = 90",
    'counts_from = "last-day"',
)


@cache
def _leg_text(name: str, members: tuple[str, ...]) -> str:
    head = {
        "id": name,
        "version": 1,
        "title": name,
        "parties": members,
        "statuses": ("exercise",),
        "binding": True,
        "zone": "UTC",
        "entry": "signature",
        "topics": (),
        "text": "drawn at random",
    }
    return "\n".join((*_pairs(head), *_DURATION, *_clauses([("art-1", "release")])))


def _pairs(values: dict[str, object]) -> list[str]:
    return [f"{k} = {json.dumps(v)}" for k, v in values.items() if v is not None]


def _clauses(clauses: Iterable[tuple[str, str]]) -> list[str]:
    return [
        line
        for name, rule in clauses
        for line in (
            "[[clause]]",
            *_pairs({"id": name, "article": "1", "rule": rule}),
            'says = "They do."\nevidence = "R"',
        )
    ]


def _instruments(
    agreement: AgreementId, history: Facts, text: str
) -> Iterable[Instrument]:
    def about(party: str, note: str, ns: int, width_ns: int = 1) -> dict[str, object]:
        dated = Instant(ns=ns, precision_ns=width_ns)
        return {
            "agreement": agreement,
            "party": PartyId(party),
            "note": note,
            "dated": dated,
        }

    for party, (begins, certain) in history["signed"].items():
        width_ns = max(1, certain - begins)
        base = about(party, "signature", begins, width_ns)
        yield Signature(**base, version=1, text=text)  # type: ignore[arg-type]
    for party, ns in history["completed"].items():
        yield CompletionNote(**about(party, "completion", ns))  # type: ignore[arg-type]
    for party, said in history["readings"].items():
        for ns, name in said:
            yield Reading(**about(party, "reading", ns), reading=name)  # type: ignore[arg-type]
    for it in history["notices"]:
        party = it["party"]
        yield Notice(**about(party, it["note"], it["given_ns"]))  # type: ignore[arg-type]
        if "suspended_ns" in it:
            base = about(party, it["suspension"], it["suspended_ns"])
            yield Suspension(**base)  # type: ignore[arg-type]
        if "lifted_ns" in it:
            yield Lifting(**about(party, "lifting", it["lifted_ns"]))  # type: ignore[arg-type]
        if "withdrawn_ns" in it:
            base = about(party, "withdrawal", it["withdrawn_ns"])
            yield Withdrawal(**base, withdraws=it["withdraws"])  # type: ignore[arg-type]


def _posture(it: Facts) -> Posture:
    return Posture(
        party=PartyId(it["party"]),
        agreement=PACT,
        recipient=it["recipient"],
        topic=it["topic"],
        stance=it["stance"],
        fields=it["fields"],
        said_at_ns=it["said_ns"],
    )


def _decision(it: Facts) -> Approval:
    return Approval(
        party=PartyId(it["party"]),
        agreement=AgreementId(it["agreement"]),
        recipient=PartyId(it["recipient"]),
        report=it["report"],
        fields=it["fields"],
        purpose=it["purpose"],
        said_at_ns=it["said_ns"],
    )


def _approval(it: Facts) -> OriginatorApproval:
    return OriginatorApproval(
        party=PartyId(it["party"]),
        agreement=AgreementId(it["agreement"]),
        said_at_ns=it["said_ns"],
        holder=PartyId(it["holder"]),
        recipient=PartyId(it["recipient"]),
        report=it["report"],
        kinds=it["kinds"],
        fields=it["fields"],
        until_ns=it["until_ns"],
        purpose=it["purpose"],
    )


def _enquiry(it: Facts) -> Enquiry:
    return Enquiry(
        party=PartyId(it["party"]),
        agreement=AgreementId(it["agreement"]),
        said_at_ns=it["said_ns"],
        to=PartyId(it["to"]),
        topic=it["topic"],
        from_ns=it["from_ns"],
        to_ns=it["to_ns"],
        due_ns=it["due_ns"],
    )


def _record(kind: str, it: Facts) -> Record:
    return Record(
        party=PartyId(it["party"]),
        agreement=PACT,
        said_at_ns=it["said_ns"],
        kind="assurance" if kind == "assurance" else "attestation",
        about=it.get("about", ""),
        items=it["items"],
        dated_ns=it.get("dated_ns"),
        until_ns=it["until_ns"],
    )
