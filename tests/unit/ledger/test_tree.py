from __future__ import annotations

from hashlib import sha256

import pytest

from watchword.errors import MalformedError, UsageError
from watchword.ledger.tree import (
    EMPTY,
    EMPTY_ROOT,
    LARGEST_SIZE,
    Frontier,
    format_frontier,
    leaf_hash,
    node_hash,
    parse_frontier,
    root,
)

# The eight entries with which implementations of RFC 6962 test each other, and
# the roots over the first n of them.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def frontier_of(entries: list[bytes]) -> Frontier:
    frontier = EMPTY
    for entry in entries:
        frontier = frontier.append(leaf_hash(entry))
    return frontier


@pytest.mark.parametrize(("size", "published"), ROOTS.items())
def test_the_published_roots_come_out(size: int, published: str) -> None:
    leaves = [leaf_hash(entry) for entry in ENTRIES[:size]]
    assert root(leaves).hex() == published
    frontier = frontier_of(ENTRIES[:size])
    assert frontier.size == size
    assert frontier.root().hex() == published


def test_a_leaf_is_never_a_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)
    assert node_hash(left, right) != node_hash(right, left)
    assert sha256(b"").digest() == EMPTY_ROOT != leaf_hash(b"")


def test_appending_leaves_the_old_frontier_as_it_was() -> None:
    before = frontier_of(ENTRIES[:3])
    kept = format_frontier(before)
    after = before.append(leaf_hash(ENTRIES[3]))
    assert (before.size, after.size) == (3, 4)
    assert format_frontier(before) == kept


def test_a_frontier_keeps_one_hash_for_each_full_subtree() -> None:
    frontier = frontier_of([bytes([n]) for n in range(100)])
    assert len(frontier.hashes) == (100).bit_count()
    assert frontier.hashes[0] == root([leaf_hash(bytes([n])) for n in range(64)])


def test_a_stored_frontier_goes_on_where_it_stopped() -> None:
    stored = format_frontier(frontier_of(ENTRIES[:5]))
    assert len(stored) == 8 + 2 * 32
    frontier = parse_frontier(stored)
    for entry in ENTRIES[5:]:
        frontier = frontier.append(leaf_hash(entry))
    assert frontier.root().hex() == ROOTS[8]


def test_an_empty_frontier_is_eight_zero_bytes() -> None:
    assert format_frontier(EMPTY) == bytes(8)
    assert parse_frontier(bytes(8)) == EMPTY


@pytest.mark.parametrize(
    "data",
    {
        "nothing": b"",
        "half a size": bytes(7),
        "half a hash": (1).to_bytes(8, "big") + bytes(31),
        "a hash too few": (3).to_bytes(8, "big") + bytes(32),
        "a hash too many": (4).to_bytes(8, "big") + bytes(64),
        "a size of 2^63": (2**63).to_bytes(8, "big") + bytes(32),
    }.values(),
)
def test_a_stored_frontier_that_does_not_fit_its_size_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedError):
        parse_frontier(data)


@pytest.mark.parametrize(
    ("size", "hashes"),
    [(1, ()), (0, (bytes(32),)), (-1, (bytes(32),)), (1, (bytes(31),))],
)
def test_a_frontier_with_other_hashes_than_its_size_asks_does_not_exist(
    size: int, hashes: tuple[bytes, ...]
) -> None:
    with pytest.raises(UsageError):
        Frontier(size=size, hashes=hashes)


def test_a_leaf_of_another_length_is_refused_even_where_it_would_be_hashed() -> None:
    with pytest.raises(UsageError):
        frontier_of(ENTRIES[:1]).append(b"the entry itself")


def test_a_full_log_takes_no_more() -> None:
    full = Frontier(size=LARGEST_SIZE, hashes=(bytes(32),) * 63)
    with pytest.raises(UsageError):
        full.append(leaf_hash(b""))
