"""An SQLite file: transactions with savepoints, and one kind of error."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NoReturn

import apsw

from watchword.edge.sqldatabase import Row, nothing
from watchword.errors import StoreError

BUSY_MS: Final = 5000
DAMAGED_HINT: Final = "stop, keep the folder as it is, and restore the last backup"
FULL_HINT: Final = "free space on the disk or raise store_max_mb; nothing was lost"
PAGES_A_STEP: Final = 500
LOG_PAGES: Final = 4000
"""So long the write-ahead log grows: a page written again and again in that time
goes to its place once."""

CACHE_KB: Final = 32_000
"""What a group of inputs writes fits in it, and goes to the disk once."""

OWNER_ONLY: Final = 0o600
PROBE_BYTES: Final = 65_536
DISTRUSTED: Final = (apsw.IOError, apsw.CorruptError, apsw.CantOpenError)
"""After these the connection is believed no more."""

FAILURES: Final = (apsw.Error, UnicodeDecodeError)
"""What SQLite raises; text that is none stands on a page that was damaged."""

DISK_HINT: Final = "mend the disk; it goes on by itself, nothing was acknowledged"


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
        self.before_commit: Callable[[], None] = nothing
        self.after_commit: Callable[[], None] = nothing
        self._level = 0
        self._journal = journal
        self._failed = False
        self._kept: dict[str, str] = {}
        self._added: dict[str, list[Row]] = {}
        with translated():
            self._connect()
            self._create(tables, version)

    def _connect(self) -> None:
        self._db = apsw.Connection(str(self.path) if self.path else ":memory:")
        self._db.set_busy_timeout(BUSY_MS)
        self._db.pragma("journal_mode", self._journal)
        self._db.pragma("synchronous", "full")
        self._db.pragma("cache_size", -CACHE_KB)
        self._db.pragma("temp_store", "memory")
        self._db.pragma("wal_autocheckpoint", LOG_PAGES)
        for name, value in self._kept.items():
            self._db.pragma(name, value)
        self._cursor = self._db.cursor()

    def set_pragma(self, name: str, value: str) -> None:
        """Set one for as long as this database is used, whatever the connection."""
        self._kept[name] = value
        with translated():
            self._db.pragma(name, value)

    def _mend(self) -> None:
        """Begin anew on a new connection where the disk has failed the last one.

        What the system could not write it may have forgotten, and the next sync
        would say that all is well.  So what was committed is written and synced
        once more, what failed is dropped with the log it stands in, and only
        then the file is opened again.  Reading goes on meanwhile.

        Raises:
            StoreError: The disk fails still; nothing is written.
        """
        with translated():
            # A statement that failed may still stand at its row.
            self._cursor.close(force=True)
            self._cursor = self._db.cursor()
            done = self._cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if done[0][0]:
                raise StoreError("the store is in use by another process")
            self._db.close(force=True)
            self._connect()
        self._failed = False

    def probe(self) -> None:
        """Write a little and take it back: whether the disk takes anything again.

        Raises:
            StoreError: It does not.
        """
        with self.transaction():
            self.run("CREATE TABLE IF NOT EXISTS probe (room BLOB)")
            self.run("INSERT INTO probe VALUES (zeroblob(?))", (PROBE_BYTES,))
        with self.transaction():
            self.run("DROP TABLE probe")

    def _create(self, tables: str, version: int) -> None:
        found = self._db.pragma("user_version")
        if found == 0:
            with self._db:
                self._db.execute(tables)
                self._db.pragma("user_version", version)
        elif found != version:
            raise StoreError(
                f"the store has schema {found}, this version reads {version}",
                hint="watchword migrate --dry-run, then watchword migrate"
                if found < version
                else "a newer Watchword wrote it: use that one, or a newer one still",
                code="schema",
            )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable at the end; nested ones are savepoints."""
        if self._failed and not self._level:
            self._mend()
        name = f"level{self._level}"
        self.run(f"SAVEPOINT {name}")
        self._level += 1
        try:
            yield
            if self._level == 1:
                self.before_commit()
            self.run(f"RELEASE {name}")
        except BaseException:
            # What was added before the savepoint has been written at it.
            self._added.clear()
            # Where the disk is full SQLite has rolled back all levels by itself.
            if self._db.in_transaction and self._level == 1:
                # Not released: that would write pages to a disk that takes none.
                self.run("ROLLBACK")
            elif self._db.in_transaction:
                self.run(f"ROLLBACK TO {name}")
                self.run(f"RELEASE {name}")
            raise
        finally:
            self._level -= 1
        if not self._level:
            self.after_commit()

    @contextmanager
    def derived(self) -> Iterator[None]:
        """A transaction of what can be worked out again, without waiting."""
        if self._level:
            # Within another it is part of what that one waits for.
            with self.transaction():
                yield
            return
        with translated():
            self._db.pragma("synchronous", "normal")
        try:
            with self.transaction():
                yield
        finally:
            self._wait_again()

    def _wait_again(self) -> None:
        try:
            self._db.pragma("synchronous", "full")
        except FAILURES as error:
            # Nothing is acknowledged on a connection that does not wait.
            self._failed = self.path is not None
            _raise_translated(error)

    def run(self, sql: str, args: Row = ()) -> None:
        """Execute one statement."""
        # No ``translated()`` here and below: it would cost more than the statement.
        if self._failed and not self._level:
            self._mend()
        if self._added:
            self._write_added()
        try:
            self._cursor.execute(sql, args)
        except FAILURES as error:
            self._note(error)
            _raise_translated(error)

    def run_many(self, sql: str, rows: Iterable[Row]) -> None:
        """Execute one statement for each row of arguments."""
        if self._added:
            self._write_added()
        try:
            self._cursor.executemany(sql, rows)
        except FAILURES as error:
            self._note(error)
            _raise_translated(error)

    def add(self, sql: str, args: Row) -> None:
        """Insert a row, at the latest before anything else is run or read.

        What a group of inputs adds to one table is written in one go: one
        statement after the other costs twice as much.
        """
        if not self._level:
            self.run(sql, args)
            return
        try:
            self._added[sql].append(args)
        except KeyError:
            self._added[sql] = [args]

    def _write_added(self) -> None:
        added, self._added = self._added, {}
        for sql, rows in added.items():
            self.run_many(sql, rows)

    def _note(self, error: Exception) -> None:
        # In memory there is no disk to fail, and nothing to be read again.
        if self.path is not None and isinstance(error, DISTRUSTED):
            self._failed = True

    def rows(self, sql: str, args: Row = ()) -> list[Any]:
        """All rows of a query."""
        if self._added:
            self._write_added()
        return self.rows_before(sql, args)

    def rows_before(self, sql: str, args: Row = ()) -> list[Any]:
        """All rows of a query about what nothing was added to since."""
        try:
            return self._cursor.execute(sql, args).fetchall()
        except FAILURES as error:
            _raise_translated(error)

    def row(self, sql: str, args: Row = ()) -> Row | None:
        """The first row of a query."""
        found = self.rows(sql, args)
        return found[0] if found else None

    def value(self, sql: str, args: Row = ()) -> Any:  # noqa: ANN401 (SQL's)
        """The first column of the first row; ``None`` where there is none."""
        found = self.rows(sql, args)
        return found[0][0] if found else None

    def packed(self, value: Any) -> Any:  # noqa: ANN401 (SQL's)
        """A value of any kind: SQLite keeps it as it is."""
        return value

    def unpacked(self, kept: Any) -> Any:  # noqa: ANN401 (SQL's)
        """That value again."""
        return kept

    def tables(self) -> list[str]:
        """The names of the tables, sorted."""
        found = self.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )
        return [name for (name,) in found]

    def limit(self, max_mb: float) -> None:
        """Never grow beyond."""
        page = self.value("PRAGMA page_size")
        self.set_pragma("max_page_count", str(int(max_mb * 1_000_000 / page)))

    def check(self) -> None:
        """Look at every page: whether SQLite's own structure is whole.

        Raises:
            StoreError: It is not (``store-damaged``).
        """
        found = self.value("PRAGMA integrity_check(1)")
        if found != "ok":
            raise StoreError(
                f"the store is damaged: {str(found).splitlines()[-1]}",
                hint=DAMAGED_HINT,
                code="store-damaged",
            )

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


def into_place(part: Path, path: Path) -> None:
    """Give a finished file its name, durably.

    Raises:
        OSError: It cannot be done; what had the name has it still.
    """
    _sync(part)
    part.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what SQLite raises into ``StoreError``."""
    try:
        yield
    except FAILURES as error:
        _raise_translated(error)


def _raise_translated(error: Exception) -> NoReturn:
    if isinstance(error, apsw.FullError):
        raise StoreError(
            "the store is full", hint=FULL_HINT, code="store-full"
        ) from error
    if isinstance(error, apsw.ReadOnlyError):
        raise StoreError(
            "the store is read-only",
            hint="its file cannot be written: see its owner and mode, and the mount",
            code="store-read-only",
        ) from error
    if isinstance(error, apsw.CorruptError | apsw.NotADBError | UnicodeDecodeError):
        raise StoreError(
            "the store is damaged", hint=DAMAGED_HINT, code="store-damaged"
        ) from error
    raise StoreError(f"the store failed: {error}", hint=DISK_HINT) from error
