"""Every door asks who is there, and shows nobody more than it may open."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args

import msgspec
import pytest
from tests.desks import FIELDS
from tests.people import Staff, employed
from tests.persons import key_of
from tests.unit.edge.test_commands import LABELS, NORTH, PACT, SOUTH, raw

from watchword.edge.clock import system_ns
from watchword.edge.commands.alerts import AlertAcknowledge, AlertList, AlertTest
from watchword.edge.commands.approvals import ApprovalList, ApprovalRevoke, Approve
from watchword.edge.commands.audits import Audit
from watchword.edge.commands.backups import Backup
from watchword.edge.commands.catalogue import (
    CatalogueChanges,
    CatalogueList,
    CatalogueShow,
)
from watchword.edge.commands.claims import ClaimCheck
from watchword.edge.commands.copies import ReportExport
from watchword.edge.commands.counts import CountShow
from watchword.edge.commands.couriers import (
    CourierPack,
    CourierStatus,
    CourierUnpack,
)
from watchword.edge.commands.dispatch import Command, ForReader, tag_of
from watchword.edge.commands.doctor import Doctor
from watchword.edge.commands.duties import DUTIES
from watchword.edge.commands.enquiries import AnswerEnquiry, Ask, EnquiryList
from watchword.edge.commands.exports import PictureExport, PictureRead
from watchword.edge.commands.follow import LedgerFollow
from watchword.edge.commands.history import History
from watchword.edge.commands.imports import ReportImport
from watchword.edge.commands.incidents import (
    IncidentFollow,
    IncidentList,
    IncidentOpen,
)
from watchword.edge.commands.inventory import InventoryShow
from watchword.edge.commands.items import AskBack, ChangeLabel, Dispose, Register
from watchword.edge.commands.judgements import (
    Judge,
    JudgementList,
    JudgementUndo,
)
from watchword.edge.commands.keys import KeyList, KeyRotate
from watchword.edge.commands.ledgers import (
    LedgerForks,
    LedgerKeys,
    LedgerProve,
    LedgerTiles,
    LedgerTrustAgain,
    LedgerVerify,
)
from watchword.edge.commands.links import (
    ClockAdvance,
    Delivered,
    LinkOpen,
    LinkStatus,
    NodeShow,
    QuarantineList,
)
from watchword.edge.commands.oddities import OddityList
from watchword.edge.commands.opened import PictureOpen
from watchword.edge.commands.papers import (
    AddPaper,
    AgreementLife,
    AgreementList,
    AgreementShow,
    AgreementText,
    AgreementTimeline,
)
from watchword.edge.commands.parties import PartyExport, PartyImport, PartyList
from watchword.edge.commands.persons import RegisterShow, WhyNot
from watchword.edge.commands.proposals import (
    ProposalDiscard,
    ProposalFile,
    ProposalList,
    ProposalShow,
    TrayList,
)
from watchword.edge.commands.records import Acknowledge, RecordAdd, RecordList
from watchword.edge.commands.releases import PostureSet, Refusals, ReleaseReport, Why
from watchword.edge.commands.reports import PictureShow, ReportFile, ReportList
from watchword.edge.commands.restored import RestoredSettle, RestoredShow
from watchword.edge.commands.shifts import (
    ShiftHandOver,
    ShiftNote,
    ShiftShow,
    ShiftTakeOver,
)
from watchword.edge.commands.sources import ImportedRow, SourceImport
from watchword.edge.commands.tasks import Tasks
from watchword.edge.commands.whatif import AgreementWhatIf, Note
from watchword.edge.desk import Answer
from watchword.edge.door import LATE_NS, Asked, Door, Greeting, ask, to_sign
from watchword.model.designation import Designation
from watchword.model.marking import Marking
from watchword.model.message import LabelChange
from watchword.model.person import Person
from watchword.model.time import DAY_NS
from watchword.node.inputs import Say
from watchword.picture.claim import Nth
from watchword.picture.days import Days
from watchword.trust.signed import sign_payload
from watchword.wire.codec import encode
from watchword.wire.statement import format_statement

NEEDLE: Final = "needle-in-the-content"
KIM: Final = employed("kim", "analyst", "duty-officer")
OPS: Final = employed("ops", "operator", clearance="CLOSED", need=())
ADA: Final = employed("ada", "auditor", "control-officer", "release-officer", need=())


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    staff = Staff(tmp_path)
    yield staff
    staff.close()


def filed(staff: Staff, **given: Any) -> str:  # noqa: ANN401
    fields = raw({**FIELDS, "site": NEEDLE})
    return str(staff.office.file(**{"fields": fields, **given})["name"])


def report_of(label: str = "OPEN", topic: str = "missile.ballistic") -> ReportFile:
    return ReportFile(kind="launch", topic=topic, label=label, fields=raw(FIELDS))


def sourced() -> ReportFile:
    fields = raw({**FIELDS, "source": "a list, row 1"})
    return msgspec.structs.replace(report_of(), fields=fields)


def test_a_node_whose_register_was_never_set_asks_nobody(staff: Staff) -> None:
    filed(staff)
    shown = staff.knock(PictureShow(), None)
    assert NEEDLE.encode() in bytes(shown.result)
    assert b"whoever owns this folder" in bytes(staff.knock(NodeShow(), None).result)
    entries = staff.office.desks[NORTH].store.rows(
        "SELECT 1 FROM entry WHERE kind = 'read'"
    )
    assert entries == []


def test_art06e_from_the_first_register_on_every_door_asks(staff: Staff) -> None:
    staff.enrol(KIM)
    for command in (NodeShow(), PictureShow(), LinkStatus(), RegisterShow()):
        refused = staff.knock(command, None)
        assert (refused.error, refused.exit_code) == ("no-person", 4)
        assert staff.refused(command, "stranger") == "not-on-register"
    assert staff.ask(NodeShow(), "kim")["register"] == "version 1, 1 persons"
    staff.enrol()
    assert staff.refused(NodeShow(), "kim") == "not-on-register"


def test_art06e_an_entry_that_does_not_count_now_opens_no_door(staff: Staff) -> None:
    now_ns = system_ns()
    past = msgspec.structs.replace(KIM, valid_until_ns=now_ns - 1)
    future = msgspec.structs.replace(
        employed("lee"), valid_from_ns=now_ns + DAY_NS // 2
    )
    staff.enrol(past, future)
    assert staff.refused(NodeShow(), "kim") == "not-on-register"
    assert staff.refused(NodeShow(), "lee") == "not-on-register"


def answer(door: Door, asked: bytes) -> Answer:
    return msgspec.json.decode(asyncio.run(door.answer(asked)), type=Answer)


def test_a_request_that_was_overheard_cannot_be_used_again(staff: Staff) -> None:
    staff.enrol(KIM)
    desk = staff.office.desks[NORTH]
    door, other = Door(desk), Door(desk)
    asked = ask(door.greet(), encode(NodeShow()), key_of("kim"))
    other.greet()
    assert answer(other, asked).error == "bad-signature"
    assert answer(door, asked).error == ""
    assert answer(door, asked).error == "no-person"
    door.greet()
    assert answer(door, asked).error == "bad-signature"


def test_a_signature_is_for_one_command_one_party_and_one_time(staff: Staff) -> None:
    staff.enrol(KIM)
    door, kim = Door(staff.office.desks[NORTH]), key_of("kim")

    def tried(party: str, at_ns: int, signed: bytes, sent: bytes) -> str:
        greeting = msgspec.json.decode(door.greet(), type=Greeting)
        told = msgspec.structs.replace(greeting, party=party)
        asked = Asked(
            command=msgspec.Raw(sent),
            public=b64encode(kim.public).decode(),
            at_ns=at_ns,
            signature=kim.sign(to_sign(told, at_ns, signed)),
        )
        return answer(door, encode(asked)).error

    now_ns, node, look = system_ns(), encode(NodeShow()), encode(PictureShow())
    assert tried(NORTH, now_ns, node, node) == ""
    assert tried(NORTH, now_ns, node, look) == "bad-signature"
    assert tried(SOUTH, now_ns, node, node) == "bad-signature"
    for late in (LATE_NS, -LATE_NS):
        assert tried(NORTH, now_ns + 2 * late, node, node) == "stale-request"


def test_another_persons_signature_under_a_registered_key_is_refused(
    staff: Staff,
) -> None:
    staff.enrol(KIM)
    door = Door(staff.office.desks[NORTH])
    asked = msgspec.json.decode(
        ask(door.greet(), encode(NodeShow()), key_of("lee")), type=Asked
    )
    forged = msgspec.structs.replace(asked, public=KIM.public)
    assert answer(door, encode(forged)).error == "bad-signature"
    no_key = msgspec.structs.replace(asked, public="no key")
    door.greet()
    assert answer(door, encode(no_key)).error == "malformed"


def test_every_command_has_its_row_in_the_table_of_duties() -> None:
    classes = get_args(Command)
    tags = {str(each.__struct_config__.tag) for each in classes}
    assert tags == set(DUTIES)
    reading = {str(each.__struct_config__.tag) for each in get_args(ForReader)}
    assert {tag for tag, duty in DUTIES.items() if duty.reads} <= reading
    assert all(duty.roles for duty in DUTIES.values())


def every_message(report: str) -> list[Command]:
    """What sends or lists messages; none of them opens the report."""
    return [
        Acknowledge(name=report),
        AnswerEnquiry(enquiry=report, outcome="declined"),
        ApprovalList(),
        ApprovalRevoke(name=report),
        Approve(holder=SOUTH, to=SOUTH, until="2030-01-01", report=report),
        Ask(party=SOUTH, since="2022-01-01", until="2022-01-02", due="2030-01-01"),
        AskBack(report=report, wants="return"),
        ChangeLabel(report=report, label="CLOSED"),
        EnquiryList(),
        IncidentFollow(name=report, stage="result", says="nothing"),
        IncidentList(),
        IncidentOpen(reports=(report,), harm="possible", says="a drill"),
        RecordAdd(kind="visit", says="a drill"),
        RecordList(),
        Register(report=report, officer="an officer"),
        Dispose(report=report, outcome="retained", says="a drill"),
    ]


def every_command(staff: Staff, report: str) -> list[Command]:
    office = staff.office
    paper = Designation(
        party=NORTH,
        purpose="operational",
        public=OPS.public,
        valid_from_ns=system_ns(),
        valid_until_ns=system_ns() + DAY_NS,
        said_at_ns=system_ns(),
    )
    signed = sign_payload(format_statement(paper), office.governance[NORTH])
    copies = str(office.desks[NORTH].home.path / f"copy-{system_ns()}")
    return [
        *every_message(report),
        Judge(verdict="withdrawn", reports=(report,), because="a drill"),
        JudgementList(),
        JudgementUndo(judgement="00000000", because="a drill"),
        AlertAcknowledge(alert="00000000"),
        AlertList(),
        AlertTest(),
        Doctor(partners=False),
        LinkOpen(),
        ShiftHandOver(to="kim"),
        ShiftNote(says="all is quiet"),
        ShiftShow(),
        ShiftTakeOver(),
        AgreementLife(agreement=PACT),
        AgreementWhatIf(
            agreement=PACT, note=Note(word="notice", party=NORTH, dated="2030-01-01")
        ),
        Backup(folder=copies, keys_folder=f"{copies}-keys"),
        CourierPack(to=SOUTH, folder=copies),
        CourierUnpack(file=copies),
        CourierStatus(),
        History(report=report),
        Tasks(),
        AddPaper(envelope=signed),
        AgreementList(),
        AgreementShow(agreement=PACT),
        AgreementText(agreement=PACT),
        AgreementTimeline(agreement=PACT),
        Audit(),
        ClockAdvance(to_ns=system_ns()),
        Delivered(timeout_s=0),
        InventoryShow(),
        LedgerFollow(after=0),
        KeyList(),
        KeyRotate(purpose="tls"),
        LedgerForks(),
        LedgerKeys(),
        LedgerProve(entry=report),
        LedgerProve(entry=f"{NORTH}/ledger:1"),
        LedgerTiles(log=f"{NORTH}/ledger", folder=f"{copies}-tiles"),
        LedgerTrustAgain(log=f"{SOUTH}/{PACT}/{NORTH}/urgent", because="we spoke"),
        RestoredShow(),
        RestoredSettle(without=SOUTH, because="it is gone"),
        LedgerVerify(),
        LinkStatus(),
        NodeShow(),
        PartyExport(),
        PartyImport(file=office.files[SOUTH]),
        PartyList(),
        OddityList(),
        PictureShow(),
        PictureShow(as_of_ns=system_ns()),
        PictureOpen(event="1"),
        PictureOpen(event=report, against=report),
        CountShow(),
        CountShow(as_of="2030-01-01"),
        ClaimCheck(claim=Nth(subject="launches", nth=1, within=Days())),
        CatalogueList(),
        CatalogueShow(event=report),
        CatalogueShow(event="1"),
        CatalogueChanges(since="2022-01-01"),
        PostureSet(agreement=PACT, stance="push"),
        ProposalDiscard(proposal="00000000", why="a drill"),
        ProposalFile(proposal="00000000", label="OPEN"),
        ProposalList(),
        ProposalShow(proposal="00000000"),
        TrayList(),
        QuarantineList(),
        Refusals(),
        RegisterShow(),
        ReleaseReport(report=report, to=SOUTH),
        ReportExport(report=report, to="ops", purpose="to read it"),
        report_of(),
        ReportImport(reports=(report_of(),)),
        SourceImport(rows=(ImportedRow(report=sourced()),)),
        PictureExport(to="ops", purpose="to read it"),
        PictureRead(),
        msgspec.structs.replace(report_of(), derived_from=(report,)),
        ReportList(),
        Why(report=report, to=SOUTH),
        WhyNot(),
        WhyNot(report=report),
    ]


@pytest.mark.parametrize(
    "who",
    [
        OPS,
        ADA,
        employed("low", "operator", "analyst", clearance=""),
        employed("off", "operator", "analyst", need=("nuclear",)),
        employed("all", *ADA.roles, *KIM.roles, "operator", need=()),
    ],
    ids=lambda person: person.name,
)
def test_art07a_an_operator_runs_a_node_and_reads_its_content_at_no_door(
    staff: Staff, who: Person
) -> None:
    report = filed(staff)
    staff.enrol(who)
    tried: set[str] = set()
    for command in every_command(staff, report):
        given = staff.knock(command, key_of(who.name))
        assert NEEDLE not in str(given)
        assert NEEDLE.encode() not in bytes(given.result)
        tried.add(tag_of(command))
    assert tried == set(DUTIES)
    held = b"".join(
        body
        for (body,) in staff.office.desks[NORTH].store.rows("SELECT body FROM entry")
    )
    assert NEEDLE.encode() not in held


def test_an_operator_can_do_what_running_a_node_takes(staff: Staff) -> None:
    staff.enrol(OPS)
    for command in (
        NodeShow(),
        LinkStatus(),
        LedgerFollow(after=0),
        LedgerVerify(),
        QuarantineList(),
        PartyList(),
        PartyImport(file=staff.office.files[SOUTH]),
        AgreementList(),
    ):
        assert staff.refused(command, "ops") == ""
    for reading in (PictureShow(), ReportList(), Why(report="LATEST", to=SOUTH)):
        assert staff.refused(reading, "ops") == "role"


def test_art07a_the_governance_key_mends_the_register_and_reads_nothing(
    staff: Staff,
) -> None:
    filed(staff)
    staff.enrol()
    governance = staff.office.governance[NORTH]
    assert staff.knock(RegisterShow(), governance).error == ""
    assert staff.knock(PictureShow(), governance).error == "role"
    assert NEEDLE.encode() not in bytes(staff.knock(WhyNot(), governance).result)
    other = staff.office.governance[SOUTH]
    assert staff.knock(RegisterShow(), other).error == "not-on-register"


def test_art07b_a_person_sees_the_picture_of_what_it_may_open(staff: Staff) -> None:
    opened = filed(staff)
    closed = filed(staff, label="CLOSED", fields=raw({**FIELDS, "site": "elsewhere"}))
    other = filed(staff, topic="nuclear.test")
    staff.enrol(KIM)
    shown = staff.ask(PictureShow(), "kim")
    named = {name for event in shown["events"] for name in event["members"]}
    assert named == {opened}
    assert shown["withheld"] == {
        "items": 2,
        "codes": {"clearance": 1, "need-to-know": 1},
    }
    assert [row["name"] for row in staff.ask(ReportList(), "kim")] == [opened]
    told = staff.ask(WhyNot(), "kim")["withheld"]
    assert {row["name"] for row in told} == {closed, other}
    assert "elsewhere" not in str(told)


def test_art07b_what_is_withheld_leaves_no_trace_in_what_was_combined(
    staff: Staff,
) -> None:
    filed(staff)
    before = staff.knock(PictureShow(), None)
    alone = msgspec.json.decode(before.result)["events"]
    closed = raw({**FIELDS, "site": "elsewhere", "weapon": "another"})
    filed(staff, label="CLOSED", fields=closed)
    staff.enrol(KIM)
    assert staff.ask(PictureShow(), "kim")["events"] == alone


def test_what_is_published_is_withheld_from_nobody_on_the_register(
    staff: Staff,
) -> None:
    name = filed(staff, label="CLOSED", published="a page")
    staff.enrol(employed("kim", clearance="", need=()))
    assert [row["name"] for row in staff.ask(ReportList(), "kim")] == [name]


def test_art06e_every_reading_is_noted_with_person_command_and_purpose(
    staff: Staff,
) -> None:
    name = filed(staff)
    staff.enrol(KIM, ADA)
    staff.ask(PictureShow(purpose="study", as_of_ns=system_ns()), "kim")
    staff.ask(ReportList(), "kim")
    staff.ask(
        msgspec.structs.replace(report_of(), derived_from=(name,)),
        "kim",
    )
    reads = staff.ask(Audit(), "ada")["reads"]
    assert [(r["person"], r["command"], r["purpose"]) for r in reads] == [
        ("kim", "picture", "study"),
        ("kim", "report-list", ""),
        ("kim", "report-file", ""),
    ]
    assert reads[0]["as_of_ns"] is not None
    assert reads[2]["reports"] == [name]
    assert staff.ask(LedgerVerify(), "ada")["verified"]


def test_art06e_the_register_as_of_an_instant_is_reproduced(staff: Staff) -> None:
    first = staff.enrol(KIM, ADA)
    desk = staff.office.desks[NORTH]
    between = int(desk.store.value("SELECT max(known_at_ns) FROM entry"))
    second = staff.enrol(ADA)
    assert staff.ask(RegisterShow(as_of_ns=between - DAY_NS), "ada") is None
    then = staff.ask(RegisterShow(as_of_ns=between), "ada")
    assert [p["name"] for p in then["persons"]] == [p.name for p in first.persons]
    now = staff.ask(RegisterShow(), "ada")
    assert (now["version"], now["party"]) == (second.version, NORTH)
    audited = staff.ask(Audit(as_of_ns=between), "ada")
    assert audited["register"] == then
    assert staff.ask(Audit(), "ada")["register"] == now


def test_art04c_what_is_made_from_reports_opens_to_who_may_open_all(
    staff: Staff,
) -> None:
    secret = filed(staff, topic="nuclear.test")
    filed(staff, derived_from=(secret,))
    staff.enrol(KIM)
    assert staff.ask(ReportList(), "kim") == []
    made = msgspec.structs.replace(report_of(), derived_from=(secret,))
    assert staff.refused(made, "kim") == "need-to-know"


def test_art06c_a_purpose_is_said_where_the_label_names_some(staff: Staff) -> None:
    name = filed(staff, purposes=("warning",))
    staff.enrol(employed("kim", "duty-officer"))
    assert staff.ask(ReportList(), "kim") == []
    (row,) = staff.ask(ReportList(purpose="warning"), "kim")
    assert row["name"] == name
    copy = ReportExport(report=name, to="kim", purpose="sale")
    assert staff.refused(copy, "kim") == "purpose"
    assert staff.ask(msgspec.structs.replace(copy, purpose="warning"), "kim")["copy"]


def test_art06g_a_higher_label_closes_access_at_once(staff: Staff) -> None:
    name = filed(staff)
    staff.enrol(KIM)
    assert len(staff.ask(ReportList(), "kim")) == 1
    change = LabelChange(
        party=NORTH,
        agreement=PACT,
        said_at_ns=system_ns(),
        report=name,
        marking=Marking(label="CLOSED"),
    )
    asyncio.run(staff.office.desks[NORTH].submit(Say(statement=change)))
    assert staff.ask(ReportList(), "kim") == []


def test_a_partners_report_is_judged_by_the_clauses_it_came_under(
    staff: Staff,
) -> None:
    staff.office.run(PostureSet(agreement=PACT, stance="push"))
    name = filed(staff)
    staff.office.post()
    staff.enrol(employed("kim", clearance="", need=()), at=SOUTH)
    (row,) = staff.ask(WhyNot(), "kim", at=SOUTH)["withheld"]
    assert row["name"] == name
    assert [no["code"] for no in row["refusals"]] == ["clearance", "need-to-know"]
    assert LABELS[SOUTH] not in str(row)


def test_a_person_learns_codes_of_the_quarantine_and_no_words(staff: Staff) -> None:
    staff.enrol(OPS)
    desk = staff.office.desks[NORTH]
    desk.store.run(
        "INSERT INTO quarantine"
        " (at_ns, says, evidence, peer, code, channel, digest, item)"
        " VALUES (1, ?, x'00', 'desk.south', 'trust', '', 'd', 'i')",
        (NEEDLE,),
    )
    (row,) = staff.ask(QuarantineList(), "ops")
    assert (row["code"], row["says"]) == ("trust", "")
    assert NEEDLE in str(staff.office.run(QuarantineList()))


def test_the_line_of_a_report_leaves_a_node_with_a_register_at_no_door(
    staff: Staff,
) -> None:
    report = filed(staff)
    staff.enrol(ADA)
    log = f"{NORTH}/{PACT}/{SOUTH}"
    staff.ask(ReleaseReport(report=report, to=SOUTH), "ada")
    found = staff.ask(LedgerProve(entry=report), "ada")
    assert found["log"].startswith(log)
    assert found["line"] is None
    paper = staff.ask(LedgerProve(entry=f"{log}/urgent:1"), "ada")
    assert paper["line"] is not None
