"""A node read from Python: the same picture, as tables and plots."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.desks import FIELDS
from tests.people import Staff, employed
from tests.unit.edge.test_commands import NORTH, raw
from tests.unit.formats.sheets import APART, COVER, SHEET

import watchword
from watchword.edge.commands.reports import PictureShow
from watchword.edge.desk import Desk
from watchword.edge.home import Home
from watchword.edge.keyfiles import new_signer
from watchword.errors import UsageError, WatchwordError
from watchword.formats.sheet import Sheet
from watchword.model.field import Position
from watchword.model.time import parse_instant
from watchword.research.box import Box, around
from watchword.research.coast import coast
from watchword.research.events import Events
from watchword.research.exercise import exercise_node
from watchword.research.plots import FIGURES, write_png

ABSENT = "the extra research is not installed"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exercise_node(tmp_path_factory.mktemp("exercise") / "node")


def shown(folder: Path) -> Any:  # noqa: ANN401
    desk = Desk(Home(folder))
    try:
        return asyncio.run(PictureShow().run(desk))["events"]
    finally:
        desk.close()


@pytest.mark.slow
def test_what_is_read_is_what_the_node_shows(folder: Path) -> None:
    events = watchword.open(folder).picture().events()
    assert [msgspec.to_builtins(event) for event in events] == list(shown(folder))
    assert len(events) == len(events.rows()) > 15


@pytest.mark.slow
def test_as_of_is_what_was_known_by_then_however_it_is_said(folder: Path) -> None:
    node = watchword.open(folder)
    # Eight launches, and the nuclear tests of years before.
    day = datetime(2022, 3, 1, 23, 59, 59, 999999, tzinfo=UTC)
    for as_of in ("2022-03-01Z", day, parse_instant("2022-03-01Z").end_ns - 1):
        assert len(node.picture(as_of=as_of).events()) == 8 + 6
    with pytest.raises(UsageError, match="without a zone"):
        node.picture(as_of=datetime(2022, 3, 1))  # noqa: DTZ001 (that is the point)


@pytest.mark.slow
def test_it_works_where_a_loop_runs_already_as_in_a_notebook(folder: Path) -> None:
    async def cell() -> int:
        return len(watchword.open(folder).picture().events())

    assert asyncio.run(cell()) > 15


def test_art07b_a_person_reads_what_it_may_open_and_the_ledger_notes_it(
    tmp_path: Path,
) -> None:
    staff = Staff(tmp_path)
    home = staff.office.desks[NORTH].home
    key = new_signer(home.person_key_path("kim"))
    public = b64encode(key.public).decode()
    opened = staff.office.file(fields=raw(FIELDS))["name"]
    staff.office.file(fields=raw(FIELDS), label="CLOSED")
    staff.enrol(msgspec.structs.replace(employed("kim"), public=public))
    staff.close()
    with pytest.raises(WatchwordError, match="say who asks"):
        watchword.open(home.path).picture()
    picture = watchword.open(home.path, person="kim").picture(purpose="study")
    assert [event.members for event in picture.events()] == [(opened,)]
    assert picture.cover.made_by == "kim"
    assert "1 reports withheld (clearance 1)" in picture.cover.rule
    desk = Desk(home)
    (noted,) = desk.store.rows("SELECT body FROM entry WHERE kind = 'read'")
    desk.close()
    assert msgspec.json.decode(noted[0])["purpose"] == "study"


def test_a_folder_without_a_node_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no node"):
        watchword.open(tmp_path)


def test_importing_watchword_reads_none_of_its_rooms() -> None:
    words = (
        "import sys, watchword; print(sorted(m for m in sys.modules if 'watchw' in m))"
    )
    done = subprocess.run(
        [sys.executable, "-c", words], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "['watchword']"


def test_rows_have_instants_as_datetimes_and_events_are_chosen_by_kind_and_year() -> (
    None
):
    events = Events(SHEET)
    first, second = events.rows()
    assert first["observed_at_from"] == datetime(2022, 5, 4, 3, 3, tzinfo=UTC)
    assert second["observed_at_from"] is None
    assert [event.id for event in events.of_year(2022)] == [APART.id]
    assert len(events.of_year(2021)) == 0
    assert len(events.of_kind("launch")) == 2
    assert len(events.of_kind("nuclear_test")) == 0


def test_every_witness_has_a_row_with_its_own_numbers() -> None:
    rows = Events(SHEET).witnesses().rows()
    ranges = [row for row in rows if row["field"] == "range_km"]
    assert [(row["authority"], row["low"], row["unit"]) for row in ranges] == [
        ("north", 470.0, "km"),
        ("south", 900.0, "km"),
    ]
    assert {row["verdict"] for row in ranges} == {"disagree"}


def test_pandas_has_the_same_cells_to_the_nanosecond_and_the_cover() -> None:
    pytest.importorskip("pandas", reason=ABSENT)
    exact = "2022-05-04T03:03:00.123456789Z"
    frame = Events(timed(exact)).to_pandas()
    assert frame["observed_at_from"][0].value == parse_instant(exact).ns
    whole = Events(SHEET).to_pandas()
    assert whole.attrs["marking"] == COVER.marking()
    assert whole.attrs["units"]["range_km_low"] == "km"
    assert whole["range_km_high"][0] == 900.0
    assert whole["range_km_high"].isna()[1]
    assert whole["observed_at_from"].isna()[1]
    assert list(whole.columns) == Events(SHEET).columns


def test_polars_has_the_same_cells_to_the_nanosecond() -> None:
    polars = pytest.importorskip("polars", reason=ABSENT)
    exact = "2022-05-04T03:03:00.123456789Z"
    frame = Events(timed(exact)).to_polars()
    stamps = frame["observed_at_from"].dt.timestamp("ns").to_list()
    assert stamps == [parse_instant(exact).ns]
    whole = Events(SHEET).to_polars()
    assert whole["range_km_high"].to_list() == [900.0, None]
    assert whole["range_km_witnesses"][0][1]["authority"] == "south"
    assert whole.schema["observed_at_from"] == polars.Datetime("ns", "UTC")


def timed(instant: str) -> Sheet:
    combined = next(each for each in APART.fields if each.field == "observed_at")
    exact = msgspec.structs.replace(combined, together=parse_instant(instant))
    event = msgspec.structs.replace(APART, fields=(exact,))
    return Sheet(cover=COVER, events=(event,))


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(FIGURES))
def test_a_plot_is_a_png_that_bears_the_marking(kind: str) -> None:
    pytest.importorskip("matplotlib", reason=ABSENT)
    for sheet in (SHEET, Sheet(cover=COVER, events=())):
        figure = FIGURES[kind](sheet)
        assert COVER.marking() in figure.get_suptitle()
        assert COVER.as_of in figure.get_suptitle()
        assert write_png(kind, sheet).startswith(b"\x89PNG")


@pytest.mark.slow
def test_a_disagreement_is_drawn_with_each_witness_and_no_mean() -> None:
    pytest.importorskip("matplotlib", reason=ABSENT)
    figure = Events(SHEET).plot("disagreements").figure
    (axes,) = figure.axes
    drawn = sorted({float(x) for line in axes.lines for x in line.get_xdata()})
    assert drawn == [470.0, 900.0]
    assert "km" in axes.get_xlabel()


@pytest.mark.slow
def test_places_that_contradict_each_other_are_both_drawn() -> None:
    pytest.importorskip("matplotlib", reason=ABSENT)
    (axes,) = Events(SHEET).plot("map").figure.axes
    points = {
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in axes.lines
        if len(line.get_xdata()) == 1
    }
    assert points == {(125.7, 39.2), (130.0, 45.0)}
    assert "1 events (1 without a position)" in axes.get_xlabel()


def test_a_plot_that_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError, match="'pie' is none of"):
        Events(SHEET).plot("pie")


def test_a_map_of_the_region_has_fine_lines_and_of_anywhere_coarse_ones() -> None:
    korea = around([Position(lat_deg=39.0, lon_deg=125.0)])
    world = Box(west_deg=-180, south_deg=-90, east_deg=180, north_deg=90)
    fine, coarse = coast(korea), coast(world)
    assert coast(korea) is fine
    assert fine != coarse
    for lons, lats in (*fine, *coarse):
        assert len(lons) == len(lats) > 1
        assert all(-180 <= lon <= 180 for lon in lons)
        assert all(-90 <= lat <= 90 for lat in lats)


def test_a_map_has_room_around_its_places_and_ends_at_the_poles() -> None:
    box = around([Position(lat_deg=89.5, lon_deg=179.5)])
    assert (box.north_deg, box.east_deg) == (90.0, 180.0)
    assert box.south_deg == pytest.approx(87.5)
