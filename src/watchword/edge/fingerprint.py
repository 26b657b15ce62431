"""A governance key's fingerprint as words that are read aloud.

Twelve words of the BIP 39 English list: 128 bits of the key's SHA-256, and a
check of four.  They are no wallet's; the list is used because its words are
told apart on a bad line.
"""

from __future__ import annotations

from hashlib import sha256

from mnemonic import Mnemonic


def fingerprint_words(public: bytes) -> str:
    """The words of a key, for two people to compare."""
    return str(Mnemonic("english").to_mnemonic(sha256(public).digest()[:16]))
