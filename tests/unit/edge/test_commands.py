"""Each command: what it answers, and what it refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from tests.desks import FIELDS, TEXT

from watchword.edge.clock import system_ns
from watchword.edge.commands.dispatch import Command, parse_command
from watchword.edge.commands.ledgers import LedgerVerify
from watchword.edge.commands.links import (
    ClockAdvance,
    LinkStatus,
    NodeShow,
    QuarantineList,
)
from watchword.edge.commands.papers import (
    AddPaper,
    AgreementList,
    AgreementShow,
    AgreementText,
    AgreementTimeline,
)
from watchword.edge.commands.parties import PartyExport, PartyImport, PartyList
from watchword.edge.commands.releases import (
    PostureSet,
    Refusals,
    ReleaseReport,
    Why,
)
from watchword.edge.commands.reports import PictureShow, ReportFile, ReportList
from watchword.edge.config import Config
from watchword.edge.desk import Answer, Desk
from watchword.edge.door import Door, ask
from watchword.edge.fingerprint import fingerprint_words
from watchword.edge.home import Home
from watchword.edge.keyfiles import new_signer
from watchword.edge.outbox import Outbox
from watchword.edge.setup import Validity, init_node, sign_paper
from watchword.errors import (
    MalformedError,
    ReleaseError,
    TrustError,
    UsageError,
    WatchwordError,
)
from watchword.model.agreement import AgreementId, Notice, Signature
from watchword.model.field import Value
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, HOUR_NS, Instant, parse_instant
from watchword.node.inputs import CloseBatch, Input, TakeLine, TakeReceipt
from watchword.trust.keys import Signer
from watchword.wire.codec import encode
from watchword.wire.introduction import PartyFile
from watchword.wire.line import Channel, parse_checkpoint_line

NORTH: Final = PartyId("desk.north")
SOUTH: Final = PartyId("desk.south")
PACT: Final = AgreementId("pact")
LABELS: Final = {NORTH: "OPEN", SOUTH: "OFFEN"}


class Office:
    """Two desks in folders of their own, and the links between them."""

    def __init__(self, path: Path) -> None:
        self.governance: dict[PartyId, Signer] = {}
        self.files: dict[PartyId, PartyFile] = {}
        self.desks: dict[PartyId, Desk] = {}
        for party in (NORTH, SOUTH):
            home = Home(path / party)
            config = Config(
                party=party,
                profile="exercise",
                endpoint="https://127.0.0.1:1",
                listen="127.0.0.1:1",
            )
            self.governance[party] = new_signer(home.governance_path)
            self.files[party] = init_node(
                home,
                config,
                self.governance[party],
                Validity(from_ns=system_ns() - DAY_NS),
            )
            self.desks[party] = Desk(home)

    def run(self, command: Command, at: PartyId = NORTH) -> Any:  # noqa: ANN401
        return asyncio.run(command.run(self.desks[at]))

    def introduce(self) -> None:
        self.run(PartyImport(file=self.files[SOUTH]), NORTH)
        self.run(PartyImport(file=self.files[NORTH]), SOUTH)

    def sign(self, party: PartyId) -> dict[str, Any]:
        paper = Signature(
            agreement=PACT,
            party=party,
            note="signed",
            dated=Instant(ns=system_ns() - HOUR_NS),
            version=1,
            text=TEXT,
        )
        signed = sign_paper(paper, self.governance[party])
        told: dict[str, Any] = self.run(AddPaper(envelope=signed), party)
        return told

    def post(self) -> None:
        for sender, recipient in ((NORTH, SOUTH), (SOUTH, NORTH)):
            self._carry(sender, recipient)

    def _carry(self, sender: PartyId, recipient: PartyId) -> None:
        outbox = Outbox(self.desks[sender].store, sender)
        while (batch := outbox.next_batch(recipient)) is not None:
            *lines, last = batch.body.rstrip(b"\n").split(b"\n")
            on = Channel(
                agreement=PACT,
                sender=sender,
                recipient=recipient,
                lane="urgent" if batch.lane == "urgent" else "routine",
            )
            unit: list[Input] = [
                TakeLine(peer=sender, channel=on, data=data) for data in lines
            ]
            note = parse_checkpoint_line(last)
            unit.append(
                CloseBatch(peer=sender, channel=on, checkpoint=note, now_ns=system_ns())
            )
            outcome = asyncio.run(self.desks[recipient].submit(*unit))
            receipt = TakeReceipt(peer=recipient, envelope=outcome.given[0])
            asyncio.run(self.desks[sender].submit(receipt))

    def agree(self) -> None:
        self.introduce()
        for party in (NORTH, SOUTH):
            self.sign(party)
        self.post()

    def file(self, at: PartyId = NORTH, **given: Any) -> dict[str, Any]:  # noqa: ANN401
        return filed(self, at, given)


def filed(office: Office, at: PartyId, given: Mapping[str, Any]) -> dict[str, Any]:
    command = msgspec.structs.replace(
        ReportFile(
            kind="launch",
            topic="missile.ballistic",
            label=LABELS[at],
            fields=raw(FIELDS),
        ),
        **given,
    )
    answered: dict[str, Any] = office.run(command, at)
    return answered


def raw(fields: Mapping[str, Value]) -> dict[str, msgspec.Raw]:
    return {name: msgspec.Raw(msgspec.json.encode(v)) for name, v in fields.items()}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    for desk in office.desks.values():
        desk.close()


@pytest.fixture
def agreed(office: Office) -> Office:
    office.agree()
    return office


def test_a_party_is_imported_and_listed_with_its_words(office: Office) -> None:
    (own,) = office.run(PartyList())
    assert own["party"] == NORTH
    listed = office.run(PartyImport(file=office.files[SOUTH]))["parties"]
    assert [row["party"] for row in listed] == [NORTH, SOUTH]
    words = fingerprint_words(office.governance[SOUTH].public)
    assert listed[1]["fingerprint"] == words
    purposes = {row["purpose"] for row in listed[1]["designations"]}
    assert purposes == {"operational", "tls"}


def test_what_is_exported_is_what_was_made(office: Office) -> None:
    plain = office.run(PartyExport(), SOUTH)
    file = msgspec.convert(plain, PartyFile)
    assert file.introduction == office.files[SOUTH].introduction
    assert set(file.designations) == set(office.files[SOUTH].designations)
    office.run(PartyImport(file=file), NORTH)


def test_a_party_under_another_governance_key_is_refused(
    office: Office, tmp_path: Path
) -> None:
    office.introduce()
    other = Office(tmp_path / "impostors")
    with pytest.raises(TrustError) as caught:
        office.run(PartyImport(file=other.files[SOUTH]))
    assert caught.value.code == "governance-changed"
    for desk in other.desks.values():
        desk.close()


def test_papers_reach_the_partner_and_the_agreement_comes_into_force(
    office: Office,
) -> None:
    office.introduce()
    assert office.sign(NORTH)["told"] == [SOUTH]
    (row,) = office.run(AgreementList())
    assert (row["agreement"], row["to_sign"]) == (PACT, [SOUTH])
    office.sign(SOUTH)
    office.post()
    for at in (NORTH, SOUTH):
        (row,) = office.run(AgreementList(), at)
        assert (row["state"], row["to_sign"]) == ("IN_FORCE", [])
        shown = office.run(AgreementShow(agreement=PACT), at)
        assert shown["state"] == "IN_FORCE"
        assert shown["own"] == at
        assert shown["lines"]
    assert office.run(AgreementText(agreement=PACT))["text"] == TEXT
    turns = office.run(AgreementTimeline(agreement=PACT))
    assert [turn["paper"] for turn in turns[:2]] == ["signature", "signature"]


def test_an_agreement_can_be_asked_about_another_instant(agreed: Office) -> None:
    before = system_ns() - 30 * DAY_NS
    shown = agreed.run(AgreementShow(agreement=PACT, at_ns=before))
    assert shown["state"] != "IN_FORCE"
    with pytest.raises(UsageError):
        agreed.run(AgreementShow(agreement=PACT, known_ns=before))
    with pytest.raises(UsageError):
        agreed.run(AgreementShow(agreement=PACT, at_ns=10**25))


@pytest.mark.parametrize(
    "command",
    [
        AgreementShow(agreement=AgreementId("none")),
        AgreementTimeline(agreement=AgreementId("none")),
        AgreementText(agreement=AgreementId("none")),
        PostureSet(agreement=AgreementId("none"), stance="push"),
        Why(report="abcd", to=SOUTH),
        Why(report="LATEST", to="nobody"),
        ReleaseReport(report="LATEST", to="nobody"),
        ReleaseReport(report="LATEST", to=SOUTH, fields=("mood",)),
        PostureSet(agreement=PACT, stance="push", to="nobody"),
        PostureSet(agreement=PACT, stance="push", fields=("mood",)),
        ClockAdvance(to_ns=0),
    ],
    ids=lambda command: type(command).__name__,
)
def test_what_is_not_there_is_a_usage_error(agreed: Office, command: Command) -> None:
    agreed.file()
    with pytest.raises(UsageError):
        agreed.run(command)


def test_a_text_is_asked_for_and_none_was_signed(office: Office) -> None:
    notice = Notice(
        agreement=PACT, party=NORTH, note="n", dated=Instant(ns=system_ns() - HOUR_NS)
    )
    office.run(AddPaper(envelope=sign_paper(notice, office.governance[NORTH])))
    with pytest.raises(UsageError, match="no text"):
        office.run(AgreementText(agreement=PACT))


def test_a_paper_that_another_key_signed_is_refused(office: Office) -> None:
    paper = Notice(agreement=PACT, party=NORTH, note="n", dated=Instant(ns=0))
    wrong = sign_paper(paper, office.governance[SOUTH])
    with pytest.raises(TrustError):
        office.run(AddPaper(envelope=wrong))


def test_a_report_is_filed_refused_with_reasons_and_released_by_decision(
    agreed: Office,
) -> None:
    answered = agreed.file()
    (no,) = answered["refused"]
    assert no["to"] == SOUTH
    codes = [r["code"] for d in no["decisions"] for r in d["refusals"]]
    assert codes == ["posture"]
    (kept,) = agreed.run(Refusals())
    assert kept["name"] == answered["name"]

    done = agreed.run(ReleaseReport(report="LATEST", to="south"))
    assert done["name"] == answered["name"]
    (gone,) = done["released"]
    assert gone["to"] == SOUTH
    assert set(gone["fields"]) >= set(FIELDS)
    assert gone["basis"]["apogee_km"][0] == "art-1"
    assert agreed.run(Refusals()) == []

    with pytest.raises(ReleaseError, match="nothing is new"):
        agreed.run(ReleaseReport(report="LATEST", to="south"))
    agreed.post()
    assert [row["name"] for row in agreed.run(ReportList(), SOUTH)] == [done["name"]]


def test_a_report_above_the_ceiling_may_not_go_whoever_decides(agreed: Office) -> None:
    name = agreed.file(label="CLOSED")["name"]
    with pytest.raises(ReleaseError, match="above-ceiling") as caught:
        agreed.run(ReleaseReport(report=name[:8], to=SOUTH))
    assert caught.value.exit_code == 5
    assert caught.value.hint.startswith("watchword why")


def test_only_the_fields_that_were_chosen_go(agreed: Office) -> None:
    agreed.file()
    done = agreed.run(ReleaseReport(report="LATEST", to=SOUTH, fields=("site",)))
    assert done["released"][0]["fields"] == ["site"]
    assert "apogee_km" in done["released"][0]["withheld"]
    agreed.post()
    (row,) = agreed.run(ReportList(), SOUTH)
    assert row["fields"] == {"site": "the airfield"}
    more = agreed.run(ReleaseReport(report="LATEST", to=SOUTH))
    assert "apogee_km" in more["released"][0]["fields"]
    assert "site" not in more["released"][0]["fields"]


def test_under_an_unknown_agreement_nothing_goes(agreed: Office) -> None:
    agreed.file()
    none = AgreementId("none")
    with pytest.raises(ReleaseError, match="no-agreement"):
        agreed.run(ReleaseReport(report="LATEST", to=SOUTH, agreement=none))


def test_why_says_every_reason_and_changes_nothing(agreed: Office) -> None:
    agreed.file(label="CLOSED")
    entries = agreed.run(NodeShow())["entries"]
    told = agreed.run(Why(report="LATEST", to="south"))
    codes = {r["code"] for d in told["decisions"] for r in d["refusals"]}
    assert codes == {"above-ceiling", "posture"}
    assert told["offered"] == []
    assert told["lines"]
    early = agreed.run(Why(report="LATEST", to=SOUTH, at_ns=system_ns() - 30 * DAY_NS))
    codes = {r["code"] for d in early["decisions"] for r in d["refusals"]}
    assert codes == {"no-agreement", "posture"}
    assert agreed.run(NodeShow())["entries"] == entries


def test_under_a_will_to_push_a_report_goes_when_it_is_filed(agreed: Office) -> None:
    said = agreed.run(PostureSet(agreement=PACT, stance="push", to="south"))
    assert (said["stance"], said["recipient"]) == ("push", SOUTH)
    answered = agreed.file(urgency="urgent")
    (gone,) = answered["released"]
    assert (gone["to"], gone["lane"]) == (SOUTH, "urgent")
    assert answered["refused"] == []


def test_a_report_is_listed_as_it_was_filed(agreed: Office) -> None:
    first = agreed.file(attributed_to="Ministry of X", published="a bulletin")
    agreed.file(corrects=first["name"][:10])
    rows = agreed.run(ReportList())
    assert rows[0]["attributed_to"] == "Ministry of X"
    assert rows[0]["status"] == "exercise"
    assert rows[0]["label"] == "OPEN"
    assert rows[0]["fields"]["apogee_km"] == "~780"
    assert rows[1]["corrects"] == first["name"]
    shown = agreed.run(PictureShow())
    assert (shown["party"], shown["profile"]) == (NORTH, "exercise")
    (event,) = shown["events"]
    assert len(event["members"]) == 2
    early = agreed.run(PictureShow(as_of_ns=system_ns() - DAY_NS))
    assert list(early["events"]) == []


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"status": "actual"}, UsageError),
        ({"fields": {"mood": msgspec.Raw(b'"fair"')}}, UsageError),
        ({"fields": {"site": msgspec.Raw(b"7")}}, MalformedError),
        ({"fields": {"site": msgspec.Raw(b'""')}}, MalformedError),
        ({"label": "VIOLET"}, TrustError),
        ({"label": "TOP SECRET"}, WatchwordError),
        ({"label": ""}, UsageError),
        ({"corrects": "0000"}, UsageError),
    ],
)
def test_a_report_that_cannot_be_filed_leaves_nothing(
    agreed: Office, given: dict[str, Any], kind: type[WatchwordError]
) -> None:
    entries = agreed.run(NodeShow())["entries"]
    with pytest.raises(kind):
        agreed.file(**given)
    assert agreed.run(NodeShow())["entries"] == entries
    assert agreed.run(ReportList()) == []


def test_a_name_is_given_by_its_beginning(agreed: Office) -> None:
    names = [agreed.file()["name"] for _ in range(3)]
    for name in names:
        assert agreed.run(Why(report=name[:12], to=SOUTH))["report"] == name
    assert agreed.run(Why(report="LATEST", to=SOUTH))["report"] == names[-1]
    for wrong in ("", "abc", "LATES", names[0] + "0", "%", names[0][:3] + "%"):
        with pytest.raises(UsageError):
            agreed.run(Why(report=wrong, to=SOUTH))


def test_links_and_ledger_tell_how_they_stand(agreed: Office) -> None:
    agreed.run(PostureSet(agreement=PACT, stance="push"))
    agreed.file()
    rows = agreed.run(LinkStatus(by_channel=True))
    row = next(row for row in rows if row["lane"] == "routine")
    assert (row["direction"], row["lines"], row["open"]) == ("sent", 1, 1)
    assert row["link"] == {"state": "not running"}
    agreed.post()
    row = next(
        row
        for row in agreed.run(LinkStatus(by_channel=True))
        if row["lane"] == "routine"
    )
    assert (row["receipted"], row["open"]) == (1, 0)
    row = next(
        row
        for row in agreed.run(LinkStatus(by_channel=True), SOUTH)
        if row["lane"] == "routine"
    )
    assert (row["partner"], row["direction"]) == (NORTH, "received")
    for at in (NORTH, SOUTH):
        assert agreed.run(LedgerVerify(), at)["verified"]
        assert agreed.run(QuarantineList(), at) == []


def test_what_is_in_quarantine_is_listed(agreed: Office) -> None:
    on = Channel(agreement=PACT, sender=SOUTH, recipient=NORTH, lane="urgent")
    with pytest.raises(MalformedError):
        asyncio.run(
            agreed.desks[NORTH].submit(TakeLine(peer=SOUTH, channel=on, data=b"{"))
        )
    (row,) = agreed.run(QuarantineList())
    assert (row["peer"], row["code"], row["bytes_kept"]) == (SOUTH, "not-json", 1)
    assert (row["waits_until"], row["settled"], row["times"]) == (None, False, 1)


def test_a_node_says_whose_it_is(office: Office) -> None:
    told = office.run(NodeShow())
    assert (told["party"], told["clock"]) == (NORTH, "system")
    assert told["picture_lag"] == told["entries"]
    assert told["picture_lag_ms"] > 0


def test_a_replay_clock_stands_goes_forward_and_is_remembered(tmp_path: Path) -> None:
    home = Home(tmp_path / "node")
    start = parse_instant("2022-01-01T00:00Z").ns
    config = Config(
        party=NORTH,
        profile="open",
        endpoint="https://127.0.0.1:1",
        listen="127.0.0.1:1",
        clock="replay",
        replay_from="2022-01-01T00:00Z",
    )
    governance = new_signer(home.governance_path)
    init_node(home, config, governance, Validity(from_ns=start))
    desk = Desk(home)
    told = asyncio.run(ClockAdvance(to_ns=start + DAY_NS).run(desk))
    assert told == {"now": "2022-01-02T00:00:00Z"}
    with pytest.raises(UsageError, match="never goes back"):
        asyncio.run(ClockAdvance(to_ns=start).run(desk))
    report = ReportFile(
        kind="launch", topic="x", label="TLP:CLEAR", fields={}, status="actual"
    )
    with pytest.raises(UsageError, match="replay"):
        asyncio.run(report.run(desk))
    desk.close()
    again = Desk(home)
    assert again.clock.now_ns() == start + DAY_NS
    again.close()


def test_a_folder_that_has_a_node_gets_no_second_one(office: Office) -> None:
    desk = office.desks[NORTH]
    with pytest.raises(UsageError, match="already"):
        init_node(
            desk.home,
            desk.config,
            office.governance[NORTH],
            Validity(from_ns=system_ns()),
        )


def answered(office: Office, data: bytes) -> Answer:
    door = Door(office.desks[NORTH])
    line = asyncio.run(door.answer(ask(door.greet(), data, None)))
    assert b"\n" not in line
    return msgspec.json.decode(line, type=Answer)


def test_a_command_comes_as_json_and_its_answer_goes_as_json(office: Office) -> None:
    given = answered(office, encode(NodeShow()))
    assert msgspec.json.decode(given.result)["party"] == NORTH
    assert given.error == ""
    assert parse_command(encode(Why(report="LATEST", to=SOUTH))) == Why(
        report="LATEST", to=SOUTH
    )


@pytest.mark.parametrize(
    ("data", "code", "exit_code"),
    [
        (b"", "wrong-schema", 3),
        (b"{}", "wrong-schema", 3),
        (b'{"type":"launch-missile"}', "wrong-schema", 3),
        (encode(Why(report="LATEST", to=SOUTH)), "usage", 2),
        (encode(AgreementShow(agreement=PACT)), "usage", 2),
    ],
)
def test_an_error_is_answered_with_its_word_and_exit_code(
    office: Office, data: bytes, code: str, exit_code: int
) -> None:
    given = answered(office, data)
    assert (given.error, given.exit_code) == (code, exit_code)
    assert given.message
