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
from hashlib import sha256
from typing import Any, Final

from tests.desks import line_sent
from tests.sim.days import Day
from tests.sim.known import Known

from watchword.model.agreement import AgreementId, Terms
from watchword.model.marking import label_key
from watchword.model.party import PartyId
from watchword.sim.desk import SimDesk

IN_FORCE: Final = ("IN_FORCE", "NOTICE_GIVEN", "NOTICE_SUSPENDED")
PAPERS: Final = (
    "signature",
    "completion-note",
    "notice",
    "suspension",
    "lifting",
    "withdrawal",
    "reading",
    "dispute",
    "designation",
)
"""The closed list of statements that carry no content."""

OF_FIELDS: Final = {"posture", "field-not-covered", "no-originator-approval"}
"""Why a field stays where the report itself may go."""

CANARY: Final = re.compile(
    r"canary\d{3}[a-z]+|\d+\.\d*(?:70301|80402|10503|60604)\b|\b10000\d{14}\b"
)
"""Every value of ``days.canaries`` that names its report or its field."""


WORDS: Final = {
    "originator-approval": "no-originator-approval",
    "revocation": "no-originator-approval",
    "label-change": "label-change",
    "recall": "end-of-need",
    "disposal": "destruction",
    "incident": "incident",
    "registered": "custody",
    "acknowledgement": "protection",
    "mark": "marking",
    "record": "record",
    "word": "authority",
    "enquiry": "release",
    "answer": "release",
}
"""The word of the clause by which each kind of message goes."""

ASKING: Final = ("enquiry", "answer")

HOUR_NS: Final = 3600 * 10**9
DAY_NS: Final = 24 * HOUR_NS


@dataclass(frozen=True)
class Question:
    """A report on its way to somebody under an agreement, as plain values."""

    name: str
    header: Mapping[str, Any]
    sender: PartyId
    recipient: PartyId
    agreement: AgreementId
    at_ns: int

    @property
    def published(self) -> bool:
        """By the originator itself: for others it is no permission."""
        return "publication" in self.header and (
            self.header["originator"] == self.sender
        )

    @property
    def needed(self) -> set[PartyId]:
        """Who has to approve: everybody whose content it is, but the two."""
        everybody = {self.header["originator"], *self.header.get("originators", ())}
        return everybody - {self.sender, self.recipient}


def under(topic: str, scope: str) -> bool:
    return scope == "" or f"{topic}.".startswith(f"{scope}.")


def failing(asked: Question, known: Known) -> set[str]:
    """Every rule of a report that fails; none means that it may go."""
    terms = known.text(asked.agreement, asked.at_ns)
    codes = _failing_anyhow(asked, known)
    if terms is None:
        return {"no-agreement", *codes}
    codes |= _failing_always(asked, known, terms)
    return codes if asked.published else codes | _failing_law(asked, known, terms)


def _failing_always(asked: Question, known: Known, terms: Terms) -> set[str]:
    """What not even the originator's own publication makes good."""
    codes: set[str] = set()
    if len({asked.sender, asked.recipient} & set(terms.parties)) != 2:
        codes.add("not-a-party")
    if terms.hub and terms.hub not in (asked.sender, asked.recipient):
        codes.add("not-through-hub")
    if asked.header["status"] not in terms.statuses:
        codes.add("wrong-status")
    hours = terms.handling.freshness_hours
    if hours is not None and asked.header["originator"] != asked.sender:
        others = set(terms.parties) - {asked.sender, asked.recipient}
        since_ns = asked.at_ns - hours * HOUR_NS
        if others - known.heard(asked.agreement, since_ns, asked.at_ns):
            codes.add("stale-instruments")
    return codes


def _failing_law(asked: Question, known: Known, terms: Terms) -> set[str]:
    codes, topic = _failing_label(asked, terms), asked.header["topic"]
    if known.reading(asked.agreement, asked) not in IN_FORCE:
        codes.add("agreement-not-in-force")
    for leg in terms.legs:
        is_this = set(leg.parties) == {asked.sender, asked.recipient}
        if is_this and known.reading(leg.agreement, asked) not in IN_FORCE:
            codes.add("leg-agreement")
    if terms.topics and not any(under(topic, t) for t in terms.topics):
        codes.add("out-of-scope")
    asks = any(clause.rule == "no-assurance" for clause in terms.clauses)
    if asks and not known.assured(asked):
        codes.add("no-assurance")
    is_contractor = asked.recipient in terms.handling.contractors
    if is_contractor and not known.attested(asked, terms):
        codes.add("contractor")
    return codes


def _failing_anyhow(asked: Question, known: Known) -> set[str]:
    """The rules that ask no text: marking, approvals of originators, will."""
    header, decided = asked.header, known.decided(asked)
    codes: set[str] = set()
    named = header["marking"].get("releasable_to")
    if named is not None and asked.recipient not in named:
        codes.add("not-releasable-to")
    if not all(known.granted(asked, party) for party in asked.needed):
        codes.add("no-originator-approval")
    if header["originator"] != asked.sender and _is_strange(asked, known):
        codes.add("purpose")
    if known.is_gone(asked):
        codes.add("not-held")
    stance, expired = known.stance(asked), known.is_too_old(asked)
    if stance == "push" and expired and not decided and not asked.published:
        codes.add("grant-expired")
    asked_for = stance == "on-request" and known.enquiries(asked)
    willing = stance == "push" or decided or asked.published or asked_for
    if stance == "halt" or not willing:
        codes.add("posture")
    return codes


def _is_strange(asked: Question, known: Known) -> bool:
    """Whether it was decided for a purpose that nobody allowed."""
    purposes = asked.header["marking"].get("purposes", ())
    stated = {said.purpose for said in known.decided(asked)} - {"", *purposes}
    return bool(purposes) and any(
        purpose not in {said.purpose for said in known.granted(asked, party)}
        for purpose in stated
        for party in asked.needed
    )


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
    grants = [known.granted(asked, party) for party in asked.needed]
    if not all(any(_has(said.fields, field) for said in each) for each in grants):
        return False
    if asked.published:
        return True
    terms, will = known.text(asked.agreement, asked.at_ns), known.will(asked)
    if terms is None or not _has(terms.fields, field):
        return False
    ways = [said.fields for said in known.decided(asked)]
    if will is not None and will.stance == "push" and not known.is_too_old(asked):
        ways.append(will.fields)
    if will is not None and will.stance == "on-request" and known.enquiries(asked):
        ways.append(will.fields)
    return any(_has(fields, field) for fields in ways)


def _has(fields: tuple[str, ...] | None, field: str) -> bool:
    return fields is None or field in fields


def check_clauses(day: Day) -> None:
    """Everything that left had a clause, and every refusal names every rule."""
    for desk in day.desks:
        for body, entry in _entries(desk, "release"):
            _check_line(day, desk, body, entry)
        for body, entry in _entries(desk, "refusal"):
            _check_refusal(day, desk, body, entry)
        _check_every_report_was_decided(desk)
    for recipient in day.scene.parties:
        _check_bytes(day, recipient)


def _entries(desk: SimDesk, kind: str) -> Iterator[tuple[dict[str, Any], int]]:
    rows = desk.store.rows("SELECT body, number FROM entry WHERE kind = ?", (kind,))
    return ((json.loads(body), number) for body, number in rows)


def _check_line(day: Day, desk: SimDesk, body: Mapping[str, Any], entry: int) -> None:
    data = _as_it_left(day, desk, body["log"], body["number"])
    if data is None:
        return  # Its report was destroyed before it left.
    line = json.loads(data)
    payload = json.loads(b64decode(line["envelope"]["payload"]))
    disclosed = {json.loads(text)[1] for text in line["disclosed"]}
    assert set(line["basis"]) == {"header", *disclosed}
    if payload["statement"] in PAPERS:
        assert not disclosed
        assert line["basis"] == {"header": ["closed-list"]}
        return
    if payload["statement"] in WORDS:
        assert not disclosed
        _check_message(payload["statement"], line, Known(desk, entry))
        return
    assert payload["statement"] == "report"
    known = Known(desk, entry)
    asked = Question(
        name=body["name"],
        header=known.remarked(body["name"], payload["header"]),
        sender=desk.party,
        recipient=line["recipient"],
        agreement=line["agreement"],
        at_ns=line["released_at_ns"],
    )
    _check_release(asked, known, line["basis"], disclosed)
    withheld = {*day.filed.get(asked.name, {})} - disclosed
    assert not [field for field in withheld if f'"{field}"'.encode() in data]


def _as_it_left(day: Day, desk: SimDesk, log: str, number: int) -> bytes | None:
    """A line's bytes; where its report is gone by now, from a letter."""
    data = line_sent(desk.store, log, number)
    stands_for = json.loads(data).get("stands_for")
    if not stands_for:
        return data
    return next(
        (
            row
            for letter in day.world.letters
            if letter.sender == desk.party
            for row in letter.body.splitlines()
            if sha256(row).digest() == b64decode(stands_for)
        ),
        None,
    )


def _as_it_was_signed(day: Day, desk: SimDesk, name: str) -> bytes:
    """A report's bytes; where it is gone by now, those its originator filed."""
    held = desk.view.held(name)
    assert held is not None
    if not held.destroyed:
        return desk.view.envelope(name).payload
    return next(d.acknowledged[name] for d in day.desks if name in d.acknowledged)


def _check_message(kind: str, line: Mapping[str, Any], known: Known) -> None:
    """By its own clause and the one that survives; what asks, only in force."""
    terms = known.text(line["agreement"], line["released_at_ns"])
    assert terms is not None
    words = [WORDS[kind]] if kind in ASKING else [WORDS[kind], "protection"]
    found = [c.id for word in words for c in terms.clauses if c.rule == word]
    assert line["basis"] == {"header": [*dict.fromkeys(found)] or ["protection"]}
    if kind in ASKING:
        holds = known.state(line["agreement"], line["released_at_ns"])
        assert holds.state_under(known.party) in IN_FORCE


def _check_release(
    asked: Question,
    known: Known,
    basis: Mapping[str, list[str]],
    disclosed: set[str],
) -> None:
    assert failing(asked, known) == set()
    assert all(opens(asked, known, field) for field in disclosed)
    terms = known.text(asked.agreement, asked.at_ns)
    assert terms is not None
    articles = [clause.id for clause in terms.clauses if clause.rule == "release"]
    expected = ["publication"] if asked.published else articles
    assert articles
    assert all(ids == expected for ids in basis.values())


def _check_refusal(
    day: Day, desk: SimDesk, body: Mapping[str, Any], entry: int
) -> None:
    known = Known(desk, entry)
    report = _as_it_was_signed(day, desk, body["name"])
    assert body["decisions"]
    for decision in body["decisions"]:
        asked = Question(
            name=body["name"],
            header=known.remarked(body["name"], json.loads(report)["header"]),
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
            not expected and codes <= OF_FIELDS
        ), f"{codes} and not {expected}: {asked}"


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
