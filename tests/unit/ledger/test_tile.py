from __future__ import annotations

import pytest

from watchword.errors import MalformedError, UsageError
from watchword.ledger.proof import check_inclusion, inclusion_proof
from watchword.ledger.tile import (
    LONGEST_ENTRY,
    WIDTH,
    Tile,
    TileSubtrees,
    format_bundle,
    parse_bundle,
    tile_hashes,
    tiles_of,
)
from watchword.ledger.tree import leaf_hash, root


def test_the_published_path_of_a_tile() -> None:
    assert Tile(level=0, number=1234067).path == "tile/0/x001/x234/067"
    assert Tile(level=1, number=5, width=17).path == "tile/1/005.p/17"
    assert Tile(level=0, number=999).entries_path == "tile/entries/999"
    assert Tile(level=0, number=1000).entries_path == "tile/entries/x001/000"


def test_the_published_tiles_of_a_tree_of_70000() -> None:
    tiles = list(tiles_of(70_000))
    found = [(level, width) for level, _, width in map(parts, tiles)]
    assert found.count((0, WIDTH)) == 273
    assert (0, 112) in found
    assert [each for each in found if each[0] == 1] == [(1, WIDTH), (1, 17)]
    assert [each for each in found if each[0] == 2] == [(2, 1)]


def parts(tile: Tile) -> tuple[int, int, int]:
    return tile.level, tile.number, tile.width


def test_an_empty_tree_has_no_tiles() -> None:
    assert list(tiles_of(0)) == []


@pytest.mark.parametrize(
    ("level", "number", "width"),
    [(-1, 0, 1), (8, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)],
)
def test_there_are_no_other_tiles(level: int, number: int, width: int) -> None:
    with pytest.raises(UsageError):
        Tile(level=level, number=number, width=width)


def test_proofs_are_made_from_tiles_of_several_levels() -> None:
    leaves = [leaf_hash(b"%d" % number) for number in range(700)]
    asked: list[tuple[int, int]] = []

    def read(level: int, number: int) -> bytes:
        asked.append((level, number))
        if level == 0:
            return b"".join(leaves[number * WIDTH : (number + 1) * WIDTH])
        full = len(leaves) // WIDTH
        return b"".join(root(leaves[n * WIDTH : (n + 1) * WIDTH]) for n in range(full))

    subtrees = TileSubtrees(read)
    for index in (0, 255, 256, 600, 699):
        path = inclusion_proof(subtrees, index, 700)
        check_inclusion(leaves[index], index, 700, path, root(leaves))
    assert len(asked) == len(set(asked))


def test_a_tile_that_is_too_short_for_its_tree_is_an_error() -> None:
    with pytest.raises(MalformedError):
        TileSubtrees(lambda _level, _number: bytes(32))(0, 1)


@pytest.mark.parametrize("data", [b"", bytes(31), bytes(32 * 257)])
def test_bytes_that_are_no_tile_are_refused(data: bytes) -> None:
    with pytest.raises(MalformedError):
        tile_hashes(data)


def test_a_bundle_gives_its_entries_back() -> None:
    entries = [b"", b"a", bytes(LONGEST_ENTRY)]
    assert format_bundle([b"ab"]) == b"\x00\x02ab"
    assert parse_bundle(format_bundle(entries)) == entries


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x02a", b"\x00\x00" * 257])
def test_bytes_that_are_no_bundle_are_refused(data: bytes) -> None:
    with pytest.raises(MalformedError):
        parse_bundle(data)


def test_a_longer_entry_has_no_bundle() -> None:
    with pytest.raises(UsageError):
        format_bundle([bytes(LONGEST_ENTRY + 1)])
