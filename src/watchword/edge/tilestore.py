"""The tiles of the logs a node keeps: proofs without hashing a log anew.

Rule 1: a row is written once its tile is full, at the end of the commit that
        fills it, and never changes; its root is the hash of the tile above.
Rule 2: what has no row, the right edge above all, is computed from the entries.
"""

from __future__ import annotations

from typing import Final

from watchword.edge.store import Store
from watchword.ledger.checkpoint import ledger_origin
from watchword.ledger.tile import WIDTH, TileSubtrees, tile_hashes
from watchword.ledger.tree import Frontier, full_root, leaf_hash, root
from watchword.model.party import PartyId

MOST_A_COMMIT: Final = 16
"""A log without tiles, as an older version left it, gets so many a commit."""


def ledger_entry(number: int, known_at_ns: int, kind: str, body: bytes) -> bytes:
    """What the own ledger's tree holds for an entry."""
    return b"%d\n%d\n%b\n%b" % (number, known_at_ns, kind.encode(), body)


class TileStore:
    """Writes tiles as logs grow, and reads a log's tree from them.

    Args:
        store: Where logs and tiles are.
        party: Whose ledger is its own log.
    """

    def __init__(self, store: Store, party: PartyId) -> None:
        self._store = store
        self._own = ledger_origin(party)
        self._full: dict[str, int] = {}
        self._fresh: dict[str, list[bytes]] = {}
        self._ready: dict[str, dict[int, list[bytes]]] = {}

    def forget(self) -> None:
        """A transaction was rolled back."""
        self._full.clear()
        self._fresh.clear()
        self._ready.clear()

    def append(self, origin: str, size: int, leaf: bytes) -> None:
        """Keep at hand what a tile will be made of.

        Args:
            origin: The log.
            size: How many entries it has with this one.
            leaf: The hash of it.
        """
        number, place = divmod(size - 1, WIDTH)
        if place == 0:
            self._fresh[origin] = [leaf]
            return
        leaves = self._fresh.get(origin)
        if leaves is None or len(leaves) != place:
            return
        leaves.append(leaf)
        if place == WIDTH - 1:
            self._ready.setdefault(origin, {})[number] = self._fresh.pop(origin)

    def entries(self, origin: str, start: int, end: int) -> list[bytes]:
        """The entries of a log with the indices from ``start`` up to ``end``."""
        between = (start + 1, end)
        if origin == self._own:
            rows = self._store.rows(
                "SELECT number, known_at_ns, kind, body FROM entry"
                " WHERE number BETWEEN ? AND ? ORDER BY number",
                between,
            )
            return [ledger_entry(*row) for row in rows]
        rows = self._store.rows(
            "SELECT entry FROM line WHERE origin = ? AND number BETWEEN ? AND ?"
            " ORDER BY number",
            (origin, *between),
        )
        return [entry for (entry,) in rows]

    def grow(self, origin: str, size: int) -> None:
        """Write the tiles that have become full; the entries are stored."""
        full = self._full.get(origin)
        if full is None:
            full = self._store.value(
                "SELECT count(*) FROM tile WHERE origin = ? AND level = 0", (origin,)
            )
        until = min(size // WIDTH, full + MOST_A_COMMIT)
        ready = self._ready.pop(origin, {})
        for number in range(full, until):
            leaves = ready.get(number) or self._leaves(origin, number, size)
            self._write(origin, 0, number, leaves)
        self._full[origin] = max(full, until)

    def _write(self, origin: str, level: int, number: int, hashes: list[bytes]) -> None:
        self._store.run(
            "INSERT INTO tile VALUES (?, ?, ?, ?, ?)",
            (origin, level, number, full_root(hashes), b"".join(hashes)),
        )
        above, place = divmod(number, WIDTH)
        if place == WIDTH - 1:
            below = self._roots(origin, level, above)
            self._write(origin, level + 1, above, [below[n] for n in sorted(below)])

    def _leaves(self, origin: str, number: int, size: int) -> list[bytes]:
        start = number * WIDTH
        return [
            leaf_hash(entry)
            for entry in self.entries(origin, start, min(start + WIDTH, size))
        ]

    def _roots(self, origin: str, level: int, above: int) -> dict[int, bytes]:
        """Roots of the stored tiles of a level that belong to one tile above."""
        return dict(
            self._store.rows(
                "SELECT number, root FROM tile WHERE origin = ? AND level = ?"
                " AND number BETWEEN ? AND ?",
                (origin, level, above * WIDTH, above * WIDTH + WIDTH - 1),
            )
        )

    def hashes(self, origin: str, size: int, level: int, number: int) -> bytes:
        """A tile of the log's tree at a size; fewer than 256 hashes at its edge."""
        kept = self._store.value(
            "SELECT hashes FROM tile WHERE origin = ? AND level = ? AND number = ?",
            (origin, level, number),
        )
        if kept is not None:
            within = min((size >> 8 * level) - number * WIDTH, WIDTH)
            return b"".join(tile_hashes(kept)[:within])
        if level == 0:
            return b"".join(self._leaves(origin, number, size))
        roots = self._roots(origin, level - 1, number)
        until = min((size >> 8 * level), (number + 1) * WIDTH)
        return b"".join(
            roots.get(below)
            or root(tile_hashes(self.hashes(origin, size, level - 1, below)))
            for below in range(number * WIDTH, until)
        )

    def subtrees(self, origin: str, size: int) -> TileSubtrees:
        """What proofs in the tree of that size are made from."""
        return TileSubtrees(
            lambda level, number: self.hashes(origin, size, level, number)
        )

    def frontier(self, origin: str, size: int) -> Frontier:
        """The tree of a log as it was at a size."""
        subtrees, start, hashes = self.subtrees(origin, size), 0, []
        for level in reversed(range(size.bit_length())):
            if size >> level & 1:
                hashes.append(subtrees(level, start >> level))
                start += 1 << level
        return Frontier(size=size, hashes=tuple(hashes))
