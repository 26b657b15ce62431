from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from tests.desks import NORTH, SECRET, MemoryDesk, name_held
from tests.vaults import open_store, vault

from watchword.edge.itemkeys import ItemKeys
from watchword.edge.outbox import Outbox
from watchword.edge.schema import SCHEMA_VERSION
from watchword.edge.store import Store
from watchword.edge.verify import verify_ledger
from watchword.errors import StoreError
from watchword.model.fieldtext import parse_fields

LONG = parse_fields({"text": "x" * 4000, "note": "y" * 4000, "source": "z" * 4000})


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "store.sqlite" if request.param == "file" else None
    store = Store(path)
    yield store
    store.close()


def test_what_was_set_is_read_back(store: Store) -> None:
    assert store.meta("key") is None
    store.set_meta("key", 7)
    store.set_meta("key", b"\x00\xff")
    assert store.meta("key") == b"\x00\xff"
    assert store.row("SELECT 1, 2") == (1, 2)
    assert store.row("SELECT 1 WHERE 0") is None
    assert store.value("SELECT 1 WHERE 0") is None
    assert store.rows("SELECT value FROM meta") == [(b"\x00\xff",)]


def fail_inside(store: Store, key: str) -> float:
    with store.transaction():
        store.set_meta(key, 1)
        with store.transaction():
            store.set_meta("deeper", 1)
        return 1 / 0


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_inside(store, "a")
    assert store.meta("a") is None
    with store.transaction():
        store.set_meta("a", 1)
    assert store.meta("a") == 1


def test_a_transaction_inside_one_is_a_savepoint(store: Store) -> None:
    with store.transaction():
        store.set_meta("before", 1)
        with pytest.raises(ZeroDivisionError):
            fail_inside(store, "inside")
        store.set_meta("after", 1)
    kept = [key for (key,) in store.rows("SELECT key FROM meta ORDER BY key")]
    assert kept == ["after", "before"]


def test_what_sqlite_refuses_is_one_documented_error(store: Store) -> None:
    for sql in ("nonsense", "INSERT INTO meta VALUES ('a', NULL)", "SELECT * FROM no"):
        with pytest.raises(StoreError) as caught:
            store.run(sql)
        assert caught.value.code == "store"
        assert caught.value.exit_code == 7


def test_the_journal_is_written_ahead_and_every_commit_reaches_the_disk(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "store.sqlite")
    assert store.value("PRAGMA journal_mode") == "wal"
    assert store.value("PRAGMA synchronous") == 2
    store.close()


def test_a_store_is_found_again_as_it_was_left(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    first = Store(path)
    first.set_meta("key", "value")
    first.close()
    second = Store(path)
    assert second.meta("key") == "value"
    assert second.value("PRAGMA user_version") == SCHEMA_VERSION
    second.close()


def test_a_store_of_another_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    first = Store(path)
    first.run(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    first.close()
    with pytest.raises(StoreError, match=f"schema {SCHEMA_VERSION + 1}") as caught:
        Store(path)
    assert "newer" in caught.value.hint


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError):
        Store(path)
    with pytest.raises(StoreError):
        Store(tmp_path / "no folder" / "store.sqlite")


def keys(path: Path | None) -> ItemKeys:
    beside = None if path is None else path.with_name("itemkeys.sqlite")
    return ItemKeys(beside, SECRET)


def filled(path: Path | None) -> tuple[MemoryDesk, list[str], StoreError]:
    """A desk whose store has become full, what it acknowledged, and what it said."""
    desk = MemoryDesk(NORTH, Store(path, keys(path), max_mb=0.5))
    desk.agree()
    names: list[str] = []
    for _ in range(200):
        try:
            names.append(name_held(desk.report(fields=LONG)))
        except StoreError as error:
            return desk, names, error
    pytest.fail("the store never became full")


def test_a_full_store_stops_acknowledging_and_says_so(tmp_path: Path) -> None:
    desk, names, error = filled(tmp_path / "store.sqlite")
    assert error.code == "store-full"
    assert str(error) == "the store is full"
    assert "max_mb" in error.hint
    assert names
    for _ in range(3):
        with pytest.raises(StoreError) as caught:
            desk.report(fields=LONG)
        assert caught.value.code == "store-full"


def test_a_full_store_keeps_what_it_acknowledged_and_nothing_more() -> None:
    desk, names, _ = filled(None)
    held = desk.store.rows("SELECT name FROM statement WHERE kind = 'report'")
    assert sorted(name for (name,) in held) == sorted(names)
    assert verify_ledger(desk.store, desk.view)["verified"]


def test_a_full_store_still_answers_questions(tmp_path: Path) -> None:
    desk, names, _ = filled(tmp_path / "store.sqlite")
    assert desk.view.held(names[-1]) is not None
    assert len(desk.pictures.said()) == len(names)
    assert Outbox(desk.store, NORTH).next_batch(NORTH) is None


def test_a_store_with_room_again_takes_reports_again_and_loses_none(
    tmp_path: Path,
) -> None:
    path = tmp_path / "store.sqlite"
    desk, names, _ = filled(path)
    desk.store.run("PRAGMA max_page_count = 100000")
    names += [name_held(desk.report(fields=LONG)) for _ in range(3)]
    assert verify_ledger(desk.store, desk.view)["verified"]
    desk.store.close()

    again = MemoryDesk(NORTH, Store(path, keys(path)))
    found = again.store.rows("SELECT name FROM statement WHERE kind = 'report'")
    assert sorted(name for (name,) in found) == sorted(names)
    again.report(fields=LONG)
    assert verify_ledger(again.store, again.view)["verified"]


def test_what_was_acknowledged_can_be_read_after_a_kill(tmp_path: Path) -> None:
    """The files as they lie there, before the epoch of its key has ended."""
    desk = vault(tmp_path / "node", NORTH)
    desk.agree()
    names = [name_held(desk.report()) for _ in range(3)]
    keys = desk.store.content.keys
    assert keys.value("SELECT count(*) FROM key") == 0
    copytree(tmp_path / "node", tmp_path / "left")
    left = open_store(tmp_path / "left")
    assert left.content.keys.value("SELECT count(*) FROM key") == len(names)
    assert left.rows("SELECT * FROM fresh") == []
    left.close()
    again = vault(tmp_path / "left", NORTH)
    assert all(again.view.held(name) == desk.view.held(name) for name in names)
    assert verify_ledger(again.store, again.view)["verified"]


def test_rows_of_keys_go_when_their_epoch_is_over(tmp_path: Path) -> None:
    desk = vault(tmp_path / "node", NORTH)
    desk.agree()
    for _ in range(3):
        desk.report()
    assert desk.store.value("SELECT count(*) FROM fresh") == 3
    desk.store.content.keys.flush()
    desk.report()
    assert desk.store.value("SELECT count(*) FROM fresh") == 1
