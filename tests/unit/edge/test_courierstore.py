"""What waits for the lines before it: kept sealed, named, and let go."""

from __future__ import annotations

import msgspec
import pytest
from tests.desks import (
    FIELDS,
    NORTH,
    NOW,
    PACT,
    SOUTH,
    MemoryDesk,
    channel,
    everything_stored,
    line,
    pair,
    sealed_report,
    taking,
)
from tests.vaults import disposal

from watchword.edge.courierstore import Ahead
from watchword.edge.erasure import Erasures
from watchword.edge.itemkeys import Erased
from watchword.errors import TrustError, WireError
from watchword.model.field import Value
from watchword.node.inputs import CloseBatch, Input
from watchword.wire.line import Channel, Line

ROUTINE = channel()


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


def given(north: MemoryDesk, number: int, label: str = "OPEN") -> Line:
    fields: dict[str, Value] = {**FIELDS, "note": f"hidden word {number}"}
    statement, disclosed = sealed_report(north.header(label), fields)
    return line(north.sign(statement), number, disclosed)


def batch(*lines: Line, on: Channel = ROUTINE) -> list[Input]:
    close = CloseBatch(peer=NORTH, channel=on, checkpoint="a note", now_ns=NOW)
    return [*map(taking, lines), close]


def ahead_at(desk: MemoryDesk) -> Ahead:
    return Ahead(desk.store, desk.view)


def test_missing_numbers_are_named_up_to_the_last_that_waits(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    ahead = ahead_at(south)
    assert ahead.gaps(ROUTINE) == []
    for numbers in ((3, 4), (8,)):
        lines = [given(north, number) for number in numbers]
        assert ahead.keep(ROUTINE, batch(*lines)) == len(lines)
    assert ahead.gaps(ROUTINE) == [(1, 2), (5, 7)]
    assert ahead.waits(ROUTINE) == 3
    assert ahead.channels() == [f"{NORTH}/{PACT}/{SOUTH}/routine"]
    assert ahead.next_unit(ROUTINE, NOW) == []


def test_a_batch_is_ready_when_every_number_up_to_its_checkpoint_is_there(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    ahead = ahead_at(south)
    second = batch(given(north, 2), given(north, 3))
    ahead.keep(ROUTINE, second)
    first = batch(given(north, 1))
    ahead.keep(ROUTINE, first)
    assert ahead.next_unit(ROUTINE, NOW) == first


def test_what_waits_is_sealed(desks: tuple[MemoryDesk, MemoryDesk]) -> None:
    north, south = desks
    ahead_at(south).keep(ROUTINE, batch(given(north, 2)))
    assert b"hidden word" not in everything_stored(south.store)


def test_a_national_marking_does_not_wait_here(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    marked = given(north, 3, "TOP SECRET//NOFORN")
    kept = ahead_at(south).keep(ROUTINE, batch(given(north, 2), marked))
    assert kept == 1
    assert b"NOFORN" not in everything_stored(south.store)
    rows = south.store.rows("SELECT number FROM ahead")
    assert rows == [(2,)]


def test_a_certificate_ends_what_waits_and_it_does_not_come_to_wait_again(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    ahead, waiting = ahead_at(south), given(north, 2)
    ahead.keep(ROUTINE, batch(waiting))
    erasures, name = Erasures(south.store), waiting.envelope.name
    assert erasures.is_there(name)
    certificate = north.sign(disposal(north, name))
    gone = Erased(name=name, at_ns=NOW, certificate=certificate, basis={})
    with south.store.transaction():
        erasures.mark(gone)
    erasures.finish()
    assert not erasures.is_there(name)
    assert ahead.waits(ROUTINE) == 0
    assert ahead.keep(ROUTINE, batch(waiting)) == 0


def test_a_line_that_no_longer_opens_is_missing_again(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    ahead = ahead_at(south)
    ahead.keep(ROUTINE, batch(given(north, 1), given(north, 2)))
    south.store.run(
        "UPDATE ahead SET data = (SELECT data FROM ahead WHERE number = 2)"
        " WHERE number = 1"
    )
    assert ahead.next_unit(ROUTINE, NOW) == []
    assert ahead.gaps(ROUTINE) == [(1, 1)]


def test_bytes_that_give_no_line_of_the_channel_do_not_wait(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    ahead = ahead_at(south)
    with pytest.raises(WireError):
        ahead.keep(ROUTINE, [taking(b"no line")])
    strange = msgspec.structs.replace(given(north, 2), lane="urgent")
    with pytest.raises(TrustError) as caught:
        ahead.keep(ROUTINE, batch(strange))
    assert caught.value.code == "wrong-channel"
    assert ahead.channels() == []


def test_what_has_been_taken_by_whatever_way_waits_no_more(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    ahead = ahead_at(south)
    ahead.keep(ROUTINE, batch(given(north, 1), given(north, 2)))
    south.do(taking(given(north, 1)))
    assert ahead.waits(ROUTINE) == 1
    ahead.let_go(ROUTINE)
    assert south.store.rows("SELECT number FROM ahead") == [(2,)]
