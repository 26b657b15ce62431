"""Article 13 with a process that is killed between the commit and the erasing."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.desks import SOUTH, exchange, name_held
from tests.processes.nodes import environment
from tests.vaults import CANARY_FIELDS, found_in, open_store, raw, vault, vaults

from watchword.edge.verify import verify_ledger

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.processes, pytest.mark.slow]


@pytest.mark.parametrize("when", ["before", "after"])
def test_art13_a_kill_between_commit_and_erasing_leaves_nothing_to_be_read(
    tmp_path: Path, when: str
) -> None:
    north, south = vaults(tmp_path)
    name = name_held(north.report(fields=CANARY_FIELDS))
    exchange(north, south)
    assert len(south.pictures.picture().events) == 1
    folder = tmp_path / "south"
    south.store.content.keys.flush()
    wrapped = south.store.content.keys.value(
        "SELECT wrapped FROM key WHERE name = ?", (name,)
    )
    south.store.close()

    command = (sys.executable, "-m", "tests.processes.killed", str(folder), name, when)
    path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run(command, check=False, cwd=ROOT, env=environment(path))
    assert done.returncode == -signal.SIGKILL
    left = open_store(folder)
    held = left.rows(
        "SELECT 1 FROM statement WHERE destroyed = '' AND name = ?", (name,)
    )
    assert held == []
    assert left.rows("SELECT name FROM erasing") == [(name,)]
    assert (left.content.keys.erased(name) is None) == (when == "before")
    left.close()

    again = vault(folder, SOUTH)
    assert again.store.rows("SELECT name FROM erasing") == []
    assert again.store.content.keys.erased(name) is not None
    assert wrapped not in raw(folder)
    assert found_in(raw(folder)) == []
    assert again.pictures.picture().destroyed == (name,)
    assert verify_ledger(again.store, again.view)["destroyed"] == 1
