"""What one caller of the socket gives, however it comes, is answered in order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvloop
from tests.people import Staff
from tests.unit.edge.test_commands import NORTH

from watchword.edge.commands.links import NodeShow
from watchword.edge.commands.reports import PictureShow
from watchword.edge.conversation import MOST_BYTES, MOST_CALLERS, MOST_WAITING
from watchword.edge.door import ask
from watchword.edge.socket import serve_commands
from watchword.wire.codec import encode

SHOW = ask(b"", encode(NodeShow()), None)
PICTURE = ask(b"", encode(PictureShow()), None)

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Run = Callable[[Coroutine[Any, Any, list[str]]], list[str]]
Call = Callable[[], Coroutine[Any, Any, Streams]]


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop])
def run(request: pytest.FixtureRequest) -> Run:
    """A node runs on the second loop, everything that is not one on the first."""

    def run(talk: Coroutine[Any, Any, list[str]]) -> list[str]:
        with asyncio.Runner(loop_factory=request.param) as runner:
            return runner.run(talk)

    return run


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    staff = Staff(tmp_path)
    yield staff
    staff.close()


@asynccontextmanager
async def called(staff: Staff) -> AsyncIterator[Call]:
    """A node that listens, and how to call it."""
    desk = staff.office.desks[NORTH]
    opened: list[asyncio.StreamWriter] = []

    async def call() -> Streams:
        reader, writer = await asyncio.open_unix_connection(
            str(desk.home.socket_path), limit=MOST_BYTES
        )
        opened.append(writer)
        return reader, writer

    async with await serve_commands(desk):
        yield call
        for writer in opened:
            writer.close()
            await writer.wait_closed()


async def kinds(reader: asyncio.StreamReader) -> list[str]:
    """Everything that is still said, until the node ends it."""
    said = [json.loads(line) for line in (await reader.read()).splitlines()]
    return [
        "greeting"
        if "nonce" in each
        else "error"
        if "error" in each
        else "picture"
        if "events" in each["result"]
        else "node"
        for each in said
    ]


def test_the_last_line_needs_no_end_and_is_answered_before_the_node_ends_it(
    staff: Staff, run: Run
) -> None:
    async def talk() -> list[str]:
        async with called(staff) as call:
            reader, writer = await call()
            writer.write(SHOW + b"\n\n" + PICTURE)
            writer.write_eof()
            return await kinds(reader)

    assert run(talk()) == [
        *("greeting", "node"),
        *("greeting", "error"),
        *("greeting", "picture", "greeting"),
    ]


def test_a_line_that_comes_in_pieces_is_one_line(staff: Staff, run: Run) -> None:
    async def talk() -> list[str]:
        async with called(staff) as call:
            reader, writer = await call()
            for byte in SHOW + b"\n":
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0)
            writer.write_eof()
            return await kinds(reader)

    assert run(talk()) == ["greeting", "node", "greeting"]


def test_more_than_may_be_begun_is_answered_all_the_same(
    staff: Staff, run: Run
) -> None:
    count = 3 * MOST_WAITING

    async def talk() -> list[str]:
        async with called(staff) as call:
            reader, writer = await call()
            writer.write((SHOW + b"\n" + PICTURE + b"\n") * count)
            writer.write_eof()
            return await kinds(reader)

    answers = [each for each in run(talk()) if each != "greeting"]
    assert answers == ["node", "picture"] * count


def test_a_line_that_is_too_long_ends_what_may_be_said(staff: Staff, run: Run) -> None:
    async def talk() -> list[str]:
        async with called(staff) as call:
            reader, writer = await call()
            writer.write(SHOW + b"\n")
            line = b"x" * (MOST_BYTES + 1)
            writer.write(line)
            return await kinds(reader)

    assert run(talk()) == ["greeting", "node", "greeting"]


def test_whoever_comes_when_there_is_no_room_waits_until_somebody_goes(
    staff: Staff, run: Run
) -> None:
    async def talk() -> list[str]:
        async with called(staff) as call:
            inside = [await call() for _ in range(MOST_CALLERS)]
            for reader, _ in inside:
                assert b"nonce" in await reader.readline()
            reader, writer = await call()
            writer.write(SHOW + b"\n")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await reader.readline()
            inside[0][1].close()
            line = await reader.readline()
            assert b"nonce" in line
            writer.write_eof()
            return await kinds(reader)

    assert run(talk()) == ["node", "greeting"]
