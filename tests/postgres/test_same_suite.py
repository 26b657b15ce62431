"""The same tests as over SQLite, over PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import psycopg
import pytest
from tests.postgresserver import Server

pytestmark = pytest.mark.slow

ROOT: Final = Path(__file__).parents[2]
UNITS: Final = (
    "test_writer.py",
    "test_outbox.py",
    "test_erasure.py",
    "test_verify.py",
    "test_picturestore.py",
    "test_courierstore.py",
    "test_custody.py",
    "test_restored.py",
    "test_proposals.py",
)
LAWS: Final = ("test_law_1.py", "test_law_2.py", "test_law_3.py")


def run(pg: Server, seed: int, *files: str, examples: int) -> None:
    url = pg.new_database()
    env = {
        **os.environ,
        "WATCHWORD_POSTGRESQL": url,
        "WATCHWORD_EXAMPLES": str(examples),
    }
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-x", *files),
            *("-p", "no:cacheprovider", f"--hypothesis-seed={seed}"),
            # A store that nobody holds any more goes with its connection.
            *("-W", "ignore::ResourceWarning"),
        ],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    with psycopg.connect(url) as connection:
        stores = connection.execute(
            "SELECT count(*) FROM pg_namespace WHERE starts_with(nspname, 'store_')"
        ).fetchone()
    assert stores is not None
    assert stores[0] > 0


@pytest.mark.timeout(300)
def test_what_holds_of_the_store_in_a_file_holds_in_postgresql(
    pg: Server, seed: int
) -> None:
    run(pg, seed, *(f"tests/unit/edge/{name}" for name in UNITS), examples=10)


@pytest.mark.timeout(300)
def test_the_laws_hold_over_a_store_in_postgresql(pg: Server, seed: int) -> None:
    run(pg, seed, *(f"tests/property/{name}" for name in LAWS), examples=3)
