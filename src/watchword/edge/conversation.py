"""One caller at the local socket: its lines are begun as they come, answered in order.

Rule 1: a greeting stands before the first answer and after every one.
Rule 2: so many lines are begun and not answered, and the rest waits unread; who
        does not read its answers is not read either.
Rule 3: so many callers are spoken to at once; whoever comes then waits, ungreeted.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final, cast

from watchword.edge.desk import Desk
from watchword.edge.door import Door

MOST_BYTES: Final = 64_000_000
"""So long a line may be."""

MOST_WAITING: Final = 256
"""Commands of one caller that are begun and not answered."""

MOST_CALLERS: Final = 64


class Room:
    """Who is spoken to, and who waits for it."""

    def __init__(self) -> None:
        self._inside: set[Conversation] = set()
        self._waiting: deque[Conversation] = deque()

    def enter(self, caller: Conversation) -> None:
        """Begin at once where there is room."""
        self._waiting.append(caller)
        self._let_in()

    def leave(self, caller: Conversation) -> None:
        """It has ended; the next one begins."""
        self._inside.discard(caller)
        if caller in self._waiting:
            self._waiting.remove(caller)
        self._let_in()

    def _let_in(self) -> None:
        while self._waiting and len(self._inside) < MOST_CALLERS:
            caller = self._waiting.popleft()
            self._inside.add(caller)
            caller.begin()


class Conversation(asyncio.Protocol):
    """What is said by one caller, and to it.

    Args:
        node: Whom it speaks to.
        room: Where it waits for its turn.
    """

    _transport: asyncio.Transport

    def __init__(self, node: Desk, room: Room) -> None:
        self._door = Door(node)
        self._room = room
        self._given = bytearray()
        self._looked = 0
        self._begun: deque[asyncio.Task[bytes]] = deque()
        self._is_inside = False
        self._may_read = self._may_write = True
        self._has_ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody called."""
        # Not every loop's transports are of the class that says what they do.
        self._transport = cast("asyncio.Transport", transport)
        self._room.enter(self)

    def begin(self) -> None:
        """There is room: speak first, then listen."""
        self._is_inside = True
        self._transport.write(self._door.greet() + b"\n")
        self._read_on()

    def connection_lost(self, exc: Exception | None) -> None:
        """The caller is gone; what it had begun goes on, and is told to nobody."""
        del exc
        self._hear_no_more()
        self._begun.clear()
        self._room.leave(self)

    def data_received(self, data: bytes) -> None:
        """Begin every line that is whole."""
        self._given += data
        self._answer()

    def eof_received(self) -> bool:
        """It says no more, and is answered to the end."""
        self._has_ended = True
        self._answer()
        return True

    def pause_writing(self) -> None:
        """It does not read what it is answered."""
        self._may_write = False

    def resume_writing(self) -> None:
        """It reads again."""
        self._may_write = True
        self._answer()

    def _read_on(self) -> None:
        while self._may_begin() and (line := self._line()) is not None:
            task = asyncio.create_task(self._door.answer(line))
            self._begun.append(task)
            task.add_done_callback(self._answer)
        if not self._may_begin():
            self._pause()
        elif not self._may_read and not self._has_ended:
            self._may_read = True
            self._transport.resume_reading()

    def _may_begin(self) -> bool:
        return self._is_inside and len(self._begun) < MOST_WAITING

    def _pause(self) -> None:
        if self._may_read and not self._has_ended:
            self._may_read = False
            self._transport.pause_reading()

    def _line(self) -> bytes | None:
        """The next line; after the end what is left; ``None``: there is none yet."""
        given = self._given
        end = given.find(b"\n", self._looked)
        if max(end, len(given) if end < 0 else 0) > MOST_BYTES:
            self._pause()
            self._hear_no_more()
            return None
        if end < 0 and not (self._has_ended and given):
            self._looked = len(given)
            return None
        line = bytes(given if end < 0 else given[:end])
        del given[: len(line) + 1]
        self._looked = 0
        return line

    def _hear_no_more(self) -> None:
        self._has_ended = True
        self._given.clear()

    def _answer(self, _done: asyncio.Task[bytes] | None = None) -> None:
        """Write what is answered, in order, as far as the caller reads it."""
        begun = self._begun
        while self._may_write and begun and begun[0].done():
            task = begun.popleft()
            if task.cancelled() or task.exception() is not None:
                self._break_off(task)
                return
            self._transport.write(b"%b\n%b\n" % (task.result(), self._door.greet()))
        if self._given or not self._may_read:
            self._read_on()
        if self._has_ended and not begun and not self._given:
            self._transport.close()

    def _break_off(self, task: asyncio.Task[bytes]) -> None:
        """What should not happen is seen, and nothing is made up in its place."""
        self._transport.abort()
        if not task.cancelled():
            asyncio.get_running_loop().call_exception_handler(
                {"message": "a command failed", "exception": task.exception()}
            )
