"""The tree in tiles: 256 hashes each, under paths that any client can ask for.

    tile/0/x001/x234/067          256 leaf hashes
    tile/1/005.p/17               17 roots of full tiles below
    tile/entries/005.p/17         17 entries, each after its length

Full tiles never change, so a proof in a log of a million entries reads a few.

Source:
    C2SP tlog-tiles, sections "Merkle Tree" and "Log Entries".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from watchword.errors import MalformedError, UsageError
from watchword.ledger.tree import HASH_BYTES, LARGEST_SIZE, root

HEIGHT: Final = 8
"""Levels of the tree in one tile."""

WIDTH: Final = 1 << HEIGHT
"""Hashes in a full tile."""

HIGHEST_LEVEL: Final = 63 // HEIGHT
LENGTH_BYTES: Final = 2
LONGEST_ENTRY: Final = (1 << 8 * LENGTH_BYTES) - 1


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """Which tile of a tree.

    Args:
        level: 0: hashes of leaves; above: roots of the full tiles below.
        number: Its place in its level, from 0.
        width: How many hashes it has; fewer than 256 at the right edge.

    Raises:
        UsageError: There is no such tile.
    """

    level: int
    number: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        if not (
            0 <= self.level <= HIGHEST_LEVEL
            and 0 <= self.number <= LARGEST_SIZE
            and 1 <= self.width <= WIDTH
        ):
            raise UsageError("there is no such tile")

    @property
    def path(self) -> str:
        """Where a client asks for its hashes."""
        return f"tile/{self.level}/{_numbered(self.number, self.width)}"

    @property
    def entries_path(self) -> str:
        """Where a client asks for the entries of a tile of level 0."""
        return f"tile/entries/{_numbered(self.number, self.width)}"


def _numbered(number: int, width: int) -> str:
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03}")
    partial = f".p/{width}" if width < WIDTH else ""
    return "/".join(reversed(groups)) + partial


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a tree of that size, level by level, the partial ones last."""
    level, count = 0, size
    while count:
        full, rest = divmod(count, WIDTH)
        for number in range(full):
            yield Tile(level=level, number=number)
        if rest:
            yield Tile(level=level, number=full, width=rest)
        level, count = level + 1, full


def tile_hashes(data: bytes) -> list[bytes]:
    """The hashes in a tile's bytes.

    Raises:
        MalformedError: Not 1 to 256 hashes of 32 bytes.
    """
    if not data or len(data) % HASH_BYTES or len(data) > WIDTH * HASH_BYTES:
        raise MalformedError(f"a tile is 1 to {WIDTH} hashes of {HASH_BYTES} bytes")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


class TileSubtrees:
    """A log's full subtrees, read from its tiles: what proofs are made from.

    Args:
        read: The hashes of a level's tile, as many as there are; asked once
            for each tile.
    """

    def __init__(self, read: Callable[[int, int], bytes]) -> None:
        self._read = read
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """Root of the subtree of 2^level leaves from leaf index * 2^level on.

        Raises:
            MalformedError: The tile that should hold it does not.
        """
        tile_level, above = divmod(level, HEIGHT)
        number, offset = divmod(index << above, WIDTH)
        hashes = self._tile(tile_level, number)[offset : offset + (1 << above)]
        if len(hashes) != 1 << above:
            raise MalformedError("a tile is shorter than its tree")
        return root(hashes)

    def _tile(self, level: int, number: int) -> list[bytes]:
        if (level, number) not in self._tiles:
            self._tiles[level, number] = tile_hashes(self._read(level, number))
        return self._tiles[level, number]


def format_bundle(entries: Iterable[bytes]) -> bytes:
    """Entries as a log serves them, each after its length.

    Raises:
        UsageError: One is longer than 65,535 bytes.
    """
    return b"".join(_with_length(entry) for entry in entries)


def _with_length(entry: bytes) -> bytes:
    if len(entry) > LONGEST_ENTRY:
        raise UsageError(f"an entry of more than {LONGEST_ENTRY} bytes has no bundle")
    return len(entry).to_bytes(LENGTH_BYTES, "big") + entry


def parse_bundle(data: bytes) -> list[bytes]:
    """Read what ``format_bundle`` wrote.

    Raises:
        MalformedError: It ends within an entry, or has more than 256.
    """
    entries, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at : at + LENGTH_BYTES], "big")
        entry = data[at + LENGTH_BYTES : at + LENGTH_BYTES + length]
        if at + LENGTH_BYTES > len(data) or len(entry) != length:
            raise MalformedError("a bundle ends within an entry")
        entries.append(entry)
        at += LENGTH_BYTES + length
    if len(entries) > WIDTH:
        raise MalformedError(f"a bundle has at most {WIDTH} entries")
    return entries
