"""SQLite: WAL, synchronous=FULL, one writer; beside it the keys of its content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakSet

from watchword.edge.content import Content
from watchword.edge.database import Database, Row, translated
from watchword.edge.itemkeys import ItemKeys
from watchword.edge.schema import SCHEMA_VERSION, TABLES

__all__ = ["Row", "Store"]


class Watcher(Protocol):
    """Whoever keeps something in memory that is folded from a store's reports."""

    def forget(self) -> None:
        """It has been dropped in the store: keep nothing of it."""


class Store(Database):
    """One connection to a node's database.

    Args:
        path: The database file; ``None`` is a database in memory, as the
            simulation uses.
        keys: The keys of its content; ``None``: kept in memory, and without
            them nothing sealed can be read again.
        max_mb: The database never grows beyond this; ``None``: no bound.
        version: Another schema than this version's, for bringing it up.

    Attributes:
        content: Seals what is kept of reports, and opens it.

    Raises:
        StoreError: It cannot be opened, or another version wrote it.
    """

    def __init__(
        self,
        path: Path | None,
        keys: ItemKeys | None = None,
        *,
        max_mb: float | None = None,
        version: int = SCHEMA_VERSION,
    ) -> None:
        self.content = Content(ItemKeys(None) if keys is None else keys)
        self._watchers: WeakSet[Watcher] = WeakSet()
        super().__init__(path, journal="wal", tables=TABLES, version=version)
        if max_mb is not None:
            page = self.value("PRAGMA page_size")
            self.set_pragma("max_page_count", str(int(max_mb * 1_000_000 / page)))

    def _before_commit(self) -> None:
        # A crash between the two leaves at most a key that nothing uses.
        self.content.keys.flush()

    @contextmanager
    def derived(self) -> Iterator[None]:
        """A transaction of what can be worked out again: all or nothing.

        It does not wait for the disk: after a power cut the last of these may
        be missing, and none is there without those before it.
        """
        with translated():
            self._db.pragma("synchronous", "normal")
        try:
            with self.transaction():
                yield
        finally:
            with translated():
                self._db.pragma("synchronous", "full")

    def watch(self, watcher: Watcher) -> None:
        """Have somebody told, as long as it lives, when to forget."""
        self._watchers.add(watcher)

    def tell_watchers(self) -> None:
        """What is folded from reports has been dropped."""
        for watcher in tuple(self._watchers):
            watcher.forget()

    def meta(self, key: str) -> Any:  # noqa: ANN401 (SQL's)
        """A named value; ``None`` where it was never set."""
        return self.value("SELECT value FROM meta WHERE key = ?", (key,))

    def set_meta(self, key: str, value: Any) -> None:  # noqa: ANN401 (SQL's)
        """Set a named value."""
        self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def probe(self) -> None:
        """Whether this and the keys beside it can be written again.

        Raises:
            StoreError: They cannot.
        """
        self.content.keys.probe()
        super().probe()

    def close(self) -> None:
        """Close the database and its keys."""
        super().close()
        self.content.keys.close()
