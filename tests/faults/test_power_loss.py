"""Group 2: the power fails; and the controls, in which the oracle must object."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

import pytest
from tests.desks import NORTH, MemoryDesk
from tests.faults.oracle import Acknowledged, LostError, Published, entered
from tests.faults.pairs import Pair, check_clone
from tests.faults.vfs import Disk, nothing
from tests.vaults import open_store

from watchword.edge.storeview import StoreView
from watchword.edge.verify import verify_ledger

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(900)]

ACTS: Final = 12


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with Disk(f"disk of {tmp_path}", tmp_path / "live").mounted() as mounted:
        yield mounted


class Cuts:
    """Clones of a disk at instants that are drawn, and what had been said then."""

    def __init__(self, pair: Pair, disk: Disk, rng: Random, often: float) -> None:
        self.pair, self.disk, self.rng, self.often = pair, disk, rng, often
        self.made: list[tuple[Path, list[Acknowledged], Published]] = []
        disk.watch = self

    def __call__(self) -> None:
        if self.rng.random() < self.often:
            self.cut()

    def cut(self) -> None:
        """The power fails now."""
        folder = self.disk.root.parent / f"cut {len(self.made)}"
        published = Published()
        published.notes |= self.pair.published.notes
        self.disk.clone(folder, self.rng)
        self.made.append((folder, [*self.pair.said], published))

    def check(self) -> None:
        for folder, said, published in self.made:
            check_clone(folder, said, published)
            shutil.rmtree(folder)
        self.made.clear()


def test_what_was_acknowledged_outlives_a_power_cut_at_any_write(
    disk: Disk, seed: int, rounds: int
) -> None:
    rng = Random(seed)  # noqa: S311 (no secret)
    pair = Pair(disk.root)
    cuts = Cuts(pair, disk, rng, often=0.04)
    done = 0
    while done < rounds:
        pair.live(rng, ACTS)
        done += len(cuts.made)
        cuts.check()
    disk.watch = nothing
    pair.check()
    pair.close()


def test_a_desk_goes_on_from_what_a_power_cut_has_left(
    disk: Disk, tmp_path: Path, seed: int
) -> None:
    rng = Random(seed)  # noqa: S311 (no secret)
    pair = Pair(disk.root)
    pair.live(rng, ACTS)
    disk.clone(tmp_path / "cut", rng)
    pair.close()
    pair.north = MemoryDesk(NORTH, open_store(tmp_path / "cut" / "north"))
    pair.south = MemoryDesk(pair.south.party, open_store(tmp_path / "cut" / "south"))
    pair.north.now_ns = pair.south.now_ns = pair.north.now_ns + 10**12
    pair.live(rng, ACTS)
    for _ in range(2):
        pair.carry(pair.north, pair.south)
        pair.carry(pair.south, pair.north)
    pair.check(delivered=True)
    pair.close()


def test_control_a_disk_that_lies_about_syncs_is_caught_by_the_oracle(
    disk: Disk, seed: int
) -> None:
    pair = Pair(disk.root)
    cuts = Cuts(pair, disk, Random(seed), often=0)  # noqa: S311 (no secret)
    pair.live(cuts.rng, ACTS)
    cuts.cut()
    cuts.check()
    disk.is_lying = True
    for _ in range(ACTS):
        pair.file(pair.north)
    cuts.cut()
    with pytest.raises(LostError):
        cuts.check()
    pair.close()


def test_control_a_store_that_does_not_sync_is_caught_by_the_oracle(
    disk: Disk, tmp_path: Path
) -> None:
    pair = Pair(disk.root)
    pair.north.store.run("PRAGMA synchronous = OFF")
    pair.file(pair.north)
    disk.clone(tmp_path / "cut")
    with pytest.raises(LostError, match="entered 0 times"):
        check_clone(tmp_path / "cut", pair.said, pair.published)
    pair.close()


def test_a_wal_cut_off_at_any_byte_leaves_a_beginning_of_what_was_said(
    tmp_path: Path, seed: int, rounds: int
) -> None:
    rng = Random(seed)  # noqa: S311 (no secret)
    pair = Pair(tmp_path / "live")
    wal = tmp_path / "live" / "north" / "store.sqlite-wal"
    lengths = []
    for _ in range(3):
        pair.file(pair.north)
        lengths.append((wal.stat().st_size, len(pair.said)))
    shutil.copytree(tmp_path / "live" / "north", tmp_path / "kept")
    pair.close()
    for at in cuts_at(rng, lengths, rounds):
        folder = shutil.copytree(tmp_path / "kept", tmp_path / "north")
        os.truncate(folder / "store.sqlite-wal", at)
        kept = max((many for length, many in lengths if length <= at), default=0)
        check_beginning(folder, pair.said[:kept])
        shutil.rmtree(folder)


def cuts_at(rng: Random, lengths: list[tuple[int, int]], rounds: int) -> list[int]:
    """Around every commit, and anywhere; with many rounds nearly everywhere."""
    end = lengths[-1][0]
    near = {length + off for length, _ in lengths for off in (-1, 0, 1)}
    anywhere = {rng.randrange(end + 1) for _ in range(rounds * 15)}
    return sorted({at for at in near if at <= end} | anywhere | {0, end})


def check_beginning(folder: Path, said: list[Acknowledged]) -> None:
    """It opens, all of it verifies, and what had been synced by there is there."""
    store = open_store(folder)
    try:
        times = entered(store)
        assert verify_ledger(store, StoreView(store, NORTH, frozenset()))["verified"]
    finally:
        store.close()
    assert set(times.values()) <= {1}
    assert all(times[each.name] == 1 for each in said if each.party == NORTH)
