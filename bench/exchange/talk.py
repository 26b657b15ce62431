"""Speaking to a node's socket, many at once, without a process for each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from time import perf_counter_ns
from typing import Any, Final, TypeVar

import msgspec

from watchword.edge.commands.dispatch import Command
from watchword.edge.commands.follow import LedgerFollow
from watchword.edge.desk import Answer
from watchword.edge.door import Asked
from watchword.edge.home import Home
from watchword.errors import EdgeError
from watchword.wire.codec import encode

LIMIT: Final = 64_000_000


T = TypeVar("T")

_answer: Final = msgspec.json.Decoder(Answer)


class Filed(msgspec.Struct):
    """Of what a node answers when a report is filed: its name."""

    name: str


class _Entry(msgspec.Struct):
    kind: str
    name: str


class _Grown(msgspec.Struct):
    last: int
    entries: list[_Entry]


class Line:
    """One conversation with a node that has no register of persons."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._reader = reader
        self._writer = writer

    async def ask(self, command: Command) -> Any:  # noqa: ANN401 (JSON)
        """Give a command; what it answers.

        Raises:
            EdgeError: The node refused, or is gone.
        """
        return await self.ask_bytes(asked(command))

    async def ask_bytes(self, request: bytes) -> Any:  # noqa: ANN401 (JSON)
        """The same for a request that is ready."""
        self.give(request)
        return await self.answered(Any)

    def give(self, request: bytes) -> None:
        """Give a request; its answer comes after those of earlier ones."""
        self._writer.write(request)

    async def answered(self, as_type: type[T] | Any) -> T:  # noqa: ANN401 (what JSON gives)
        """The next answer.

        Raises:
            EdgeError: The node refused, or is gone.
        """
        line = await self._reader.readline()
        await self._reader.readline()  # the next greeting
        answer = _answer.decode(line or b"{}")
        if not line or answer.error:
            raise EdgeError(answer.message or "the node is gone")
        found: T = msgspec.json.decode(answer.result, type=as_type)
        return found

    def close(self) -> None:
        """End it."""
        self._writer.close()


def asked(command: Command) -> bytes:
    """A command as a request, ready to be sent."""
    return encode(Asked(command=msgspec.Raw(encode(command)))) + b"\n"


@asynccontextmanager
async def lines(home: Home, count: int) -> AsyncIterator[Sequence[Line]]:
    """So many conversations at once."""
    opened = [await _opened(home) for _ in range(count)]
    try:
        yield opened
    finally:
        for line in opened:
            line.close()


async def _opened(home: Home) -> Line:
    reader, writer = await asyncio.open_unix_connection(
        str(home.socket_path), limit=LIMIT
    )
    await reader.readline()
    return Line(reader, writer)


class Follower:
    """Notes when each statement became durable at a node, as seen from outside.

    Attributes:
        seen_ns: By name, on this process's monotonic clock.
        order: The names, in the order of the ledger.
    """

    def __init__(self, line: Line) -> None:
        self._line = line
        self.seen_ns: dict[str, int] = {}
        self.order: list[str] = []
        self._grown = asyncio.Event()

    async def run(self) -> None:
        """Follow until cancelled."""
        last = (await self._line.ask(LedgerFollow()))["last"]
        while True:
            self._line.give(asked(LedgerFollow(after=last)))
            found: _Grown = await self._line.answered(_Grown)
            now_ns = perf_counter_ns()
            last = found.last
            for entry in found.entries:
                if entry.kind == "statement":
                    self.seen_ns[entry.name] = now_ns
                    self.order.append(entry.name)
            self._grown.set()
            self._grown = asyncio.Event()

    async def until_seen(self, names: Collection[str]) -> None:
        """Wait until all of them have been seen."""
        for name in names:
            while name not in self.seen_ns:
                await self._grown.wait()


@asynccontextmanager
async def following(home: Home) -> AsyncIterator[Follower]:
    """A follower of a node's ledger."""
    async with lines(home, 1) as (line,):
        follower = Follower(line)
        task = asyncio.create_task(follower.run())
        try:
            # It has to listen before anything is filed.
            await asyncio.sleep(0.1)
            yield follower
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
