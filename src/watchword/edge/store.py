"""A node's store: one database, one writer; beside it the keys of its content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakSet

from watchword.edge.content import Content
from watchword.edge.database import Database
from watchword.edge.itemkeys import ItemKeys
from watchword.edge.newreports import NewReports
from watchword.edge.schema import KEYS_WITHIN, SCHEMA_VERSION, TABLES
from watchword.edge.sqldatabase import Row, SqlDatabase

__all__ = ["Row", "Store"]


class Watcher(Protocol):
    """Whoever keeps something in memory that is folded from a store's reports."""

    def forget(self) -> None:
        """It has been dropped in the store: keep nothing of it."""


class Store:
    """One connection to a node's database.

    Every method raises ``StoreError`` where the database does not do it:
    nothing was acknowledged, try again later.

    Args:
        place: The file of an SQLite database; ``None`` is one in memory, as the
            simulation uses; or another database, open.
        keys: The keys of its content; ``None``: kept in memory, and without
            them nothing sealed can be read again.
        max_mb: The database never grows beyond this; ``None``: no bound.
        version: Another schema than this version's, for bringing it up.

    Attributes:
        content: Seals what is kept of reports, and opens it.
        new: The reports that were taken in last, for whoever folds them.
        database: What is under it.

    Raises:
        StoreError: It cannot be opened, or another version wrote it.
    """

    def __init__(
        self,
        place: Path | SqlDatabase | None,
        keys: ItemKeys | None = None,
        *,
        max_mb: float | None = None,
        version: int = SCHEMA_VERSION,
    ) -> None:
        self.content = Content(ItemKeys(None) if keys is None else keys)
        self._watchers: WeakSet[Watcher] = WeakSet()
        self.new = NewReports()
        self.watch(self.new)
        self.database: SqlDatabase = (
            Database(place, journal="wal", tables=TABLES, version=version)
            if place is None or isinstance(place, Path)
            else place
        )
        self._epoch: bytes | None = None
        self._follow_keys(version, theirs=keys is not None)
        if max_mb is not None:
            self.database.limit(max_mb)

    def _follow_keys(self, version: int, *, theirs: bool) -> None:
        """Whatever is committed has its keys: in its own rows, or in their file."""
        keys = self.content.keys
        if version < KEYS_WITHIN:
            self.database.before_commit = keys.flush
            return
        if theirs:
            self._hand_over_keys()
        self.database.before_commit = self._keep_fresh
        self.database.after_commit = keys.kept

    def _hand_over_keys(self) -> None:
        """After a crash: what is in the rows only goes into the keys' file."""
        rows = self.rows("SELECT epoch, keys FROM fresh")
        if rows:
            self.content.keys.take_over(rows)
            self.run("DELETE FROM fresh")

    def _keep_fresh(self) -> None:
        """Keys drawn since go with what they seal; rows of an epoch before go."""
        row = self.content.keys.fresh()
        if row is None:
            return
        if row[0] != self._epoch:
            self.run("DELETE FROM fresh")
            self._epoch = row[0]
        self.run("INSERT INTO fresh (epoch, keys) VALUES (?, ?)", row)

    @property
    def path(self) -> Path | None:
        """The database's file; ``None``: it is in memory, or elsewhere."""
        return self.database.path

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, durable at the end; nested ones are savepoints."""
        return self.database.transaction()

    def run(self, sql: str, args: Row = ()) -> None:
        """Execute one statement."""
        self.database.run(sql, args)

    def run_many(self, sql: str, rows: Iterable[Row]) -> None:
        """Execute one statement for each row of arguments."""
        self.database.run_many(sql, rows)

    def add(self, sql: str, args: Row) -> None:
        """Insert a row, at the latest before anything else is run or read."""
        self.database.add(sql, args)

    def rows(self, sql: str, args: Row = ()) -> list[Any]:
        """All rows of a query."""
        return self.database.rows(sql, args)

    def row(self, sql: str, args: Row = ()) -> Row | None:
        """The first row of a query."""
        found = self.database.rows(sql, args)
        return found[0] if found else None

    def row_before(self, sql: str, args: Row = ()) -> Row | None:
        """The first row of a query about what nothing was added to since."""
        found = self.database.rows_before(sql, args)
        return found[0] if found else None

    def value(self, sql: str, args: Row = ()) -> Any:  # noqa: ANN401 (SQL's)
        """The first column of the first row; ``None`` where there is none."""
        found = self.database.rows(sql, args)
        return found[0][0] if found else None

    def derived(self) -> AbstractContextManager[None]:
        """A transaction of what can be worked out again: all or nothing.

        It does not wait for the disk: after a power cut the last of these may
        be missing, and none is there without those before it.
        """
        return self.database.derived()

    def watch(self, watcher: Watcher) -> None:
        """Have somebody told, as long as it lives, when to forget."""
        self._watchers.add(watcher)

    def tell_watchers(self) -> None:
        """What is folded from reports has been dropped."""
        for watcher in tuple(self._watchers):
            watcher.forget()

    def meta(self, key: str) -> Any:  # noqa: ANN401 (SQL's)
        """A named value; ``None`` where it was never set."""
        kept = self.value("SELECT value FROM meta WHERE key = ?", (key,))
        return None if kept is None else self.database.unpacked(kept)

    def set_meta(self, key: str, value: Any) -> None:  # noqa: ANN401 (SQL's)
        """Set a named value."""
        kept = self.database.packed(value)
        self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, kept))

    def tables(self) -> list[str]:
        """The names of the tables, sorted."""
        return self.database.tables()

    def check(self) -> None:
        """Look whether all of it can be read.

        Raises:
            StoreError: It cannot (``store-damaged``).
        """
        self.database.check()

    def copy_to(self, path: Path) -> Iterator[None]:
        """Copy all of it to a new file of SQLite, some of it at each step.

        Others may write between two steps.

        Raises:
            StoreError: It cannot be written.
        """
        return self.database.copy_to(path)

    def probe(self) -> None:
        """Whether this and the keys beside it can be written again.

        Raises:
            StoreError: They cannot.
        """
        self.content.keys.probe()
        self.database.probe()

    def close(self) -> None:
        """Close the database and its keys."""
        self.database.close()
        self.content.keys.close()
