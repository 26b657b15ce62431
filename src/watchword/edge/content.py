"""Content at rest: sealed under a key of its item, opened where it is read.

Rule 1: what a report says, and what is derived from it, is in the store only
        as ciphertext; erasing the item's key destroys it.
Rule 2: the item's name and the place are authenticated with it, so that no
        ciphertext stands for another.
Rule 3: papers, postures, messages and designations are kept as they came.
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidTag

from watchword.edge.itemkeys import NONCE_BYTES, ItemKeys
from watchword.errors import LedgerError

SEALED: Final = b"\x00ww1"
"""Begins every ciphertext; nothing that is kept as it came begins so."""

OVERHEAD: Final = len(SEALED) + NONCE_BYTES + 16
"""By so many bytes a ciphertext is longer."""

PICTURE: Final = "picture"
"""The item to which everything belongs that is folded from reports."""


class Content:
    """Seals and opens what belongs to items.

    Args:
        keys: Each item's key.
    """

    def __init__(self, keys: ItemKeys) -> None:
        self.keys = keys

    def seal(self, item: str, place: str, data: bytes) -> bytes:
        """Encrypt for the store.

        The item's key is drawn where there is none; the store makes it durable
        before it commits what is sealed here.

        Args:
            item: To which item it belongs.
            place: Where it will stand; the same is given to ``open``.
            data: What to seal.

        Raises:
            LedgerError: The item's key has been erased (``destroyed``).
        """
        keys = self.keys
        nonce = keys.nonce()
        sealed = keys.box_for(item).encrypt(nonce, data, _bound_to(item, place))
        return b"%b%b%b" % (SEALED, nonce, sealed)

    def open(self, item: str, place: str, data: bytes) -> bytes:
        """Decrypt; what was never sealed is given back as it is.

        Raises:
            LedgerError: There is no key for it (``key-missing``,
                ``destroyed``), or it is not what was sealed in that place.
        """
        start = len(SEALED) + NONCE_BYTES
        if data[: len(SEALED)] != SEALED:
            return data
        box = self.keys.box_of(item)
        nonce = data[len(SEALED) : start]
        try:
            return box.decrypt(nonce, data[start:], _bound_to(item, place))
        except (InvalidTag, ValueError) as error:
            raise LedgerError(
                f"what is stored of {item[:12]} is not what was sealed"
            ) from error


def _bound_to(item: str, place: str) -> bytes:
    return f"{item}\n{place}".encode()
