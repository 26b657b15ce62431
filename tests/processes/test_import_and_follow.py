"""Many reports from one file, and the ledger followed while it grows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.processes.nodes import Node, ended, environment, new_node

from watchword.edge.commands.imports import MOST_REPORTS, ReportImport
from watchword.edge.commands.reports import ReportFile
from watchword.edge.socket import AnsweredError

GOOD = {
    "kind": "launch",
    "topic": "missile.ballistic",
    "label": "TLP:GREEN",
    "fields": {"observed_at": "2022-05-04T12:03+09:00", "range_km": "~470"},
}


def written(folder: Path, *rows: object) -> str:
    path = folder / "reports.ndjson"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return str(path)


def test_a_file_of_reports_is_filed_and_each_refusal_named_with_its_line(
    tmp_path: Path,
) -> None:
    node = new_node(tmp_path / "desk", "desk-a.example")
    unknown = {**GOOD, "label": "MOSTLY-HARMLESS"}
    path = written(tmp_path, GOOD, unknown, *[GOOD] * 150)

    done = node.cli("report", "import", path, "--json")

    assert done.code == 5, done.err
    said = json.loads(done.out)
    assert said["filed"] == 151
    (refused,) = [row for row in said["reports"] if row["name"] is None]
    assert (refused["line"], refused["error"]) == (2, "unknown-label")
    names = {row["name"] for row in said["reports"]} - {None}
    assert {row["name"] for row in node.json("report", "list")} == names


def test_a_file_with_one_bad_line_files_nothing_and_says_which(
    tmp_path: Path,
) -> None:
    node = new_node(tmp_path / "desk", "desk-a.example")
    path = written(tmp_path, GOOD, {**GOOD, "fields": {"range_km": "far"}})

    done = node.cli("report", "import", path)

    assert done.code == 2
    assert "line 2" in done.err
    assert "nothing was filed" in done.err
    assert node.json("report", "list") == []


def test_more_than_are_taken_at_once_are_refused_whole(tmp_path: Path) -> None:
    node = new_node(tmp_path / "desk", "desk-a.example")
    report = ReportFile(
        kind="launch", topic="missile.ballistic", label="TLP:GREEN", fields={}
    )
    with pytest.raises(AnsweredError, match=str(MOST_REPORTS + 1)):
        node.ask(ReportImport(reports=(report,) * (MOST_REPORTS + 1)))
    assert node.json("report", "list") == []


def follower(node: Node, *options: str) -> subprocess.Popen[str]:
    command = (sys.executable, "-m", "watchword", "--node", str(node.folder))
    return subprocess.Popen(
        [*command, "ledger", "follow", "--json", *options],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )


def test_whoever_follows_the_ledger_sees_what_became_durable_once_and_in_order(
    tmp_path: Path,
) -> None:
    node = new_node(tmp_path / "desk", "desk-a.example")
    with ended(node):
        node.up()
        before = node.json("node")["entries"]
        following = follower(node, "--after", str(before), "--until", str(before + 120))
        try:
            filed = node.json("report", "import", written(tmp_path, *[GOOD] * 120))
            out, _ = following.communicate(timeout=30)
        finally:
            following.kill()
    seen = [json.loads(line) for line in out.splitlines()]
    assert [row["number"] for row in seen] == list(range(before + 1, before + 121))
    assert [row["name"] for row in seen] == [row["name"] for row in filed["reports"]]
