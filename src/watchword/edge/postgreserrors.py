"""What PostgreSQL refuses, as ``StoreError``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from psycopg import errors

from watchword.errors import StoreError

DAMAGED_HINT: Final = "stop, and restore the database from its last copy"
FULL_HINT: Final = "free space on the database's disk; nothing was lost"
AWAY_HINT: Final = "is the server up? nothing is acknowledged until it is back"
READ_ONLY_HINT: Final = "is it a standby? the store needs the server that is written to"
TAKEN_HINT: Final = "is the node up elsewhere? a store has one writer"

_AWAY: Final = (
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.IdleInTransactionSessionTimeout,
)


@contextmanager
def translated(connection: psycopg.Connection | None = None) -> Iterator[None]:
    """Turn what psycopg raises into ``StoreError``.

    Args:
        connection: By which it was asked; ``None``: there is none yet.
    """
    try:
        yield
    except psycopg.Error as error:
        lost = connection is None or connection.closed
        raise _store_error(error, lost=lost) from error


def lost() -> StoreError:
    """There is no connection."""
    return StoreError(
        "the store cannot be reached", hint=AWAY_HINT, code="store-unreachable"
    )


def _store_error(error: psycopg.Error, *, lost: bool) -> StoreError:
    match error:
        case errors.DiskFull():
            return StoreError("the store is full", hint=FULL_HINT, code="store-full")
        case errors.ReadOnlySqlTransaction():
            return StoreError(
                "the store is read-only", hint=READ_ONLY_HINT, code="store-read-only"
            )
        case errors.DataCorrupted() | errors.IndexCorrupted():
            return StoreError(
                "the store is damaged", hint=DAMAGED_HINT, code="store-damaged"
            )
        case errors.LockNotAvailable():
            return StoreError("another process writes to the store", hint=TAKEN_HINT)
    says = str(error).strip().partition("\n")[0]
    if isinstance(error, _AWAY) or (
        lost and isinstance(error, psycopg.OperationalError)
    ):
        return StoreError(
            f"the store cannot be reached: {says}",
            hint=AWAY_HINT,
            code="store-unreachable",
        )
    return StoreError(f"the store failed: {says}")
