"""A store whose machine can lose power between two writes."""

from __future__ import annotations

from watchword.edge.store import Row, Store
from watchword.errors import StoreError


class FragileStore(Store):
    """A database in memory that outlives the crashes of the desk over it.

    A crash rolls back what was not committed.  That is kinder than a power
    cut on a disk: torn pages are for the tests with processes and files.

    Attributes:
        testing_only_crash_after: So many more writes, then no more until
            ``restore_power``; ``None``: the power stays on.
    """

    def __init__(self) -> None:
        super().__init__(None)
        self.testing_only_crash_after: int | None = None

    def run(self, sql: str, args: Row = ()) -> None:
        """Execute one statement, unless the power is gone.

        Raises:
            StoreError: It is, or the statement failed.
        """
        if self.testing_only_crash_after is not None and not _ends(sql):
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


def _ends(sql: str) -> bool:
    """Whether it bounds a transaction: rolling back is what a crash comes to."""
    return sql.startswith(("SAVEPOINT", "ROLLBACK", "RELEASE"))
