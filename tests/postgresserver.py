"""A private PostgreSQL server: in a folder of its own, on a local socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Final

import psycopg
from tests.processes.nodes import until

PROGRAMS: Final = Path("/usr/lib/postgresql")
MEMORY: Final = Path("/dev/shm")  # noqa: S108 (a folder of its own is made in it)
MISSING: Final = "PostgreSQL is not installed (Debian: postgresql)"


def programs() -> Path | None:
    """Where the server's programs are; the newest."""
    found = sorted(PROGRAMS.glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    other = shutil.which("postgres")
    return None if other is None else Path(other).resolve().parent


def children(parent: int) -> list[int]:
    """The processes that a process of ours has started."""
    task = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(pid) for pid in task.read_text("ascii").split()]


class Server:
    """One server and its databases; it runs as nobody where the tests are root."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self._programs = programs
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count()

    def make(self) -> None:
        self._owned()
        self._do("initdb", "-D", self._data, "-U", "watchword", "-A", "trust", "-Nk")

    def _owned(self) -> None:
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _command(self, program: str, *args: str) -> list[str]:
        said = [str(self._programs / program), *args]
        if os.getuid() != 0:
            return said
        who = pwd.getpwnam("nobody")
        ids = (f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups")
        return ["setpriv", *ids, *said]

    def _do(self, program: str, *args: str) -> None:
        done = subprocess.run(
            self._command(program, *args),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self, *settings: str) -> None:
        options = [each for setting in settings for each in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command(
                    "postgres",
                    *("-D", self._data, "-k", str(self.folder)),
                    *("-c", "listen_addresses=", "-c", "max_connections=200"),
                    *options,
                ),
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        until(self._answers)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, with_signal: int = signal.SIGINT) -> None:
        """SIGINT is orderly; SIGQUIT leaves recovery to the next start."""
        if self._process is not None:
            self._process.send_signal(with_signal)
            self._process.wait(30)
            self._process = None

    def crash(self) -> None:
        """As ``stop -m immediate``: no checkpoint, recovery at the next start."""
        self.stop(signal.SIGQUIT)

    def kill(self) -> None:
        """Every process of it at once, as a power cut does."""
        process = self._process
        assert process is not None
        started = children(process.pid)
        self.stop(signal.SIGKILL)
        for child in started:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def url(self, database: str) -> str:
        return f"postgresql://watchword@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """The URL of a new database, in the server's own collation."""
        name = f"d{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)


@contextmanager
def server(*settings: str) -> Iterator[Server]:
    """A server that runs; its files are gone afterwards."""
    found = programs()
    assert found is not None, MISSING
    near = MEMORY if os.access(MEMORY, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="watchword-pg-", dir=near))
    made = Server(folder, found)
    try:
        made.make()
        made.start(*settings)
        yield made
    finally:
        made.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)
