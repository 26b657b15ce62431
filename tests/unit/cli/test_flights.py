"""``watchword flight``: on the command line, and at a node."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.edge.test_commands import NORTH, Office, raw
from typer.testing import CliRunner, Result

from watchword.cli.main import app
from watchword.errors import UsageError
from watchword.model.fieldtext import parse_fields

KCNA = ("--apogee", "2802", "--range", "933", "--time", "39")
REPORTED = {
    "observed_at": "2017-07-04T09:40+09:00",
    "apogee_km": "2802",
    "range_km": "933",
    "flight_time_min": "39",
}

WITHOUT_MATPLOTLIB = """
import sys
sys.modules["matplotlib"] = None
from watchword.cli.main import main
main()
"""


def run(folder: Path, *args: str) -> Result:
    env = {"WATCHWORD_NODE": str(folder), "COLUMNS": "200"}
    return CliRunner().invoke(app, list(args), env=env)


def asked(folder: Path, *args: str) -> Any:  # noqa: ANN401 (JSON)
    done = run(folder, *args, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.agree()
    made.file(fields=raw(parse_fields(REPORTED)))
    yield made
    for desk in made.desks.values():
        desk.close()


@pytest.mark.slow
def test_a_flight_is_checked_without_a_node(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    done = run(nowhere, "flight", "check", *KCNA)
    assert done.exit_code == 0, done.output
    said = done.stdout
    assert "apogee 2802 km, range 933 km, flight time 39 min" in said
    assert "doubtful: 39.0 min is 1.6 min longer than" in said
    assert "K0 two-body time, min    34.4" in said
    assert "6,588" in said
    assert "ICBM 99 %" in said
    assert not nowhere.exists()


def test_a_script_gets_every_number_that_decided(tmp_path: Path) -> None:
    found = asked(tmp_path, "flight", "check", *KCNA)
    assert found["verdict"] == "doubtful"
    assert found["numbers"]["apogee_km"]["low"] == 2802
    outside = found["generic_high_min"] + found["margin_min"]
    assert found["least_min"] < found["generic_low_min"] < outside < 39
    assert set(found["standard"]["classes"]) == {"SRBM", "MRBM", "IRBM", "ICBM"}


def test_above_14000_km_the_words_say_that_no_range_is_given(tmp_path: Path) -> None:
    done = run(tmp_path, "flight", "check", "--apogee", "7687.5", "--range", "1001.2")
    assert "above 14,000: not given" in done.stdout
    assert "ICBM >99 %" in done.stdout
    assert "cannot tell: no flight time is given" in done.stdout


def test_a_number_may_be_typed_as_in_a_report(tmp_path: Path) -> None:
    args = ("--apogee", "~2000", "--range", "700..900", "--time", ">=20")
    done = run(tmp_path, "flight", "check", *args)
    assert "consistent" in done.stdout
    assert "apogee ~2000 km, range 700..900 km, flight time >=20 min" in done.stdout


@pytest.mark.parametrize("apogee", ["high", "nan", "inf", "1e12"])
def test_what_is_no_number_is_wrong_use(tmp_path: Path, apogee: str) -> None:
    done = run(tmp_path, "flight", "check", "--apogee", apogee)
    assert isinstance(done.exception, UsageError)
    assert "apogee_km" in str(done.exception)


def test_where_the_models_do_not_hold_there_is_no_table(tmp_path: Path) -> None:
    done = run(tmp_path, "flight", "check", "--apogee", "50", "--range", "400")
    assert "cannot tell: an apogee below 100 km" in done.stdout
    assert "K0" not in done.stdout


@pytest.mark.slow
def test_both_flights_are_drawn_into_a_png(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    file = tmp_path / "flight.png"
    done = run(tmp_path, "flight", "check", *KCNA, "--plot", str(file))
    assert done.exit_code == 0, done.output
    assert file.read_bytes().startswith(b"\x89PNG")
    assert file.stat().st_size > 10_000


@pytest.mark.slow
def test_a_picture_that_cannot_be_drawn_says_why(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    into = str(tmp_path / "missing" / "flight.png")
    done = run(tmp_path, "flight", "check", *KCNA, "--plot", into)
    assert "cannot write" in str(done.exception)
    args = ("--apogee", "50", "--range", "400", "--plot", str(tmp_path / "a.png"))
    done = run(tmp_path, "flight", "check", *args)
    assert "nothing to draw" in str(done.exception)


def test_a_picture_is_a_png(tmp_path: Path) -> None:
    done = run(tmp_path, "flight", "check", *KCNA, "--plot", str(tmp_path / "a.pdf"))
    assert isinstance(done.exception, UsageError)
    assert "PNG" in str(done.exception)


@pytest.mark.slow
def test_without_matplotlib_the_error_says_what_to_install(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    command = [sys.executable, "-c", WITHOUT_MATPLOTLIB, "flight", "check", *KCNA]
    done = subprocess.run(
        [*command, "--plot", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == UsageError.exit_code
    assert "drawing needs matplotlib, which is not installed [usage]" in done.stderr
    assert "pip install 'watchword[plots]'" in done.stderr
    assert not file.exists()


@pytest.mark.slow
def test_an_event_of_the_picture_is_checked_by_witness(
    office: Office, tmp_path: Path
) -> None:
    del office
    (found,) = asked(tmp_path / NORTH, "flight", "event", "1")
    assert (found["authority"], found["check"]["verdict"]) == (NORTH, "doubtful")
    done = run(tmp_path / NORTH, "flight", "event", "1")
    assert done.exit_code == 0, done.output
    assert f"{NORTH}: apogee 2802 km, range 933 km, flight time 39 min" in done.stdout
    assert "doubtful: 39.0 min" in done.stdout


def test_an_opened_event_of_the_picture_shows_the_check(
    office: Office, tmp_path: Path
) -> None:
    del office
    done = run(tmp_path / NORTH, "picture", "1")
    assert done.exit_code == 0, done.output
    assert f"flight as {NORTH} has it: doubtful: 39.0 min" in done.stdout
    assert "standard trajectory 6,588 km (6,341 to 6,846)" in done.stdout


def test_an_event_without_such_numbers_says_so(office: Office, tmp_path: Path) -> None:
    office.file(fields=raw(parse_fields({"observed_at": "2018-01-01T00:00Z"})))
    done = run(tmp_path / NORTH, "flight", "event", "2")
    assert isinstance(done.exception, UsageError)
    assert "no witness of this event" in str(done.exception)
