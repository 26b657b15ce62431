"""The spill guard at the node's door: every text of every command."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from tests.people import Staff
from tests.unit.edge.test_commands import NORTH
from tests.unit.edge.test_door import every_command, filed

from watchword.edge.commands.dispatch import tag_of
from watchword.edge.commands.duties import DUTIES
from watchword.edge.desk import Answer, Desk
from watchword.edge.door import Asked, Door
from watchword.model.report import STATEMENT_NAME
from watchword.wire.codec import encode

CANARY: Final = "TOP SECRET//NOFORN\nthe word is swordfish"
NOT_TEXTS: Final = frozenset(("type", "label", "payload", "payload_type", "is", "sig"))
"""What says which command it is, or is judged elsewhere."""


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    staff = Staff(tmp_path)
    yield staff
    for desk in staff.office.desks.values():
        desk.close()


def marked(value: Any, at: str = "") -> Iterator[Any]:  # noqa: ANN401 (JSON)
    """The same plain value, with one of its texts marked, each in turn."""
    match value:
        case str():
            if at not in NOT_TEXTS:
                yield CANARY
        case dict():
            for key, each in value.items():
                for changed in marked(each, key):
                    yield {**value, key: changed}
        case list():
            for number, each in enumerate(value):
                for changed in marked(each, at):
                    yield [*value[:number], changed, *value[number + 1 :]]
        case _:
            pass


def stored(desk: Desk) -> bytes:
    """Every byte of the store as it is in memory and in its file."""
    rows = [
        row
        for (table,) in desk.store.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
        for row in desk.store.rows(f"SELECT * FROM {table}")  # noqa: S608 (our names)
    ]
    files = [p.read_bytes() for p in desk.home.path.rglob("*") if p.is_file()]
    return repr(rows).encode() + b"".join(files)


def test_a_marked_text_is_refused_at_every_door_and_is_nowhere(staff: Staff) -> None:
    report, desk = filed(staff), staff.office.desks[NORTH]
    door, tried = Door(desk), set()
    for command in every_command(staff, report):
        for changed in marked(msgspec.json.decode(encode(command))):
            asked = Asked(command=msgspec.Raw(encode(changed)))
            door.greet()
            data = asyncio.run(door.answer(encode(asked)))
            assert b"swordfish" not in data, tag_of(command)
            assert b"NOFORN" not in data, tag_of(command)
            answer = msgspec.json.decode(data, type=Answer)
            said = f"{answer.error} {bytes(answer.result)!r}"
            assert "national-marking" in said or "malformed" in said, changed
            tried.add(tag_of(command))
    assert len(tried) > len(DUTIES) / 2
    assert b"swordfish" not in stored(desk)
    assert STATEMENT_NAME.fullmatch(report)
