"""A TCP proxy on loopback that treats links badly, one way or both.

It sees only TLS.  What it doubles or swaps is bytes, which ends the connection:
that whole requests come twice or late is tested by a partner who sends them so.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from random import Random
from typing import Any, Final

import msgspec

from watchword.edge.config import parse_address

LOOPBACK: Final = "127.0.0.1"
READ_BYTES: Final = 65_536

UP: Final = "up"
DOWN: Final = "down"
"""From whom has dialled, and to whom."""


class Mood(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of the bytes; as it is, they pass.

    Args:
        delay_s: How long each piece is kept.
        split: Into pieces of so many bytes.
        gather_s: What comes within so long goes as one piece.
        cut_after: A connection is cut after so many bytes have gone up.
        garbled: How many pieces come twice or with two bytes swapped, 0 to 1.
        silent: The ways on which nothing arrives any more.
        refuse: No connection is made, and those there are end.
    """

    delay_s: float = 0.0
    split: int | None = None
    gather_s: float = 0.0
    cut_after: int | None = None
    garbled: float = 0.0
    silent: frozenset[str] = frozenset()
    refuse: bool = False


FAIR: Final = Mood()


class Proxy:
    """Listens for a node, and passes on to where it listens itself.

    Args:
        target: Where the node listens; empty: nobody does, and nothing is ever
            answered.
        rng: For what is garbled.

    Attributes:
        address: Where this proxy listens.
        carried: How many bytes went each way.
    """

    def __init__(self, target: str, rng: Random) -> None:
        self.target = target
        self.address = ""
        self.carried = {UP: 0, DOWN: 0}
        self._rng = rng
        self._mood = FAIR
        self._links: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    @contextmanager
    def listening(self) -> Iterator[Proxy]:
        """Be there while the block runs."""
        self._thread.start()
        server = self._do(asyncio.start_server(self._accept, LOOPBACK, 0))
        self.address = f"{LOOPBACK}:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()
            self._do(self._end())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def be(self, mood: Mood) -> None:
        """From now on; connections there are go on under it."""
        self._mood = mood
        if mood.refuse:
            self.cut()

    def cut(self) -> None:
        """End every connection there is."""
        self._do(self._end())

    async def _end(self) -> None:
        links = [*self._links]
        for link in links:
            link.cancel()
        await asyncio.gather(*links, return_exceptions=True)

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        link = asyncio.current_task()
        assert link is not None
        self._links.add(link)
        with suppress(OSError, asyncio.CancelledError):
            await self._join(reader, writer)
        self._links.discard(link)
        writer.transport.abort()

    async def _join(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if self._mood.refuse:
            return
        if not self.target:
            while await reader.read(READ_BYTES):
                self.carried[UP] += 1
            return
        host, port = parse_address(self.target)
        there, back = await asyncio.open_connection(host, port)
        ways = (
            asyncio.create_task(self._carry(UP, reader, back)),
            asyncio.create_task(self._carry(DOWN, there, writer)),
        )
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            back.transport.abort()

    async def _carry(
        self, way: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        gone = 0
        while data := await reader.read(READ_BYTES):
            mood = self._mood
            if mood.gather_s:
                await asyncio.sleep(mood.gather_s)
                data += await self._more(reader)
            for piece in self._pieces(mood, data):
                if mood.delay_s:
                    await asyncio.sleep(mood.delay_s)
                room = None if mood.cut_after is None else mood.cut_after - gone
                if way in mood.silent:
                    continue
                writer.write(piece if room is None else piece[: max(0, room)])
                await writer.drain()
                gone += len(piece)
                self.carried[way] += len(piece)
                if way == UP and room is not None and len(piece) >= room:
                    return

    async def _more(self, reader: asyncio.StreamReader) -> bytes:
        try:
            return await asyncio.wait_for(reader.read(READ_BYTES), 0.001)
        except TimeoutError:
            return b""

    def _pieces(self, mood: Mood, data: bytes) -> list[bytes]:
        size = mood.split or len(data)
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        return [self._garbled(piece, mood.garbled) for piece in pieces]

    def _garbled(self, piece: bytes, often: float) -> bytes:
        if self._rng.random() >= often:
            return piece
        if len(piece) < 2 or self._rng.random() < 0.5:
            return piece + piece
        at = self._rng.randrange(len(piece) - 1)
        return (
            piece[:at] + piece[at + 1 : at + 2] + piece[at : at + 1] + piece[at + 2 :]
        )
