from __future__ import annotations

from watchword.edge.keyring import Keyring
from watchword.trust.keys import Signer, verify
from watchword.trust.seal import seal_to

OLD, USED, NEXT = (Signer(letter * 32) for letter in (b"o", b"u", b"n"))


def test_a_keyring_signs_with_the_key_in_use_and_with_no_other() -> None:
    ring = Keyring(USED, [OLD, NEXT])
    assert verify(USED.public, b"said", ring.sign(b"said"))
    assert (ring.public, ring.key_id) == (USED.public, USED.key_id)
    ring.use(NEXT)
    assert verify(NEXT.public, b"said", ring.sign(b"said"))
    assert ring.public_text == NEXT.public_text


def test_what_was_sealed_to_any_of_its_keys_is_opened() -> None:
    ring = Keyring(USED)
    ring.hold(OLD)
    ring.use(NEXT)
    for key in (OLD, USED, NEXT):
        assert ring.open_box(seal_to(key.public, b"inside", bytes(32))) == b"inside"
    stranger = Signer(b"s" * 32)
    assert ring.open_box(seal_to(stranger.public, b"inside", bytes(32))) is None


def test_it_shows_no_secret() -> None:
    ring = Keyring(USED)
    assert repr(ring) == f"Keyring({USED.key_id})"
    assert ring == USED
