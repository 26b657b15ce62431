"""An office whose people are on a register, and doors they knock at."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
from tests.persons import key_of, person
from tests.unit.edge.test_commands import NORTH, SOUTH, Office

from watchword.edge.clock import system_ns
from watchword.edge.commands.dispatch import Command
from watchword.edge.commands.papers import AddPaper
from watchword.edge.desk import Answer
from watchword.edge.door import Door, ask
from watchword.model.party import PartyId
from watchword.model.person import Person, Register, Role
from watchword.model.time import DAY_NS
from watchword.trust.keys import Signer
from watchword.trust.signed import sign_payload
from watchword.wire.codec import encode
from watchword.wire.statement import format_statement


def employed(name: str, *roles: Role, **given: Any) -> Person:  # noqa: ANN401
    """Somebody registered now, by the system's clock."""
    now_ns = system_ns()
    return person(
        name, *roles, from_ns=now_ns - DAY_NS, until_ns=now_ns + DAY_NS, **given
    )


class Staff:
    """The people of two desks; north's are on its register.

    Args:
        path: Where the desks' folders go.
    """

    def __init__(self, path: Path) -> None:
        self.office = Office(path)
        self.office.agree()
        self._versions = dict.fromkeys((NORTH, SOUTH), 0)

    def enrol(self, *persons: Person, at: PartyId = NORTH) -> Register:
        """Have the next version of the register signed and kept."""
        self._versions[at] += 1
        said = Register(
            party=at,
            version=self._versions[at],
            persons=tuple(sorted(persons, key=lambda each: each.name)),
            said_at_ns=system_ns(),
        )
        governance = self.office.governance[at]
        envelope = sign_payload(format_statement(said), governance)
        self.office.run(AddPaper(envelope=envelope), at)
        return said

    def knock(
        self, command: Command, signer: Signer | None, at: PartyId = NORTH
    ) -> Answer:
        """Give a command at the door, with a key or without."""
        door = Door(self.office.desks[at])
        asked = ask(door.greet(), encode(command), signer)
        return msgspec.json.decode(asyncio.run(door.answer(asked)), type=Answer)

    def ask(self, command: Command, name: str, at: PartyId = NORTH) -> Any:  # noqa: ANN401
        """What a registered person is answered, where it is not refused."""
        given = self.knock(command, key_of(name), at)
        assert not given.error, given
        return msgspec.json.decode(given.result)

    def refused(self, command: Command, name: str, at: PartyId = NORTH) -> str:
        """The word by which a registered person is refused."""
        return self.knock(command, key_of(name), at).error

    def close(self) -> None:
        for desk in self.office.desks.values():
            desk.close()
