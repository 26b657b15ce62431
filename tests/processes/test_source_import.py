"""Real files into real nodes: killed in the middle, and begun again."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from tests.processes.nodes import Node, ended, environment, new_node, until

import watchword

pytestmark = [pytest.mark.processes, pytest.mark.slow]

ROWS = 1200
FEW = 120
LABEL = ("--label", "TLP:CLEAR", "--json")


def written(folder: Path, rows: int = ROWS) -> Path:
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "source", "kind", "topic", "observed_at", "range_km"])
        for number in range(rows):
            when = f"2022-05-04T{number // 60:02d}:{number % 60:02d}Z"
            row = ("a list", "launch", "missile.ballistic", when, number)
            writer.writerow([number, *row])
    return path


def importing(node: Node, path: Path) -> subprocess.Popen[bytes]:
    command = (sys.executable, "-m", "watchword", "--node", str(node.folder))
    return subprocess.Popen(
        [*command, "report", "import", str(path), "--label", "TLP:CLEAR", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
    )


def entries(node: Node) -> int:
    """How many its ledger has; it is not asked, so that it is not held up."""
    with closing(
        sqlite3.connect(f"file:{node.home.store_path}?mode=ro", uri=True)
    ) as db:
        (count,) = db.execute("SELECT max(number) FROM entry").fetchone()
    return int(count)


def sources(node: Node) -> Counter[str]:
    return Counter(row["fields"]["source"] for row in node.json("report", "list"))


@pytest.mark.parametrize("victim", ["node", "import"])
def test_an_import_that_was_killed_is_whole_when_it_is_begun_again(
    tmp_path: Path, victim: str, seed: int
) -> None:
    node = new_node(tmp_path / "desk", "desk-a.example")
    path = written(tmp_path)
    some = Random(seed).randrange(1, ROWS * 2 // 3)  # noqa: S311 (repeatable)
    with ended(node):
        node.up()
        before = entries(node)
        process = importing(node, path)
        try:
            until(lambda: entries(node) > before + some)
            if victim == "node":
                node.kill()
            else:
                process.kill()
            process.communicate(timeout=30)
        finally:
            process.kill()
        if victim == "node":
            node.up()
        told = json.loads(node.words("report", "import", str(path), *LABEL))
        assert told["held"] + told["filed"] == ROWS
        assert 0 < told["held"] < ROWS
        assert sources(node) == Counter(f"a list, row {n}" for n in range(ROWS))
        again = json.loads(node.words("report", "import", str(path), *LABEL))
        assert (again["held"], again["filed"]) == (ROWS, 0)


def test_a_running_node_is_read_from_python_as_it_shows_itself(tmp_path: Path) -> None:
    node = new_node(tmp_path / "desk", "desk-a.example")
    with ended(node):
        node.up()
        node.json(
            "report", "import", str(written(tmp_path, FEW)), "--label", "TLP:CLEAR"
        )
        events = watchword.open(node.folder).picture().events()
        shown = node.json("picture")["events"]
        assert len(events) == len(shown) == FEW
        assert [event.id for event in events] == [event["id"] for event in shown]


def test_two_imports_of_one_file_at_once_file_each_row_once(tmp_path: Path) -> None:
    node = new_node(tmp_path / "desk", "desk-a.example")
    path = written(tmp_path, FEW)
    with ended(node):
        node.up()
        both = [importing(node, path) for _ in range(2)]
        try:
            told = [json.loads(each.communicate(timeout=60)[0]) for each in both]
        finally:
            for each in both:
                each.kill()
        assert sum(each["filed"] for each in told) == FEW
        assert sum(each["held"] for each in told) == FEW
        assert set(sources(node).values()) == {1}


def test_the_public_files_go_in_once_and_come_out_in_every_format(
    tmp_path: Path, shared: Path
) -> None:
    node = new_node(tmp_path / "desk", "desk-a.example")
    launches, provocations, said = (
        ("report", "import", str(shared / "launches" / f"dprk_{kind}.csv"), *LABEL[:2])
        for kind in ("launches", "provocations", "authority_reports")
    )
    assert node.json(*said, "--dry-run")["filed"] == 150
    assert node.json(*launches)["filed"] == 331
    assert node.json(*said)["filed"] == 150
    with_one_refused = node.cli(*provocations, "--json")
    assert with_one_refused.code == 5
    told = json.loads(with_one_refused.out)
    (refused,) = [row for row in told["rows"] if row["was"] == "refused"]
    assert (refused["line"], refused["error"]) == (302, "usage")
    assert told["filed"] == 250
    assert node.json(*launches)["held"] == 331
    assert node.json(*said)["held"] == 150
    for form in ("csv", "geojson", "kml"):
        out = tmp_path / f"events.{form}"
        command = ("picture", "export", "--format", form, "--out", str(out))
        done = node.json(*command, "--to", "me", "--purpose", "study")
        assert done["copies"] == 731
        assert done["labels"] == ["TLP:CLEAR"]
        assert "CSIS" in str(done["rights"])
        assert out.stat().st_mode & 0o077 == 0
        assert out.stat().st_size > 100_000


def test_the_words_for_people_name_file_line_and_reason(tmp_path: Path) -> None:
    node = new_node(tmp_path / "desk", "desk-a.example")
    path = written(tmp_path, FEW)
    text = path.read_text("utf-8").replace("2022-05-04T00:01Z,1", "2022-02-30Z,far")
    path.write_text(text, "utf-8")
    no_label = node.cli("report", "import", str(path))
    assert (no_label.code, "--label" in no_label.err) == (2, True)
    done = node.cli("report", "import", str(path), "--label", "TLP:CLEAR")
    assert done.code == 5
    assert f"{path}, line 3: refused: " in " ".join(done.out.split("\n"))
    assert f"{FEW - 1} filed, 0 corrected, 0 held already, 1 refused" in done.out
    wrong = node.cli("report", "import", str(path), "--format", "cns", *LABEL)
    assert wrong.code == 2
    assert "line 1: there is no column date_utc" in wrong.out
