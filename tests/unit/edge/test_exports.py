"""Taking the picture out: only what may be seen, numbered, and said on the cover."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from tests.desks import FIELDS
from tests.people import Staff, employed
from tests.unit.edge.test_commands import NORTH, SOUTH, raw

from watchword.edge.clock import system_ns
from watchword.edge.commands.exports import PictureExport, PictureRead
from watchword.edge.commands.inventory import InventoryShow
from watchword.errors import UsageError
from watchword.formats.sheet import Sheet
from watchword.model.fieldtext import parse_fields

KIM: Final = employed("kim", "analyst", "duty-officer")
TAKEN: Final = PictureExport(to="the library", purpose="study")


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    staff = Staff(tmp_path)
    yield staff
    staff.close()


def filed(staff: Staff, at: str = "2022-05-04T12:03+09:00", **given: Any) -> str:  # noqa: ANN401
    fields = raw({**FIELDS, **parse_fields({"observed_at": at})})
    return str(staff.office.file(**{"fields": fields, **given})["name"])


def sheet(found: dict[str, Any]) -> Sheet:
    return msgspec.convert(found["sheet"], Sheet)


def members(found: dict[str, Any]) -> set[str]:
    return {name for event in sheet(found).events for name in event.members}


def copies(staff: Staff) -> list[bytes]:
    rows = staff.office.desks[NORTH].store.rows(
        "SELECT body FROM entry WHERE kind = 'copy'"
    )
    return [body for (body,) in rows]


def test_art14_every_report_of_an_export_is_a_numbered_copy(staff: Staff) -> None:
    names = {filed(staff), filed(staff, "2022-05-07T12:03+09:00")}
    found = staff.office.run(TAKEN)
    assert members(found) == names
    assert found["copies"] == len(copies(staff)) == 2
    staff.office.run(TAKEN)
    numbers = sorted(msgspec.json.decode(body)["number"] for body in copies(staff))
    assert numbers == [1, 1, 2, 2]
    listed = staff.office.run(InventoryShow())
    assert "the library" in str(listed)


def test_the_cover_says_marking_instant_source_and_rule(staff: Staff) -> None:
    filed(staff)
    filed(staff, label="CLOSED", caveats=("by hand",), rights="ours")
    cover = sheet(staff.office.run(TAKEN)).cover
    assert cover.labels == ("CLOSED", "OPEN")
    assert cover.statuses == ("exercise",)
    assert cover.caveats == ("by hand",)
    assert cover.rights == ("ours",)
    assert NORTH in cover.source
    assert (cover.recipient, cover.purpose) == ("the library", "study")
    assert "0 reports withheld" in cover.rule
    assert cover.as_of == cover.made_at


def test_art07b_what_a_person_may_not_open_is_in_no_export(staff: Staff) -> None:
    opened = filed(staff)
    filed(staff, label="CLOSED")
    filed(staff, topic="nuclear.test")
    staff.enrol(KIM)
    found = staff.ask(TAKEN, "kim")
    assert members(found) == {opened}
    assert found["withheld"] == {
        "items": 2,
        "codes": {"clearance": 1, "need-to-know": 1},
    }
    cover = sheet(found).cover
    assert "2 reports withheld (clearance 1, need-to-know 1)" in cover.rule
    assert cover.made_by == "kim"
    assert len(copies(staff)) == 1


def test_art14_what_may_not_be_copied_is_left_out_and_counted(staff: Staff) -> None:
    opened = filed(staff)
    filed(staff, purposes=("training",))
    found = staff.office.run(TAKEN)
    assert members(found) == {opened}
    assert found["withheld"] == {"items": 1, "codes": {"purpose": 1}}


def test_an_export_is_as_of_an_instant_and_of_one_year(staff: Staff) -> None:
    first = filed(staff, "2021-05-04T12:03+09:00")
    between = system_ns()
    second = filed(staff, "2022-05-04T12:03+09:00")
    assert members(
        staff.office.run(msgspec.structs.replace(TAKEN, as_of_ns=between))
    ) == {first}
    of_year = staff.office.run(msgspec.structs.replace(TAKEN, year=2022))
    assert members(of_year) == {second}
    assert of_year["copies"] == 1
    assert "began in 2022 (UTC)" in sheet(of_year).cover.rule


def test_an_event_that_is_of_that_year_only_without_a_report_is_not_taken(
    staff: Staff,
) -> None:
    filed(staff, "2021-12-31T23:59Z", purposes=("training",))
    filed(staff, "2022-01-01T00:01Z", attributed_to="another")
    (whole,) = sheet(staff.office.run(PictureRead())).events
    assert len(whole.members) == 2
    for year, events in ((2021, 0), (2022, 0)):
        taken = staff.office.run(msgspec.structs.replace(TAKEN, year=year))
        assert len(sheet(taken).events) == events


def test_an_export_is_for_the_own_people(staff: Staff) -> None:
    filed(staff)
    with pytest.raises(UsageError, match="partner"):
        staff.office.run(msgspec.structs.replace(TAKEN, to=SOUTH))
    with pytest.raises(UsageError, match="purpose"):
        staff.office.run(msgspec.structs.replace(TAKEN, purpose=" "))
    assert copies(staff) == []


def test_nothing_is_exported_of_nothing(staff: Staff) -> None:
    found = staff.office.run(TAKEN)
    assert (sheet(found).events, found["copies"]) == ((), 0)
    assert sheet(found).cover.labels == ()


def test_art06e_reading_takes_no_copy_and_is_noted(staff: Staff) -> None:
    opened = filed(staff)
    filed(staff, label="CLOSED")
    staff.enrol(KIM)
    found = staff.ask(PictureRead(purpose="study"), "kim")
    assert members(found) == {opened}
    assert sheet(found).cover.labels == ("OPEN",)
    assert copies(staff) == []
    (noted,) = staff.office.desks[NORTH].store.rows(
        "SELECT body FROM entry WHERE kind = 'read'"
    )
    said = msgspec.json.decode(noted[0])
    assert (said["command"], said["opened"], said["withheld"]) == ("picture-read", 1, 1)
