from __future__ import annotations

import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from tests.desks import FIELDS, NORTH, MemoryDesk
from tests.postgresserver import MISSING, Server, programs, server

from watchword.edge.postgres import PostgresDatabase
from watchword.edge.rowcopy import check_empty, fill
from watchword.edge.schema import SCHEMA_VERSION
from watchword.edge.store import Store
from watchword.edge.verify import verify_ledger
from watchword.errors import StoreError, UsageError

NUMBERS = count()


@pytest.fixture(scope="module")
def url(pg: Server) -> str:
    return pg.new_database()


@pytest.fixture
def database(url: str) -> Iterator[PostgresDatabase]:
    made = PostgresDatabase(url, schema=f"test_{next(NUMBERS)}")
    yield made
    made.close()


@pytest.fixture
def store(database: PostgresDatabase) -> Store:
    return Store(database)


def code_of(store: Store, sql: str) -> str:
    with pytest.raises(StoreError) as caught:
        store.run(sql)
    return caught.value.code


def set_and_fail(store: Store) -> None:
    with store.transaction():
        store.set_meta("lost", 1)
        raise ZeroDivisionError


def test_what_was_set_is_read_back_as_what_it_was(store: Store) -> None:
    for value in (7, "text", b"\x00\xff", True, None):
        store.set_meta("key", value)
        assert store.meta("key") == value


def test_a_transaction_is_all_or_nothing_and_one_inside_it_too(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        set_and_fail(store)
    with store.transaction():
        store.set_meta("before", 1)
        with pytest.raises(ZeroDivisionError):
            set_and_fail(store)
        assert store.meta("before") == 1
        with pytest.raises(ZeroDivisionError):
            set_and_fail(store)
        with store.transaction():
            store.set_meta("after", 1)
    assert store.rows("SELECT key FROM meta ORDER BY key") == [("after",), ("before",)]


def ask_badly(store: Store) -> None:
    with store.transaction():
        store.set_meta("lost", 1)
        store.rows("SELECT nothing FROM nowhere")


def test_a_statement_that_fails_takes_only_its_own_savepoint_along(
    store: Store,
) -> None:
    with store.transaction():
        store.set_meta("before", 1)
        with pytest.raises(StoreError):
            ask_badly(store)
        store.set_meta("after", 1)
    assert store.value("SELECT count(*) FROM meta") == 2


def write_badly(store: Store) -> None:
    with store.transaction():
        store.set_meta("lost", 1)
        store.run("INSERT INTO meta VALUES ('bad', NULL)")


def test_a_write_that_fails_late_fails_the_commit(store: Store) -> None:
    with pytest.raises(StoreError):
        write_badly(store)
    assert store.rows("SELECT key FROM meta") == []


def waits(store: Store) -> str:
    return str(store.value("SHOW synchronous_commit"))


def test_only_what_can_be_worked_out_again_does_not_wait_for_the_disk(
    store: Store,
) -> None:
    with store.derived():
        assert waits(store) == "off"
    assert waits(store) == "on"
    with store.transaction():
        with store.derived():
            assert waits(store) == "on"
        assert waits(store) == "on"


def test_names_are_ordered_by_their_bytes_and_not_by_a_language(store: Store) -> None:
    names = ["a", "B", "Z", "ä", "b", "_", "-"]
    for name in names:
        store.set_meta(name, 1)
    found = [name for (name,) in store.rows("SELECT key FROM meta ORDER BY key")]
    assert found == sorted(names, key=str.encode)


def test_a_nul_in_text_is_shown_and_stops_nothing(store: Store) -> None:
    store.run("INSERT INTO unpacked VALUES (?, 1, 2)", ("a\0b",))
    assert store.value("SELECT partner FROM unpacked") == "a\u2400b"
    assert store.rows("SELECT 1 FROM unpacked WHERE partner = ?", ("a\0b",)) == [(1,)]


def test_a_second_writer_is_refused_until_the_first_is_gone(url: str) -> None:
    first = PostgresDatabase(url, schema="one_writer")
    with pytest.raises(StoreError, match="another process writes"):
        PostgresDatabase(url, schema="one_writer")
    first.close()
    PostgresDatabase(url, schema="one_writer").close()


def test_a_store_of_another_version_is_left_alone(url: str) -> None:
    made = PostgresDatabase(url, schema="other_version")
    made.run("UPDATE schema_version SET version = ?", (SCHEMA_VERSION + 1,))
    made.close()
    with pytest.raises(StoreError, match=f"schema {SCHEMA_VERSION + 1}"):
        PostgresDatabase(url, schema="other_version")


@pytest.mark.parametrize("setting", ["synchronous_commit", "fsync"])
def test_a_server_that_does_not_wait_for_its_disk_is_refused(setting: str) -> None:
    if programs() is None:
        pytest.skip(MISSING)
    with server(f"{setting}=off") as hasty:
        with pytest.raises(StoreError, match=f"{setting} = off") as caught:
            PostgresDatabase(hasty.new_database())
        assert f"{setting} = on" in caught.value.hint


def test_what_the_server_refuses_has_the_code_of_its_cause(store: Store) -> None:
    assert code_of(store, "SELECT nothing") == "store"
    raising = "DO $$ BEGIN RAISE EXCEPTION SQLSTATE '{}'; END $$"
    for state, code in (
        ("53100", "store-full"),
        ("XX001", "store-damaged"),
        ("57P03", "store-unreachable"),
    ):
        assert code_of(store, raising.format(state)) == code
    store.run("SET default_transaction_read_only = on")
    assert code_of(store, "DELETE FROM meta") == "store-read-only"
    with pytest.raises(StoreError) as caught:
        store.probe()
    assert caught.value.code == "store-read-only"
    store.run("SET default_transaction_read_only = off")
    store.probe()


def test_where_nobody_listens_the_store_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        PostgresDatabase(f"postgresql://nobody@/none?host={tmp_path}")
    assert caught.value.code == "store-unreachable"


def cut(pg: Server, database: PostgresDatabase) -> None:
    """End the connection at the server's side."""
    (pid,) = database.rows("SELECT pg_backend_pid()")[0]
    with psycopg.connect(pg.url("postgres"), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


def lose_connection(pg: Server, database: PostgresDatabase, store: Store) -> None:
    """In the middle of a transaction that does not mind at once."""
    with store.transaction():
        store.set_meta("lost", 1)
        cut(pg, database)
        with pytest.raises(StoreError):
            store.rows("SELECT 1")
        store.set_meta("lost too", 1)


def test_a_lost_connection_fails_the_transaction_and_the_next_use_connects_anew(
    pg: Server, database: PostgresDatabase, store: Store
) -> None:
    store.set_meta("before", 1)
    with pytest.raises(StoreError) as caught:
        lose_connection(pg, database, store)
    assert caught.value.code == "store-unreachable"
    store.set_meta("after", 1)
    found = store.rows("SELECT key FROM meta ORDER BY key")
    assert found == [("after",), ("before",)]


def test_a_desk_goes_on_after_its_connection_was_lost(
    pg: Server, database: PostgresDatabase, store: Store
) -> None:
    desk = MemoryDesk(NORTH, store)
    desk.agree()
    desk.report()
    cut(pg, database)
    with pytest.raises(StoreError):
        desk.report()
    desk.report()
    assert verify_ledger(desk.store, desk.view)["statements"] == 4


def everything(store: Store) -> dict[str, list[str]]:
    """All rows of every table; of the named values their names.

    Not the fresh keys: opening a store hands them over to the keys' file.
    """
    found = {}
    for table in store.tables():
        if table == "fresh":
            continue
        what = "key" if table == "meta" else "*"
        rows = store.rows(f"SELECT {what} FROM {table}")  # noqa: S608 (ours)
        found[table] = sorted(map(repr, rows))
    return found


def test_a_copy_is_of_one_instant_and_says_the_same_wherever_it_is_put(
    store: Store, url: str, tmp_path: Path
) -> None:
    desk = MemoryDesk(NORTH, store)
    desk.agree()
    for _ in range(3):
        desk.report(fields=FIELDS)
    path = tmp_path / "copy.sqlite"
    before = everything(store)
    steps = store.copy_to(path)
    next(steps)
    desk.report()
    for _ in steps:
        pass
    copy = Store(path, store.content.keys)
    there = PostgresDatabase(url, schema="put_back")
    check_empty(there)
    fill(there, path)
    assert everything(copy) == everything(Store(there)) == before
    with pytest.raises(UsageError, match="already"):
        check_empty(there)
    there.run(
        "INSERT INTO quarantine (at_ns, says, evidence, item, peer, code, channel,"
        " digest) VALUES (1, '', x'', '', 'p', 'c', '', 'd')"
    )
    there.close()
    copy.database.close()


def test_a_bound_in_megabytes_is_refused(database: PostgresDatabase) -> None:
    with pytest.raises(UsageError, match="not bounded"):
        Store(database, max_mb=1)


def test_a_page_that_the_disk_has_changed_is_found() -> None:
    if programs() is None:
        pytest.skip(MISSING)
    with server() as mortal:
        store = Store(PostgresDatabase(mortal.new_database()))
        store.set_meta("key", "canary" * 50)
        store.check()
        (path,) = store.rows("SELECT pg_relation_filepath('meta')")[0]
        store.close()
        mortal.stop()
        file = mortal.folder / "data" / path
        data = file.read_bytes()
        assert b"canary" in data
        file.write_bytes(data.replace(b"canary", b"canard", 1))
        mortal.start()
        database = PostgresDatabase(mortal.url("d0"))
        with pytest.raises(StoreError) as caught:
            Store(database).check()
        database.close()
    assert caught.value.code == "store-damaged"


def test_a_server_that_is_killed_recovers_what_was_committed() -> None:
    if programs() is None:
        pytest.skip(MISSING)
    with server() as mortal:
        database = PostgresDatabase(mortal.new_database())
        store = Store(database)
        for number in range(20):
            store.set_meta(f"key {number}", number)
        mortal.stop(signal.SIGQUIT)
        with pytest.raises(StoreError):
            store.set_meta("lost", 1)
        mortal.start()
        assert store.value("SELECT count(*) FROM meta") == 20
        store.set_meta("after", 1)
        database.close()
