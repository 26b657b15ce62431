"""Under which database the desks of the tests keep their stores.

SQLite in memory, unless ``WATCHWORD_POSTGRESQL`` names a database: then each
store is a schema of it, and one that nobody holds any more is used again.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from itertools import count
from typing import Final
from weakref import finalize

from watchword.edge.postgres import PostgresDatabase
from watchword.edge.sqldatabase import SqlDatabase
from watchword.edge.store import Store

URL: Final = os.environ.get("WATCHWORD_POSTGRESQL", "")
MOST_OPEN: Final = 100

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
        for table in made.tables():
            made.run(f"DELETE FROM {table}")  # noqa: S608 (names are ours)
    _open.add(number)
    finalize(made, _let_go, number, schema)
    return made


def _let_go(number: int, schema: str) -> None:
    _open.discard(number)
    _free.append(schema)


def new_store() -> Store:
    """An empty store, its keys in memory."""
    return Store(new_database())
