"""A running node's socket greets, asks who is there, and answers."""

from __future__ import annotations

import asyncio
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
from watchword.edge.socket import AnsweredError, Caller, serve_commands
from watchword.trust.keys import Signer


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
