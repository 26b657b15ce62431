"""The register: whose word it is, its versions, and that it never leaves."""

from __future__ import annotations

from base64 import b64encode

import pytest
from msgspec.structs import replace
from tests.desks import (
    NORTH,
    SOUTH,
    MemoryDesk,
    channel,
    exchange,
    line,
    pair,
    taking,
    units_for,
)
from tests.persons import enrol, person, register

from watchword.errors import TrustError, UsageError
from watchword.node.effects import Offer, Quarantine
from watchword.node.inputs import AddSigned


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


@pytest.fixture
def north(desks: tuple[MemoryDesk, MemoryDesk]) -> MemoryDesk:
    return desks[0]


def test_art06e_a_register_is_the_governance_keys_word(north: MemoryDesk) -> None:
    said = register(north, person())
    with pytest.raises(TrustError):
        north.do(AddSigned(envelope=north.sign(said)))
    assert north.view.register() is None
    north.do(AddSigned(envelope=north.govern(said)))
    assert north.view.register() == said


def test_art06e_no_version_is_skipped_or_comes_twice(north: MemoryDesk) -> None:
    with pytest.raises(UsageError, match="is 1") as refused:
        enrol(north, person(), version=2)
    assert refused.value.code == "register-version"
    enrol(north, person(), version=1)
    for version in (1, 3):
        with pytest.raises(UsageError, match="is 2"):
            enrol(north, person("lee"), version=version)
    enrol(north, version=2)
    found = north.view.register()
    assert found is not None
    assert (found.version, found.persons) == (2, ())


def test_a_register_of_another_party_is_refused(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    said = register(south, person())
    with pytest.raises(UsageError, match="speaks for"):
        north.do(AddSigned(envelope=south.govern(said)))


def test_a_key_that_is_none_is_refused(north: MemoryDesk) -> None:
    none = replace(person(), public=b64encode(bytes(32)).decode())
    with pytest.raises(UsageError, match="Ed25519"):
        enrol(north, none)


def test_a_register_is_sent_to_nobody(desks: tuple[MemoryDesk, MemoryDesk]) -> None:
    north, south = desks
    exchange(north, south)
    outcome = enrol(north, person())
    assert not [e for e in outcome.effects if isinstance(e, Offer)]
    assert [*units_for(north, south)] == []


def test_a_partners_register_is_no_line(desks: tuple[MemoryDesk, MemoryDesk]) -> None:
    north, south = desks
    exchange(north, south)
    on = channel(NORTH, SOUTH, "urgent")
    number = south.view.cursor(on).number + 1
    signed = north.govern(register(north, person()))
    outcome = south.do(taking(line(signed, number, on=on), on))
    (kept,) = (e for e in outcome.effects if isinstance(e, Quarantine))
    assert kept.code == "unexpected-statement"
