"""Items on their way and at rest: receipts, registration, end of need, assurances.

Rule 1: custody passes with the receipt that the agreement names: the node's
        signature, or a control officer's.
Rule 2: the first registration of an item counts; another one changes nothing.

Source:
    Articles 6(b), 6(h), 7.5, 9 and 16 of the agreement of 2016, as the example
    text paraphrases them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from watchword.model.agreement import AgreementId
from watchword.model.message import Disposal, Record, Registered
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS
from watchword.node.situation import Situation, Went
from watchword.node.tasks import Task
from watchword.node.wording import SHORT, brief

Delivery = tuple[str, PartyId, PartyId]
"""Report, sender, recipient."""


def registrations(situation: Situation) -> Mapping[Delivery, Registered]:
    """By delivery, the registration that counts."""
    found: dict[Delivery, Registered] = {}
    for _, said in situation.of(Registered):
        found.setdefault((said.report, said.sender, said.party), said)
    return found


def open_items(situation: Situation) -> Iterator[Task]:
    """Every item sent whose custody has not passed, with the day of the alarm."""
    known = registrations(situation)
    for went in situation.went:
        handling = situation.handling(went.agreement)
        registered = (went.report, situation.party, went.recipient) in known
        missing = _missing(went, wants_registration=handling.receipt == "registered")
        if missing is None or (went.receipted and registered):
            continue
        yield Task(
            kind="receipt",
            who=went.recipient,
            about=went.report,
            since_ns=went.at_ns,
            due_ns=went.at_ns + handling.open_days * DAY_NS,
            what=f"{went.report[:SHORT]} to {went.recipient} is {missing}",
            hint="" if went.receipted else "watchword link status",
        )


def _missing(went: Went, *, wants_registration: bool) -> str | None:
    if not went.receipted:
        return "sent and not receipted"
    return "receipted and not registered" if wants_registration else None


def to_register(situation: Situation) -> Iterator[Task]:
    """Items that came under an agreement that asks for an officer's receipt."""
    known = registrations(situation)
    for came in situation.came:
        handling = situation.handling(came.agreement)
        if handling.receipt != "registered":
            continue
        if (came.report, came.sender, situation.party) in known:
            continue
        yield Task(
            kind="register",
            who=situation.party,
            about=came.report,
            since_ns=came.at_ns,
            due_ns=came.at_ns + handling.open_days * DAY_NS,
            what=f"{came.report[:SHORT]} from {came.sender} is not registered",
            hint=f"watchword register {came.report[:SHORT]} --officer ...",
        )


def end_of_need(situation: Situation) -> Iterator[Task]:
    """Items that are to be returned or destroyed when they are needed no longer."""
    gone = {
        said.report
        for _, said in situation.of(Disposal)
        if said.party == situation.party
    }
    for came in {came.report: came for came in reversed(situation.came)}.values():
        header = situation.headers.get(came.report)
        if header is None or header.need_until_ns is None or came.report in gone:
            continue
        yield Task(
            kind="end-of-need",
            who=situation.party,
            about=came.report,
            since_ns=came.at_ns,
            due_ns=header.need_until_ns,
            what=f"{came.report[:SHORT]} of {header.originator}"
            f" is needed until {brief(header.need_until_ns)}",
            hint=f"watchword dispose {came.report[:SHORT]} --outcome ...",
        )


def expiring(situation: Situation) -> Iterator[Task]:
    """Assurances and attestations that run out, the latest of each."""
    latest: dict[tuple[AgreementId, str, PartyId, str], tuple[str, Record, int]] = {}
    for name, record in situation.of(Record):
        until_ns = _ends_ns(situation, record)
        if until_ns is None:
            continue
        key = (record.agreement, record.kind, record.party, record.about)
        if key not in latest or latest[key][2] <= until_ns:
            latest[key] = (name, record, until_ns)
    for name, record, until_ns in latest.values():
        ours = record.party == situation.party
        again = f"watchword record add {record.kind} --agreement {record.agreement} ..."
        yield Task(
            kind="expiry",
            who=record.party,
            about=name,
            since_ns=record.said_at_ns,
            due_ns=until_ns,
            what=f"{record.kind} of {record.about or record.party}"
            f" under {record.agreement} holds until {brief(until_ns)}",
            hint=again if ours else "",
        )


def _ends_ns(situation: Situation, record: Record) -> int | None:
    ends = [] if record.until_ns is None else [record.until_ns]
    if record.kind == "attestation" and record.dated_ns is not None:
        days = situation.handling(record.agreement).inspection_days
        ends.append(record.dated_ns + days * DAY_NS)
    if record.kind not in {"assurance", "attestation"}:
        return None
    return min(ends, default=None)
