"""Groups 4 and 5: a disk that is full, read-only, or fails to sync."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Final

import pytest
from tests.desks import MemoryDesk
from tests.faults.oracle import entered
from tests.faults.pairs import Pair, check_clone
from tests.faults.vfs import Disk

from watchword.edge.verify import verify_ledger
from watchword.errors import EdgeError, StoreError

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(900)]

ACTS: Final = 6


def full(disk: Disk) -> None:
    disk.is_full = True


def read_only(disk: Disk) -> None:
    disk.is_read_only = True


def no_sync(disk: Disk) -> None:
    disk.syncs_until_failure, disk.fails_for_good = 0, True


FAULTS: Final[dict[str, Callable[[Disk], None]]] = {
    "full": full,
    "read-only": read_only,
    "failing sync": no_sync,
}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with Disk(f"disk of {tmp_path}", tmp_path / "live").mounted() as mounted:
        yield mounted


def refused(pair: Pair, desk: MemoryDesk) -> bool:
    """Whether a filing is refused, and by an error that says: try later."""
    try:
        pair.file(desk)
    except EdgeError:
        return True
    return False


def until_refused(pair: Pair, desk: MemoryDesk) -> None:
    """What is allocated already is written over for a while, even on a full disk."""
    for _ in range(200):
        if refused(pair, desk):
            return
    pytest.fail("the fault was never met")


def is_readable(desk: MemoryDesk) -> None:
    """What it holds can be read, and holds together."""
    assert verify_ledger(desk.store, desk.view)["verified"]
    assert entered(desk.store)
    assert desk.view.partners()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_desk_whose_disk_fails_acknowledges_nothing_and_can_still_be_read(
    disk: Disk, tmp_path: Path, fault: str
) -> None:
    pair = Pair(disk.root)
    FAULTS[fault](disk)
    until_refused(pair, pair.north)
    for number in range(3):
        assert refused(pair, pair.north)
        is_readable(pair.north)
        disk.clone(tmp_path / f"cut {number}")
        check_clone(tmp_path / f"cut {number}", pair.said, pair.published)
    pair.check()
    disk.mend()
    pair.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_desk_whose_disk_fails_gives_no_receipt_and_is_offered_it_again(
    disk: Disk, fault: str
) -> None:
    pair = Pair(disk.root)
    for _ in range(40):
        pair.file(pair.north)
    FAULTS[fault](disk)
    with pytest.raises(StoreError):
        pair.carry(pair.north, pair.south)
    is_readable(pair.south)
    disk.mend()
    pair.carry(pair.north, pair.south)
    pair.check(delivered=True)
    pair.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_desk_goes_on_when_its_disk_works_again(disk: Disk, fault: str) -> None:
    pair = Pair(disk.root)
    FAULTS[fault](disk)
    until_refused(pair, pair.north)
    disk.mend()
    for _ in range(ACTS):
        pair.file(pair.north)
    pair.carry(pair.north, pair.south)
    pair.carry(pair.south, pair.north)
    pair.check(delivered=True)
    pair.close()


def test_a_sync_that_failed_is_never_taken_for_one_that_did_not(
    disk: Disk, tmp_path: Path, seed: int, rounds: int
) -> None:
    rng = Random(seed)  # noqa: S311 (no secret)
    pair, failures = Pair(disk.root), 0
    for number in range(rounds):
        disk.syncs_until_failure = rng.randrange(6)
        for _ in range(ACTS):
            failures += refused(pair, rng.choice(pair.desks))
        disk.mend()
        # Only what lasts: whatever was acknowledged since is on the platter.
        disk.clone(tmp_path / f"cut {number}", rng.choice((rng, None)))
        check_clone(tmp_path / f"cut {number}", pair.said, pair.published)
    assert failures > rounds // 2
    pair.carry(pair.north, pair.south)
    pair.carry(pair.south, pair.north)
    pair.check(delivered=True)
    pair.close()
