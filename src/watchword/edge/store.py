"""SQLite: WAL, synchronous=FULL, one writer, transactions with savepoints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import apsw

from watchword.edge.schema import SCHEMA_VERSION, TABLES
from watchword.errors import StoreError

Row = tuple[Any, ...]
"""A row of a query, or its arguments."""

BUSY_MS: Final = 5000
FULL_HINT: Final = "free space on the disk or raise store_max_mb; nothing was lost"


class Store:
    """One connection to a node's database.

    Every public method turns what SQLite raises into ``StoreError``: nothing
    was acknowledged, try again later.

    Args:
        path: The database file; ``None`` is a database in memory, as the
            simulation uses.
        max_mb: The database never grows beyond this; ``None``: no bound.

    Raises:
        StoreError: It cannot be opened, or another version wrote it.
    """

    def __init__(self, path: Path | None, *, max_mb: float | None = None) -> None:
        self.path = path
        self._level = 0
        with _translated():
            self._db = apsw.Connection(str(path) if path else ":memory:")
            self._db.set_busy_timeout(BUSY_MS)
            self._db.pragma("journal_mode", "wal")
            self._db.pragma("synchronous", "full")
            self._create()
            if max_mb is not None:
                page = self._db.pragma("page_size")
                self._db.pragma("max_page_count", int(max_mb * 1_000_000 / page))

    def _create(self) -> None:
        version = self._db.pragma("user_version")
        if version == 0:
            with self._db:
                self._db.execute(TABLES)
                self._db.pragma("user_version", SCHEMA_VERSION)
        elif version != SCHEMA_VERSION:
            raise StoreError(
                f"the store has schema {version}, this version reads {SCHEMA_VERSION}",
                hint="use the version of Watchword that wrote it",
            )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable at the end; nested ones are savepoints."""
        name = f"level{self._level}"
        self.run(f"SAVEPOINT {name}")
        self._level += 1
        try:
            yield
            self.run(f"RELEASE {name}")
        except BaseException:
            # Where the disk is full SQLite has rolled back all levels by itself.
            if self._db.in_transaction:
                self.run(f"ROLLBACK TO {name}")
                self.run(f"RELEASE {name}")
            raise
        finally:
            self._level -= 1

    def run(self, sql: str, args: Row = ()) -> None:
        """Execute one statement."""
        with _translated():
            self._db.execute(sql, args)

    def rows(self, sql: str, args: Row = ()) -> list[Any]:
        """All rows of a query."""
        with _translated():
            return self._db.execute(sql, args).fetchall()

    def row(self, sql: str, args: Row = ()) -> Row | None:
        """The first row of a query."""
        found = self.rows(sql, args)
        return found[0] if found else None

    def value(self, sql: str, args: Row = ()) -> Any:  # noqa: ANN401 (SQL's)
        """The first column of the first row; ``None`` where there is none."""
        found = self.row(sql, args)
        return None if found is None else found[0]

    def meta(self, key: str) -> Any:  # noqa: ANN401 (SQL's)
        """A named value; ``None`` where it was never set."""
        return self.value("SELECT value FROM meta WHERE key = ?", (key,))

    def set_meta(self, key: str, value: Any) -> None:  # noqa: ANN401 (SQL's)
        """Set a named value."""
        self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def close(self) -> None:
        """Close the database."""
        with _translated():
            self._db.close()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except apsw.FullError as error:
        raise StoreError(
            "the store is full", hint=FULL_HINT, code="store-full"
        ) from error
    except apsw.ReadOnlyError as error:
        raise StoreError("the store is read-only", code="store-read-only") from error
    except apsw.Error as error:
        raise StoreError(f"the store failed: {error}") from error
