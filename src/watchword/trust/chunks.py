"""Chunks of a file under a key that is used for this one file.

The construction is STREAM as in age: the nonce is the chunk's place and a mark
on the last one, so that none can be moved, left out, or the end be cut off.

Source:
    age, C2SP age.md, "Payload"; RFC 8439 for ChaCha20-Poly1305.
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

PLACE_BYTES: Final = 11


def seal_chunk(key: bytes, place: int, data: bytes, *, is_last: bool) -> bytes:
    """Encrypt the chunk at a place; never two chunks at one place of one key."""
    return ChaCha20Poly1305(key).encrypt(_nonce(place, is_last=is_last), data, None)


def open_chunk(key: bytes, place: int, data: bytes, *, is_last: bool) -> bytes | None:
    """Decrypt the chunk at a place; ``None``: it is not what was sealed there."""
    try:
        return ChaCha20Poly1305(key).decrypt(_nonce(place, is_last=is_last), data, None)
    except (InvalidTag, ValueError):
        return None


def _nonce(place: int, *, is_last: bool) -> bytes:
    return place.to_bytes(PLACE_BYTES, "big") + bytes([is_last])
