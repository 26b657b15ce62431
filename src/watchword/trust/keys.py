"""Ed25519 keys: sign, verify, and the short name of a public key.

Source:
    RFC 8032 for the algorithm; libsodium, through PyNaCl, does the work.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import Final

from nacl.bindings import (
    crypto_core_ed25519_is_valid_point,
    crypto_sign,
    crypto_sign_open,
)
from nacl.exceptions import BadSignatureError as SodiumSaysNo
from nacl.exceptions import CryptoError
from nacl.public import SealedBox
from nacl.signing import SigningKey

from watchword.errors import MalformedError, UsageError
from watchword.trust.base64text import format_base64, parse_base64

SEED_BYTES: Final = 32
PUBLIC_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64


class Signer:
    """A secret key made ready to sign; its ``repr`` shows the public part only.

    Make it once and keep it: deriving it from the seed costs as much as a
    signature.  Equal seeds give equal signers.

    Args:
        seed: 32 secret, uniformly random bytes.

    Raises:
        UsageError: The seed has another length.
    """

    __slots__ = ("_key", "_key_id", "_public", "_secret")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise UsageError(f"a seed has {SEED_BYTES} bytes")
        self._key: Final = SigningKey(seed)
        self._secret: Final = seed + bytes(self._key.verify_key)
        self._public: Final = bytes(self._key.verify_key)
        self._key_id: Final = key_id(self._public)

    @property
    def public(self) -> bytes:
        """The 32 bytes that others verify with."""
        return self._public

    @property
    def key_id(self) -> str:
        """The short name of ``public``."""
        return self._key_id

    @property
    def public_text(self) -> str:
        """``public`` in base64, as designations have it."""
        return format_base64(self.public)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature over exactly these bytes; always the same."""
        return crypto_sign(message, self._secret)[:SIGNATURE_BYTES]

    def open_box(self, box: bytes) -> bytes | None:
        """What was sealed to this key (``trust.seal``); ``None``: it was not."""
        try:
            return SealedBox(self._key.to_curve25519_private_key()).decrypt(box)
        except CryptoError:
            return None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Signer) and self._public == other._public

    def __hash__(self) -> int:
        return hash(self._public)

    def __repr__(self) -> str:
        return f"Signer({self._key_id})"


def public_key(seed: bytes) -> bytes:
    """The public key of a seed.

    Raises:
        UsageError: The seed has not 32 bytes.
    """
    return Signer(seed).public


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is this key's over exactly these bytes.

    Every flaw is a plain ``False``: a wrong length, a key that is no point or
    of small order (such a key "signs" any message), a second spelling of a
    good signature.
    """
    if len(public) != PUBLIC_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        crypto_sign_open(signature + message, public)
    except SodiumSaysNo:
        return False
    return True


def is_usable_public(public: bytes) -> bool:
    """Whether these bytes can be somebody's public key at all.

    Asked when a key is taken in: 32 bytes, a point of the curve in its one
    canonical form, in the prime-order group and so not of small order.
    """
    return len(public) == PUBLIC_BYTES and crypto_core_ed25519_is_valid_point(public)


@lru_cache(maxsize=1024)
def key_id(public: bytes) -> str:
    """A public key's short name: 32 hex digits of its SHA-256.

    It names, it does not prove: look the key up by it, then verify.

    >>> key_id(b"")
    'e3b0c44298fc1c149afbf4c8996fb924'
    """
    return sha256(public).hexdigest()[:32]


def check_public_text(text: str) -> None:
    """Refuse text that is not the base64 of a usable Ed25519 public key.

    Raises:
        UsageError: No base64, another length, no point, or of small order.
    """
    try:
        public = parse_base64(text)
    except MalformedError as error:
        raise UsageError("a public key is base64") from error
    if not is_usable_public(public):
        raise UsageError("these are not the 32 bytes of an Ed25519 public key")
