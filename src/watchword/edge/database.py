"""An SQLite file: transactions with savepoints, and one kind of error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NoReturn

import apsw

from watchword.errors import StoreError

Row = tuple[Any, ...]
"""A row of a query, or its arguments."""

BUSY_MS: Final = 5000
FULL_HINT: Final = "free space on the disk or raise store_max_mb; nothing was lost"
PAGES_A_STEP: Final = 500
LOG_PAGES: Final = 4000
"""So long the write-ahead log grows: a page written again and again in that time
goes to its place once."""

CACHE_KB: Final = 32_000
"""What a group of inputs writes fits in it, and goes to the disk once."""

OWNER_ONLY: Final = 0o600


class Database:
    """One connection.

    Every public method turns what SQLite raises into ``StoreError``: nothing
    was acknowledged, try again later.

    Args:
        path: The file; ``None`` is a database in memory.
        journal: SQLite's journal mode.
        tables: The statements that make the tables.
        version: The version of these tables.

    Raises:
        StoreError: It cannot be opened, or another version wrote it.
    """

    def __init__(
        self, path: Path | None, *, journal: str, tables: str, version: int
    ) -> None:
        self.path = path
        self._level = 0
        with translated():
            self._db = apsw.Connection(str(path) if path else ":memory:")
            self._db.set_busy_timeout(BUSY_MS)
            self._db.pragma("journal_mode", journal)
            self._db.pragma("synchronous", "full")
            self._db.pragma("cache_size", -CACHE_KB)
            self._db.pragma("temp_store", "memory")
            self._db.pragma("wal_autocheckpoint", LOG_PAGES)
            self._create(tables, version)
            self._cursor = self._db.cursor()

    def _create(self, tables: str, version: int) -> None:
        found = self._db.pragma("user_version")
        if found == 0:
            with self._db:
                self._db.execute(tables)
                self._db.pragma("user_version", version)
        elif found != version:
            raise StoreError(
                f"the store has schema {found}, this version reads {version}",
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
            if self._level == 1:
                self._before_commit()
            self.run(f"RELEASE {name}")
        except BaseException:
            # Where the disk is full SQLite has rolled back all levels by itself.
            if self._db.in_transaction:
                self.run(f"ROLLBACK TO {name}")
                self.run(f"RELEASE {name}")
            raise
        finally:
            self._level -= 1

    def _before_commit(self) -> None:
        """What has to be durable before this transaction is."""

    def run(self, sql: str, args: Row = ()) -> None:
        """Execute one statement."""
        # No ``translated()`` here and below: it would cost more than the statement.
        try:
            self._cursor.execute(sql, args)
        except apsw.Error as error:
            _raise_translated(error)

    def run_many(self, sql: str, rows: Iterable[Row]) -> None:
        """Execute one statement for each row of arguments."""
        try:
            self._cursor.executemany(sql, rows)
        except apsw.Error as error:
            _raise_translated(error)

    def rows(self, sql: str, args: Row = ()) -> list[Any]:
        """All rows of a query."""
        try:
            return self._cursor.execute(sql, args).fetchall()
        except apsw.Error as error:
            _raise_translated(error)

    def row(self, sql: str, args: Row = ()) -> Row | None:
        """The first row of a query."""
        found = self.rows(sql, args)
        return found[0] if found else None

    def value(self, sql: str, args: Row = ()) -> Any:  # noqa: ANN401 (SQL's)
        """The first column of the first row; ``None`` where there is none."""
        found = self.rows(sql, args)
        return found[0][0] if found else None

    def copy_to(self, path: Path) -> Iterator[None]:
        """Copy all of it to a new file, some pages at each step.

        Others may write between two steps; the copy is of the last one.

        Raises:
            StoreError: It cannot be written.
        """
        path.unlink(missing_ok=True)
        path.touch(OWNER_ONLY)
        with translated():
            copy = apsw.Connection(str(path))
        try:
            with translated():
                backup = copy.backup("main", self._db, "main")
            while not self._step(backup):
                yield
        finally:
            with translated():
                copy.close(force=True)

    @staticmethod
    def _step(backup: apsw.Backup) -> bool:
        with translated():
            if not backup.done:
                backup.step(PAGES_A_STEP)
            if backup.done:
                backup.finish()
            return bool(backup.done)

    def close(self) -> None:
        """Close the database."""
        with translated():
            self._db.close()


@contextmanager
def translated() -> Iterator[None]:
    """Turn what SQLite raises into ``StoreError``."""
    try:
        yield
    except apsw.Error as error:
        _raise_translated(error)


def _raise_translated(error: apsw.Error) -> NoReturn:
    if isinstance(error, apsw.FullError):
        raise StoreError(
            "the store is full", hint=FULL_HINT, code="store-full"
        ) from error
    if isinstance(error, apsw.ReadOnlyError):
        raise StoreError("the store is read-only", code="store-read-only") from error
    raise StoreError(f"the store failed: {error}") from error
