"""A store whose machine can lose power between two writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from watchword.edge.sqldatabase import SqlDatabase
from watchword.edge.store import Row, Store
from watchword.errors import StoreError


def _in_memory() -> None:
    return None


class FragileStore(Store):
    """A database that outlives the crashes of the desk over it.

    A crash rolls back what was not committed.  That is kinder than a power
    cut on a disk: torn pages are for the tests with processes and files.

    Attributes:
        new_database: Makes what is under it; ``None`` is SQLite in memory.
        testing_only_crash_after: So many more writes, then no more until
            ``restore_power``; ``None``: the power stays on.
    """

    new_database: ClassVar[Callable[[], SqlDatabase | None]] = _in_memory

    def __init__(self) -> None:
        super().__init__(type(self).new_database())
        self.testing_only_crash_after: int | None = None

    def run(self, sql: str, args: Row = ()) -> None:
        """Execute one statement, unless the power is gone.

        Raises:
            StoreError: It is, or the statement failed.
        """
        if self.testing_only_crash_after is not None:
            if self.testing_only_crash_after <= 0:
                raise StoreError("the machine has lost power")
            self.testing_only_crash_after -= 1
        super().run(sql, args)

    def lose_power_unanswered(self) -> None:
        """The writes did not use up the count: crash after the commit instead.

        Raises:
            StoreError: A crash was due; what was committed stays.
        """
        if self.testing_only_crash_after is not None:
            raise StoreError("the machine lost power before it could answer")

    def restore_power(self) -> None:
        """The machine starts again."""
        self.testing_only_crash_after = None
