"""The write-ahead log comes into its file beside what is committed."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile
from typing import Any

import apsw
import pytest

from watchword.edge.checkin import LOG_PAGES, check_in
from watchword.edge.database import Database

TABLES = "CREATE TABLE row (number INTEGER PRIMARY KEY, data BLOB NOT NULL)"


def opened(path: Path) -> Database:
    database = Database(path, journal="wal", tables=TABLES, version=1)
    database.set_pragma("wal_autocheckpoint", str(LOG_PAGES))
    return database


def rows_of_the_file_alone(path: Path, folder: Path) -> int:
    alone = folder / "alone.sqlite"
    copyfile(path, alone)
    found: list[Any] = (
        apsw.Connection(str(alone)).execute("SELECT count(*) FROM row").fetchall()
    )
    return int(found[0][0])


def test_what_was_committed_is_in_the_file_and_committing_goes_on(
    tmp_path: Path,
) -> None:
    path = tmp_path / "store.sqlite"
    database = opened(path)
    for number in range(100):
        database.run("INSERT INTO row VALUES (?, zeroblob(3000))", (number,))
    check_in(path)
    assert rows_of_the_file_alone(path, tmp_path) == 100
    with database.transaction():
        database.run("INSERT INTO row VALUES (100, zeroblob(3000))")
        check_in(path)
    assert database.value("SELECT count(*) FROM row") == 101
    assert check_in(path) > 0
    assert rows_of_the_file_alone(path, tmp_path) == 101
    database.close()


def test_what_a_transaction_has_not_committed_stays_out_of_the_file(
    tmp_path: Path,
) -> None:
    path = tmp_path / "store.sqlite"
    database = opened(path)
    check_in(path)
    with database.transaction():
        database.run("INSERT INTO row VALUES (1, zeroblob(10))")
        check_in(path)
        assert rows_of_the_file_alone(path, tmp_path) == 0
    database.close()


def test_where_there_is_no_database_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(apsw.Error):
        check_in(tmp_path / "none.sqlite")
    assert not list(tmp_path.iterdir())
