"""What a durable commit costs on this disk: every durable figure hangs on it."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter_ns
from typing import Final

from watchword.edge.database import Database

COMMITS: Final = 500
PAGE: Final = bytes(4000)


def commit_us() -> float:
    """Half of the commits of one small row, WAL and synchronous=FULL, took less."""
    with TemporaryDirectory(prefix="disk-") as folder:
        tables = "CREATE TABLE row (data BLOB)"
        path = Path(folder) / "disk.sqlite"
        database = Database(path, journal="wal", tables=tables, version=1)
        spent = []
        for _ in range(COMMITS):
            began_ns = perf_counter_ns()
            with database.transaction():
                database.run("INSERT INTO row VALUES (?)", (PAGE,))
            spent.append((perf_counter_ns() - began_ns) / 1000)
        database.close()
    return median(spent)
