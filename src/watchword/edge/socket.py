"""The local socket: commands beside a running node, each through its door."""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import Any, Final

import msgspec

from watchword.edge.commands.dispatch import Command
from watchword.edge.conversation import MOST_BYTES, Conversation, Room
from watchword.edge.desk import Answer, Desk
from watchword.edge.door import Door, ask
from watchword.edge.home import Home
from watchword.errors import EdgeError, WatchwordError
from watchword.trust.keys import Signer
from watchword.wire.codec import encode

OWNER_ONLY: Final = 0o177


async def serve_commands(node: Desk) -> asyncio.Server:
    """Listen on the node's socket: a greeting, then a line in and a line out.

    Lines may be given before earlier ones are answered: they are begun in order
    and answered in order, so that many reports go into one commit.  A signed
    request answers the newest greeting; with a register of persons one line is
    given at a time.
    """
    path = node.home.socket_path
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    loop, room = asyncio.get_running_loop(), Room()
    before = os.umask(OWNER_ONLY)
    try:
        return await loop.create_unix_server(
            lambda: Conversation(node, room), str(path)
        )
    except OSError as error:
        raise EdgeError(f"cannot listen on {path}: {error.strerror}") from error
    finally:
        os.umask(before)


class Caller:
    """Gives commands to a node: over its socket while it runs, else directly.

    Args:
        home: The node's folder.
        signer: The key of the person who gives them; ``None``: nobody says.
    """

    def __init__(self, home: Home, signer: Signer | None = None) -> None:
        self.home = home
        self._signer = signer

    def call(self, command: Command) -> Any:  # noqa: ANN401 (what JSON gives)
        """Run one command; answer with plain values.

        Raises:
            WatchwordError: It was refused; the words are the node's.
        """
        return _read(asyncio.run(self._call(encode(command))))

    async def _call(self, data: bytes) -> bytes:
        try:
            reader, writer = await asyncio.open_unix_connection(
                str(self.home.socket_path), limit=MOST_BYTES
            )
        except (FileNotFoundError, ConnectionRefusedError):
            return await self._directly(data)
        line = b""
        with contextlib.suppress(ConnectionError):
            greeting = await reader.readline()
            writer.write(ask(greeting, data, self._signer) + b"\n")
            await writer.drain()
            line = await reader.readline()
        writer.close()
        if not line:
            raise EdgeError(
                "the node ended before it answered",
                hint="it may have been done all the same: look before asking again",
            )
        return line

    async def _directly(self, data: bytes) -> bytes:
        self.home.config()
        with self.home.lock():
            desk = Desk(self.home)
            door = Door(desk)
            try:
                return await door.answer(ask(door.greet(), data, self._signer))
            finally:
                desk.close()


class AnsweredError(WatchwordError):
    """An error that a node answered with; code and exit code are its own."""

    def __init__(self, answered: Answer) -> None:
        super().__init__(answered.message, hint=answered.hint, code=answered.error)
        self.answered_exit_code = answered.exit_code


def _read(data: bytes) -> Any:  # noqa: ANN401 (what JSON gives)
    answered = msgspec.json.decode(data, type=Answer)
    if answered.error:
        raise AnsweredError(answered)
    return msgspec.json.decode(answered.result)
