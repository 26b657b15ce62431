"""All rows of a store, from PostgreSQL into a file of SQLite and back.

A copy is the same file whichever database it was taken of: so a node moves from
one to the other by ``backup`` and ``restore``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import apsw

from watchword.edge.database import OWNER_ONLY, Database, translated
from watchword.edge.dialect import columns
from watchword.edge.schema import SCHEMA_VERSION, TABLES
from watchword.edge.sqldatabase import Row, SqlDatabase
from watchword.errors import UsageError

ROWS_A_STEP: Final = 500
_UNTYPED: Final = "meta"
"""The table whose second column is of any type."""


def write_copy(path: Path, tables: Iterable[tuple[str, list[Row]]]) -> Iterator[None]:
    """Write rows into a new file, some at each step.

    Args:
        path: The file; what was there is replaced.
        tables: Again and again a table's name and some of its rows.

    Raises:
        StoreError: It cannot be written.
    """
    path.unlink(missing_ok=True)
    path.touch(OWNER_ONLY)
    copy = Database(path, journal="delete", tables=TABLES, version=SCHEMA_VERSION)
    try:
        for table, rows in tables:
            with copy.transaction():
                copy.run_many(_insert(table), rows)
            yield
    finally:
        copy.close()


def check_empty(database: SqlDatabase) -> None:
    """Refuse a database that holds anything.

    Raises:
        UsageError: It does.
        StoreError: It cannot be asked.
    """
    for table in columns():
        if database.rows(f"SELECT 1 FROM {table} LIMIT 1"):  # noqa: S608 (ours)
            raise UsageError(
                "there is a store in that database already",
                hint="name another one, which is empty",
            )


def fill(database: SqlDatabase, path: Path) -> None:
    """Put all rows of a file into PostgreSQL's empty tables; all or nothing.

    Raises:
        StoreError: One of the two fails.
    """
    with translated():
        file = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        with translated(), database.transaction():
            for table in columns():
                # Names of our own tables, from our own schema.
                rows = file.execute(f"SELECT * FROM {table}")  # noqa: S608
                database.run_many(_insert(table), _packed(database, table, rows))
            _count_on(database)
    finally:
        file.close()


def _packed(database: SqlDatabase, table: str, rows: Iterable[Any]) -> Iterator[Row]:
    for row in rows:
        yield (row[0], database.packed(row[1])) if table == _UNTYPED else tuple(row)


def _insert(table: str) -> str:
    places = ", ".join("?" for _ in columns()[table])
    return f"INSERT INTO {table} VALUES ({places})"  # noqa: S608 (names are ours)


def _count_on(database: SqlDatabase) -> None:
    """Numbers that the database draws go on after those that are there."""
    for table, found in columns().items():
        for column in found:
            if column.counts:
                database.run(
                    f"SELECT setval(pg_get_serial_sequence('{table}', '{column.name}'),"  # noqa: S608
                    f" (SELECT max({column.name}) FROM {table}))"
                )
