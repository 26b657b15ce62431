"""Proofs: every one made verifies, and with any bit changed none does."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.desks import NORTH, SOUTH, carry, pair
from tests.unit.ledger.test_proof import subtrees_of

from watchword.edge.proofcheck import Keys, check, keys_from
from watchword.edge.prove import prove
from watchword.errors import LedgerError, WatchwordError, WireError
from watchword.ledger.checkpoint import parse_checkpoint
from watchword.ledger.note import parse_note
from watchword.ledger.proof import (
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
)
from watchword.ledger.prooffile import ProofFile, format_proof, parse_proof
from watchword.ledger.tile import WIDTH, TileSubtrees, format_bundle, parse_bundle
from watchword.ledger.tree import leaf_hash, root

ROUTINE = f"{NORTH}/pact/{SOUTH}/routine"
LEAVES = [leaf_hash(b"%d" % number) for number in range(3 * WIDTH)]
ROOTS = {0: root([])}

sizes = st.integers(1, len(LEAVES))


def root_at(size: int) -> bytes:
    if size not in ROOTS:
        ROOTS[size] = root(LEAVES[:size])
    return ROOTS[size]


def tiled(size: int) -> TileSubtrees:
    """The tree of a size, read as tiles."""

    def read(level: int, number: int) -> bytes:
        step = WIDTH**level
        first, full = number * WIDTH, size // step
        whole = range(first, min(first + WIDTH, full))
        return b"".join(root(LEAVES[n * step : (n + 1) * step]) for n in whole)

    return TileSubtrees(read)


def flip(path: tuple[bytes, ...], bit: int) -> tuple[bytes, ...]:
    data = bytearray(b"".join(path))
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    return tuple(bytes(data[at : at + 32]) for at in range(0, len(data), 32))


@given(size=sizes, at=st.integers(0), bit=st.integers(0))
def test_every_entry_is_proved_and_no_bit_may_change(
    size: int, at: int, bit: int
) -> None:
    index = at % size
    path = inclusion_proof(subtrees_of(LEAVES[:size]), index, size)
    assert path == inclusion_proof(tiled(size), index, size)
    check_inclusion(LEAVES[index], index, size, path, root_at(size))
    (changed_leaf,) = flip((LEAVES[index],), bit)
    with pytest.raises(LedgerError):
        check_inclusion(changed_leaf, index, size, path, root_at(size))
    if path:
        with pytest.raises(LedgerError):
            check_inclusion(LEAVES[index], index, size, flip(path, bit), root_at(size))


@given(first=st.integers(0, len(LEAVES)), second=sizes, bit=st.integers(0))
def test_every_growth_is_proved_and_no_bit_may_change(
    first: int, second: int, bit: int
) -> None:
    old, new = min(first, second), max(first, second)
    path = consistency_proof(subtrees_of(LEAVES[:new]), old, new)
    assert path == consistency_proof(tiled(new), old, new)
    check_consistency(old, new, root_at(old), root_at(new), path)
    if path:
        for changed in (path[:-1], (*path, path[0]), flip(path, bit)):
            with pytest.raises(LedgerError):
                check_consistency(old, new, root_at(old), root_at(new), changed)
    (other,) = flip((root_at(old),), bit)
    with pytest.raises(LedgerError):
        check_consistency(old, new, other, root_at(new), path)


@given(st.lists(st.binary(max_size=70), max_size=WIDTH))
def test_a_bundle_gives_back_what_is_in_it(entries: list[bytes]) -> None:
    assert parse_bundle(format_bundle(entries)) == entries


@given(
    st.builds(
        ProofFile,
        index=st.integers(0, 2**63 - 2),
        path=st.lists(st.binary(min_size=32, max_size=32), max_size=64).map(tuple),
        note=st.binary(max_size=60),
        extra=st.binary(max_size=20),
    )
)
def test_a_proof_file_is_read_as_it_was_written(proof: ProofFile) -> None:
    assert parse_proof(format_proof(proof)) == proof


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_a_proof_or_a_documented_error(data: bytes) -> None:
    for begun in (data, b"c2sp.org/tlog-proof@v1\nindex 1\n" + data):
        try:
            parse_proof(begun)
        except WireError:
            continue


@cache
def _given() -> tuple[tuple[tuple[bytes, bytes], ...], Keys]:
    """Proofs of some lines with the lines, and the keys that check them."""
    north, south = pair()
    for _ in range(3):
        north.report()
        carry(north, south)
    found = [prove(north.store, north.view.tiles, ROUTINE, n) for n in (1, 2, 3)]
    files = tuple((format_proof(each.proof), each.line) for each in found if each.line)
    assert len(files) == len(found)
    return files, keys_from([north.file(), south.file()], [])


@pytest.mark.slow
@given(bit=st.integers(0))
def test_no_bit_of_a_proof_file_may_change_what_it_proves(bit: int) -> None:
    files, keys = _given()
    for data, line in files:
        before = check(data, None, line, keys)
        changed = bytearray(data)
        changed[bit // 8 % len(data)] ^= 1 << bit % 8
        try:
            after = check(bytes(changed), None, line, keys)
        except WatchwordError:
            continue
        # A name or key nobody knows is passed over: less is proved, never else.
        assert {**after, "cosigned": []} == {**before, "cosigned": []}


@pytest.mark.slow
def test_proofs_hold_against_every_checkpoint_ever_published() -> None:
    north, south = pair()
    for number in range(40):
        north.report()
        if number % 3 == 0:
            carry(north, south)
    carry(north, south)
    for desk in (north, south):
        notes = desk.store.rows(
            "SELECT note FROM checkpoint WHERE origin = ? ORDER BY size", (ROUTINE,)
        )
        marks = [parse_checkpoint(parse_note(n.encode()).text) for (n,) in notes]
        newest = marks[-1]
        subtrees = desk.view.tiles.subtrees(ROUTINE, newest.size)
        entries = desk.view.tiles.entries(ROUTINE, 0, newest.size)
        for mark in marks:
            grown = consistency_proof(subtrees, mark.size, newest.size)
            check_consistency(mark.size, newest.size, mark.root, newest.root, grown)
            for index in range(mark.size):
                path = inclusion_proof(subtrees, index, mark.size)
                leaf = leaf_hash(entries[index])
                check_inclusion(leaf, index, mark.size, path, mark.root)
