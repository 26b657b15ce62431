from __future__ import annotations

from collections.abc import Sequence

import pytest

from watchword.errors import LedgerError, UsageError
from watchword.ledger.proof import (
    LONGEST_PROOF,
    Subtrees,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    subtree_root,
)
from watchword.ledger.tree import EMPTY_ROOT, leaf_hash, root

# The eight classic entries of the RFC's reference implementation.
ENTRIES = [
    bytes.fromhex(text)
    for text in (
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
LEAVES = [leaf_hash(entry) for entry in ENTRIES]

# Published with the reference implementation of certificate transparency.
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def subtrees_of(leaves: Sequence[bytes]) -> Subtrees:
    """Straight from the leaves, by the definition."""

    def subtree(level: int, index: int) -> bytes:
        return root(leaves[index << level : (index + 1) << level])

    return subtree


@pytest.mark.parametrize("asked", INCLUSION)
def test_the_published_inclusion_proofs_are_made_and_verify(
    asked: tuple[int, int],
) -> None:
    index, size = asked
    path = inclusion_proof(subtrees_of(LEAVES), index, size)
    assert [each.hex() for each in path] == INCLUSION[asked]
    check_inclusion(LEAVES[index], index, size, path, root(LEAVES[:size]))


@pytest.mark.parametrize("asked", CONSISTENCY)
def test_the_published_consistency_proofs_are_made_and_verify(
    asked: tuple[int, int],
) -> None:
    old, new = asked
    path = consistency_proof(subtrees_of(LEAVES), old, new)
    assert [each.hex() for each in path] == CONSISTENCY[asked]
    check_consistency(old, new, root(LEAVES[:old]), root(LEAVES[:new]), path)


def test_a_subtree_of_nothing_has_the_empty_root() -> None:
    assert subtree_root(subtrees_of([]), 0, 0) == EMPTY_ROOT


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_an_entry_that_is_not_there_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(UsageError):
        inclusion_proof(subtrees_of(LEAVES), index, size)
    with pytest.raises(LedgerError):
        check_inclusion(LEAVES[0], index, size, [], LEAVES[0])


def test_a_log_never_grew_from_a_longer_one() -> None:
    with pytest.raises(UsageError):
        consistency_proof(subtrees_of(LEAVES), 4, 3)
    with pytest.raises(LedgerError):
        check_consistency(4, 3, root(LEAVES[:4]), root(LEAVES[:3]), [])


def test_every_log_grew_from_the_empty_one() -> None:
    assert consistency_proof(subtrees_of(LEAVES), 0, 8) == ()
    check_consistency(0, 8, EMPTY_ROOT, root(LEAVES), [])


def test_an_empty_log_with_another_root_is_refused() -> None:
    with pytest.raises(LedgerError):
        check_consistency(0, 8, LEAVES[0], root(LEAVES), [])


def test_two_roots_of_one_size_that_differ_are_refused() -> None:
    check_consistency(3, 3, root(LEAVES[:3]), root(LEAVES[:3]), [])
    with pytest.raises(LedgerError):
        check_consistency(3, 3, root(LEAVES[:3]), root(LEAVES[1:4]), [])


def test_a_proof_where_there_is_nothing_to_show_is_refused() -> None:
    with pytest.raises(LedgerError):
        check_consistency(3, 3, root(LEAVES[:3]), root(LEAVES[:3]), [LEAVES[0]])


def test_an_empty_proof_of_growth_is_refused() -> None:
    with pytest.raises(LedgerError):
        check_consistency(4, 8, root(LEAVES[:4]), root(LEAVES), [])


@pytest.mark.parametrize("change", ["shorter", "longer", "short-hash", "far-longer"])
def test_a_proof_of_another_length_is_refused(change: str) -> None:
    def changed(path: tuple[bytes, ...]) -> tuple[bytes, ...]:
        return {
            "shorter": path[:-1],
            "longer": (*path, LEAVES[0]),
            "short-hash": (*path[:-1], path[-1][:-1]),
            "far-longer": path * LONGEST_PROOF,
        }[change]

    included = changed(inclusion_proof(subtrees_of(LEAVES), 5, 8))
    with pytest.raises(LedgerError) as caught:
        check_inclusion(LEAVES[5], 5, 8, included, root(LEAVES))
    assert caught.value.code == "bad-proof"
    grown = changed(consistency_proof(subtrees_of(LEAVES), 6, 8))
    with pytest.raises(LedgerError):
        check_consistency(6, 8, root(LEAVES[:6]), root(LEAVES), grown)


def test_a_proof_of_one_entry_proves_no_other() -> None:
    path = inclusion_proof(subtrees_of(LEAVES), 5, 8)
    with pytest.raises(LedgerError):
        check_inclusion(LEAVES[4], 5, 8, path, root(LEAVES))
    with pytest.raises(LedgerError):
        check_inclusion(LEAVES[5], 4, 8, path, root(LEAVES))
