"""A proof made beside a running node is checked where no node ever was."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.processes.nodes import (
    both_told,
    delivered,
    ended,
    file_launch,
    two_desks,
    watchword,
)

pytestmark = [pytest.mark.processes, pytest.mark.slow]


def test_a_line_is_proved_by_one_desk_and_checked_by_a_third(tmp_path: Path) -> None:
    first, second = two_desks(tmp_path)
    with ended(first, second):
        first.up()
        second.up()
        both_told(first, second)
        assert file_launch(first).code == 0
        delivered(first, second)
        report = first.json("report", "list")[-1]["name"]
        found = first.json("ledger", "prove", report, "--out", str(tmp_path / "given"))
        assert found["cosigned_by"] == ["desk-b.example"]
        assert first.json("ledger", "forks") == []
        cosigned = {log["log"]: log for log in first.json("ledger", "verify")["logs"]}
        log = cosigned[found["log"]]
        assert log["cosigned"] == log["receipted"] == found["number"]
    proof = found["files"][0]
    keys = [
        part
        for node in (first, second)
        for part in ("--party", str(node.folder / "own.party"))
    ]
    nowhere = str(tmp_path / "nowhere")
    checked = watchword("--node", nowhere, "ledger", "check", proof, *keys)
    assert "OK  cosigned by desk-b.example/witness" in checked.out
    line = Path(proof).with_suffix(".line")
    line.write_bytes(line.read_bytes().replace(b'"number":1', b'"number":2'))
    refused = watchword("--node", nowhere, "ledger", "check", proof, *keys)
    assert refused.code == 6
    assert not Path(nowhere).exists()
