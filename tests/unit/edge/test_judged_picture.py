"""The picture, counts and catalogue at a desk follow what an analyst decides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.people import Staff, employed
from tests.unit.edge.test_commands import Office
from tests.unit.edge.test_counts import LATER, LAUNCH, YEAR, counts, file, now

from watchword.edge.commands.catalogue import (
    CatalogueChanges,
    CatalogueList,
    CatalogueShow,
)
from watchword.edge.commands.counts import CountShow
from watchword.edge.commands.judgements import Judge, JudgementUndo
from watchword.edge.commands.oddities import OddityList
from watchword.edge.commands.opened import PictureOpen
from watchword.edge.commands.reports import PictureShow
from watchword.model.judgement import Verdict


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    office.agree()
    yield office
    for desk in office.desks.values():
        desk.close()


def judge(
    office: Office, verdict: Verdict, *reports: str, others: tuple[str, ...] = ()
) -> str:
    said = Judge(
        verdict=verdict, reports=reports, others=others, because="seen on the plot"
    )
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


def test_a_version_names_the_judgement_that_made_it_and_that_undid_it(
    office: Office,
) -> None:
    first, second = file(office, LAUNCH), file(office, LATER)
    made = judge(office, "same", first, second)
    undo = JudgementUndo(judgement=made, because="a drill")
    undone = str(office.run(undo)["name"])
    gone = judge(office, "withdrawn", first)
    page = office.run(CatalogueShow(event=first))
    assert [row["name"] for row in page["judgements"]] == [made, undone, gone]
    assert [row["counts"] for row in page["judgements"]] == [False, True, True]
    listed, joined, parted, withdrawn = page["versions"]
    assert (listed["joined"], listed["decided"]) == ((first,), ())
    assert (joined["was"], joined["decided"]) == ((first, second), (made,))
    assert joined["judgements"][0]["because"] == "seen on the plot"
    assert (parted["left"], parted["decided"]) == ((second,), (undone,))
    assert (withdrawn["standing"], withdrawn["decided"]) == (
        ("held", "withdrawn"),
        (gone,),
    )


def test_what_changed_between_two_instants_names_the_judgement(office: Office) -> None:
    first, second = file(office, LAUNCH), file(office, LATER)
    since = now()
    made = judge(office, "same", first, second)
    (change,) = office.run(CatalogueChanges(since=since))["changes"]
    assert (change["joined"], change["decided"]) == ((), (made,))
    since = now()
    apart = judge(office, "apart", first, others=(second,))
    one, other = office.run(CatalogueChanges(since=since))["changes"]
    assert one["decided"] == other["decided"] == (apart,)
    assert (one["left"], other["left"]) == ((second,), (first,))
    assert [row["verdict"] for row in one["judgements"]] == ["apart"]


def test_a_report_that_takes_a_member_along_is_told_where_it_left(
    office: Office,
) -> None:
    """What knows the day only is of the one launch of that day, until there are two."""
    day = {"stated_on": "2022-05-04+09:00", "range_km": "~470"}
    first = file(office, LAUNCH, attributed_to="KR_JCS")
    coarse = file(office, day, attributed_to="US_INDOPACOM")
    evening = {**LAUNCH, "observed_at": "2022-05-04T19:03+09:00"}
    since = now()
    second = file(office, evening, attributed_to="JP_MOD")
    page = office.run(CatalogueShow(event=first))
    *_, last = page["versions"]
    assert [len(row["joined"]) for row in page["versions"]] == [1, 1, 0]
    assert (last["left"], last["beside"]) == ((coarse,), (second,))
    rows = office.run(CatalogueChanges(since=since))["changes"]
    assert {row["event"]: row["beside"] for row in rows} == {
        first: (second,),
        coarse: (second,),
        second: (),
    }


def test_a_person_is_told_of_a_judgement_and_not_which_closed_reports_it_names(
    tmp_path: Path,
) -> None:
    staff = Staff(tmp_path)
    open_, closed = (
        file(staff.office, LAUNCH),
        file(staff.office, LATER, label="CLOSED"),
    )
    judge(staff.office, "same", open_, closed)
    staff.enrol(employed("kim", "analyst", clearance="OPEN"))
    page = staff.ask(CatalogueShow(event=open_), "kim")
    (row,) = page["judgements"]
    assert row["reports"] == [open_]
    assert closed not in repr(page)
    opened = staff.ask(PictureOpen(event=open_), "kim")
    assert opened["judgements"][0]["reports"] == [open_]
    assert closed not in repr(opened)
    staff.close()


def test_a_count_follows_the_last_correction_where_the_one_before_is_withdrawn(
    office: Office,
) -> None:
    first = file(office, LAUNCH)
    wrong = file(office, {"count": "9"}, corrects=first)
    file(office, {"count": "2"}, corrects=wrong)
    judge(office, "withdrawn", wrong)
    assert count(office)["missiles"] == (2, 2)
    (row,) = office.run(CatalogueList())["events"]
    assert (row["fired"], row["standing"]) == ([2, 2], "held")
