"""Proposals at the door: who may file reads, and what is filed says who made it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from tests.people import Staff, employed
from tests.persons import key_of
from tests.unit.edge.test_commands import NORTH

from watchword.edge.commands.doctor import Doctor
from watchword.edge.commands.proposals import (
    ProposalDiscard,
    ProposalFile,
    ProposalList,
    ProposalShow,
    TrayList,
)
from watchword.edge.commands.reports import ReportList
from watchword.edge.config import parse_config
from watchword.edge.proposals import Body, Proposals
from watchword.edge.readingchild import ReadFile, answer
from watchword.edge.traysettings import ProposerSettings, Tray
from watchword.errors import UsageError

TEXT: Final = (
    "North Korea fired one ballistic missile at about 7:40 a.m. KST on May 3, the"
    " Joint Chiefs of Staff said. It flew about 670 km at an altitude of about 90 km."
    " It was the fourth launch this month."
)
CLAIMS_ALONE: Final = "It was one of at least 18 missile tests this year."
KIM: Final = employed("kim", "duty-officer", need=())
OPS: Final = employed("ops", "operator", "auditor", "release-officer", need=())


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    staff = Staff(tmp_path)
    yield staff
    staff.close()


def kept(staff: Staff, text: str = TEXT, made_by: str = "grammar") -> str:
    found = answer(ReadFile(data=text.encode(), name="2026-05-03.txt"))
    assert found.statement is not None
    (draft,) = found.drafts
    body = Body(statement=found.statement, draft=draft, file="2026-05-03.txt")
    desk = staff.office.desks[NORTH]
    return Proposals(desk.store).keep(body, made_by, "news", desk.clock.now_ns(), 0)[0]


def run(staff: Staff, command: Any) -> Any:  # noqa: ANN401
    """As the command line gets it."""
    return msgspec.json.decode(msgspec.json.encode(staff.office.run(command)))


def test_whoever_files_it_stands_beside_it_and_the_text_goes(staff: Staff) -> None:
    name = kept(staff)
    staff.enrol(KIM)
    (row,) = staff.ask(ProposalList(), "kim")["proposals"]
    assert (row["id"], row["kind"], row["person"]) == (name, "launch", None)
    shown = staff.ask(ProposalShow(proposal=name[:8]), "kim")
    assert shown["text"] == TEXT
    assert [claim["type"] for claim in shown["claims"]] == ["nth"]
    filed = staff.ask(ProposalFile(proposal=name[:8], label="OPEN"), "kim")
    (row,) = staff.ask(ProposalList(every=True), "kim")["proposals"]
    assert (row["person"], row["report"]) == ("kim", filed["name"])
    assert "kind" not in row
    assert staff.ask(ProposalShow(proposal=name), "kim")["text"] is None


def test_whoever_may_not_file_reads_no_proposal(staff: Staff) -> None:
    name = kept(staff)
    staff.enrol(OPS)
    for command in (
        ProposalList(),
        ProposalShow(proposal=name),
        ProposalFile(proposal=name, label="OPEN"),
        ProposalDiscard(proposal=name, why="a drill"),
    ):
        assert staff.refused(command, "ops") == "role"
    given = staff.knock(TrayList(), key_of("ops"))
    assert not given.error
    assert b"Joint Chiefs" not in bytes(given.result)


def test_what_an_outside_program_made_says_so_in_its_source(staff: Staff) -> None:
    own, outside = kept(staff), kept(staff, made_by="tiny")
    assert [r["outside"] for r in run(staff, ProposalList())["proposals"]].count(True)
    run(staff, ProposalFile(proposal=own, label="OPEN"))
    filed = run(staff, ProposalFile(proposal=outside, label="OPEN"))
    assert (filed["made_by"], filed["outside"]) == ("tiny", True)
    reports = {r["name"]: r["fields"] for r in run(staff, ReportList())}
    said = reports.pop(filed["name"])
    assert "outside program tiny" in said["source"]
    (other,) = reports.values()
    assert "source" not in other
    assert other["text"] == said["text"] == TEXT


def test_claims_alone_are_shown_and_cannot_be_filed(staff: Staff) -> None:
    name = kept(staff, CLAIMS_ALONE)
    assert run(staff, ProposalShow(proposal=name))["claims"] != []
    with pytest.raises(UsageError, match="claims alone"):
        run(staff, ProposalFile(proposal=name, label="OPEN"))
    row = run(staff, ProposalDiscard(proposal=name, why="checked"))
    assert (row["state"], row["why"]) == ("discarded", "checked")


@pytest.mark.parametrize("why", ["", "  ", "a\x1b[2J", "a" * 1001])
def test_discarding_has_a_reason_that_can_be_read(staff: Staff, why: str) -> None:
    name = kept(staff)
    with pytest.raises(UsageError):
        run(staff, ProposalDiscard(proposal=name, why=why))
    assert len(run(staff, ProposalList())["proposals"]) == 1


def test_doctor_and_the_list_of_trays_say_what_cannot_work(
    staff: Staff, tmp_path: Path
) -> None:
    desk = staff.office.desks[NORTH]
    there = tmp_path / "there"
    there.mkdir()
    desk.config = msgspec.structs.replace(
        desk.config,
        tray=(
            Tray(name="gone", path=str(tmp_path / "nowhere")),
            Tray(name="news", path=str(there)),
        ),
        proposer=(ProposerSettings(name="nobody"),),
    )
    kept(staff)
    found = {row["check"]: row["state"] for row in run(staff, Doctor(partners=False))}
    assert found["tray gone"] == "fail"
    assert found["tray news"] == "ok"
    assert found["proposer nobody"] == "fail"
    assert found["proposals"] == "warn"
    listed = run(staff, TrayList())
    assert [each["tray"] for each in listed["trays"]] == ["gone", "news"]
    assert not listed["running"]
    assert parse_config(staff.office.desks[NORTH].home.config_path.read_text(), {})
