"""Proofs that an entry is in a log, and that a log only grew.

Rule 1: a proof is made from roots of full subtrees, which never change; where
        they come from (``tile.py``, a store, a file) is the caller's.
Rule 2: a check needs two roots that somebody signed; it computes, and trusts
        nothing in the proof.

Source:
    RFC 6962, sections 2.1.1 and 2.1.2, for making them; RFC 9162, sections
    2.1.3.2 and 2.1.4.2, for checking them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hmac import compare_digest
from typing import Final

from watchword.errors import LedgerError, UsageError
from watchword.ledger.tree import EMPTY_ROOT, HASH_BYTES, node_hash

Subtrees = Callable[[int, int], bytes]
"""Root of the full subtree of 2^level leaves that begins at leaf index * 2^level."""

LONGEST_PROOF: Final = 64
"""More hashes than a proof in the largest log can have."""

BAD_PROOF: Final = "bad-proof"


def subtree_root(subtrees: Subtrees, start: int, end: int) -> bytes:
    """Root over the leaves from ``start`` up to ``end``, as the RFC splits them.

    Args:
        subtrees: The log's full subtrees.
        start: The first leaf; 0, or where a split of the RFC begins.
        end: The first leaf after them.
    """
    count = end - start
    if count == 0:
        return EMPTY_ROOT
    if count & (count - 1) == 0:
        return subtrees(count.bit_length() - 1, start // count)
    split = start + _split(count)
    return node_hash(
        subtree_root(subtrees, start, split), subtree_root(subtrees, split, end)
    )


def _split(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)


def inclusion_proof(subtrees: Subtrees, index: int, size: int) -> tuple[bytes, ...]:
    """The hashes that lead from one entry to the root, its sibling first.

    Args:
        subtrees: The log's full subtrees.
        index: The entry's place, from 0.
        size: Of the tree in which it is proved.

    Raises:
        UsageError: The tree has no such entry.
    """
    if not 0 <= index < size:
        raise UsageError(f"a log of {size} entries has no entry at index {index}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = start + _split(end - start)
        if index < split:
            path.append(subtree_root(subtrees, split, end))
            end = split
        else:
            path.append(subtree_root(subtrees, start, split))
            start = split
    return tuple(reversed(path))


def consistency_proof(subtrees: Subtrees, old: int, new: int) -> tuple[bytes, ...]:
    """The hashes that show that the first ``old`` entries stayed the first.

    Empty where there is nothing to show: from an empty log, or to the same size.

    Raises:
        UsageError: The old size is the larger one.
    """
    if not 0 <= old <= new:
        raise UsageError(f"a log of {new} entries was never one of {old}")
    if old in (0, new):
        return ()
    return tuple(_subproof(subtrees, old, 0, new, whole=True))


def _subproof(
    subtrees: Subtrees, old: int, start: int, end: int, *, whole: bool
) -> Iterator[bytes]:
    """RFC 6962, SUBPROOF(m, D[n], b), over the leaves from ``start``."""
    if old == end - start:
        if not whole:
            yield subtree_root(subtrees, start, end)
        return
    split = _split(end - start)
    middle = start + split
    if old <= split:
        yield from _subproof(subtrees, old, start, middle, whole=whole)
        yield subtree_root(subtrees, middle, end)
    else:
        yield from _subproof(subtrees, old - split, middle, end, whole=False)
        yield subtree_root(subtrees, start, middle)


def check_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> None:
    """Refuse a proof that does not lead from an entry to a root.

    Args:
        leaf: The entry's ``leaf_hash``.
        index: Its place, from 0.
        size: Number of entries under the root.
        path: From ``inclusion_proof``.
        root: Of a signed checkpoint.

    Raises:
        LedgerError: It does not (``bad-proof``).
    """
    _check_hashes(path)
    if not 0 <= index < size:
        raise _bad(f"index {index} is not in a log of {size}")
    at, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise _bad("the proof is too long")
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    if last or not compare_digest(found, root):
        raise _bad("the proof does not lead from the entry to the root")


def check_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Refuse a proof that does not show that one log is the other's beginning.

    Args:
        old: Number of entries in the beginning.
        new: Number of entries in the whole.
        old_root: Root at ``old``.
        new_root: Root at ``new``.
        path: From ``consistency_proof``.

    Raises:
        LedgerError: It does not (``bad-proof``).
    """
    _check_hashes(path)
    if not 0 <= old <= new:
        raise _bad(f"a log of {new} entries was never one of {old}")
    if old in (0, new):
        same = EMPTY_ROOT if old == 0 else new_root
        if path or not compare_digest(old_root, same):
            raise _bad("two roots of one size differ, or nothing was to be shown")
        return
    found_old, found_new = _walk(old, new, old_root, path)
    if not (
        compare_digest(found_old, old_root) and compare_digest(found_new, new_root)
    ):
        raise _bad("the proof does not lead to both roots")


def _walk(
    old: int, new: int, old_root: bytes, path: Sequence[bytes]
) -> tuple[bytes, bytes]:
    # The root of a full subtree is known: it is left out of the proof.
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not path:
        raise _bad("the proof is empty")
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    found_old = found_new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise _bad("the proof is too long")
        if at & 1 or at == last:
            found_old = node_hash(sibling, found_old)
            found_new = node_hash(sibling, found_new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found_new = node_hash(found_new, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise _bad("the proof is too short")
    return found_old, found_new


def _check_hashes(path: Sequence[bytes]) -> None:
    if len(path) > LONGEST_PROOF or any(len(each) != HASH_BYTES for each in path):
        raise _bad(f"a proof is at most {LONGEST_PROOF} hashes of {HASH_BYTES} bytes")


def _bad(says: str) -> LedgerError:
    return LedgerError(says, code=BAD_PROOF)
