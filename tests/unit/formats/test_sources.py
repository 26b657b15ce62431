"""Rows of each source: what is taken, what is not, and what is refused."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Final

import pytest
from tests.conftest import ROOT

from watchword.errors import UsageError
from watchword.formats.authority_reports import AUTHORITY_REPORTS
from watchword.formats.cns import CNS
from watchword.formats.csis import CSIS
from watchword.formats.own_form import OWN_FORM
from watchword.formats.recognise import FORMATS, recognise
from watchword.formats.source import Format, LeftOut, Row, SourceRow
from watchword.formats.table import Unreadable
from watchword.model.field import Position
from watchword.model.fieldtext import format_value
from watchword.model.quantity import Quantity
from watchword.model.time import DAY_NS, MINUTE_NS, Instant

MISSILE: Final = {
    "id": "CNS-1",
    "date_utc": "2022-05-04",
    "time_utc": "03:03",
    "date_kst": "2022-05-04",
    "missile_name": "Hwasong-15",
    "missile_type": "ICBM",
    "facility_key": "sunan",
    "facility": "Sunan",
    "lat": "39.2",
    "lon": "125.7",
    "landing": "sea-of-japan",
    "apogee_km": "780",
    "range_km": "470",
    "bearing_deg": "72",
    "outcome": "success",
}
PROVOCATION: Final = {
    "id": "CSIS-1",
    "date_local": "2022-05-04",
    "type": "Missile Provocation",
    "event": "Short-range Ballistic Missile Launch",
    "resources": "https://a.example/b; a book, page 3",
}
SAID: Final = {
    "event_key": "dprk-20220504",
    "event_group": "a",
    "authority": "JP_MOD",
    "local_date": "2022-05-04",
    "utc_first": "2022-05-04T03:03Z",
    "utc_last": "2022-05-04T03:03Z",
    "range_km_min": "500",
    "range_km_max": "500",
}
OWN: Final = {
    "id": "7",
    "source": "a list",
    "kind": "launch",
    "topic": "missile.ballistic",
    "observed_at": "2022-05-04T12:03+09:00",
    "range_km": "~470",
}


def written(form: Format, *rows: Mapping[str, str]) -> bytes:
    columns = [*form.columns, *{c for row in rows for c in row} - {*form.columns}]
    out = StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def read(form: Format, *rows: Mapping[str, str]) -> list[Row]:
    return list(form.read(written(form, *rows)))


def only(form: Format, row: Mapping[str, str], **other: str) -> SourceRow:
    (found,) = read(form, {**row, **other})
    assert isinstance(found, SourceRow), found
    return found


def refused(form: Format, row: Mapping[str, str], **other: str) -> str:
    name = "event_group" if form is AUTHORITY_REPORTS else "id"
    bad, good = read(form, {**row, **other}, {**row, name: "b"})
    assert isinstance(good, SourceRow), good
    assert isinstance(bad, Unreadable), bad
    assert bad.line == 2
    return bad.says


def text(row: SourceRow) -> dict[str, str]:
    return {name: format_value(value) for name, value in row.fields.items()}


def test_a_missile_of_the_database_is_a_report_of_it() -> None:
    row = only(CNS, MISSILE)
    assert (row.kind, row.topic) == ("launch", "missile.ballistic")
    assert row.source.authority == "CNS North Korea Missile Test Database"
    assert "Apache-2.0" in row.source.rights
    assert text(row) == {
        "observed_at": "2022-05-04T03:03Z",
        "count": "1",
        "range_km": "470",
        "apogee_km": "780",
        "bearing_deg": "72",
        "position": "39.2,125.7",
        "site": "Sunan",
        "weapon": "Hwasong-15",
        "weapon_class": "ICBM",
        "outcome": "success",
        "landing_area": "Sea of Japan",
    }


def test_what_the_database_fills_in_is_not_taken() -> None:
    row = only(
        CNS,
        MISSILE,
        facility_key="unknown",
        facility="Unknown",
        bearing_deg="90",
        outcome="unknown",
        missile_type="Unknown",
    )
    absent = {"position", "site", "bearing_deg", "outcome", "weapon_class"}
    assert absent.isdisjoint(row.fields)


def test_a_missile_of_a_salvo_says_that_there_was_at_least_one() -> None:
    row = only(CNS, MISSILE, series="3")
    assert row.fields["count"] == Quantity(low=1.0, unit="1")
    assert row.fields["note"] == "number 3 of a salvo"


def test_a_missile_without_a_time_is_known_by_its_local_day() -> None:
    row = only(CNS, MISSILE, time_utc="", date_utc="2022-05-03")
    when = row.fields["observed_at"]
    assert isinstance(when, Instant)
    assert (when.zone, when.precision_ns) == ("+09:00", DAY_NS)
    (left,) = read(CNS, {**MISSILE, "date_utc": "1984-09", "date_kst": "1984-09"})
    assert left == LeftOut(line=2, because="known by its month only")


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("date_utc", "2022-02-30", "no such instant"),
        ("date_utc", "yesterday", "cannot read the instant"),
        ("lat", "190", "lat,lon: no such place"),
        ("lat", "", "only one is there"),
        ("range_km", "far", "range_km: 'far' is no number"),
        ("range_km", "nan", "range_km: 'nan' is no number"),
        ("apogee_km", "1e300", "beyond anything"),
        ("bearing_deg", "400", "a bearing is 0 to 360 degrees"),
        ("facility", "a\x1b[2J", "control characters"),
        ("id", "", "the row has no id"),
    ],
)
def test_a_bad_cell_of_the_database_costs_its_row_and_says_why(
    column: str, cell: str, says: str
) -> None:
    assert says in refused(CNS, MISSILE, **{column: cell})


def test_a_row_that_stands_in_a_file_twice_is_refused_the_second_time() -> None:
    first, second = read(CNS, MISSILE, {**MISSILE, "range_km": "1"})
    assert isinstance(first, SourceRow)
    assert second == Unreadable(line=3, says="the row 'CNS-1' stands in line 2 too")


def test_a_list_whose_text_is_not_ours_gives_day_sort_and_link_only() -> None:
    row = only(CSIS, PROVOCATION)
    assert text(row) == {
        "observed_at": "2022-05-04+09:00",
        "weapon_class": "SRBM",
        "note": "https://a.example/b",
    }
    assert "all rights reserved" in row.source.rights


def test_a_title_of_several_sorts_says_the_class_of_none() -> None:
    several = only(CSIS, PROVOCATION, event="Intercontinental ballistic missile & SRBM")
    assert "weapon_class" not in several.fields
    assert several.topic == "missile.ballistic"


def test_what_is_no_launch_is_left_out_and_what_contradicts_itself_refused() -> None:
    (other,) = read(CSIS, {**PROVOCATION, "type": "Other Provocation"})
    (engine,) = read(CSIS, {**PROVOCATION, "event": "Rocket Engine Test"})
    assert isinstance(other, LeftOut)
    assert isinstance(engine, LeftOut)
    says = refused(CSIS, PROVOCATION, event="Nuclear Detonation Device")
    assert "does not go with the title" in says
    assert "no such instant" in refused(CSIS, PROVOCATION, date_local="2022-13-01")


def test_an_authority_is_the_witness_and_its_later_word_corrects_the_first() -> None:
    first, later = read(
        AUTHORITY_REPORTS,
        SAID,
        {**SAID, "authority": "JP_MOD_rev", "range_km_min": "600", "range_km_max": ""},
    )
    assert isinstance(first, SourceRow)
    assert isinstance(later, SourceRow)
    assert first.source.authority == later.source.authority
    assert later.corrects == first.id
    assert text(first) == {"observed_at": "2022-05-04T03:03Z", "range_km": "~500"}
    assert text(later)["range_km"] == "~>=600"


def test_a_qualifier_makes_a_number_the_bound_that_it_was() -> None:
    row = only(
        AUTHORITY_REPORTS,
        SAID,
        qualifiers="range_at_most;apogee_at_least",
        apogee_km_min="100",
        apogee_km_max="100",
    )
    assert text(row)["range_km"] == "~<=500"
    assert text(row)["apogee_km"] == "~>=100"


def test_an_authority_that_is_not_known_is_refused() -> None:
    assert "authority" in refused(AUTHORITY_REPORTS, SAID, authority="SOMEBODY")
    crossed = refused(AUTHORITY_REPORTS, SAID, range_km_min="600", range_km_max="5")
    assert crossed.startswith("range_km_min: the lower end")


def test_a_table_of_ones_own_has_the_fields_of_a_report() -> None:
    row = only(OWN_FORM, OWN, attributed_to="a ministry", rights="CC0", corrects="6")
    assert text(row) == {
        "observed_at": "2022-05-04T12:03+09:00",
        "range_km": "~470",
    }
    assert (row.source.authority, row.source.rights) == ("a ministry", "CC0")
    assert (row.source.key(row.id), row.corrects) == ("a list, row 7", "6")


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("kind", "party", "kind: 'party' is none of launch"),
        ("source", "", "source: it is empty"),
        ("observed_at", "2022-05-04", "observed_at: an instant needs a zone"),
        ("range_km", "far", "range_km: cannot read the number"),
    ],
)
def test_a_bad_cell_of_ones_own_table_costs_its_row(
    column: str, cell: str, says: str
) -> None:
    assert refused(OWN_FORM, OWN, **{column: cell}).startswith(says)


def test_a_misspelt_column_of_ones_own_table_is_refused_before_anything() -> None:
    with pytest.raises(UsageError, match="no column is called 'rnage_km'"):
        read(OWN_FORM, {**OWN, "rnage_km": "470"})


@pytest.mark.parametrize("form", [CNS, CSIS, AUTHORITY_REPORTS, OWN_FORM])
def test_a_format_is_known_by_its_header(form: Format) -> None:
    assert recognise(written(form)) is form
    without = form.columns[1:]
    with pytest.raises(UsageError, match=form.columns[0]):
        recognise(",".join(without).encode() + b"\n")


def test_the_page_names_every_column_of_every_format() -> None:
    page = (ROOT / "docs" / "how-to" / "import.md").read_text("utf-8")
    for form in FORMATS.values():
        assert f"`{form.name}`" in page
        assert [c for c in form.columns if f"`{c}`" not in page] == []


def test_the_real_files_are_read_and_every_row_accounted_for(shared: Path) -> None:
    found = {
        file: Counter(type(row).__name__ for row in recognise(data).read(data))
        for file in ("launches", "provocations", "authority_reports")
        for data in [(shared / "launches" / f"dprk_{file}.csv").read_bytes()]
    }
    assert found["launches"] == {"SourceRow": 331, "LeftOut": 8}
    assert found["provocations"] == {"SourceRow": 250, "LeftOut": 242, "Unreadable": 1}
    assert found["authority_reports"] == {"SourceRow": 150}


def test_of_the_reserved_text_only_a_sort_and_a_link_are_in_a_report(
    shared: Path,
) -> None:
    data = (shared / "launches" / "dprk_provocations.csv").read_bytes()
    rows = [row for row in CSIS.read(data) if isinstance(row, SourceRow)]
    assert {name for row in rows for name in row.fields} == {
        *("observed_at", "weapon_class", "note"),
    }
    notes = [str(row.fields["note"]) for row in rows if "note" in row.fields]
    assert [note for note in notes if not re.fullmatch(r"https?://\S+", note)] == []
    classes = {
        row.fields["weapon_class"] for row in rows if "weapon_class" in row.fields
    }
    assert classes == {"cruise", "SLV", "SRBM", "MRBM", "IRBM", "ICBM", "SLBM"}


def test_real_rows_have_positions_and_minutes_where_the_source_has(
    shared: Path,
) -> None:
    data = (shared / "launches" / "dprk_launches.csv").read_bytes()
    rows = [row for row in CNS.read(data) if isinstance(row, SourceRow)]
    places = [r for r in rows if isinstance(r.fields.get("position"), Position)]
    timed = [
        row
        for row in rows
        if isinstance(when := row.fields["observed_at"], Instant)
        and when.precision_ns == MINUTE_NS
    ]
    assert len(timed) == 255
    assert len(places) > 300
