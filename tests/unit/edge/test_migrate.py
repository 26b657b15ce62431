"""A store of an earlier version is brought up whole, or left as it was."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from tests.processes.nodes import environment

from watchword.edge.backup import restore
from watchword.edge.desk import Desk
from watchword.edge.home import Home
from watchword.edge.migrate import migrate, schema_of
from watchword.edge.migrations import STEPS
from watchword.edge.schema import SCHEMA_VERSION
from watchword.edge.store import Store
from watchword.errors import StoreError, UsageError

GOLDEN: Final = Path(__file__).parents[2] / "data" / "node-3"
"""A node as schema 3 left it: reports of two desks, one destroyed."""

KILLED: Final = """
import os, signal, sys
from pathlib import Path
from watchword.edge.home import Home
from watchword.edge.migrate import migrate

def step(store):
    store.set_meta("half", 1)
    os.kill(os.getpid(), signal.SIGKILL)

home = Home(Path(sys.argv[1]))
first = int(sys.argv[2])
migrate(home, {first: lambda store: store.set_meta("whole", 1), first + 1: step},
        to=first + 2)
"""


def made(path: Path, version: int | None = None) -> Home:
    """The golden node, as the files that it was."""
    (path / "keys").mkdir(parents=True)
    for key in (GOLDEN / "keys").iterdir():
        kept = path / "keys" / key.with_suffix(".key").name
        kept.write_bytes(key.read_bytes())
        kept.chmod(0o600)
    shutil.copy(GOLDEN / "watchword.toml", path)
    for name in ("store", "itemkeys"):
        db = sqlite3.connect(path / f"{name}.sqlite")
        db.execute("PRAGMA journal_mode = wal")
        db.executescript((GOLDEN / f"{name}.sql").read_text("utf-8"))
        if version is not None and name == "store":
            db.execute(f"PRAGMA user_version = {version}")
        db.close()
    return Home(path)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """As of now: every step that there is has been taken."""
    home = made(tmp_path / "node")
    migrate(home, STEPS)
    return home


def note(store: Store) -> None:
    store.set_meta("noted", 1)


def nothing_left(home: Home) -> None:
    assert [p.name for p in home.path.glob("*.part*")] == []


def test_a_store_of_schema_3_is_brought_to_this_version_and_verified(
    tmp_path: Path,
) -> None:
    home = made(tmp_path / "node")
    assert schema_of(home.store_path) == 3
    tried = migrate(home, STEPS, dry_run=True)
    assert schema_of(home.store_path) == 3
    done = migrate(home, STEPS)
    assert (done["from"], done["to"]) == (3, SCHEMA_VERSION)
    assert schema_of(home.store_path) == SCHEMA_VERSION
    desk = Desk(home)
    try:
        assert desk.store.value("SELECT count(*) FROM statement") == 14
        assert tried["verified"] == done["verified"]
    finally:
        desk.close()
    nothing_left(home)


def test_steps_run_on_a_copy_and_the_store_as_it_was_is_kept(home: Home) -> None:
    later = SCHEMA_VERSION + 1
    said: list[str] = []
    tried = migrate(home, {SCHEMA_VERSION: note}, to=later, dry_run=True)
    assert tried["verified"]["statements"] == 13
    assert schema_of(home.store_path) == SCHEMA_VERSION
    nothing_left(home)
    done = migrate(home, {SCHEMA_VERSION: note}, to=later, say=said.append)
    assert said[1] == f"schema {SCHEMA_VERSION} to {later}"
    assert schema_of(home.store_path) == later
    assert schema_of(Path(done["kept"])) == SCHEMA_VERSION
    again = migrate(home, {SCHEMA_VERSION: note}, to=later)
    assert again["verified"] is None
    nothing_left(home)


def fail(store: Store) -> None:
    store.set_meta("half", 1)
    raise UsageError("this step goes wrong")


def spoil(store: Store) -> None:
    store.run("UPDATE entry SET body = x'7b7d' WHERE number = 2")


@pytest.mark.parametrize("step", [fail, spoil])
def test_a_step_that_fails_or_does_not_verify_changes_nothing(
    home: Home, step: object
) -> None:
    before = home.store_path.read_bytes()
    steps = {SCHEMA_VERSION: note, SCHEMA_VERSION + 1: step}
    with pytest.raises(Exception, match=r"goes wrong|do not fit"):
        migrate(home, steps, to=SCHEMA_VERSION + 2)  # type: ignore[arg-type]
    assert home.store_path.read_bytes() == before
    nothing_left(home)
    Desk(home).close()


def test_killed_within_a_step_it_leaves_the_store_as_it_was(home: Home) -> None:
    command = [sys.executable, "-c", KILLED, str(home.path), str(SCHEMA_VERSION)]
    done = subprocess.run(command, check=False, env=environment(), timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert schema_of(home.store_path) == SCHEMA_VERSION
    desk = Desk(home)
    try:
        assert desk.store.meta("whole") is None
    finally:
        desk.close()
    later = migrate(home, {SCHEMA_VERSION: note}, to=SCHEMA_VERSION + 1)
    assert later["verified"]["verified"]
    nothing_left(home)


def test_an_older_store_is_not_opened_and_a_newer_one_neither(tmp_path: Path) -> None:
    for version, hint in ((SCHEMA_VERSION - 1, "migrate"), (99, "newer Watchword")):
        home = made(tmp_path / str(version), version)
        with pytest.raises(StoreError) as refused:
            Desk(home)
        assert refused.value.code == "schema"
        assert hint in refused.value.hint
    with pytest.raises(StoreError) as refused:
        migrate(home, STEPS)
    assert "newer Watchword" in refused.value.hint
    with pytest.raises(StoreError, match="nothing leads on from schema 1"):
        migrate(made(tmp_path / "old", 1), STEPS)


def test_a_copy_of_an_earlier_version_is_brought_up_when_it_is_put_back(
    tmp_path: Path,
) -> None:
    home = made(tmp_path / "node")
    copy = tmp_path / "copy"
    (copy / "keys").mkdir(parents=True)
    home.store_path.rename(copy / "store.sqlite")
    home.item_keys_path.rename(copy / "keys" / "itemkeys.sqlite")
    (copy / "keys" / "erased.json").write_text("[]")
    found = restore(home, copy, copy / "keys")
    assert (found["statements"], found["destroyed"]) == (13, 1)
    assert schema_of(home.store_path) == SCHEMA_VERSION
