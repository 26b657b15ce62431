"""The node's operational keys: one signs, each opens what was sealed to it."""

from __future__ import annotations

from collections.abc import Iterable

from watchword.trust.keys import Signer


class Keyring(Signer):
    """A signer whose key can be changed while others hold on to it.

    A partner seals to the newest key it knows of, which may be one that is not
    in use yet, or has been replaced meanwhile: all that are here are tried.

    Args:
        current: The key that signs.
        others: Keys replaced earlier, and one that waits to be used.
    """

    __slots__ = ("_current", "_others")

    def __init__(self, current: Signer, others: Iterable[Signer] = ()) -> None:
        self._current = current
        self._others = tuple(others)

    @property
    def public(self) -> bytes:
        """Of the key that signs now."""
        return self._current.public

    @property
    def key_id(self) -> str:
        """Of the key that signs now."""
        return self._current.key_id

    def sign(self, message: bytes) -> bytes:
        """With the key that is in use now."""
        return self._current.sign(message)

    def open_box(self, box: bytes) -> bytes | None:
        """What was sealed to any of the keys."""
        opened = (key.open_box(box) for key in (self._current, *self._others))
        return next((data for data in opened if data is not None), None)

    def hold(self, other: Signer) -> None:
        """Open with one more key."""
        if other not in (self._current, *self._others):
            self._others = (*self._others, other)

    def use(self, signer: Signer) -> None:
        """Sign with this key from now on; the one before still opens."""
        before, self._current = self._current, signer
        self.hold(before)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Signer) and self.public == other.public

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"Keyring({self.key_id})"
