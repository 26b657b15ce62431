"""People of a desk, and a register that its governance key has signed."""

from __future__ import annotations

from base64 import b64encode

from tests.desks import NOW, MemoryDesk, signer_of

from watchword.edge.writer import Outcome
from watchword.model.person import Person, Register, Role
from watchword.model.time import DAY_NS
from watchword.node.inputs import AddSigned
from watchword.trust.keys import Signer


def key_of(name: str) -> Signer:
    return signer_of(f"person {name}")


def person(
    name: str = "kim",
    *roles: Role,
    clearance: str = "OPEN",
    need: tuple[str, ...] = ("missile",),
    from_ns: int = NOW - DAY_NS,
    until_ns: int = NOW + 100 * DAY_NS,
    facility: str = "",
) -> Person:
    """Somebody who may read what is about missiles, up to OPEN."""
    return Person(
        name=name,
        public=b64encode(key_of(name).public).decode(),
        roles=roles or ("analyst",),
        clearance=clearance,
        need=need,
        valid_from_ns=from_ns,
        valid_until_ns=until_ns,
        authority="the ministry",
        facility=facility,
    )


def register(desk: MemoryDesk, *persons: Person, version: int = 1) -> Register:
    return Register(
        party=desk.party,
        version=version,
        persons=tuple(sorted(persons, key=lambda each: each.name)),
        said_at_ns=desk.now_ns,
    )


def enrol(desk: MemoryDesk, *persons: Person, version: int = 1) -> Outcome:
    """Have the governance key sign a register, and keep it."""
    said = register(desk, *persons, version=version)
    return desk.do(AddSigned(envelope=desk.govern(said)))
