"""A shift is handed over with what is open, in the ledger, and nothing leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from tests.desks import FIELDS
from tests.people import Staff, employed
from tests.unit.edge.test_commands import NORTH, SOUTH, raw

from watchword.edge.commands.ledgers import LedgerVerify
from watchword.edge.commands.shifts import (
    ShiftHandOver,
    ShiftNote,
    ShiftShow,
    ShiftTakeOver,
)
from watchword.errors import LedgerError, MarkingError, ReleaseError, UsageError

KIM: Final = employed("kim", "duty-officer")
LEE: Final = employed("lee", "duty-officer")
OPS: Final = employed("ops", "operator")
NEEDLE: Final = "canary-of-the-site"


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    staff = Staff(tmp_path)
    yield staff
    staff.close()


def lines_out(staff: Staff) -> int:
    return int(staff.office.desks[NORTH].store.value("SELECT count(*) FROM line"))


def test_who_hands_over_and_who_takes_over_are_on_the_register(staff: Staff) -> None:
    staff.enrol(KIM, LEE, OPS)
    assert staff.refused(ShiftHandOver(to="lee"), "ops") == "role"
    assert staff.refused(ShiftHandOver(to="ops"), "kim") == "role"
    assert staff.refused(ShiftHandOver(to="nobody"), "kim") == "usage"
    assert staff.refused(ShiftHandOver(to="kim"), "kim") == "usage"
    assert staff.refused(ShiftTakeOver(), "lee") == "usage"
    given = staff.ask(ShiftHandOver(to="lee", says="two calls to make"), "kim")
    assert (given["person"], given["to"]) == ("kim", "lee")
    assert staff.refused(ShiftTakeOver(), "kim") == "role"
    taken = staff.ask(ShiftTakeOver(), "lee")
    assert (taken["person"], taken["hand_over"]) == ("lee", given["number"])
    assert staff.refused(ShiftTakeOver(), "lee") == "usage"
    shown = staff.ask(ShiftShow(), "lee")
    assert (shown["on_duty"], shown["handed_over_to"]) == ("lee", None)
    assert [entry["what"] for entry in shown["entries"]] == ["hand-over", "take-over"]


def test_a_hand_over_lists_what_is_open_by_names_and_never_content(
    staff: Staff,
) -> None:
    report = str(staff.office.file(fields=raw({**FIELDS, "site": NEEDLE}))["name"])
    staff.enrol(KIM, LEE)
    before = lines_out(staff)
    given = staff.ask(ShiftHandOver(to="lee"), "kim")
    (task,) = given["open"]["tasks"]
    assert (task["kind"], task["about"]) == ("release", report)
    (alert,) = given["open"]["alerts"]
    assert (alert["kind"], alert["about"]) == ("release", report)
    assert lines_out(staff) == before
    bodies = staff.office.desks[NORTH].store.rows("SELECT body FROM entry")
    assert NEEDLE.encode() not in b"".join(body for (body,) in bodies)
    assert "missile" not in str(given)


def test_the_log_of_shifts_is_part_of_the_ledger_that_is_verified(staff: Staff) -> None:
    staff.office.run(ShiftNote(says="all is quiet", by="kim"))
    desk = staff.office.desks[NORTH]
    assert staff.office.run(LedgerVerify())["verified"]
    desk.store.run(
        "UPDATE entry SET body = replace(body, 'quiet', 'over') WHERE kind = 'shift'"
    )
    with pytest.raises(LedgerError):
        staff.office.run(LedgerVerify())


def test_without_a_register_people_say_who_they_are(staff: Staff) -> None:
    run = staff.office.run
    with pytest.raises(UsageError):
        run(ShiftNote(says="all is quiet"))
    with pytest.raises(UsageError):
        run(ShiftNote(says="all is quiet", by="Kim Desk"))
    assert run(ShiftNote(says="all is quiet", by="kim"))["person"] == "kim"
    run(ShiftHandOver(to="lee", by="kim"))
    with pytest.raises(ReleaseError):
        run(ShiftTakeOver(by="max"))
    run(ShiftTakeOver(by="lee"))
    assert run(ShiftShow())["on_duty"] == "lee"
    assert run(ShiftShow(), SOUTH)["entries"] == []


def test_a_registered_person_speaks_for_itself_only(staff: Staff) -> None:
    staff.enrol(KIM)
    assert staff.refused(ShiftNote(says="quiet", by="lee"), "kim") == "usage"


@pytest.mark.parametrize("says", ["SECRET//NOFORN the site", "quiet\n극비 문서"])
def test_a_note_with_a_national_marking_is_refused_and_not_kept(
    staff: Staff, says: str
) -> None:
    with pytest.raises(MarkingError):
        staff.office.run(ShiftNote(says=says, by="kim"))
    with pytest.raises(MarkingError):
        staff.office.run(ShiftHandOver(to="lee", says=says, by="kim"))
    assert staff.office.run(ShiftShow())["entries"] == []


@pytest.mark.parametrize("says", ["", "  ", "x" * 2001, "a\x1b[2J"])
def test_a_note_that_is_none_is_refused(staff: Staff, says: str) -> None:
    with pytest.raises(UsageError):
        staff.office.run(ShiftNote(says=says, by="kim"))


def test_the_newest_entries_are_shown_the_oldest_of_them_first(staff: Staff) -> None:
    for number in range(5):
        staff.office.run(ShiftNote(says=f"note {number}", by="kim"))
    shown = staff.office.run(ShiftShow(last=2))["entries"]
    assert [entry["says"] for entry in shown] == ["note 3", "note 4"]
