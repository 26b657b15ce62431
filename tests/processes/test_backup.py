"""A node is copied while it is up, loses its disk, and goes on from the copy."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from tests.processes.nodes import (
    Node,
    both_told,
    delivered,
    ended,
    file_launch,
    two_desks,
    until,
)
from tests.vaults import found_in, raw

from watchword.edge.commands.backups import Backup
from watchword.edge.commands.reports import ReportFile
from watchword.wire.codec import encode

pytestmark = [pytest.mark.processes, pytest.mark.slow]

CANARY = ("site=canary-site", "note=canary-note", "weapon=canary-weapon")


@pytest.mark.timeout(120)
def test_art11_a_running_node_leaves_no_value_in_its_files_or_logs_and_is_put_back(
    tmp_path: Path,
) -> None:
    first, second = two_desks(tmp_path / "desks")
    copy, apart = tmp_path / "copy", tmp_path / "apart"
    with ended(first, second):
        for node in (first, second):
            node.up()
        both_told(first, second)
        assert file_launch(first, "count=1", *CANARY).code == 0
        delivered(first, second)
        listed = second.json("report", "list")
        assert [row["fields"]["site"] for row in listed] == ["canary-site"]
        second.json("picture")
        found = second.json("backup", str(copy), "--keys", str(apart))
        assert found["erased"] == 0
        assert found_in(raw(tmp_path)) == []
        assert second.stop() == 0
        assert found_in(raw(tmp_path)) == []

        for lost in second.folder.glob("*.sqlite*"):
            lost.unlink()
        done = second.cli("restore", str(copy), "--keys", str(apart))
        assert done.code == 0, done
        assert "restored" in done.out
        second.up()
        assert second.json("report", "list") == listed
        assert second.json("ledger", "verify")["verified"]
        assert file_launch(first, "count=2").code == 0
        delivered(first)
        assert len(second.json("report", "list")) == 2


def sites(node: Node) -> list[str]:
    return sorted(row["fields"]["site"] for row in node.json("report", "list"))


def file_at(node: Node, place: str) -> None:
    node.ask(
        ReportFile(
            kind="launch",
            topic="missile.ballistic",
            label="TLP:GREEN",
            fields={
                "site": msgspec.Raw(encode(place)),
                "note": msgspec.Raw(encode("a long note " * 300)),
            },
        )
    )


@pytest.mark.timeout(180)
def test_a_copy_made_while_lines_come_in_is_whole_and_stops_nothing(
    tmp_path: Path,
) -> None:
    first, second = two_desks(tmp_path / "desks")
    copy, apart = tmp_path / "copy", tmp_path / "apart"
    with ended(first, second), ThreadPoolExecutor() as beside:
        for node in (first, second):
            node.up()
        both_told(first, second)
        before = [f"before {number}" for number in range(100)]
        for place in before:
            file_at(first, place)
        delivered(first)
        given = Backup(folder=str(copy), keys_folder=str(apart))
        copying = beside.submit(second.ask, given)
        meanwhile: list[str] = []
        while not copying.done() or not meanwhile:
            meanwhile.append(f"meanwhile {len(meanwhile)}")
            file_at(first, meanwhile[-1])
        assert copying.result()["erased"] == 0
        delivered(first)
        second.kill()
        for lost in second.folder.glob("*.sqlite*"):
            lost.unlink()
        put_back = second.json("restore", str(copy), "--keys", str(apart))
        assert put_back["verified"]
        second.up()
        until(lambda: sites(second) == sorted(before + meanwhile))
        assert second.json("ledger", "verify")["verified"]
