"""Law 1 for everything that is no report, and whether it arrived.

Written from the tables of the agreements' articles: which messages work in
every state, which clause each cites, whom each is for.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec
from tests.desks import everything_stored
from tests.sim.clauses import CANARY, IN_FORCE, PAPERS
from tests.sim.days import Day, canaries
from tests.sim.known import Known
from tests.sim.machine_acts import River
from tests.sim.machine_ledger import GONE, disposed_of

from watchword.agreements.course import terms_of
from watchword.model.agreement import Signature, Terms
from watchword.model.field import Value
from watchword.model.message import (
    Acknowledgement,
    Disposal,
    Incident,
    LabelChange,
    Message,
    OriginatorApproval,
    Recall,
    Record,
    Registered,
    Revocation,
    Word,
)
from watchword.model.party import PartyId
from watchword.sim.desk import SimDesk
from watchword.wire.statement import SealedReport

CLAUSE_OF: Final[Mapping[str, str]] = {
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
}
"""What works in every state, and the word of the clause that it goes by."""

SURVIVES: Final = "protection"
ASKING: Final = ("enquiry", "answer")
NEVER: Final = ("posture", "approval", "receipt")
"""A party's own will and decisions go to nobody."""


def check_messages(day: Day) -> None:
    """Whatever left that is no report had a clause, and named it."""
    for desk in day.desks:
        rows = desk.store.rows("SELECT body, number FROM entry WHERE kind = 'release'")
        logged = {
            (body["log"], body["number"]): (body, number)
            for body, number in ((json.loads(b), n) for b, n in rows)
        }
        for line in _lines(day, desk.party).values():
            origin = "/".join(
                (desk.party, line["agreement"], line["recipient"], line["lane"])
            )
            body, entry = logged[origin, line["number"]]
            if line.get("stands_for"):
                _check_stand_in(desk, line, body["name"], entry)
            else:
                _check_line(desk, line, body, entry)


def _lines(day: Day, sender: PartyId) -> dict[bytes, dict[str, Any]]:
    """Every line that ever left a desk, by its bytes."""
    found: dict[bytes, dict[str, Any]] = {}
    for letter in day.world.letters:
        if letter.sender == sender:
            for row in letter.body.splitlines():
                line = found.get(row) or json.loads(row)
                if "number" in line:
                    found[row] = line
    return found


def _check_line(
    desk: SimDesk, line: Mapping[str, Any], body: Mapping[str, Any], entry: int
) -> None:
    payload = b64decode(line["envelope"]["payload"])
    said = json.loads(payload)
    assert sha256(payload).hexdigest() == body["name"]
    assert line["sender"] == desk.party
    assert line["basis"] == body["basis"]
    assert set(line["basis"]) == {"header", *_fields(line)}
    assert all(line["basis"].values())
    kind = said["statement"]
    assert kind not in NEVER
    texts = _texts(desk, line["agreement"], entry)
    both = {line["sender"], line["recipient"]}
    assert any(both <= set(t.parties) for t in texts), f"{both}: {said}"
    if kind == "report":
        return  # ``clauses`` has asked about every field of it.
    assert not line["disclosed"]
    ids = line["basis"]["header"]
    if kind in PAPERS:
        assert ids == ["closed-list"]
        return
    assert said["agreement"] == line["agreement"]
    assert line["lane"] == "urgent"
    if kind in ASKING:
        _check_asking(Known(desk, entry), line, texts)
        return
    expected = _clauses(texts[-1], CLAUSE_OF[kind], SURVIVES)
    assert _clauses(texts[-1], SURVIVES) <= set(ids) == expected, f"{ids}: {said}"


def _check_stand_in(
    desk: SimDesk, line: Mapping[str, Any], name: str, entry: int
) -> None:
    """Where a report's line was, once it is gone: the certificate, and no more."""
    said = json.loads(b64decode(line["envelope"]["payload"]))
    assert (said["statement"], said["report"]) == ("disposal", name)
    assert said["party"] == desk.party
    assert said["outcome"] in GONE
    assert not line["disclosed"]
    assert set(line["basis"]) == {"header"}
    terms = _texts(desk, line["agreement"], entry)[-1]
    ids = set(line["basis"]["header"])
    assert ids == _clauses(terms, "destruction", SURVIVES)


def _check_asking(known: Known, line: Mapping[str, Any], texts: list[Terms]) -> None:
    """An enquiry and its answer go only while the agreement permits."""
    holds = known.state(line["agreement"], line["released_at_ns"])
    assert holds.state_under(line["sender"]) in IN_FORCE
    assert set(line["basis"]["header"]) == _clauses(texts[-1], "release")


def _fields(line: Mapping[str, Any]) -> set[str]:
    return {json.loads(text)[1] for text in line["disclosed"]}


def _clauses(terms: Terms, *rules: str) -> set[str]:
    return {clause.id for clause in terms.clauses if clause.rule in rules}


def _texts(desk: SimDesk, agreement: str, entry: int) -> list[Terms]:
    """The texts that the sender itself had signed by then, in order."""
    known = Known(desk, entry).statements.values()
    signed = [
        s
        for s in known
        if isinstance(s, Signature)
        and (s.party, s.agreement) == (desk.party, agreement)
    ]
    signed.sort(key=lambda paper: paper.dated.ns)
    return [_read(paper.text) for paper in signed]


def check_stores(day: River) -> None:
    """No desk holds a value that is not its own and was not disclosed to it."""
    filed = _tokens(*map(canaries, range(1, day.filings + 1)))
    for desk in day.desks:
        allowed: set[str] = set()
        for row in _received(day, desk.party):
            allowed.update(CANARY.findall(" ".join(row.get("disclosed", ()))))
        for said in desk.pictures.said():
            if said.report.header.originator == desk.party:
                allowed |= _tokens(said.report.fields)
        stored = everything_stored(desk.store).decode(errors="replace")
        shown = repr(desk.pictures.said()) + desk.picture_bytes().decode()
        found = {*CANARY.findall(stored), *CANARY.findall(shown)}
        beyond = (found & filed) - allowed
        assert not beyond, f"{desk.party} holds {beyond}"
        for name in disposed_of(desk) & set(day.filed):
            left = found & filed & _tokens(day.filed[name])
            assert not left - _open_elsewhere(desk), f"{desk.party} still holds {left}"


def _open_elsewhere(desk: SimDesk) -> set[str]:
    """What the reports that are left say, for two may have a value in common."""
    return _tokens(*(said.report.fields for said in desk.pictures.said()))


def _tokens(*given: Mapping[str, Value]) -> set[str]:
    """What every value is recognised by; a derived table has times around it."""
    return {*CANARY.findall(msgspec.json.encode(given).decode())}


def _received(day: Day, recipient: PartyId) -> list[dict[str, Any]]:
    rows = {
        row
        for letter in day.world.letters
        if letter.recipient == recipient
        for row in letter.body.splitlines()
    }
    return [json.loads(row) for row in rows]


def check_arrivals(day: River) -> None:
    """What has to work in every state has come to everybody it is for."""
    stopped = {kind for kind, code in day.refused if code == "agreement-not-in-force"}
    assert stopped <= {"Enquiry", "Answer"}
    for desk in day.desks:
        for name, said in _own_messages(desk):
            if _is_of_anothers(day, said):
                continue
            for party in _meant_for(day, desk, name, said):
                there = day.world.desks[party]
                assert there.view.held(name) is not None, (
                    f"{said} of {desk.party} has not come to {party}"
                )
                if isinstance(said, LabelChange | Recall | Revocation):
                    _check_acknowledged(desk, name, party)


def _is_of_anothers(day: Day, said: Message) -> bool:
    """Whether it says of a report what only its originators may say."""
    if not isinstance(said, LabelChange | Recall | OriginatorApproval):
        return False
    for desk in day.desks:
        held = desk.view.held(said.report) if said.report else None
        if held is not None and isinstance(held.statement, SealedReport):
            header = held.statement.header
            return said.party not in {header.originator, *header.originators}
    return False


def _read(text: str) -> Terms:
    terms = terms_of(text)
    assert isinstance(terms, Terms)
    return terms


def _own_messages(desk: SimDesk) -> list[tuple[str, Message]]:
    rows = desk.store.rows(
        "SELECT name FROM statement WHERE source = ? AND party = ?",
        (desk.party, desk.party),
    )
    held = [(name, desk.view.held(name)) for (name,) in rows]
    return [
        (name, h.statement)
        for name, h in held
        if h is not None and isinstance(h.statement, Message)
    ]


def _check_acknowledged(desk: SimDesk, name: str, by: PartyId) -> None:
    answers = [
        said
        for kind in ("acknowledgement",)
        for said in _messages_of(desk, kind, by)
        if isinstance(said, Acknowledgement) and said.of == name
    ]
    assert answers, f"{by} has not acknowledged {name[:12]} to {desk.party}"


def _messages_of(desk: SimDesk, kind: str, party: PartyId) -> list[Message]:
    rows = desk.store.rows(
        "SELECT name FROM statement WHERE kind = ? AND party = ?", (kind, party)
    )
    held = [desk.view.held(name) for (name,) in rows]
    return [
        h.statement for h in held if h is not None and isinstance(h.statement, Message)
    ]


def _meant_for(day: Day, desk: SimDesk, name: str, said: Message) -> set[PartyId]:
    """Whom a message has to reach, those who are of its agreement."""
    match said:
        case Incident():
            found = _originators(desk, name, said.reports)
        case Disposal():
            found = _originators(desk, name, (said.report,))
        case LabelChange() | Recall():
            found = _along_the_content(day, said)
        case OriginatorApproval():
            found = {said.holder}
        case Revocation():
            found = _holder_of(desk, said)
        case Registered():
            found = {said.sender}
        case Acknowledgement():
            found = {said.to}
        case Record() | Word():
            found = {*_parties(day, said.agreement)}
        case _:
            found = set()
    return (found - {desk.party}) & _parties(day, said.agreement)


def _along_the_content(day: Day, said: LabelChange | Recall) -> set[PartyId]:
    """Whoever holds it by way of parties to the agreement that is named.

    Beyond a party that has not signed it nobody can be told under it: there the
    originator says it under another agreement.
    """
    parties = _parties(day, said.agreement)
    found, waiting = {said.party}, [said.party]
    while waiting:
        view = day.world.desks[waiting.pop()].view
        more = {*view.offered_to(said.report)} & parties - found
        found |= more
        waiting += sorted(more)
    return found


def _parties(day: Day, agreement: str) -> set[PartyId]:
    return {*_read(day.scene.texts[agreement]).parties}


def _originators(desk: SimDesk, name: str, reports: tuple[str, ...]) -> set[PartyId]:
    """Of those reports that were held when it was said."""
    entry = _entry(desk, name)
    held = [desk.view.held(r) for r in reports if _entry(desk, r) < entry]
    headers = [
        h.statement.header
        for h in held
        if h is not None and isinstance(h.statement, SealedReport)
    ]
    return {o for h in headers for o in (h.originator, *h.originators)}


def _entry(desk: SimDesk, name: str) -> int:
    entry = desk.store.value("SELECT entry FROM statement WHERE name = ?", (name,))
    return 2**62 if entry is None else int(entry)


def _holder_of(desk: SimDesk, said: Revocation) -> set[PartyId]:
    held = desk.view.held(said.approval)
    if held is None or not isinstance(held.statement, OriginatorApproval):
        return set()
    return {held.statement.holder}


def check_quarantines(day: Day) -> None:
    """Desks turn away only what was said of a report that is another's.

    Who does not hold the report is not stopped from saying it.
    """
    for desk in day.desks:
        rows = desk.store.rows(
            "SELECT peer, code, says, channel FROM quarantine"
            " WHERE settled = 0 AND code != 'not-originator'"
        )
        assert not rows, f"{desk.party} has turned away {rows}"
