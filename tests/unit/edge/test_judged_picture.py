"""The picture, counts and catalogue at a desk follow what an analyst decides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.edge.test_commands import Office
from tests.unit.edge.test_counts import LATER, LAUNCH, YEAR, counts, file

from watchword.edge.commands.catalogue import CatalogueList
from watchword.edge.commands.counts import CountShow
from watchword.edge.commands.judgements import Judge, JudgementUndo
from watchword.edge.commands.oddities import OddityList
from watchword.edge.commands.reports import PictureShow
from watchword.model.judgement import Verdict


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    office.agree()
    yield office
    for desk in office.desks.values():
        desk.close()


def judge(office: Office, verdict: Verdict, *reports: str) -> str:
    said = Judge(verdict=verdict, reports=reports, because="seen on the plot")
    return str(office.run(said)["name"])


def count(office: Office) -> Any:  # noqa: ANN401 (JSON)
    return counts(office.run(CountShow(period=YEAR)))


def test_a_withdrawn_event_keeps_its_page_and_is_not_counted_until_undone(
    office: Office,
) -> None:
    first = file(office, LAUNCH)
    file(office, LATER)
    before = count(office)
    made = judge(office, "withdrawn", first)
    rows = office.run(CatalogueList())["events"]
    assert [row["standing"] for row in rows] == ["withdrawn", "held"]
    assert before["missiles"] == (4, 4)
    assert count(office)["missiles"] == (3, 3)
    assert office.run(PictureShow())["events"][0]["withdrawn"] == (first,)
    office.run(JudgementUndo(judgement=made, because="a drill"))
    assert count(office) == before


def test_two_events_said_to_be_the_same_are_one_until_undone(office: Office) -> None:
    names = file(office, LAUNCH), file(office, LATER)
    made = judge(office, "same", *names)
    (event,) = office.run(PictureShow())["events"]
    assert set(event["members"]) == set(names)
    office.run(JudgementUndo(judgement=made, because="a drill"))
    assert len(office.run(PictureShow())["events"]) == 2


def test_a_clock_read_half_a_day_off_is_listed_with_its_events(office: Office) -> None:
    file(office, LAUNCH, attributed_to="JP_MOD")
    wrong = {**LAUNCH, "observed_at": "2022-05-05T00:03+09:00"}
    file(office, wrong, attributed_to="KR_JCS")
    (row,) = office.run(OddityList())["oddities"]
    assert (row["kind"], row["numbers"]) == ("half a day", [1, 2])
