"""A running node's socket greets, asks who is there, and answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.people import Staff, employed
from tests.persons import key_of
from tests.unit.edge.test_commands import NORTH

from watchword.edge.commands.dispatch import Command
from watchword.edge.commands.links import NodeShow
from watchword.edge.commands.reports import PictureShow
from watchword.edge.conversation import MOST_BYTES
from watchword.edge.door import ask
from watchword.edge.socket import AnsweredError, Caller, serve_commands
from watchword.trust.keys import Signer
from watchword.wire.codec import encode


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    staff = Staff(tmp_path)
    yield staff
    staff.close()


def called(staff: Staff, command: Command, signer: Signer | None = None) -> Any:  # noqa: ANN401
    """What a node that listens answers; the caller is a thread of its own."""

    async def both() -> Any:  # noqa: ANN401
        desk = staff.office.desks[NORTH]
        async with await serve_commands(desk):
            return await asyncio.to_thread(Caller(desk.home, signer).call, command)

    return asyncio.run(both())


def test_without_a_register_nobody_has_to_say_who_asks(staff: Staff) -> None:
    assert called(staff, NodeShow())["party"] == NORTH


def test_with_a_register_a_persons_key_is_asked_for(staff: Staff) -> None:
    staff.enrol(employed("kim"))
    with pytest.raises(AnsweredError) as refused:
        called(staff, PictureShow())
    assert (refused.value.code, refused.value.answered_exit_code) == ("no-person", 4)
    assert called(staff, PictureShow(), key_of("kim"))["events"] == []


def test_the_direct_way_asks_as_the_socket_does(staff: Staff) -> None:
    staff.enrol(employed("kim"))
    home = staff.office.desks[NORTH].home
    with pytest.raises(AnsweredError) as refused:
        Caller(home).call(PictureShow())
    assert refused.value.code == "no-person"
    assert Caller(home, key_of("kim")).call(PictureShow())["events"] == []


def test_many_commands_are_given_at_once_and_answered_in_order(staff: Staff) -> None:
    commands: list[Command] = [NodeShow(), PictureShow(), NodeShow()] * 200

    async def both() -> list[dict[str, Any]]:
        desk = staff.office.desks[NORTH]
        async with await serve_commands(desk):
            reader, writer = await asyncio.open_unix_connection(
                str(desk.home.socket_path), limit=MOST_BYTES
            )
            writer.writelines(
                ask(b"", encode(command), None) + b"\n" for command in commands
            )
            lines = [await reader.readline() for _ in range(2 * len(commands) + 1)]
            writer.close()
            # A greeting stands before the first answer and after every one.
            return [json.loads(line)["result"] for line in lines[1::2]]

    answers = asyncio.run(both())
    assert len(answers) == len(commands)
    for number, answer in enumerate(answers):
        assert ("events" in answer) == (number % 3 == 1)


def test_with_a_register_a_greeting_is_good_for_one_command(staff: Staff) -> None:
    staff.enrol(employed("kim"))

    async def both() -> list[dict[str, Any]]:
        desk = staff.office.desks[NORTH]
        async with await serve_commands(desk):
            reader, writer = await asyncio.open_unix_connection(
                str(desk.home.socket_path), limit=MOST_BYTES
            )
            asked = ask(await reader.readline(), encode(PictureShow()), key_of("kim"))
            writer.write(2 * (asked + b"\n"))
            lines = [await reader.readline() for _ in range(4)]
            writer.close()
            return [json.loads(line) for line in lines[::2]]

    first, again = asyncio.run(both())
    assert "result" in first
    assert again["error"] in {"no-person", "bad-signature"}
