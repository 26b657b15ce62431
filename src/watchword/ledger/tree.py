"""The Merkle tree over a log's entries, and its right edge that can grow.

A log of a million entries is never rehashed: its ``Frontier`` holds the roots
of the full subtrees it consists of, one for each 1 in the size's binary form,
and that is all that appending and the root need.

Source:
    RFC 6962, section 2.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from hashlib import sha256
from typing import Final

import msgspec
from msgspec.structs import force_setattr

from watchword.errors import MalformedError, UsageError

HASH_BYTES: Final = 32
LARGEST_SIZE: Final = 2**63 - 1
EMPTY_ROOT: Final = sha256(b"").digest()
_SIZE_BYTES: Final = 8
_LENGTHS: Final = frozenset({HASH_BYTES})


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry as a leaf; the prefix keeps leaves and nodes apart."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of a node over its two children."""
    return sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """Root of the tree over these leaves, as the RFC defines it.

    The definition itself, for checking whole logs; a growing log asks its
    ``Frontier``, which gives the same bytes.

    Args:
        leaf_hashes: From ``leaf_hash``, in order; none gives the empty root.
    """
    if not leaf_hashes:
        return EMPTY_ROOT
    if len(leaf_hashes) == 1:
        return leaf_hashes[0]
    split = 1 << ((len(leaf_hashes) - 1).bit_length() - 1)
    return node_hash(root(leaf_hashes[:split]), root(leaf_hashes[split:]))


def full_root(hashes: Sequence[bytes]) -> bytes:
    """As ``root``, of 1, 2, 4, 8 ... hashes: level by level.

    >>> full_root([leaf_hash(b"a"), leaf_hash(b"b")]).hex()[:8]
    'b137985f'
    """
    level = list(hashes)
    while len(level) > 1:
        level = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=True)
        ]
    return level[0]


class Frontier(msgspec.Struct, frozen=True, kw_only=True):
    """The full subtrees a log consists of, the largest first.

    Args:
        size: Number of entries.
        hashes: Root of each full subtree, 32 bytes each.

    Raises:
        UsageError: A size out of bounds, or hashes that do not belong to it.
    """

    size: int
    hashes: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.size <= LARGEST_SIZE:
            raise UsageError("a log's size is between 0 and 2^63 - 1")
        if len(self.hashes) != self.size.bit_count():
            raise UsageError("a frontier has one hash for each full subtree")
        if not {*map(len, self.hashes)} <= _LENGTHS:
            raise UsageError(f"a hash has {HASH_BYTES} bytes")

    def append(self, leaf: bytes) -> Frontier:
        """The frontier with one entry more.

        Args:
            leaf: From ``leaf_hash``.

        Raises:
            UsageError: It has not 32 bytes, or the log is full.
        """
        # Here too: a short one would vanish inside the node above it.
        if len(leaf) != HASH_BYTES:
            raise UsageError(f"a hash has {HASH_BYTES} bytes")
        if self.size == LARGEST_SIZE:
            raise UsageError("a log's size is between 0 and 2^63 - 1")
        left, carried, rest = len(self.hashes), leaf, self.size
        while rest & 1:
            left -= 1
            carried = sha256(b"\x01" + self.hashes[left] + carried).digest()
            rest >>= 1
        # A copy is not checked again: it is right because this one was.
        grown = copy(self)
        force_setattr(grown, "size", self.size + 1)
        force_setattr(grown, "hashes", (*self.hashes[:left], carried))
        return grown

    def root(self) -> bytes:
        """Root of the whole log; equals ``root`` over all its leaves."""
        if not self.hashes:
            return EMPTY_ROOT
        found = self.hashes[-1]
        for larger in self.hashes[-2::-1]:
            found = sha256(b"\x01" + larger + found).digest()
        return found


EMPTY: Final = Frontier(size=0, hashes=())
"""The frontier of a log in which nothing was said yet."""


def format_frontier(frontier: Frontier) -> bytes:
    """The bytes a store keeps: the size, 8 bytes big-endian, then the hashes."""
    return frontier.size.to_bytes(_SIZE_BYTES, "big") + b"".join(frontier.hashes)


def parse_frontier(data: bytes) -> Frontier:
    """Read what ``format_frontier`` wrote.

    It cannot tell whether the hashes are right: compare ``root()`` with the
    last signed checkpoint.

    Raises:
        MalformedError: The length does not fit the size.
    """
    body = data[_SIZE_BYTES:]
    if len(data) < _SIZE_BYTES or len(body) % HASH_BYTES:
        raise MalformedError("a frontier is a size and 32-byte hashes")
    hashes = tuple(
        body[start : start + HASH_BYTES] for start in range(0, len(body), HASH_BYTES)
    )
    try:
        return Frontier(size=int.from_bytes(data[:_SIZE_BYTES], "big"), hashes=hashes)
    except UsageError as error:
        raise MalformedError(str(error)) from error
