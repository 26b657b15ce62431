"""Importing twice changes nothing, and what has changed is a correction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from tests.desks import FIELDS
from tests.people import Staff, employed
from tests.unit.edge.test_commands import NORTH, SOUTH, raw

from watchword.edge.commands.reports import PictureShow, ReportFile, ReportList
from watchword.edge.commands.sources import ImportedRow, SourceImport
from watchword.edge.picturestore import forget_picture
from watchword.errors import UsageError
from watchword.model.field import Value
from watchword.model.fieldtext import parse_fields

KIM: Final = employed("kim", "analyst", "duty-officer")


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    staff = Staff(tmp_path)
    yield staff
    staff.close()


def row(
    number: int, corrects: str = "", label: str = "OPEN", **texts: str
) -> ImportedRow:
    fields: Mapping[str, Value] = {
        **FIELDS,
        **parse_fields(texts),
        "source": f"a list, row {number}",
    }
    report = ReportFile(
        kind="launch",
        topic="missile.ballistic",
        label=label,
        fields=raw(fields),
        attributed_to="a list",
    )
    return ImportedRow(report=report, corrects=corrects)


def imported(staff: Staff, *rows: ImportedRow, dry: bool = False) -> list[Any]:
    done = staff.office.run(SourceImport(rows=rows, dry_run=dry))
    return list(done["rows"])


def words(rows: list[Any]) -> list[str]:
    return [str(each["was"]) for each in rows]


def held(staff: Staff) -> dict[str, Any]:
    return {each["name"]: each for each in staff.office.run(ReportList())}


def test_importing_twice_changes_nothing(staff: Staff) -> None:
    first = imported(staff, row(1), row(2))
    before = staff.office.desks[NORTH].view.last_entry()
    again = imported(staff, row(2), row(1))
    assert words(first) == ["filed", "filed"]
    assert words(again) == ["held", "held"]
    assert [each["name"] for each in again] == [each["name"] for each in first][::-1]
    assert staff.office.desks[NORTH].view.last_entry() == before
    assert len(held(staff)) == 2


def test_an_import_goes_on_where_another_stopped_also_after_a_restart(
    staff: Staff,
) -> None:
    imported(staff, row(1))
    forget_picture(staff.office.desks[NORTH].store)
    assert words(imported(staff, row(1), row(2), row(3))) == ["held", "filed", "filed"]
    assert len(held(staff)) == 3


def test_a_row_that_has_changed_corrects_its_report_each_time(staff: Staff) -> None:
    (first,) = imported(staff, row(1, apogee_km="100"))
    (second,) = imported(staff, row(1, apogee_km="200"))
    (third,) = imported(staff, row(1, apogee_km="100"))
    assert words([first, second, third]) == ["filed", "corrected", "corrected"]
    found = held(staff)
    assert found[second["name"]]["corrects"] == first["name"]
    assert found[third["name"]]["corrects"] == second["name"]
    (event,) = staff.office.run(PictureShow())["events"]
    (apogee,) = (each for each in event["fields"] if each["field"] == "apogee_km")
    assert apogee["together"]["low"] == 100
    assert [each.get("superseded") for each in apogee["witnesses"]].count(False) == 1


def test_a_value_that_has_gone_from_its_row_is_said_to_stand(staff: Staff) -> None:
    imported(staff, row(1, weapon="a rocket"))
    (done,) = imported(staff, row(1))
    assert (done["was"], done["stands"]) == ("corrected", ["weapon"])


def test_a_row_that_corrects_another_goes_after_it_whatever_the_order(
    staff: Staff,
) -> None:
    later, first = imported(staff, row(2, "a list, row 1", apogee_km="9"), row(1))
    assert words([first, later]) == ["filed", "filed"]
    assert held(staff)[later["name"]]["corrects"] == first["name"]
    (alone,) = imported(staff, row(4, "a list, row 3"))
    assert alone["was"] == "refused"
    assert "not held" in alone["message"]


def test_a_refused_row_stops_no_other(staff: Staff) -> None:
    bad, good = imported(staff, row(1, label="MOSTLY-HARMLESS"), row(2))
    assert (bad["was"], bad["error"]) == ("refused", "unknown-label")
    assert good["was"] == "filed"


def test_a_dry_run_says_what_would_be_and_keeps_nothing(staff: Staff) -> None:
    imported(staff, row(1))
    before = staff.office.desks[NORTH].view.last_entry()
    rows = (row(1), row(2), row(3, label="MOSTLY-HARMLESS"), row(1, apogee_km="9"))
    assert words(imported(staff, *rows[:3], dry=True)) == ["held", "filed", "refused"]
    assert words(imported(staff, rows[3], dry=True)) == ["corrected"]
    assert staff.office.desks[NORTH].view.last_entry() == before


def test_rows_without_a_name_or_with_one_twice_are_refused_whole(
    staff: Staff,
) -> None:
    nameless = ImportedRow(
        report=ReportFile(
            kind="launch", topic="missile", label="OPEN", fields=raw(FIELDS)
        )
    )
    for rows in ((row(1), row(1)), (row(1), nameless)):
        with pytest.raises(UsageError, match="a source of its own"):
            imported(staff, *rows)
    assert held(staff) == {}


def test_the_same_row_of_a_partner_is_nobodys_row_here(staff: Staff) -> None:
    staff.office.run(SourceImport(rows=(row(1, label="OFFEN"),)), SOUTH)
    assert words(imported(staff, row(1))) == ["filed"]


def test_a_report_is_attributed_to_its_source_and_signed_by_the_desk(
    staff: Staff,
) -> None:
    (done,) = imported(staff, row(1))
    found = held(staff)[done["name"]]
    assert (found["attributed_to"], found["originator"]) == ("a list", NORTH)


def test_art07b_whoever_may_not_open_a_row_does_not_learn_whether_it_is_the_same(
    staff: Staff,
) -> None:
    imported(staff, row(1, label="CLOSED"), row(2))
    staff.enrol(KIM)
    asked = SourceImport(rows=(row(1), row(2)), dry_run=True)
    closed, opened = staff.ask(asked, "kim")["rows"]
    other = SourceImport(rows=(row(1, apogee_km="1"),), dry_run=True)
    (changed,) = staff.ask(other, "kim")["rows"]
    assert closed == changed
    assert closed["error"] == "clearance"
    assert opened["was"] == "held"


def test_nothing_of_a_row_is_remembered_when_the_store_says_to_forget(
    staff: Staff,
) -> None:
    desk = staff.office.desks[NORTH]
    imported(staff, row(1))
    assert desk.sources.find("a list, row 1") is not None
    desk.store.tell_watchers()
    assert desk.sources.find("a list, row 1") is None
