"""Sealing bytes to a party: only who holds the secret of its key opens them.

The recipient's designated Ed25519 key serves as an X25519 key, so that nobody
has to designate another.  What is made here is libsodium's sealed box, with
the key of the one box drawn from a seed that the caller gives.

Source:
    libsodium, "Sealed boxes" and "Ed25519 to Curve25519", through PyNaCl.
"""

from __future__ import annotations

from hashlib import blake2b

from nacl.bindings import (
    crypto_box,
    crypto_box_NONCEBYTES,
    crypto_box_seed_keypair,
    crypto_sign_ed25519_pk_to_curve25519,
)
from nacl.exceptions import RuntimeError as SodiumFails

from watchword.errors import UsageError
from watchword.trust.keys import SEED_BYTES, is_usable_public


def seal_to(public: bytes, data: bytes, seed: bytes) -> bytes:
    """Seal bytes to an Ed25519 key.

    Args:
        public: The recipient's key.
        data: What is sealed.
        seed: 32 random bytes, used once and then forgotten; who has them can
            open the box.

    Raises:
        UsageError: The key is none, or the seed has another length.
    """
    if not is_usable_public(public) or len(seed) != SEED_BYTES:
        raise UsageError("a box is sealed to a usable key, from a seed of 32 bytes")
    try:
        theirs = crypto_sign_ed25519_pk_to_curve25519(public)
    except SodiumFails as error:
        raise UsageError("nothing can be sealed to such a key") from error
    once, secret = crypto_box_seed_keypair(seed)
    nonce = blake2b(once + theirs, digest_size=crypto_box_NONCEBYTES).digest()
    return once + crypto_box(data, nonce, theirs, secret)
