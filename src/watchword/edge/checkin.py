"""Bringing SQLite's write-ahead log into its file beside whatever is committed.

Left to itself SQLite does it within a commit, when the log has grown long: whoever
waits for that commit waits for thousands of pages.  A thread with a connection of
its own does it instead; SQLite lets go of the interpreter meanwhile, and a log that
is being brought in can be written on.
"""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Any, Final

import apsw

EVERY_S: Final = 0.5
LOG_PAGES: Final = 40_000
"""Where the thread does not keep up, a commit brings the log in after all."""

BUSY_MS: Final = 0
"""Whoever else does it at that moment may go on: there is a next time."""


async def check_in_forever(path: Path) -> None:
    """Bring in what has been committed, again and again.

    What fails is tried again: nothing is lost, the log still has it.
    """
    while True:
        await asyncio.sleep(EVERY_S)
        with contextlib.suppress(apsw.Error):
            await asyncio.to_thread(check_in, path)


def check_in(path: Path) -> int:
    """Bring in what has been committed to a database, as far as nobody reads it.

    Returns:
        How many pages of the log are in the file now.

    Raises:
        apsw.Error: The disk does not take them; they stay in the log.
    """
    database = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        database.set_busy_timeout(BUSY_MS)
        database.pragma("synchronous", "full")
        done: list[Any] = database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    finally:
        database.close()
    moved: int = done[0][2]
    return max(moved, 0)
