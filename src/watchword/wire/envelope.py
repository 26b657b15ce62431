"""DSSE: signed bytes with their signatures beside them.

    {"payload": base64, "payloadType": "application/vnd.watchword.v1+json",
     "signatures": [{"keyid": hex, "sig": base64}, ...]}

Signed is ``pae(payload_type, payload)``; a statement's name is the SHA-256 of
the payload's bytes.

Source:
    DSSE, protocol.md (secure-systems-lab), "Signature definition".
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final, NoReturn

import msgspec

from watchword.errors import MalformedError, UnknownVersionError
from watchword.wire.codec import decode, encode

PAYLOAD_TYPE: Final = "application/vnd.watchword.v1+json"
MAX_SIGNATURES: Final = 16

_TYPE: Final = re.compile(r"application/vnd\.watchword\.v(\d{1,9})\+json")


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """One signature: whose key, by its id, and the bytes."""

    keyid: str
    sig: bytes


class Envelope(
    msgspec.Struct, frozen=True, kw_only=True, rename={"payload_type": "payloadType"}
):
    """A statement's bytes as they were signed, and who signed them.

    Raises:
        UsageError: No signature, or more than 16.
    """

    payload: bytes
    payload_type: str
    signatures: tuple[Signed, ...]

    @property
    def name(self) -> str:
        """SHA-256 of the payload's bytes, in hex."""
        return name_of(self.payload)


_decoder: Final = msgspec.json.Decoder(Envelope)


def name_of(payload: bytes) -> str:
    """The name of a statement with these bytes."""
    return sha256(payload).hexdigest()


def pae(payload_type: str, payload: bytes) -> bytes:
    """What a signature covers (pre-authentication encoding)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def parse_envelope(data: bytes) -> Envelope:
    """Read an envelope that has been scanned.

    Raises:
        MalformedError: It is none.
        UnknownVersionError: A newer schema than this node knows.
    """
    return check_envelope(decode(_decoder, data))


def check_envelope(envelope: Envelope) -> Envelope:
    """Refuse a version we cannot read, and too few or too many signatures.

    Raises:
        MalformedError: The type is not ours, or the signatures' number is off.
        UnknownVersionError: A newer schema.
    """
    if envelope.payload_type != PAYLOAD_TYPE:
        _refuse_type(envelope.payload_type)
    if not 1 <= len(envelope.signatures) <= MAX_SIGNATURES:
        raise MalformedError("an envelope has 1 to 16 signatures", code="wrong-schema")
    return envelope


def _refuse_type(payload_type: str) -> NoReturn:
    match = _TYPE.fullmatch(payload_type)
    if match is None:
        raise MalformedError("not a payload of Watchword", code="wrong-schema")
    raise UnknownVersionError(
        f"schema {match[1]} is newer than this node",
        hint="upgrade this node; the line is offered again",
    )


def format_envelope(envelope: Envelope) -> bytes:
    """The bytes that ``parse_envelope`` reads back."""
    return encode(envelope)
