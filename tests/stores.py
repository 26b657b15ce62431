"""Under which database the desks of the tests keep their stores.

SQLite in memory, unless ``WATCHWORD_POSTGRESQL`` names a database: then each
store is a schema of it, and one that nobody holds any more is used again.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Final
from weakref import finalize

from watchword.edge.postgres import PostgresDatabase
from watchword.edge.sqldatabase import SqlDatabase
from watchword.edge.store import Store

URL: Final = os.environ.get("WATCHWORD_POSTGRESQL", "")
MOST_OPEN: Final = 100

TAMPERING: Final = """
CREATE OR REPLACE FUNCTION zeroblob(size INTEGER) RETURNS BYTEA LANGUAGE SQL
AS $$ SELECT decode(repeat('00', size), 'hex') $$;
CREATE OR REPLACE FUNCTION replace(held BYTEA, old TEXT, new TEXT) RETURNS BYTEA
LANGUAGE SQL AS $$ SELECT convert_to(
  replace(convert_from(held, 'UTF8'), old, new), 'UTF8') $$
"""
"""What tests that spoil a store ask of SQLite, and no store does."""

SQLITE_FAILS: Final = """
CREATE TRIGGER testing_only_fail BEFORE {} BEGIN
  SELECT RAISE(ABORT, 'as if the disk had failed'); END
"""
POSTGRESQL_FAILS: Final = """
CREATE OR REPLACE FUNCTION testing_only_fail() RETURNS TRIGGER LANGUAGE PLPGSQL
AS $$ BEGIN RAISE EXCEPTION 'as if the disk had failed'; END $$;
CREATE TRIGGER testing_only_fail BEFORE {} FOR EACH ROW
EXECUTE FUNCTION testing_only_fail()
"""

_numbers: Final[Iterator[int]] = count()
_free: Final[list[str]] = []
_open: Final[set[int]] = set()


def new_database() -> SqlDatabase | None:
    """An empty database; ``None``: SQLite in memory."""
    if not URL:
        return None
    if len(_open) >= MOST_OPEN:
        gc.collect()
    number = next(_numbers)
    schema = _free.pop() if _free else f"store_{os.getpid()}_{number}"
    made = PostgresDatabase(URL, schema=schema)
    with made.transaction():
        made.run(TAMPERING)
        for table in made.tables():
            made.run(f"DELETE FROM {table}")  # noqa: S608 (names are ours)
    _open.add(number)
    finalize(made, _let_go, number, schema)
    return made


def _let_go(number: int, schema: str) -> None:
    _open.discard(number)
    _free.append(schema)


@contextmanager
def failing(store: Store, what: str) -> Iterator[None]:
    """The disk fails when it comes to that, such as ``INSERT ON line``."""
    store.run((POSTGRESQL_FAILS if URL else SQLITE_FAILS).format(what))
    yield
    _, _, table = what.partition(" ON ")
    store.run(f"DROP TRIGGER testing_only_fail{f' ON {table}' if URL else ''}")


def changed(store: Store) -> bool:
    """Whether the last statement has changed a row; PostgreSQL is not asked."""
    return bool(URL) or store.value("SELECT changes()") > 0


def new_store() -> Store:
    """An empty store, its keys in memory."""
    return Store(new_database())
