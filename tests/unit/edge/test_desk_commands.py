"""The commands of a day at the desk: what they answer, and what they refuse."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.talk import TALKING
from tests.unit.edge.test_commands import NORTH, PACT, SOUTH, Office

from watchword.edge.clock import system_ns
from watchword.edge.commands.approvals import ApprovalList, ApprovalRevoke, Approve
from watchword.edge.commands.dispatch import Command, parse_command
from watchword.edge.commands.enquiries import AnswerEnquiry, Ask, EnquiryList
from watchword.edge.commands.history import History
from watchword.edge.commands.incidents import (
    IncidentFollow,
    IncidentList,
    IncidentOpen,
)
from watchword.edge.commands.items import AskBack, ChangeLabel, Dispose, Register
from watchword.edge.commands.papers import AddPaper, AgreementLife
from watchword.edge.commands.records import Acknowledge, RecordAdd, RecordList
from watchword.edge.commands.releases import PostureSet, ReleaseReport, Why
from watchword.edge.commands.tasks import Tasks
from watchword.edge.commands.whatif import AgreementWhatIf, Note
from watchword.edge.setup import sign_paper
from watchword.errors import TrustError, UsageError
from watchword.model.agreement import Signature
from watchword.model.message import RECORD_KINDS, RecordKind
from watchword.model.time import DAY_NS, HOUR_NS, Instant, format_ns
from watchword.wire.codec import encode


def day(days: int) -> str:
    """A day before or after today, as a person types it."""
    return format_ns(system_ns() + days * DAY_NS)[:10]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    office.introduce()
    text = TALKING.replace(', "desk.east"]', "]", 1).replace('"desk.east" =', '"x.y" =')
    for party in (NORTH, SOUTH):
        paper = Signature(
            agreement=PACT,
            party=party,
            note="signed",
            dated=Instant(ns=system_ns() - HOUR_NS),
            version=1,
            text=without_third(text),
        )
        signed = sign_paper(paper, office.governance[party])
        office.run(AddPaper(envelope=signed), party)
    office.post()
    yield office
    for desk in office.desks.values():
        desk.close()


def without_third(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if '"x.y"' not in line)


@pytest.fixture
def shared(office: Office) -> str:
    """Name of a report of the north that the south has."""
    office.run(PostureSet(agreement=PACT, stance="push"))
    name = office.file()["name"]
    office.post()
    return str(name)


def kinds(office: Office, at: Any = NORTH) -> set[str]:  # noqa: ANN401
    return {row["kind"] for row in office.run(Tasks(all=True), at)}


def test_a_label_is_changed_under_the_agreement_by_which_it_went(
    office: Office, shared: str
) -> None:
    done = office.run(ChangeLabel(report=shared[:8], label="HALF", says="more of it"))
    (one,) = done["said"]
    assert (done["before"], one["agreement"], one["told"]) == ("OPEN", PACT, [SOUTH])
    office.post()
    told = office.run(History(report=shared[:8]), SOUTH)
    assert told["label"] == "HALF"
    with pytest.raises(TrustError) as caught:
        office.run(ChangeLabel(report=shared, label="HALB"), SOUTH)
    assert caught.value.code == "not-originator"


def test_a_history_tells_everything_in_order(office: Office, shared: str) -> None:
    office.run(ChangeLabel(report=shared, label="HALF"))
    office.post()
    office.run(Register(report=shared, officer="Kim"), SOUTH)
    office.run(AskBack(report=shared, wants="destroy", due=day(5)))
    office.post()
    told = office.run(History(report="LATEST"))
    said = [(row["kind"], row["party"]) for row in told["rows"]]
    assert said[:2] == [("report", NORTH), ("sent", NORTH)]
    assert (
        set(said[2:])
        == {
            ("mark", SOUTH),
            ("label-change", NORTH),
            ("acknowledgement", SOUTH),
            ("registered", SOUTH),
            ("recall", NORTH),
        }
        or ("mark", SOUTH) not in said
    )
    assert [r["known_at_ns"] for r in told["rows"]] == sorted(
        r["known_at_ns"] for r in told["rows"]
    )
    there = office.run(History(report=shared), SOUTH)
    assert {"came", "mark"} <= {row["kind"] for row in there["rows"]}


def test_a_recall_is_answered_with_a_certificate(office: Office, shared: str) -> None:
    office.run(AskBack(report=shared, wants="destroy", due=day(5)))
    office.post()
    assert "recall" in kinds(office, SOUTH)
    with pytest.raises(UsageError, match="two names"):
        office.run(Dispose(report=shared, outcome="destroyed"), SOUTH)
    done = office.run(
        Dispose(
            report=shared,
            outcome="destroyed",
            method="shredded",
            witnesses=("A. Ito", "B. Kim"),
        ),
        SOUTH,
    )
    assert done["told"] == [NORTH]
    assert done["message"]["recall"]
    office.post()
    assert "recall" not in kinds(office)
    with pytest.raises(UsageError, match="reason"):
        office.run(Dispose(report=shared, outcome="lost"), SOUTH)


def test_what_went_to_nobody_is_not_recalled(office: Office) -> None:
    office.file()
    with pytest.raises(UsageError, match="gone to nobody"):
        office.run(AskBack(report="LATEST", wants="return"))


def test_art09_registering_twice_is_registering_once(
    office: Office, shared: str
) -> None:
    first = office.run(Register(report=shared, officer="Kim"), SOUTH)
    again = office.run(Register(report=shared, officer="Ito"), SOUTH)
    assert (len(first["said"]), first["before"]) == (1, [])
    assert (again["said"], len(again["before"])) == ([], 1)
    with pytest.raises(UsageError, match="did not come"):
        office.run(Register(report=shared, officer="Kim"))


def test_an_incident_is_followed_to_its_result(office: Office, shared: str) -> None:
    opened = office.run(
        IncidentOpen(reports=(shared,), harm="possible", says="a cabinet was open"),
        SOUTH,
    )
    (one,) = opened["said"]
    assert one["told"] == [NORTH]
    office.post()
    (row,) = office.run(IncidentList())
    assert (row["stage"], row["overdue"]) == ("opened", False)
    assert row["result_due"] is not None
    follow = IncidentFollow(name=one["name"][:8], stage="result", says="nothing gone")
    with pytest.raises(UsageError, match="own incident"):
        office.run(follow)
    office.run(follow, SOUTH)
    office.post()
    (row,) = office.run(IncidentList())
    assert (row["stage"], len(row["followed"])) == ("result", 1)


def test_an_enquiry_is_asked_listed_and_answered(office: Office) -> None:
    ask = Ask(party="north", since=day(-1), until=day(1), due=day(7), topic="missile")
    asked = office.run(ask, SOUTH)
    assert asked["told"] == [NORTH]
    office.post()
    (row,) = office.run(EnquiryList())
    assert (row["outcome"], row["overdue"]) == (None, False)
    answer = AnswerEnquiry(enquiry=asked["name"][:8], outcome="nothing-held")
    with pytest.raises(UsageError, match="was asked of"):
        office.run(answer, SOUTH)
    office.run(answer)
    office.post()
    (row,) = office.run(EnquiryList(), SOUTH)
    assert row["outcome"] == "nothing-held"
    assert "answer" not in kinds(office)


def test_an_approval_takes_three_parties_and_a_kind_that_is_admitted(
    office: Office, shared: str
) -> None:
    for command in (
        Approve(report=shared, holder="south", to="south", until=day(9)),
        Approve(report=shared, holder="north", to="south", until=day(9)),
        Approve(report=shared, holder="south", to="nobody", until=day(9)),
    ):
        with pytest.raises(UsageError):
            office.run(command)
    assert office.run(ApprovalList()) == []
    with pytest.raises(UsageError, match="no such message"):
        office.run(ApprovalRevoke(name="abcd"))


RECORDS = {
    "art05": "annex",
    "art06d": "rights",
    "art08": "visit",
    "art10": "facility",
    "art18": "security-visit",
}


def is_demanded_stored_shown_and_exported(office: Office, kind: RecordKind) -> None:
    done = office.run(
        RecordAdd(kind=kind, about="somewhere", items=("one",), says="in words")
    )
    assert done["told"] == [SOUTH]
    office.post()
    for at in (NORTH, SOUTH):
        (row,) = office.run(RecordList(kind=kind), at)
        assert row["message"]["kind"] == kind
        assert row["message"]["says"] == "in words"
        assert row["party"] == NORTH
        assert encode(row)
    other = next(k for k in RECORD_KINDS if k != kind)
    assert office.run(RecordList(kind=other)) == []


def test_art05_an_annex_is_a_record(office: Office) -> None:
    is_demanded_stored_shown_and_exported(office, "annex")


def test_art06d_rights_are_a_record(office: Office) -> None:
    is_demanded_stored_shown_and_exported(office, "rights")


def test_art08_a_visit_is_a_record(office: Office) -> None:
    is_demanded_stored_shown_and_exported(office, "visit")


def test_art10_a_facility_is_a_record(office: Office) -> None:
    is_demanded_stored_shown_and_exported(office, "facility")


def test_art18_a_security_visit_is_a_record(office: Office) -> None:
    is_demanded_stored_shown_and_exported(office, "security-visit")


def test_art03_a_change_of_law_stands_above_every_release_until_acknowledged(
    office: Office,
) -> None:
    added = office.run(RecordAdd(kind="law-change", says="a new act", review=True))
    office.post()
    office.file(SOUTH)
    (banner,) = office.run(Why(report="LATEST", to="north"), SOUTH)["banners"]
    assert "a new act" in banner
    released = office.run(ReleaseReport(report="LATEST", to="north"), SOUTH)
    assert released["banners"] == [banner]
    # Its own party needs no reminder.
    office.file(NORTH)
    assert office.run(Why(report="LATEST", to="south"))["banners"] == []
    with pytest.raises(UsageError, match="own message"):
        office.run(Acknowledge(name=added["name"]))
    office.run(Acknowledge(name=added["name"][:8]), SOUTH)
    assert office.run(Why(report="LATEST", to="north"), SOUTH)["banners"] == []
    office.post()
    (row,) = office.run(RecordList())
    assert row["acknowledged_by"] == [SOUTH]


def test_an_attestation_lists_its_conditions_by_their_range(office: Office) -> None:
    done = office.run(
        RecordAdd(kind="attestation", about="works", items=("a..o",), dated=day(-3))
    )
    assert "".join(done["message"]["items"]) == "abcdefghijklmno"


def test_why_names_every_rule_with_its_article_and_what_it_rests_on(
    office: Office, shared: str
) -> None:
    told = office.run(Why(report=shared, to="south"))
    (decision,) = told["decisions"]
    assert all(rule["passed"] for rule in decision["rules"])
    assert {row["kind"] for row in decision["rests_on"]} == {"signature", "posture"}
    assert {row["party"] for row in decision["rests_on"]} == {NORTH, SOUTH}
    office.run(PostureSet(agreement=PACT, stance="halt"))
    office.file(label="CLOSED")
    told = office.run(Why(report="LATEST", to="south"))
    failed = {
        r["code"] for d in told["decisions"] for r in d["rules"] if not r["passed"]
    }
    assert failed == {"above-ceiling", "posture"}
    assert any("✗" in line for line in told["lines"])
    assert any("✓" in line for line in told["lines"])


def test_a_task_names_the_command_that_settles_it(office: Office) -> None:
    office.file()
    (row,) = [r for r in office.run(Tasks()) if r["kind"] == "release"]
    assert row["hint"].startswith("watchword release ")
    assert (row["overdue"], row["due"]) == (False, None)
    _, _, name, _, to = row["hint"].split()
    office.run(ReleaseReport(report=name, to=to))
    assert "release" not in kinds(office)


def test_what_if_tells_what_would_stop_and_changes_nothing(office: Office) -> None:
    office.run(PostureSet(agreement=PACT, stance="push", topic="nuclear"))
    office.file()
    office.run(ReleaseReport(report="LATEST", to="south"))
    office.file()
    ask = Ask(party="north", since=day(-1), until=day(1), due=day(800))
    office.run(ask, SOUTH)
    office.post()
    entries = office.desks[NORTH].store.value("SELECT count(*) FROM entry")
    note = Note(word="notice", party="south", dated=day(1), at=day(500))
    told = office.run(AgreementWhatIf(agreement=PACT, note=note))
    assert told["before"]["state"] == "IN_FORCE"
    assert told["after"]["state"] == "TERMINATED"
    (flow,) = told["flows"]
    assert (flow["topic"], flow["runs"]) == ("nuclear", False)
    assert [lapse["kind"] for lapse in told["lapses"]] == ["enquiry"]
    assert "answer" not in {row["kind"] for row in told["overdue"]}
    assert office.desks[NORTH].store.value("SELECT count(*) FROM entry") == entries


def test_what_if_of_an_unknown_agreement_or_party_is_refused(office: Office) -> None:
    for agreement, party in (("none", "south"), (PACT, "nobody")):
        note = Note(word="notice", party=party, dated=day(1))
        with pytest.raises(UsageError):
            office.run(AgreementWhatIf(agreement=agreement, note=note))  # type: ignore[arg-type]


def test_the_life_of_an_agreement_is_told_until_now(office: Office) -> None:
    told = office.run(AgreementLife(agreement=PACT))
    assert told["spans"][-1]["state"] == "IN_FORCE"
    assert told["spans"][-1]["to_ns"] == told["now_ns"]


@pytest.mark.parametrize(
    "command",
    [
        Tasks(),
        History(report="LATEST"),
        Approve(holder="a", to="b", until="2027-01-01", kinds=("launch",)),
        RecordAdd(kind="visit"),
        AgreementWhatIf(
            agreement=PACT, note=Note(word="notice", party="a", dated="2027-01-01")
        ),
    ],
    ids=lambda command: type(command).__name__,
)
def test_a_command_goes_over_the_socket_and_back(command: Command) -> None:
    assert parse_command(encode(command)) == command


def test_where_several_agreements_could_be_meant_one_has_to_be_named(
    office: Office,
) -> None:
    second = PACT.replace("pact", "second")
    text = TALKING.replace('id = "pact"', f'id = "{second}"').replace(
        ', "desk.east"]', "]", 1
    )
    text = without_third(text.replace('"desk.east" =', '"x.y" ='))
    paper = Signature(
        agreement=second,  # type: ignore[arg-type]
        party=NORTH,
        note="signed",
        dated=Instant(ns=system_ns() - HOUR_NS),
        version=1,
        text=text,
    )
    office.run(AddPaper(envelope=sign_paper(paper, office.governance[NORTH])))
    with pytest.raises(UsageError, match="share") as caught:
        asyncio.run(RecordAdd(kind="visit").run(office.desks[NORTH]))
    assert "--agreement" in caught.value.hint
    done = office.run(RecordAdd(kind="visit", agreement=PACT))
    assert done["agreement"] == PACT
