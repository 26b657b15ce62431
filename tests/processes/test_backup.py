"""A node is copied while it is up, loses its disk, and goes on from the copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.processes.nodes import both_told, delivered, ended, file_launch, two_desks
from tests.vaults import found_in, raw

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
