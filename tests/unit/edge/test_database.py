"""A disk that fails is not believed when it says a moment later that all is well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from watchword.edge.store import Store
from watchword.errors import StoreError, UsageError

ADDED = "INSERT INTO meta VALUES (?, ?)"
ASKED = "SELECT key FROM meta WHERE key <> 'before' ORDER BY key"


class Disk(apsw.VFS):
    """The real one, with faults that a test turns on."""

    def __init__(self) -> None:
        self.sync_fails = False
        self.full = False
        self.syncs_failed = 0
        self.opened = 0
        super().__init__("faulty", "unix", makedefault=True)

    def xOpen(  # noqa: N802 (SQLite's)
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        self.opened += 1
        return File(self, name, flags)


class File(apsw.VFSFile):
    def __init__(
        self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        self.disk = disk
        super().__init__("unix", name, flags)

    def xSync(self, flags: int) -> None:  # noqa: N802 (SQLite's)
        if self.disk.sync_fails:
            self.disk.syncs_failed += 1
            raise apsw.IOError
        super().xSync(flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 (SQLite's)
        if self.disk.full:
            raise apsw.FullError
        super().xWrite(data, offset)


@pytest.fixture
def disk() -> Iterator[Disk]:
    disk = Disk()
    yield disk
    disk.unregister()


@pytest.fixture
def store(disk: Disk, tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store.sqlite")
    store.set_meta("before", 1)
    yield store
    disk.sync_fails = disk.full = False
    store.close()


def refused(store: Store, key: str) -> StoreError:
    with pytest.raises(StoreError) as error, store.transaction():
        store.set_meta(key, 1)
    return error.value


def test_after_a_sync_that_failed_the_store_is_read_again_before_it_is_written(
    disk: Disk, store: Store
) -> None:
    disk.sync_fails = True
    assert refused(store, "lost").code == "store"
    assert disk.syncs_failed > 0
    before = disk.opened
    assert store.meta("before") == 1
    assert refused(store, "lost").code == "store"
    assert disk.opened == before
    disk.sync_fails = False
    with store.transaction():
        store.set_meta("after", 1)
    assert disk.opened > before
    assert [store.meta(key) for key in ("before", "lost", "after")] == [1, None, 1]


def test_a_bound_outlives_the_connection_that_failed(disk: Disk, store: Store) -> None:
    store.database.limit(0.005)
    disk.sync_fails = True
    refused(store, "lost")
    disk.sync_fails = False
    with pytest.raises(StoreError):
        store.set_meta("more", bytes(100_000))
    pages = store.value("PRAGMA page_count")
    assert store.value("PRAGMA max_page_count") == pages


def test_a_probe_says_whether_there_is_room_again(disk: Disk, store: Store) -> None:
    store.probe()
    disk.full = True
    with pytest.raises(StoreError) as error:
        store.probe()
    assert error.value.code == "store-full"
    assert store.meta("before") == 1
    disk.full = False
    store.probe()
    assert refused_by_none(store)


def refused_by_none(store: Store) -> bool:
    with store.transaction():
        store.set_meta("after", 1)
    return bool(store.meta("after"))


def add_and_refuse(store: Store) -> None:
    with store.transaction():
        store.add(ADDED, ("in it", 2))
        raise UsageError("refused")


def add_many(store: Store) -> None:
    for number in range(20_000):
        store.add(ADDED, (f"{number} {'x' * 4000}", 1))


def test_what_is_added_is_there_for_whoever_reads(store: Store) -> None:
    with store.transaction():
        store.add(ADDED, ("a", 1))
        store.add(ADDED, ("b", 2))
        assert store.database.rows_before(ASKED) == []
        assert store.rows(ASKED) == [("a",), ("b",)]
        store.add(ADDED, ("c", 3))
    assert store.rows(ASKED) == [("a",), ("b",), ("c",)]


def test_what_is_added_goes_with_the_savepoint_it_was_added_in(store: Store) -> None:
    with store.transaction():
        store.add(ADDED, ("at first", 1))
        with pytest.raises(UsageError):
            add_and_refuse(store)
        store.add(ADDED, ("after", 3))
    assert store.rows(ASKED) == [("after",), ("at first",)]


def test_what_is_added_outside_of_a_transaction_is_written_at_once(
    store: Store,
) -> None:
    store.add(ADDED, ("a", 1))
    assert store.database.rows_before(ASKED) == [("a",)]


def test_of_a_transaction_that_fails_nothing_waits_for_the_next(
    disk: Disk, store: Store
) -> None:
    disk.full = True
    with pytest.raises(StoreError), store.transaction():
        add_many(store)
    disk.full = False
    with store.transaction():
        store.add(ADDED, ("a", 1))
    assert store.rows(ASKED) == [("a",)]
