"""Group 13: a partner that tells two histories, by malice or from a backup."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.desks import NORTH, NOW, SOUTH, MemoryDesk, channel, name_held, units_for
from tests.faults.oracle import LostError, entered
from tests.faults.pairs import Pair, check_clone
from tests.vaults import open_store

from watchword.errors import ForkError
from watchword.ledger.checkpoint import Checkpoint, sign_checkpoint
from watchword.model.time import SECOND_NS
from watchword.node.inputs import CloseBatch, TakeReceipt
from watchword.node.receive import origin_of

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """North has said four things; south holds and has receipted them."""
    found = Pair(tmp_path / "live")
    for _ in range(4):
        found.file(found.north)
    found.carry(found.north, found.south)
    return found


def is_stopped(pair: Pair) -> bool:
    """South has noted a fork and takes nothing more of that log."""
    pair.north.now_ns += SECOND_NS
    before = entered(pair.south.store)
    name = name_held(pair.north.report())
    for unit in units_for(pair.north, pair.south):
        outcome = pair.south.take(*unit)
        assert outcome.error is not None
        assert outcome.error.code == "fork"
        assert outcome.given == ()
        break
    assert name not in entered(pair.south.store)
    assert entered(pair.south.store) == before
    return pair.south.view.forked(channel())


def test_two_checkpoints_of_one_size_stop_the_log_and_both_are_kept(
    pair: Pair,
) -> None:
    size = pair.south.view.cursor(channel()).number
    lie = Checkpoint(origin=origin_of(channel()), size=size, root=bytes([7] * 32))
    note = sign_checkpoint(lie, pair.north.signer).decode()
    given = CloseBatch(peer=NORTH, channel=channel(), checkpoint=note, now_ns=NOW)
    assert isinstance(pair.south.take(given).error, ForkError)
    ((ours, theirs),) = pair.south.store.rows("SELECT ours, theirs FROM fork")
    assert f"\n{size}\n" in ours
    assert note in theirs
    assert is_stopped(pair)
    pair.close()


def rolled_back(pair: Pair, tmp_path: Path) -> None:
    """North's disk is lost, and an older copy of it put back by hand."""
    pair.north.store.close()
    pair.north = MemoryDesk(NORTH, open_store(tmp_path / "backup" / "north"))
    pair.north.now_ns = pair.south.now_ns


def copied(pair: Pair, folder: Path) -> None:
    for desk in pair.desks:
        desk.store.run("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(pair.folder, folder)


def test_a_log_that_went_back_and_on_by_another_way_is_a_fork_at_the_partner(
    pair: Pair, tmp_path: Path
) -> None:
    copied(pair, tmp_path / "backup")
    pair.file(pair.north)
    pair.carry(pair.north, pair.south)
    rolled_back(pair, tmp_path)
    pair.north.now_ns += SECOND_NS
    pair.north.report()
    unit = next(units_for(pair.north, pair.south))
    assert isinstance(pair.south.take(*unit).error, ForkError)
    assert is_stopped(pair)
    assert all(
        entered(pair.south.store)[each.name] == 1
        for each in pair.said
        if each.party == SOUTH
    )
    pair.close()


def test_control_the_oracle_sees_that_a_log_went_back(
    pair: Pair, tmp_path: Path
) -> None:
    copied(pair, tmp_path / "backup")
    check_clone(tmp_path / "backup", pair.said, pair.published)
    pair.file(pair.north)
    with pytest.raises(LostError, match="of another history"):
        check_clone(tmp_path / "backup", [], pair.published)
    pair.close()


def test_a_log_cut_short_says_nothing_that_is_taken(pair: Pair, tmp_path: Path) -> None:
    copied(pair, tmp_path / "backup")
    pair.file(pair.north)
    pair.carry(pair.north, pair.south)
    before = entered(pair.south.store)
    rolled_back(pair, tmp_path)
    mark = pair.north.store.value(
        "SELECT note FROM checkpoint WHERE origin = ? ORDER BY size DESC",
        (origin_of(channel()),),
    )
    close = CloseBatch(peer=NORTH, channel=channel(), checkpoint=mark, now_ns=NOW)
    outcome = pair.south.do(close)
    # It is told how far its log had come: what it gets back does not fit its own.
    with pytest.raises(Exception, match="never sent"):
        pair.north.do(TakeReceipt(peer=SOUTH, envelope=outcome.given[0]))
    assert entered(pair.south.store) == before
    pair.close()


def test_two_versions_of_one_report_have_two_names_to_compare(pair: Pair) -> None:
    pair.north.now_ns += SECOND_NS
    header = pair.north.header()
    first, second = (name_held(pair.north.report(header)) for _ in range(2))
    assert first != second
    pair.carry(pair.north, pair.south)
    assert {first, second} <= entered(pair.south.store).keys()
    pair.check(delivered=True)
    pair.close()
