from __future__ import annotations

import pytest
from nacl.public import SealedBox
from nacl.signing import SigningKey

from watchword.errors import UsageError
from watchword.trust.keys import Signer
from watchword.trust.seal import seal_to

SEED = bytes(range(32))
HERS, HIS = Signer(b"a" * 32), Signer(b"b" * 32)


@pytest.mark.parametrize("data", [b"", b"a", b"a line" * 10_000])
def test_only_who_has_the_secret_of_the_key_opens_it(data: bytes) -> None:
    box = seal_to(HERS.public, data, SEED)
    assert HERS.open_box(box) == data
    assert HIS.open_box(box) is None


def test_it_is_a_sealed_box_as_libsodium_makes_them() -> None:
    box = seal_to(HERS.public, b"hello", SEED)
    private = SigningKey(b"a" * 32).to_curve25519_private_key()
    assert SealedBox(private).decrypt(box) == b"hello"
    theirs = SealedBox(private.public_key).encrypt(b"hello")
    assert HERS.open_box(theirs) == b"hello"
    assert len(theirs) == len(box)


def test_the_same_seed_gives_the_same_box_and_another_another() -> None:
    assert seal_to(HERS.public, b"x", SEED) == seal_to(HERS.public, b"x", SEED)
    assert seal_to(HERS.public, b"x", SEED) != seal_to(HERS.public, b"x", bytes(32))


@pytest.mark.parametrize("where", [0, 31, 40, -1])
def test_a_box_with_one_bit_changed_does_not_open(where: int) -> None:
    box = bytearray(seal_to(HERS.public, b"hello", SEED))
    box[where] ^= 1
    assert HERS.open_box(bytes(box)) is None


@pytest.mark.parametrize("box", [b"", b"a" * 47, b"a" * 48])
def test_bytes_that_are_no_box_open_to_nothing(box: bytes) -> None:
    assert HERS.open_box(box) is None


@pytest.mark.parametrize(
    ("public", "seed"),
    [(b"", SEED), (bytes(32), SEED), (b"\x01" + bytes(31), SEED), (HERS.public, b"")],
)
def test_what_is_no_key_or_no_seed_seals_nothing(public: bytes, seed: bytes) -> None:
    with pytest.raises(UsageError):
        seal_to(public, b"hello", seed)
