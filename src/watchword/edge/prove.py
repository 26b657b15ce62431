"""Proofs from the store: one line of a log, and a whole log as tiles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from watchword.edge.store import Store
from watchword.edge.storeview import line_place
from watchword.edge.tilestore import TileStore
from watchword.errors import EdgeError, LedgerError, UsageError
from watchword.ledger.cosignature import with_cosignature
from watchword.ledger.proof import inclusion_proof
from watchword.ledger.prooffile import ProofFile
from watchword.ledger.tile import Tile, format_bundle, tiles_of
from watchword.wire.line import line_entry


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What is given to whoever is to check it.

    Args:
        origin: The log.
        number: The entry's number, from 1.
        size: Of the tree in which it is proved.
        name: The statement on the line; empty in the own ledger.
        witnesses: Who cosigned that tree.
        proof: The file.
        entry: What the log holds.
        line: The line whose digest the entry is, where it is kept here.
    """

    origin: str
    number: int
    size: int
    name: str
    witnesses: tuple[str, ...]
    proof: ProofFile
    entry: bytes
    line: bytes | None


def prove(store: Store, tiles: TileStore, origin: str, number: int) -> Proof:
    """Prove that a log has an entry, under the first fitting signed checkpoint.

    The first that its witness cosigned, or else the first that its sender
    signed: the earlier it is, the more it says about when the entry was there.

    Raises:
        UsageError: The log has no such entry here.
        LedgerError: No checkpoint covers it yet.
    """
    found = tiles.entries(origin, number - 1, number) if number > 0 else []
    if not found:
        raise UsageError(
            f"{origin} has no entry {number}", hint="link status shows how long it is"
        )
    size, note, witnesses = _signed_over(store, origin, number)
    path = inclusion_proof(tiles.subtrees(origin, size), number - 1, size)
    name, line = _line(store, origin, number, found[0])
    return Proof(
        origin=origin,
        number=number,
        size=size,
        name=name,
        witnesses=witnesses,
        proof=ProofFile(index=number - 1, path=path, note=note),
        entry=found[0],
        line=line,
    )


def _signed_over(
    store: Store, origin: str, number: int
) -> tuple[int, bytes, tuple[str, ...]]:
    cosigned = store.row(
        "SELECT size, note FROM checkpoint JOIN cosignature USING (origin, size)"
        " WHERE origin = ? AND size >= ? ORDER BY size LIMIT 1",
        (origin, number),
    )
    row = cosigned or store.row(
        "SELECT size, note FROM checkpoint WHERE origin = ? AND size >= ?"
        " ORDER BY size LIMIT 1",
        (origin, number),
    )
    if row is None:
        raise LedgerError(f"no checkpoint covers entry {number} of {origin} yet")
    size, note = row
    return size, *cosigned_note(store, origin, size, str(note))


def cosigned_note(
    store: Store, origin: str, size: int, note: str
) -> tuple[bytes, tuple[str, ...]]:
    """A checkpoint with every cosignature kept of it, and whose these are."""
    rows = store.rows(
        "SELECT witness, line FROM cosignature WHERE origin = ? AND size = ?"
        " ORDER BY witness",
        (origin, size),
    )
    data = note.encode()
    for _, line in rows:
        data = with_cosignature(data, line)
    return data, tuple(witness for witness, _ in rows)


def highest_note(store: Store, origin: str) -> tuple[int, bytes] | None:
    """The highest checkpoint held of a log, with its cosignatures.

    A node that has gone back to an older store asks its partners for it.
    """
    row = store.row(
        "SELECT size, note FROM checkpoint WHERE origin = ? ORDER BY size DESC LIMIT 1",
        (origin,),
    )
    if row is None:
        return None
    return row[0], cosigned_note(store, origin, row[0], str(row[1]))[0]


def _line(
    store: Store, origin: str, number: int, entry: bytes
) -> tuple[str, bytes | None]:
    """The statement's name and the line itself, unless it is not kept or gone."""
    row = store.row(
        "SELECT name, data FROM line WHERE origin = ? AND number = ?", (origin, number)
    )
    name, data = row or ("", None)
    if data is None:
        return str(name), None
    line = store.content.open(name, line_place(origin, number), data)
    return str(name), line if line_entry(line) == entry else None


def write_tiles(
    store: Store, tiles: TileStore, origin: str, folder: Path
) -> Iterator[None]:
    """Write a log as any client of tlog-tiles reads it, a file at each step.

    Its tree is that of the highest signed checkpoint.

    Raises:
        LedgerError: Nothing of it is signed.
        EdgeError: A file cannot be written.
    """
    signed = highest_note(store, origin)
    if signed is None:
        raise LedgerError(f"no checkpoint of {origin} is kept")
    size, note = signed
    for tile in tiles_of(size):
        for path, data in _files(tiles, origin, size, tile):
            _write(folder / path, data)
            yield
    # Last: whoever reads it finds every tile it speaks of.
    _write(folder / "checkpoint", note)
    yield


def _files(
    tiles: TileStore, origin: str, size: int, tile: Tile
) -> Iterator[tuple[str, bytes]]:
    if tile.level == 0:
        start = tile.number << 8
        entries = tiles.entries(origin, start, start + tile.width)
        yield tile.entries_path, format_bundle(entries)
    yield tile.path, tiles.hashes(origin, size, tile.level, tile.number)


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise EdgeError(f"cannot write {path}: {error.strerror}") from error
