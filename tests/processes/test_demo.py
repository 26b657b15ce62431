"""The demo, as whoever tries it sees it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from tests.processes.nodes import Done, Node, until, watchword

from watchword.record.statements import statements

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(180)]

DEMO_S: Final = 120
COLUMNS: Final = 100


def demo(folder: Path, *args: str) -> Done:
    return watchword("demo", *args, cwd=folder, timeout_s=DEMO_S)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("told")


@pytest.fixture(scope="module")
def told(folder: Path) -> str:
    """What the demo prints into a pipe."""
    done = demo(folder)
    assert done.code == 0, done
    return done.out


def test_the_demo_files_the_whole_record_and_verifies_it(tmp_path: Path) -> None:
    done = demo(tmp_path, "--json")
    assert done.code == 0, done
    found = json.loads(done.out)
    assert found["verified"] is True
    assert found["status"] == "exercise"
    assert found["filed"] == len(statements())
    assert found["refused"] > 0
    assert found["events"] > 0
    assert found["counts"]["seoul"]["missiles"] == [31, 31]
    assert not list(tmp_path.glob("demo/*/node.sock"))


def test_the_demo_fits_a_plain_terminal(told: str) -> None:
    assert "\x1b" not in told
    assert [line for line in told.splitlines() if len(line) > COLUMNS] == []


def test_the_demo_says_that_it_is_an_exercise_and_that_it_went_well(told: str) -> None:
    lines = told.splitlines()
    assert lines[0].startswith("EXERCISE ")
    assert sum("EXERCISE" in line for line in lines) >= 2
    assert any(re.fullmatch(r"demo: ok in \d+ s", line) for line in lines)


@pytest.mark.parametrize(
    "words",
    [
        r"→ tokyo .*gsomia-2016 art-04 · posture push +receipted +\d+ ms",
        r"→ washington .*tisa-2014 par-1 · posture push +receipted +\d+ ms",
        r"✗ tokyo .*gsomia-2016 policy-04 above-ceiling",
        r"✗ washington .*tisa-2014 par-1 out-of-scope",
        r"✗ \w+ .*gsomia-2016 [a-z0-9-]+ posture",
        r"= one event +2 witnesses",
        r"^refused +\d+ .*posture \d+ · .*above-ceiling \d+",
        r"^how many\? +2022 +seoul +tokyo +washington$",
        r"^ +missiles +31 +>=31 +>=31$",
        r"^ +days +16 +16 +16$",
        r"^ +days-cruise +17 +16 +17$",
        r"^ +days-counted-artillery +18 +16 +17$",
        r"^ +days-artillery +19 +16 +17$",
        r'^ +"at least 18 missile tests" this year\? seoul depends \(6 of 8 rules\)',
        r"^proof +seoul → tokyo +\d+ lines · .* · verified",
    ],
)
def test_the_demo_shows_what_goes_what_does_not_and_why(told: str, words: str) -> None:
    assert re.search(words, told, re.MULTILINE)


@pytest.mark.parametrize(
    "words",
    [
        r"^EXERCISE · what if the note of 22 November 2019 had not come\?",
        r"tokyo asks seoul .* until now nobody had asked",
        r"2019-11-22 gsomia-2016 +notice given · ends 2019-11-23 00:00",
        r"2019-11-23 gsomia-2016 +terminated",
        r"✗ tokyo .*gsomia-2016 art-21a agreement-not-in-force",
        r"→ tokyo +by way of washington: count, landing_area, observed_at, site$",
        r"→ tokyo +label EXERCISE 군사III급비밀 · from seoul, directly",
        r"→ seoul +incident: possible compromise · from tokyo, directly",
        r"^2019-12-05 exercise-pact-2019 +in force",
        r"what waited goes, once: \w+ of seoul, 7 fields open",
        r"^2023-03-21\+09:00 +IN_FORCE +seoul +withdrawal",
    ],
)
def test_the_second_act_shows_the_end_and_what_goes_on(told: str, words: str) -> None:
    assert re.search(words, told, re.MULTILINE)


def test_in_the_second_act_what_waited_goes_once(folder: Path, told: str) -> None:
    assert told.count("what waited goes, once") == 2
    rows = json.loads(
        watchword(
            "--node", "demo/what-if/tokyo", "report", "list", "--json", cwd=folder
        ).out
    )
    assert len(rows) == len({row["name"] for row in rows}) == 3


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """The folder of a demo whose nodes have been left running."""
    try:
        done = demo(tmp_path, "--keep")
        assert done.code == 0, done
        assert re.search(r"watchword demo .*--stop", done.out)
        yield tmp_path
    finally:
        demo(tmp_path, "--stop")


def pids(folder: Path) -> list[int]:
    return [int(line) for line in (folder / "demo" / "pids").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_a_kept_demo_answers_until_the_next_one_or_stop(kept: Path) -> None:
    running = pids(kept)
    assert len(running) == 6
    assert all(is_running(pid) for pid in running)
    for name in ("seoul", "tokyo", "washington"):
        node = Node(kept / "demo" / name)
        rows: list[dict[str, Any]] = node.json("link", "status")
        assert {row["link"]["state"] for row in rows if row["lines"]} <= {
            "connected",
            "idle",
            "nothing-allowed",
        }
        assert node.json("picture")["profile"] == "exercise"
    again = demo(kept, "--keep", "--json")
    assert json.loads(again.out)["verified"] is True
    until(lambda: not any(is_running(pid) for pid in running))
    anew = pids(kept)
    assert json.loads(demo(kept, "--stop", "--json").out) == {"ended": 6}
    until(lambda: not any(is_running(pid) for pid in anew))
    assert json.loads(demo(kept, "--stop", "--json").out) == {"ended": 0}


def test_the_commands_the_demo_names_work(folder: Path, told: str) -> None:
    named = re.findall(r"^  watchword (--node demo/.*)$", told, re.MULTILINE)
    assert len(named) >= 4
    for line in named:
        done = watchword(*line.split(), cwd=folder)
        assert done.code == 0, done
        assert done.out.strip()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "demo" / "precious"
    precious.parent.mkdir()
    precious.write_text("mine")
    done = demo(tmp_path)
    assert done.code == 2
    assert "holds something else" in done.err
    assert "--dir DIR" in done.err
    assert precious.read_text() == "mine"
    refused = demo(tmp_path, "--dir", str(precious), "--json")
    assert refused.code == 2
    assert json.loads(refused.out)["error"] == "usage"
