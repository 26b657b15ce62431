from __future__ import annotations

import msgspec
import pytest

from watchword.errors import BadSignatureError, UnknownAuthorityError
from watchword.trust.keys import Signer
from watchword.trust.signed import check_signed, sign_payload
from watchword.wire.envelope import PAYLOAD_TYPE, Envelope, Signed, pae

ONE, TWO = Signer(bytes(32)), Signer(b"2" * 32)
ENVELOPE = sign_payload(b"{}", ONE)


def with_signatures(*signatures: Signed) -> Envelope:
    return msgspec.structs.replace(ENVELOPE, signatures=signatures)


def signature(signer: Signer, payload: bytes = b"{}") -> Signed:
    return Signed(keyid=signer.key_id, sig=signer.sign(pae(PAYLOAD_TYPE, payload)))


def test_the_signature_covers_the_type_and_the_payload() -> None:
    assert ENVELOPE.signatures == (signature(ONE),)
    assert check_signed(ENVELOPE, [ONE.public]) == ONE.public
    for changed in (
        msgspec.structs.replace(ENVELOPE, payload=b"{ }"),
        msgspec.structs.replace(ENVELOPE, payload_type=PAYLOAD_TYPE + "x"),
    ):
        with pytest.raises(BadSignatureError):
            check_signed(changed, [ONE.public])


def test_a_signature_over_the_bare_payload_does_not_count() -> None:
    bare = Signed(keyid=ONE.key_id, sig=ONE.sign(b"{}"))
    with pytest.raises(BadSignatureError):
        check_signed(with_signatures(bare), [ONE.public])


def test_nobody_known_has_signed() -> None:
    for publics in ([], [TWO.public]):
        with pytest.raises(UnknownAuthorityError) as caught:
            check_signed(ENVELOPE, publics)
        assert caught.value.hint


def test_signatures_of_others_are_left_alone() -> None:
    stranger = Signed(keyid="0" * 32, sig=b"anything")
    both = with_signatures(stranger, signature(ONE))
    assert check_signed(both, [ONE.public]) == ONE.public
    assert check_signed(both, [TWO.public, ONE.public]) == ONE.public


def test_a_bad_signature_of_a_known_key_spoils_a_good_one_of_another() -> None:
    bad = Signed(keyid=TWO.key_id, sig=bytes(64))
    for order in ((bad, signature(ONE)), (signature(ONE), bad)):
        with pytest.raises(BadSignatureError):
            check_signed(with_signatures(*order), [ONE.public, TWO.public])


def test_a_key_id_that_is_anothers_proves_nothing() -> None:
    borrowed = Signed(keyid=ONE.key_id, sig=signature(TWO).sig)
    with pytest.raises(BadSignatureError):
        check_signed(with_signatures(borrowed), [ONE.public, TWO.public])
