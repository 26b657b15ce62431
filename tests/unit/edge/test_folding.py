"""Folding in steps: left, taken up, given up, begun anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from tests.desks import FIELDS, MemoryDesk, name_held, pair
from tests.stores import failing
from tests.vaults import destroy

from watchword.edge.folding import FOLDED, MOST_ROWS, UNFINISHED
from watchword.edge.picturestore import PictureStore, forget_picture
from watchword.edge.picturetables import LARGEST, PictureTables
from watchword.edge.saids import Saids
from watchword.errors import StoreError
from watchword.fusion.window import Reach
from watchword.model.time import DAY_NS, HOUR_NS
from watchword.picture.canonical import picture_bytes
from watchword.picture.picture import picture

BEGIN_NS = 500_000 * HOUR_NS


@pytest.fixture
def north() -> MemoryDesk:
    return pair()[0]


def file_many(desk: MemoryDesk, count: int) -> list[str]:
    return [name_held(desk.report()) for _ in range(count)]


def leave_after(steps: int) -> Iterator[bool]:
    yield from [False] * (steps - 1)
    while True:
        yield True


def fold_steps(pictures: PictureStore, steps: int) -> bool:
    left = leave_after(steps)
    return pictures.fold_until(lambda: next(left))


def check_whole(pictures: PictureStore) -> None:
    full = picture(pictures.said(), None)
    assert picture_bytes(pictures.picture()) == picture_bytes(full)


def test_a_slice_is_left_after_any_step_and_taken_up_there(north: MemoryDesk) -> None:
    file_many(north, 3)
    lag, steps = north.pictures.lag(), 0
    while fold_steps(north.pictures, 1):
        assert north.pictures.lag() == lag
        steps += 1
    assert steps > 3
    assert north.pictures.lag() == 0
    check_whole(north.pictures)


def test_what_comes_while_a_slice_is_left_has_its_own(north: MemoryDesk) -> None:
    file_many(north, 2)
    lag = north.pictures.lag()
    assert fold_steps(north.pictures, 2)
    file_many(north, 2)
    assert north.pictures.fold() == lag
    assert north.pictures.lag() > 0
    check_whole(north.pictures)


def test_whoever_looks_at_the_picture_has_the_slice_finished(north: MemoryDesk) -> None:
    file_many(north, 2)
    assert fold_steps(north.pictures, 2)
    assert sum(len(e.members) for e in north.pictures.picture().events) == 2
    assert not fold_steps(north.pictures, 1)


def test_two_that_fold_one_store_see_what_the_other_did(north: MemoryDesk) -> None:
    other = PictureStore(north.store)
    for pictures in (north.pictures, other, north.pictures):
        file_many(north, 2)
        assert fold_steps(north.pictures, 3)
        check_whole(pictures)
    check_whole(other)


def test_a_large_block_is_written_in_parts(north: MemoryDesk) -> None:
    """Every report says both: no two of one authority are of one event."""
    file_many(north, 2 * MOST_ROWS)
    while not north.store.meta(UNFINISHED):
        assert fold_steps(north.pictures, 1)
    assert north.store.value("SELECT count(*) FROM event")
    check_whole(north.pictures)
    assert north.store.meta(UNFINISHED) is None


def test_after_a_crash_amid_a_large_block_all_is_folded_anew(
    north: MemoryDesk,
) -> None:
    file_many(north, 2 * MOST_ROWS)
    while not north.store.meta(UNFINISHED):
        assert fold_steps(north.pictures, 1)
    again = PictureStore(north.store)
    assert len(again.picture().events) == 2 * MOST_ROWS
    check_whole(again)


def fold_on(pictures: PictureStore) -> None:
    while pictures.fold():
        pass


def test_a_store_that_fails_amid_a_large_block_loses_nothing(
    north: MemoryDesk,
) -> None:
    file_many(north, 2 * MOST_ROWS)
    while not north.store.meta(UNFINISHED):
        assert fold_steps(north.pictures, 1)
    with failing(north.store, "INSERT ON event"):
        with pytest.raises(StoreError):
            fold_on(north.pictures)
        assert len(north.pictures.picture().events) == 2 * MOST_ROWS
    check_whole(north.pictures)


def test_a_picture_that_is_dropped_is_folded_anew(north: MemoryDesk) -> None:
    names = file_many(north, 2)
    before = north.pictures.picture()
    assert all(map(north.pictures.remembers, names))
    with north.store.transaction():
        forget_picture(north.store)
    assert not any(map(north.pictures.remembers, names))
    assert north.store.meta(FOLDED) == 0
    assert north.pictures.picture() == before


def test_a_destruction_amid_a_slice_ends_it(north: MemoryDesk) -> None:
    gone, stays = file_many(north, 2)
    assert fold_steps(north.pictures, 4)
    destroy(north, gone)
    assert not north.pictures.remembers(gone)
    assert not north.pictures.remembers(stays)
    shown = north.pictures.picture()
    assert [event.members for event in shown.events] == [(stays,)]
    assert not north.pictures.remembers(gone)


def test_what_is_remembered_is_bounded_and_the_oldest_goes(north: MemoryDesk) -> None:
    names = file_many(north, 4)
    saids = Saids(north.store, most_bytes=4500)
    for name in names:
        assert saids.fresh(name, LARGEST) is not None
    assert 0 < len(saids) < 4
    assert names[-1] in saids
    assert names[0] not in saids
    nothing = Saids(north.store, most_bytes=0)
    assert nothing.placed(names[0], LARGEST) == saids.placed(names[0], LARGEST)
    assert len(nothing) == 0


def test_the_lag_is_the_age_of_the_oldest_entry_not_folded(north: MemoryDesk) -> None:
    north.pictures.picture()
    assert north.pictures.lag_ms(north.now_ns) == 0
    north.now_ns += HOUR_NS
    file_many(north, 1)
    north.now_ns += 250_000_000
    file_many(north, 1)
    assert north.pictures.lag_ms(north.now_ns) == 250
    assert north.pictures.lag_ms(north.now_ns - HOUR_NS) == 0
    north.pictures.picture()
    assert north.pictures.lag_ms(north.now_ns) == 0


def test_free_statements_are_known_without_reading_them(north: MemoryDesk) -> None:
    header = north.header()
    name = name_held(
        north.report(replace(header, kind="statement"), {"text": "we saw nothing"})
    )
    north.report(fields=FIELDS)
    assert north.pictures.picture().loose == (name,)
    tables = PictureTables(north.store)
    north.store.run("UPDATE statement SET envelope = x'00' WHERE name = ?", (name,))
    assert tables.loose() == (name,)


@pytest.mark.parametrize("hours", [1, 5, 30, 200, 5_000, 50_000])
def test_a_reach_of_any_length_is_found_as_long_as_it_goes_on(
    north: MemoryDesk, hours: int
) -> None:
    name = name_held(north.report())
    tables = PictureTables(north.store)
    placed = Saids(north.store).placed(name, LARGEST)
    room = "exercise launch"
    reach = Reach(room, BEGIN_NS, BEGIN_NS + hours * HOUR_NS)
    tables.put_reach(replace(placed, reach=reach), None)
    for at_ns in (reach.first_ns, reach.last_ns, (reach.first_ns + reach.last_ns) // 2):
        assert tables.near(Reach(room, at_ns, at_ns)) == [name]
        assert PictureTables(north.store).near(Reach(room, at_ns, at_ns)) == [name]
    assert tables.near(Reach("actual launch", reach.first_ns, reach.last_ns)) == []
    for at_ns in (reach.first_ns - DAY_NS, reach.last_ns + DAY_NS):
        assert tables.near(Reach(room, at_ns, at_ns)) == []
    wide = Reach(room, reach.first_ns - DAY_NS, reach.last_ns + DAY_NS)
    assert tables.near(wide) == [name]
