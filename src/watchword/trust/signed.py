"""Signing an envelope, and asking whose signatures stand on one."""

from __future__ import annotations

from collections.abc import Iterable

from watchword.errors import BadSignatureError, UnknownAuthorityError
from watchword.trust.keys import Signer, key_id, verify
from watchword.wire.envelope import PAYLOAD_TYPE, Envelope, Signed, pae


def sign_payload(payload: bytes, signer: Signer) -> Envelope:
    """Put a payload into an envelope under one signature."""
    sig = signer.sign(pae(PAYLOAD_TYPE, payload))
    return Envelope(
        payload=payload,
        payload_type=PAYLOAD_TYPE,
        signatures=(Signed(keyid=signer.key_id, sig=sig),),
    )


def check_signed(envelope: Envelope, publics: Iterable[bytes]) -> bytes:
    """Demand a good signature of one of these keys.

    Signatures of other keys are left alone: they may be somebody's, and
    nothing rests on them here.

    Args:
        envelope: What was signed.
        publics: The keys that may stand behind it, at the instant in question.

    Returns:
        The key whose signature holds.

    Raises:
        BadSignatureError: A signature that claims one of the keys does not fit.
        UnknownAuthorityError: None of the signatures is of one of the keys.
    """
    known = {key_id(public): public for public in publics}
    message = pae(envelope.payload_type, envelope.payload)
    found: bytes | None = None
    for signed in envelope.signatures:
        public = known.get(signed.keyid)
        if public is None:
            continue
        if not verify(public, message, signed.sig):
            raise BadSignatureError("a signature does not fit the statement's bytes")
        found = public
    if found is None:
        raise UnknownAuthorityError(
            "no designated key signed this",
            hint="import the party's newest file, or ask for its designation",
        )
    return found
