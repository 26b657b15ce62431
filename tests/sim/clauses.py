"""The oracle of law 1, written from the rules' text and asking no rule.

It reads what left as plain JSON, and what the sender knew at that moment from
the sender's own ledger.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.desks import line_sent
from tests.sim.days import Day

from watchword.agreements.state import AgreementState, state
from watchword.agreements.terms import parse_terms
from watchword.model.agreement import (
    AgreementId,
    Approval,
    Instrument,
    Posture,
    Signature,
    Terms,
)
from watchword.model.marking import label_key
from watchword.model.party import PartyId
from watchword.sim.desk import SimDesk
from watchword.wire.envelope import parse_envelope
from watchword.wire.statement import Statement, parse_statement

IN_FORCE: Final = ("IN_FORCE", "NOTICE_GIVEN", "NOTICE_SUSPENDED")
PAPERS: Final = (
    "signature",
    "completion-note",
    "notice",
    "suspension",
    "lifting",
    "withdrawal",
    "reading",
    "designation",
)
"""The closed list of statements that carry no content."""

CANARY: Final = re.compile(
    r"canary\d{3}[a-z]+|\d+\.\d*(?:70301|80402|10503|60604)\b|\b10000\d{14}\b"
)
"""Every value of ``days.canaries`` that names its report or its field."""


@dataclass(frozen=True)
class Question:
    """A report on its way to somebody under an agreement, as plain values."""

    name: str
    header: Mapping[str, Any]
    sender: PartyId
    recipient: PartyId
    agreement: str
    at_ns: int

    @property
    def published(self) -> bool:
        """By the originator itself: for others it is no permission."""
        return "publication" in self.header and (
            self.header["originator"] == self.sender
        )


class Known:
    """What a desk held when it made an entry of its ledger, that one included."""

    def __init__(self, desk: SimDesk, entry: int) -> None:
        self.party = desk.party
        rows = desk.store.rows(
            "SELECT name, envelope FROM statement WHERE entry < ? AND destroyed = ''",
            (entry,),
        )
        self.statements: dict[str, Statement] = {
            name: parse_statement(
                parse_envelope(desk.store.content.open(name, "envelope", data))
            )
            for name, data in rows
        }

    def state(self, agreement: str, at_ns: int) -> AgreementState:
        """By the papers of those named in what the desk has signed itself."""
        terms = self.text(agreement)
        papers = [
            s
            for s in self.statements.values()
            if isinstance(s, Instrument) and terms and s.party in terms.parties
        ]
        return state(AgreementId(agreement), at_ns, papers)

    def text(self, agreement: str) -> Terms | None:
        texts = [
            s.text
            for s in self.statements.values()
            if isinstance(s, Signature) and s.party == self.party
        ]
        found = (parse_terms(text) for text in texts)
        return next((terms for terms in found if terms.id == agreement), None)

    def approvals(self, asked: Question) -> list[Approval]:
        return [
            s
            for s in self.statements.values()
            if isinstance(s, Approval)
            and (s.party, s.recipient) == (asked.sender, asked.recipient)
            and (s.report, s.agreement) == (asked.name, asked.agreement)
            and s.said_at_ns <= asked.at_ns
        ]

    def will(self, asked: Question) -> Posture | None:
        """The longest topic, then one for this recipient, then the latest."""
        found = [
            s
            for s in self.statements.values()
            if isinstance(s, Posture)
            and (s.party, s.agreement) == (asked.sender, asked.agreement)
            and s.recipient in ("", asked.recipient)
            and under(asked.header["topic"], s.topic)
            and s.said_at_ns <= asked.at_ns
        ]
        found.sort(key=lambda s: (len(s.topic), s.recipient != "", s.said_at_ns))
        return found[-1] if found else None


def under(topic: str, scope: str) -> bool:
    return scope == "" or f"{topic}.".startswith(f"{scope}.")


def failing(asked: Question, known: Known) -> set[str]:
    """Every rule of a report that fails; none means that it may go."""
    terms, header = known.text(asked.agreement), asked.header
    if terms is None:
        return {"no-agreement", *_failing_anyhow(asked, known)}
    codes = _failing_anyhow(asked, known)
    if len({asked.sender, asked.recipient} & set(terms.parties)) != 2:
        codes.add("not-a-party")
    if terms.hub and terms.hub not in (asked.sender, asked.recipient):
        codes.add("not-through-hub")
    if header["status"] not in terms.statuses:
        codes.add("wrong-status")
    if asked.published:
        return codes
    holds = known.state(asked.agreement, asked.at_ns)
    if holds.state_under(asked.sender) not in IN_FORCE:
        codes.add("agreement-not-in-force")
    if terms.topics and not any(under(header["topic"], t) for t in terms.topics):
        codes.add("out-of-scope")
    return codes | _failing_label(asked, terms)


def _failing_anyhow(asked: Question, known: Known) -> set[str]:
    header, will = asked.header, known.will(asked)
    stance = "case-by-case" if will is None else will.stance
    codes: set[str] = set()
    if header["originator"] != asked.sender:
        codes.add("no-originator-approval")
    named = header["marking"].get("releasable_to")
    if named is not None and asked.recipient not in named:
        codes.add("not-releasable-to")
    opened = stance == "push" or known.approvals(asked) or asked.published
    if stance == "halt" or not opened:
        codes.add("posture")
    return codes


def _failing_label(asked: Question, terms: Terms) -> set[str]:
    label, party = asked.header["marking"]["label"], asked.header["originator"]
    rows = [
        level
        for level in terms.levels
        if label_key(label) in map(label_key, level.labels.get(party, ()))
    ]
    if not rows:
        return {"unknown-label"}
    return set() if rows[0].shared else {"above-ceiling"}


def opens(asked: Question, known: Known, field: str) -> bool:
    """Whether a field may go with a report that may."""
    if asked.published:
        return True
    terms, will = known.text(asked.agreement), known.will(asked)
    if terms is None or (terms.fields is not None and field not in terms.fields):
        return False
    ways: list[Approval | Posture] = [*known.approvals(asked)]
    if will is not None and will.stance == "push":
        ways.append(will)
    return any(way.fields is None or field in way.fields for way in ways)


def check_clauses(day: Day) -> None:
    """Everything that left had a clause, and every refusal names every rule."""
    for desk in day.desks:
        for body, entry in _entries(desk, "release"):
            _check_line(day, desk, body, entry)
        for body, entry in _entries(desk, "refusal"):
            _check_refusal(desk, body, entry)
        _check_every_report_was_decided(desk)
    for recipient in day.scene.parties:
        _check_bytes(day, recipient)


def _entries(desk: SimDesk, kind: str) -> Iterator[tuple[dict[str, Any], int]]:
    rows = desk.store.rows("SELECT body, number FROM entry WHERE kind = ?", (kind,))
    return ((json.loads(body), number) for body, number in rows)


def _check_line(day: Day, desk: SimDesk, body: Mapping[str, Any], entry: int) -> None:
    data = line_sent(desk.store, body["log"], body["number"])
    line = json.loads(data)
    payload = json.loads(b64decode(line["envelope"]["payload"]))
    disclosed = {json.loads(text)[1] for text in line["disclosed"]}
    assert set(line["basis"]) == {"header", *disclosed}
    if payload["statement"] in PAPERS:
        assert not disclosed
        assert line["basis"] == {"header": ["closed-list"]}
        return
    assert payload["statement"] == "report"
    asked = Question(
        name=body["name"],
        header=payload["header"],
        sender=desk.party,
        recipient=line["recipient"],
        agreement=line["agreement"],
        at_ns=line["released_at_ns"],
    )
    _check_release(asked, Known(desk, entry), line["basis"], disclosed)
    withheld = {*day.filed.get(asked.name, {})} - disclosed
    assert not [field for field in withheld if f'"{field}"'.encode() in data]


def _check_release(
    asked: Question,
    known: Known,
    basis: Mapping[str, list[str]],
    disclosed: set[str],
) -> None:
    assert failing(asked, known) == set()
    assert all(opens(asked, known, field) for field in disclosed)
    terms = known.text(asked.agreement)
    assert terms is not None
    articles = [clause.id for clause in terms.clauses if clause.rule == "release"]
    expected = ["publication"] if asked.published else articles
    assert articles
    assert all(ids == expected for ids in basis.values())


def _check_refusal(desk: SimDesk, body: Mapping[str, Any], entry: int) -> None:
    known = Known(desk, entry)
    report = desk.view.envelope(body["name"]).payload
    assert body["decisions"]
    for decision in body["decisions"]:
        asked = Question(
            name=body["name"],
            header=json.loads(report)["header"],
            sender=desk.party,
            recipient=body["recipient"],
            agreement=decision["agreement"],
            at_ns=decision["at_ns"],
        )
        codes = {refusal["code"] for refusal in decision["refusals"]}
        assert codes
        assert not decision["permitted"]
        expected = failing(asked, known)
        assert codes == expected or (
            # The report may go, and none of its fields.
            not expected and codes <= {"posture", "field-not-covered"}
        )


def _check_every_report_was_decided(desk: SimDesk) -> None:
    """For every partner a report was let go, or refused, when it was filed."""
    decided: set[tuple[str, str]] = set()
    for body, _ in _entries(desk, "release"):
        decided.add((body["name"], body["log"].split("/")[2]))
    for body, _ in _entries(desk, "refusal"):
        decided.add((body["name"], body["recipient"]))
    for said in desk.pictures.said():
        if said.report.header.originator == desk.party:
            assert {(said.name, partner) for partner in desk.view.partners()} <= decided


def _check_bytes(day: Day, recipient: PartyId) -> None:
    """No value reached anybody that no line to it discloses."""
    seen: set[str] = set()
    allowed: set[str] = set()
    for letter in day.world.letters:
        if letter.recipient != recipient:
            continue
        for row in letter.body.splitlines():
            plain = _unpacked(row)
            seen.update(CANARY.findall(plain))
            allowed.update(CANARY.findall(" ".join(_disclosed(row))))
    assert seen <= allowed


def _unpacked(row: bytes) -> str:
    """The bytes as text, and what is base64 in them as text too."""
    text = row.decode()
    packed = re.findall(r"[A-Za-z0-9+/]{40,}={0,2}", text)
    inner = [
        b64decode(p + "=" * (-len(p) % 4)).decode(errors="replace") for p in packed
    ]
    return "\n".join((text, *inner))


def _disclosed(row: bytes) -> list[str]:
    plain = json.loads(row)
    disclosed: list[str] = plain.get("disclosed", [])
    return disclosed
