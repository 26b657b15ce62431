"""What the writer had in hand is what folding would have read."""

from __future__ import annotations

import msgspec
import pytest
from tests.desks import (
    FIELDS,
    NOW,
    MemoryDesk,
    carry,
    line,
    name_held,
    pair,
    sealed_report,
    taking,
)
from tests.stores import failing
from tests.vaults import destroy

from watchword.edge.newreports import MOST_BYTES, NewReport, NewReports
from watchword.edge.saids import Saids
from watchword.errors import StoreError
from watchword.node.inputs import FileReport


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


def in_hand(desk: MemoryDesk, name: str) -> NewReport | None:
    return desk.store.new.take(name, desk.view.last_entry())


def test_a_report_in_hand_reads_as_the_store_gives_it(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    name = name_held(north.report())
    carry(north, south)
    for desk in desks:
        last, saids = desk.view.last_entry(), Saids(desk.store)
        handed = saids.read(name, last)
        assert in_hand(desk, name) is None, "it was taken"
        assert handed == saids.read(name, last)
        assert handed is not None
        assert handed.report.fields.keys() >= FIELDS.keys()


def test_before_its_entry_a_report_is_not_there(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    before = north.view.last_entry()
    name = name_held(north.report())
    assert Saids(north.store).read(name, before) is None
    assert in_hand(north, name) is not None


def test_what_was_opened_later_is_read_from_the_store(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    statement, disclosed = sealed_report(north.header())
    envelope = north.sign(statement)
    first, both = line(envelope, 1, disclosed[:1]), line(envelope, 2, disclosed)
    south.do(taking(first))
    south.do(taking(both))
    assert in_hand(south, envelope.name) is None
    said = Saids(south.store).read(envelope.name, south.view.last_entry())
    assert said is not None
    assert said.report.fields.keys() == FIELDS.keys()


def test_of_a_report_destroyed_nothing_stays_in_hand(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    gone, other = name_held(north.report()), name_held(north.report())
    destroy(north, gone)
    assert in_hand(north, gone) is None
    assert in_hand(north, other) is None


def test_what_was_not_committed_is_not_in_hand(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    filing = FileReport(header=north.header(), fields=FIELDS, secret=bytes(32))
    with failing(north.store, "INSERT ON line"), pytest.raises(StoreError):
        north.do(filing)
    assert not len(north.store.new)
    assert in_hand(north, name_held(north.do(filing))) is not None


def test_what_nobody_folds_is_bounded(desks: tuple[MemoryDesk, MemoryDesk]) -> None:
    name = name_held(desks[0].report())
    one = in_hand(desks[0], name)
    assert one is not None
    new, large = NewReports(), msgspec.structs.replace(one, size=MOST_BYTES)
    new.keep({"a": one})
    new.keep({"b": large})
    assert new.take("a", one.entry) is None
    new.keep({"c": one})
    assert new.take("c", one.entry) is one


def test_a_group_that_is_refused_in_part_hands_over_what_went(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    good = FileReport(header=north.header(), fields=FIELDS, secret=north.draw(32))
    bad = FileReport(
        header=north.header("VIOLET"), fields=FIELDS, secret=north.draw(32)
    )
    first, second = north.writer.commit([[good], [bad]], NOW)
    assert second.error is not None
    assert in_hand(north, name_held(first)) is not None
