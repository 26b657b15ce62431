"""Every dated row of the shipped histories, asked as a person asks at a terminal.

One row an instant: what each desk reads, and what is printed when nobody's
reading is asked for.  Where only the day is known the stricter of before and
after rules, and the answer is called uncertain.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from watchword.agreements.state import state
from watchword.cli.main import app
from watchword.model.agreement import (
    READINGS,
    AgreementId,
    Notice,
    Reading,
    ReadingName,
)
from watchword.model.party import PartyId
from watchword.model.time import Instant, parse_instant
from watchword.record.library import shipped_papers

GSOMIA = AgreementId("gsomia-2016")
SEOUL = PartyId("exercise.seoul")
TOKYO = PartyId("exercise.tokyo")


class Row(NamedTuple):
    """What is to be printed at an instant, whoever reads.

    Args:
        at: Local time of the agreement.
        state: What each desk reads, and what is printed without a reading.
        flags: ``?`` the dates leave it uncertain, ``!`` the readings differ.
        ends: When the notice takes effect, as a day.
        may_end: The next day on which it could end, by the yearly deadline.
    """

    at: str
    state: str
    flags: str = ""
    ends: str | None = None
    may_end: str | None = None


def given(at: str, flags: str = "") -> Row:
    return Row(at, "NOTICE_GIVEN", flags, ends="2019-11-23", may_end="2019-11-23")


def suspended(at: str, may_end: str, flags: str = "!") -> Row:
    return Row(at, "NOTICE_SUSPENDED", flags, may_end=may_end)


def in_force(at: str, may_end: str) -> Row:
    return Row(at, "IN_FORCE", may_end=may_end)


HISTORY = {
    "the day a signing was called off": Row("2012-06-29T16:00", "DRAFT"),
    "a trilateral signature changes nothing here": Row("2014-12-26T12:00", "DRAFT"),
    "the trilateral way opens, not this one": Row("2014-12-29T12:00", "DRAFT"),
    "before the day of signing": Row("2016-11-22T23:59:59.999999999", "DRAFT"),
    "the day of signing begins": Row("2016-11-23T00:00", "DRAFT", "?"),
    "the day of signing at noon": Row("2016-11-23T12:00", "DRAFT", "?"),
    "the day of signing ends": Row("2016-11-23T23:59:59.999999999", "DRAFT", "?"),
    "after the day of signing": in_force("2016-11-24T00:00", "2017-11-23"),
    "the first exchange": in_force("2016-12-16T10:00", "2017-11-23"),
    "the first deadline's last moment": in_force(
        "2017-08-24T23:59:59.999999999", "2017-11-23"
    ),
    "the first deadline has passed": in_force("2017-08-25T00:00", "2018-11-23"),
    "the first term's last moment": in_force(
        "2017-11-22T23:59:59.999999999", "2018-11-23"
    ),
    "extended for the first time": in_force("2017-11-23T00:00", "2018-11-23"),
    "the second term's last moment": in_force(
        "2018-11-22T23:59:59.999999999", "2019-11-23"
    ),
    "extended for the second time": in_force("2018-11-23T00:00", "2019-11-23"),
    "a decision is announced": in_force("2019-08-22T18:20", "2019-11-23"),
    "the day before the note ends": in_force(
        "2019-08-22T23:59:59.999999999", "2019-11-23"
    ),
    "the day of the note begins": given("2019-08-23T00:00", "?"),
    "the day of the note at noon": given("2019-08-23T12:00", "?"),
    "the day of the note ends": given("2019-08-23T23:59:59.999999999", "?"),
    "after the day of the note": given("2019-08-24T00:00"),
    "the deadline has passed": given("2019-08-25T00:00"),
    "a launch nobody asks about": given("2019-10-31T16:35"),
    "a minute before the second note": given("2019-11-22T17:59"),
    "the moment before the second note": given("2019-11-22T17:59:59.999999999"),
    "the second note": suspended("2019-11-22T18:00", "2020-11-23", ""),
    "the last moment before it would have ended": suspended(
        "2019-11-22T23:59:59.999999999", "2020-11-23", ""
    ),
    "it would have ended": suspended("2019-11-23T00:00", "2020-11-23", ""),
    "before the readings part": suspended(
        "2020-08-23T23:59:59.999999999", "2020-11-23", ""
    ),
    "the readings part": suspended("2020-08-24T00:00", "2020-11-23"),
    "the day of the readings ends": suspended(
        "2020-08-24T23:59:59.999999999", "2020-11-23"
    ),
    "the yearly deadline of 2020 has passed": suspended(
        "2020-08-25T00:00", "2021-11-23"
    ),
    "another November": suspended("2020-11-23T00:00", "2021-11-23"),
    "eleven exchanges begin": suspended("2022-05-10T12:00", "2022-11-23"),
    "a minister speaks in Singapore": suspended("2022-06-12T12:00", "2022-11-23"),
    "another speaks in Washington": suspended("2022-06-13T12:00", "2022-11-23"),
    "a summit declares": suspended("2023-03-16T18:00", "2023-11-23"),
    "one ministry asks another": suspended("2023-03-17T12:00", "2023-11-23"),
    "before the third note": suspended("2023-03-20T23:59:59.999999999", "2023-11-23"),
    "the day of the third note begins": suspended(
        "2023-03-21T00:00", "2023-11-23", "?!"
    ),
    "the day of the third note at noon": suspended(
        "2023-03-21T12:00", "2023-11-23", "?!"
    ),
    "the day of the third note ends": suspended(
        "2023-03-21T23:59:59.999999999", "2023-11-23", "?!"
    ),
    "after the third note": in_force("2023-03-22T00:00", "2023-11-23"),
    "the warning mechanism is active": in_force("2023-12-19T12:00", "2024-11-23"),
    "three ministers sign a memorandum": in_force("2024-07-28T12:00", "2024-11-23"),
}


@pytest.fixture
def nowhere(tmp_path: Path) -> str:
    return str(tmp_path / "no-node")


def asked(agreement: str, at: str, nowhere: str, reading: str = "") -> dict[str, Any]:
    args = ["agreement", "state", agreement, "--at", at, "--json"]
    args += ["--reading", reading] if reading else []
    done = CliRunner().invoke(app, args, env={"WATCHWORD_NODE": nowhere})
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def day(text: str | None) -> str | None:
    return text and f"{text}T00:00:00+09:00"


@pytest.mark.parametrize("reading", ["", "seoul", "tokyo"])
@pytest.mark.parametrize("row", HISTORY.values(), ids=HISTORY)
def test_art21c_the_history_of_the_agreement_is_told_by_every_reading(
    row: Row, reading: str, nowhere: str
) -> None:
    found = asked(GSOMIA, f"{row.at}+09:00", nowhere, reading)
    assert found["state"] == row.state
    assert found["uncertain"] is ("?" in row.flags)
    assert found["readings_differ"] is ("!" in row.flags)
    if row.state == "DRAFT":
        return
    effects = found["by_reading"]
    assert {effect["state"] for effect in effects.values()} == {row.state}
    assert {effect["ends_at"] for effect in effects.values()} == {day(row.ends)}
    asserted = row.at >= "2020-08-25"
    at_will = "at will" if row.state == "NOTICE_SUSPENDED" else day(row.may_end)
    # Until the day has passed on which each said how it reads the papers, the
    # strictest reading is taken.
    deadline = day(row.may_end) if asserted else at_will
    assert effects["exercise.seoul"]["may_end"] == at_will
    assert effects["exercise.tokyo"]["may_end"] == deadline


TRILATERAL = {
    "before anybody signs": ("2014-12-22T23:59:59.999999999", "DRAFT", False),
    "one has signed": ("2014-12-24T00:00", "DRAFT", False),
    "before the others sign": ("2014-12-25T23:59:59.999999999", "DRAFT", False),
    "the others' day begins": ("2014-12-26T00:00", "DRAFT", True),
    "the others' day ends": ("2014-12-26T23:59:59.999999999", "DRAFT", True),
    "all have signed": ("2014-12-27T00:00", "SIGNED", False),
    "before the papers reach the hub": (
        "2014-12-28T23:59:59.999999999",
        "SIGNED",
        False,
    ),
    "the day they reach it begins": ("2014-12-29T00:00", "SIGNED", True),
    "the day they reach it ends": ("2014-12-29T23:59:59.999999999", "SIGNED", True),
    "in effect": ("2014-12-30T00:00", "IN_FORCE", False),
    "the bilateral one has been noticed": ("2019-11-22T12:00", "IN_FORCE", False),
    "the warning mechanism is active": ("2023-12-19T12:00", "IN_FORCE", False),
    "three ministers sign a memorandum": ("2024-07-28T12:00", "IN_FORCE", False),
}


@pytest.mark.parametrize("reading", ["", "seoul", "tokyo", "washington"])
@pytest.mark.parametrize(
    ("at", "expected", "uncertain"), TRILATERAL.values(), ids=TRILATERAL
)
def test_par9_the_arrangement_of_2014_takes_effect_when_its_papers_arrive(
    at: str, expected: str, reading: str, nowhere: str, *, uncertain: bool
) -> None:
    found = asked("tisa-2014", f"{at}+09:00", nowhere, reading)
    assert (found["state"], found["uncertain"]) == (expected, uncertain)
    assert found["readings_differ"] is False


def kst(text: str) -> int:
    return parse_instant(text, zone="Asia/Seoul").ns


VECTORS = {
    "the last moment of 24 August 2017": ("2017-08-24T23:59:59", "2017-11-23"),
    "the first of 25 August 2017": ("2017-08-25T00:00", "2018-11-23"),
    "23 August 2019": ("2019-08-23T12:00", "2019-11-23"),
    "24 August 2019 begins": ("2019-08-24T00:00", "2019-11-23"),
    "24 August 2019 ends": ("2019-08-24T23:59:59.999999999", "2019-11-23"),
    "25 August 2019": ("2019-08-25T00:00", "2020-11-23"),
    "the last day of the term": ("2019-11-22T23:59:59", "2020-11-23"),
    "24 August 2023": ("2023-08-24T12:00", "2023-11-23"),
    "25 August 2023": ("2023-08-25T00:00", "2024-11-23"),
}


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(("arrives", "ends"), VECTORS.values(), ids=VECTORS)
def test_art21c_a_notice_takes_effect_at_the_end_of_the_term_it_is_timely_for(
    arrives: str, ends: str, reading: ReadingName
) -> None:
    entry = shipped_papers(GSOMIA)[:4]
    noted = Notice(
        agreement=GSOMIA, party=SEOUL, note="n", dated=Instant(ns=kst(arrives))
    )
    readings = [
        Reading(
            agreement=GSOMIA,
            party=party,
            note="r",
            dated=Instant(ns=kst("2017-01-01T00:00")),
            reading=reading,
        )
        for party in (SEOUL, TOKYO)
    ]
    papers = (*entry, noted, *readings)
    end_ns = kst(f"{ends}T00:00")
    before = state(GSOMIA, kst(arrives) - 1, papers)
    arrived = state(GSOMIA, kst(arrives), papers)
    last = state(GSOMIA, end_ns - 1, papers)
    over = state(GSOMIA, end_ns, papers)
    assert [s.state for s in (before, arrived, last, over)] == [
        "IN_FORCE",
        "NOTICE_GIVEN",
        "NOTICE_GIVEN",
        "TERMINATED",
    ]
    assert {e.ends_at_ns for e in arrived.by_reading.values()} == {end_ns}
    assert not any(s.readings_differ or s.uncertain for s in (before, last, over))


def test_art21c_a_notice_known_by_its_day_is_timely_for_the_whole_of_24_august() -> (
    None
):
    entry = shipped_papers(GSOMIA)[:4]
    for arrives, ends in (("2019-08-24", "2019-11-23"), ("2019-08-25", "2020-11-23")):
        dated = replace(parse_instant(arrives, zone="Asia/Seoul"), zone="")
        noted = Notice(agreement=GSOMIA, party=SEOUL, note="n", dated=dated)
        found = state(GSOMIA, kst("2019-10-01T00:00"), (*entry, noted))
        assert found.by_reading[TOKYO].ends_at_ns == kst(f"{ends}T00:00")
