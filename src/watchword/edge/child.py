"""Having a statement read in another process, which may do what it likes.

Rule 1: the loop of the node does not wait for it, and it ends in time: the whole
        group of processes is killed when its time is over, or the node ends.
Rule 2: it gets no setting of the node; what it writes anywhere but to standard
        output goes nowhere.
Rule 3: what it answers has a bound, and is checked.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from watchword.edge.draft import check_draft
from watchword.edge.readingchild import Answered, ReadBy, ReadFile
from watchword.errors import EdgeError, WatchwordError
from watchword.wire.codec import decode, encode

FILE_S: Final = 60.0
"""So long the grammars may take for a file; they take a hundredth of it."""

MOST_ANSWERED: Final = 8_000_000
"""Bytes; a statement of the greatest length with all its values is less."""

_answered: Final = msgspec.json.Decoder(Answered)


async def ask_child(asked: ReadFile | ReadBy, within_s: float = FILE_S) -> Answered:
    """Have one statement read.

    Raises:
        EdgeError: It took too long (``reading-timeout``), or ended without an
            answer that holds (``reading-failed``).  Nothing that it said is
            quoted.
    """
    try:
        data = await _asked(encode(asked), within_s)
        answered = decode(_answered, data)
        for draft in answered.drafts:
            check_draft(draft, _text(asked, answered))
    except TimeoutError:
        raise EdgeError(
            f"it has not answered within {within_s:g} s", code="reading-timeout"
        ) from None
    except (OSError, WatchwordError):
        raise EdgeError("it gave no answer that holds", code="reading-failed") from None
    return answered


def _text(asked: ReadFile | ReadBy, answered: Answered) -> str:
    statement = asked.statement if isinstance(asked, ReadBy) else answered.statement
    return "" if statement is None else statement.text


async def _asked(given: bytes, within_s: float) -> bytes:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "watchword.edge.readingchild"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd="/",
        env=_environment(),
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(within_s):
            return await _talk(child, given)
    finally:
        # What it has started goes with it.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()


def _environment() -> dict[str, str]:
    """This process's own, without settings, and with the same modules."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("WATCHWORD_")}
    places = [str(Path(each).absolute()) for each in sys.path if each]
    return {**kept, "PYTHONPATH": os.pathsep.join(places)}


async def _talk(child: asyncio.subprocess.Process, given: bytes) -> bytes:
    if child.stdin is None or child.stdout is None:
        raise EdgeError("a process has no pipes")
    with suppress(ConnectionError):
        child.stdin.write(given)
        await child.stdin.drain()
    child.stdin.close()
    data = bytearray()
    while piece := await child.stdout.read(65_536):
        data += piece
        if len(data) > MOST_ANSWERED:
            raise EdgeError("it says too much")
    return bytes(data)
