from __future__ import annotations

from hashlib import sha256

import pytest

from watchword.errors import UsageError
from watchword.trust.keys import (
    Signer,
    is_usable_public,
    key_id,
    public_key,
    verify,
)

# RFC 8032, section 7.1: (seed, public key, message, signature).
RFC_8032 = {
    "TEST 1": (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    "TEST 2": (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
}

# The points of order 1, 2, 4 and 8 in their canonical forms, and two other
# spellings (p and p + 1) of those with y = 0 and y = 1.
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]

GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493

SIGNER = Signer(bytes(range(32)))
MESSAGE = b"launch 14:16"
SIGNATURE = SIGNER.sign(MESSAGE)


@pytest.mark.parametrize(
    ("seed", "public", "message", "signature"), RFC_8032.values(), ids=RFC_8032.keys()
)
def test_the_published_vectors_sign_and_verify(
    seed: str, public: str, message: str, signature: str
) -> None:
    signer = Signer(bytes.fromhex(seed))
    said = bytes.fromhex(message)
    assert signer.public.hex() == public
    assert public_key(bytes.fromhex(seed)).hex() == public
    assert signer.sign(said).hex() == signature
    assert verify(signer.public, said, bytes.fromhex(signature))


def test_one_changed_bit_anywhere_is_no_signature() -> None:
    assert verify(SIGNER.public, MESSAGE, SIGNATURE)
    assert not verify(SIGNER.public, MESSAGE + b"\n", SIGNATURE)
    for place in range(64):
        changed = bytearray(SIGNATURE)
        changed[place] ^= 1
        assert not verify(SIGNER.public, MESSAGE, bytes(changed))


def test_a_signature_has_no_second_spelling() -> None:
    scalar = int.from_bytes(SIGNATURE[32:], "little") + GROUP_ORDER
    twin = SIGNATURE[:32] + scalar.to_bytes(32, "little")
    assert not verify(SIGNER.public, MESSAGE, twin)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_another_length_verifies_nothing(length: int) -> None:
    assert not verify(SIGNER.public.ljust(64, b"\0")[:length], MESSAGE, SIGNATURE)


@pytest.mark.parametrize("length", [0, 32, 63, 65, 128])
def test_a_signature_of_another_length_is_none(length: int) -> None:
    signature = SIGNATURE.ljust(128, b"\0")[:length]
    assert not verify(SIGNER.public, MESSAGE, signature)


@pytest.mark.parametrize("public", SMALL_ORDER)
def test_a_key_of_small_order_verifies_nothing(public: str) -> None:
    key = bytes.fromhex(public)
    assert not is_usable_public(key)
    # With S = 0 the check is R = -kA, which one R in eight meets at random.
    for point in SMALL_ORDER:
        forged = bytes.fromhex(point) + bytes(32)
        assert not any(verify(key, bytes([n]), forged) for n in range(16))


def test_bytes_that_are_no_point_are_no_key() -> None:
    no_point = (2).to_bytes(32, "little")
    assert not is_usable_public(no_point)
    assert not verify(no_point, MESSAGE, SIGNATURE)
    assert not is_usable_public(SIGNER.public[:31])
    assert is_usable_public(SIGNER.public)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_seed_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(UsageError):
        Signer(bytes(length))


def test_a_signer_never_shows_its_seed() -> None:
    seed = bytes(range(32))
    shown = f"{SIGNER} {SIGNER!r} {[SIGNER]}"
    assert SIGNER.key_id in shown
    assert seed.hex() not in shown
    assert repr(seed)[2:-1] not in shown
    assert not hasattr(SIGNER, "seed")


def test_a_signer_does_not_change() -> None:
    with pytest.raises(AttributeError):
        SIGNER.public = bytes(32)  # type: ignore[misc]


def test_signers_of_one_seed_are_equal() -> None:
    other = Signer(bytes(32))
    assert {SIGNER, Signer(bytes(range(32))), other} == {SIGNER, other}
    assert SIGNER.public != SIGNER


def test_a_key_id_is_half_of_the_hash_of_the_public_key() -> None:
    assert SIGNER.key_id == sha256(SIGNER.public).digest()[:16].hex()
    assert key_id(SIGNER.public) == SIGNER.key_id
    assert len(SIGNER.key_id) == 32
