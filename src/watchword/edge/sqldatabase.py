"""What a store asks of the database under it, whichever that is.

Statements are written for SQLite; ``dialect.py`` says them to PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

Row = tuple[Any, ...]
"""A row of a query, or its arguments."""


def nothing() -> None:
    """Nothing has to be done before or after."""


class SqlDatabase(Protocol):
    """One connection, and no other that writes.

    Every method raises ``StoreError`` where the database does not do it:
    nothing was acknowledged, try again later.

    Attributes:
        path: The file; ``None``: there is none.
        before_commit: Called before an outermost transaction is committed.
        after_commit: Called when it has been; it raises nothing.
    """

    path: Path | None
    before_commit: Callable[[], None]
    after_commit: Callable[[], None]

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, durable at the end; nested ones are savepoints."""

    def derived(self) -> AbstractContextManager[None]:
        """A transaction of what can be worked out again: it does not wait.

        After a power cut the last of these may be missing, and none is there
        without those before it.
        """

    def run(self, sql: str, args: Row = ()) -> None:
        """Execute one statement."""

    def run_many(self, sql: str, rows: Iterable[Row]) -> None:
        """Execute one statement for each row of arguments."""

    def add(self, sql: str, args: Row) -> None:
        """Insert a row, at the latest before anything else is run or read."""

    def rows(self, sql: str, args: Row = ()) -> list[Any]:
        """All rows of a query."""

    def rows_before(self, sql: str, args: Row = ()) -> list[Any]:
        """All rows of a query; what was added since need not be looked at."""

    def packed(self, value: Any) -> Any:  # noqa: ANN401 (SQL's)
        """A value of any kind as a column without a type keeps it."""

    def unpacked(self, kept: Any) -> Any:  # noqa: ANN401 (SQL's)
        """That value again."""

    def tables(self) -> list[str]:
        """The names of the tables, sorted."""

    def limit(self, max_mb: float) -> None:
        """Never grow beyond."""

    def check(self) -> None:
        """Look whether all of it can be read."""

    def probe(self) -> None:
        """Write a little and take it back: whether it takes anything again."""

    def copy_to(self, path: Path) -> Iterator[None]:
        """Copy all of it to a new file of SQLite, some of it at each step."""

    def close(self) -> None:
        """Close the connection."""
