from __future__ import annotations

import pytest
from tests.desks import NORTH, SOUTH, MemoryDesk, carry, pair

from watchword.edge.store import Store
from watchword.edge.tilestore import MOST_A_COMMIT, TileStore
from watchword.ledger.checkpoint import ledger_origin
from watchword.ledger.proof import check_inclusion, inclusion_proof
from watchword.ledger.tile import WIDTH, tile_hashes
from watchword.ledger.tree import EMPTY, Frontier, leaf_hash, root

ORIGIN = f"{NORTH}/pact/{SOUTH}/routine"


def filled(store: Store, size: int) -> list[bytes]:
    """A log of so many lines, as the store keeps them."""
    store.run("BEGIN")
    for number in range(1, size + 1):
        store.run(
            "INSERT INTO line VALUES (?, ?, '', ?, x'', NULL, 0)",
            (ORIGIN, number, b"%032d" % number),
        )
    store.run("COMMIT")
    return [leaf_hash(b"%032d" % number) for number in range(1, size + 1)]


def grown(leaves: list[bytes]) -> Frontier:
    frontier = EMPTY
    for leaf in leaves:
        frontier = frontier.append(leaf)
    return frontier


def kept(store: Store) -> list[tuple[int, int]]:
    return store.rows("SELECT level, number FROM tile ORDER BY 1, 2")


def test_a_full_tile_is_written_once_and_its_root_with_it() -> None:
    store = Store(None)
    leaves = filled(store, 2 * WIDTH + 3)
    tiles = TileStore(store, NORTH)
    tiles.grow(ORIGIN, WIDTH - 1)
    assert kept(store) == []
    for size in (WIDTH, WIDTH + 1, 2 * WIDTH + 3, 2 * WIDTH + 3):
        tiles.grow(ORIGIN, size)
    assert kept(store) == [(0, 0), (0, 1)]
    row = store.row("SELECT root, hashes FROM tile WHERE number = 1")
    assert row == (
        root(leaves[WIDTH : 2 * WIDTH]),
        b"".join(leaves[WIDTH : 2 * WIDTH]),
    )


@pytest.mark.parametrize("seen_from", [1, 2, WIDTH + 1])
def test_a_tile_of_leaves_at_hand_is_that_of_the_entries(seen_from: int) -> None:
    """Also where only the end of a tile was at hand, as after a start."""
    store = Store(None)
    size = 2 * WIDTH + 3
    leaves = filled(store, size)
    tiles = TileStore(store, NORTH)
    for number in range(seen_from, size + 1):
        tiles.append(ORIGIN, number, leaves[number - 1])
    tiles.grow(ORIGIN, size)
    rows = store.rows("SELECT root, hashes FROM tile ORDER BY number")
    assert rows == [
        (root(leaves[at : at + WIDTH]), b"".join(leaves[at : at + WIDTH]))
        for at in (0, WIDTH)
    ]


def test_leaves_of_a_transaction_that_failed_are_in_no_tile() -> None:
    store = Store(None)
    leaves = filled(store, WIDTH)
    tiles = TileStore(store, NORTH)
    for number in range(1, WIDTH + 1):
        tiles.append(ORIGIN, number, leaf_hash(b"rolled back"))
    tiles.forget()
    tiles.grow(ORIGIN, WIDTH)
    assert store.value("SELECT hashes FROM tile") == b"".join(leaves)


def test_a_log_of_an_older_version_gets_its_tiles_bit_by_bit() -> None:
    store = Store(None)
    size = (MOST_A_COMMIT + 2) * WIDTH
    leaves = filled(store, size)
    tiles = TileStore(store, NORTH)
    tiles.grow(ORIGIN, size)
    assert len(kept(store)) == MOST_A_COMMIT
    assert tiles.frontier(ORIGIN, size) == grown(leaves)
    tiles.grow(ORIGIN, size)
    assert len(kept(store)) == MOST_A_COMMIT + 2


@pytest.mark.slow
def test_the_tile_above_is_written_when_it_is_full_and_used() -> None:
    store = Store(None)
    size = WIDTH * WIDTH + WIDTH + 1
    leaves = filled(store, size)
    tiles = TileStore(store, NORTH)
    while len(kept(store)) < WIDTH + 2:
        tiles.grow(ORIGIN, size)
    assert kept(store)[-1] == (1, 0)
    above = tile_hashes(tiles.hashes(ORIGIN, size, 1, 0))
    assert above[7] == root(leaves[7 * WIDTH : 8 * WIDTH])
    assert tiles.hashes(ORIGIN, size, 2, 0) == root(above)
    top = tiles.frontier(ORIGIN, size).root()
    assert top == grown(leaves).root()
    # All but the last two tiles of leaves could be gone.
    store.run("DELETE FROM line WHERE number <= ?", (WIDTH * WIDTH,))
    for index in (0, WIDTH * WIDTH, size - 1):
        path = inclusion_proof(tiles.subtrees(ORIGIN, size), index, size)
        check_inclusion(leaves[index], index, size, path, top)


def test_an_older_tree_is_read_from_the_same_tiles() -> None:
    store = Store(None)
    leaves = filled(store, 3 * WIDTH)
    tiles = TileStore(store, NORTH)
    tiles.grow(ORIGIN, 3 * WIDTH)
    for size in (0, 1, WIDTH - 1, WIDTH, 2 * WIDTH + 9):
        assert tiles.frontier(ORIGIN, size) == grown(leaves[:size])


def test_the_own_ledger_has_tiles_too() -> None:
    north, south = pair()
    for _ in range(WIDTH // 2):
        north.report()
    carry(north, south)
    origins = {origin for (origin,) in north.store.rows("SELECT origin FROM tile")}
    assert ledger_origin(NORTH) in origins
    for desk, origin in ((north, ledger_origin(NORTH)), (south, ORIGIN)):
        frontier = desk.view.frontier(origin)
        assert desk.view.tiles.frontier(origin, frontier.size) == frontier


def test_what_a_rolled_back_commit_wrote_is_written_again() -> None:
    store = Store(None)
    filled(store, WIDTH)
    tiles = TileStore(store, NORTH)
    store.run("BEGIN")
    tiles.grow(ORIGIN, WIDTH)
    store.run("ROLLBACK")
    tiles.forget()
    tiles.grow(ORIGIN, WIDTH)
    assert kept(store) == [(0, 0)]


@pytest.mark.slow
def test_a_desk_that_starts_again_goes_on_after_its_tiles() -> None:
    north, _ = pair()
    for _ in range(WIDTH):
        north.report()
    again = MemoryDesk(NORTH, north.store)
    again.report()
    frontier = again.view.frontier(ORIGIN)
    assert again.view.tiles.frontier(ORIGIN, frontier.size) == frontier
