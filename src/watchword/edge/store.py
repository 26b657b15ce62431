"""SQLite: WAL, synchronous=FULL, one writer; beside it the keys of its content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from watchword.edge.content import Content
from watchword.edge.database import Database, Row
from watchword.edge.itemkeys import ItemKeys
from watchword.edge.schema import SCHEMA_VERSION, TABLES

__all__ = ["Row", "Store"]


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
        super().__init__(path, journal="wal", tables=TABLES, version=version)
        if max_mb is not None:
            page = self.value("PRAGMA page_size")
            self.set_pragma("max_page_count", str(int(max_mb * 1_000_000 / page)))

    def _before_commit(self) -> None:
        # A crash between the two leaves at most a key that nothing uses.
        self.content.keys.flush()

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
