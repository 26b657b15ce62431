"""Node processes that the demo starts, and ends."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from watchword.errors import EdgeError

LOOPBACK: Final = "127.0.0.1"
END_S: Final = 10
PIDS: Final = "pids"


def free_address() -> str:
    """A port of the loopback interface that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return f"{LOOPBACK}:{probe.getsockname()[1]}"


class Processes:
    """Nodes in processes of their own.

    Args:
        folder: Where their ids are kept, so that a later call can end them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[str]] = []

    def start(self, node: Path) -> int:
        """Start a node; return when it is ready.

        Raises:
            EdgeError: It ended before it was; its log says why.
        """
        with (node / "node.log").open("a", encoding="utf-8") as log:
            process = subprocess.Popen(  # noqa: S603 (our own command)
                [sys.executable, "-m", "watchword", "--node", str(node), "up"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self._running.append(process)
        if process.stdout is None or not process.stdout.readline():
            raise EdgeError(f"the node in {node} did not start", hint=f"see {log.name}")
        return process.pid

    def leave(self) -> None:
        """Let them run on; keep their ids."""
        lines = [f"{process.pid}\n" for process in self._running]
        (self._folder / PIDS).write_text("".join(lines))
        self._running.clear()

    def end(self) -> None:
        """End them in order."""
        for process in self._running:
            process.send_signal(signal.SIGTERM)
        for process in self._running:
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()


@contextmanager
def processes(folder: Path, *, keep: bool) -> Iterator[Processes]:
    """Processes that are ended with the block, or left running."""
    started = Processes(folder)
    try:
        yield started
        if keep:
            started.leave()
    finally:
        started.end()


def end_left(folder: Path) -> int:
    """End what an earlier call left running; answer with how many."""
    path = folder / PIDS
    if not path.exists():
        return 0
    ended = sum(_end(int(line)) for line in path.read_text().split())
    path.unlink()
    return ended


def _end(pid: int) -> bool:
    # A process id is used again by the system: look before ending anything.
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"watchword" not in command:
            return False
        handle = os.pidfd_open(pid)
    except OSError:
        return False
    try:
        signal.pidfd_send_signal(handle, signal.SIGTERM)
        # Its folder is the next demo's: it must be gone before.
        select.select([handle], [], [], END_S)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
