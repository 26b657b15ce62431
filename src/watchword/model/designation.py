"""A designation: a party's governance key names a key that speaks for it."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Final, Literal

import msgspec

from watchword.errors import UsageError
from watchword.model.party import PartyId
from watchword.model.time import SECOND_NS, ExactNs

Purpose = Literal["operational", "tls"]

LONGEST_CERTIFICATE: Final = 16_384
_YEAR_10000_NS: Final = 253_402_300_800 * SECOND_NS
_PIN: Final = re.compile(r"[0-9a-f]{64}")
_KEY: Final = re.compile(r"[A-Za-z0-9+/]{43}=")
_PEM: Final = re.compile(
    r"\s*-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\r\n]+)"
    r"-----END CERTIFICATE-----\s*"
)


class Designation(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="statement",
    tag="designation",
):
    """What a governance key says of one operational key or TLS certificate.

    It counts only when the party's governance key signed it; the value itself
    does not know who did.

    Args:
        party: For whom the key speaks.
        purpose: ``operational`` signs statements, checkpoints and receipts;
            ``tls`` is the certificate of the party's node.
        public: Base64 of the Ed25519 public key; for ``tls`` the SHA-256 of the
            DER certificate, 64 hex digits.
        valid_from_ns: The first instant at which it counts.
        valid_until_ns: The first instant at which it does not count any more.
        said_at_ns: When it was said; the later word on a key outweighs.
        certificate: PEM text, for ``tls`` where the certificate travels along.
        revoked: It ends every earlier designation of the same key, from
            ``valid_from_ns`` on and for ever; that instant may lie in the past
            where a key was stolen.

    Raises:
        UsageError: Instants out of order or outside the years 1970 to 9999, a
            key of another form, or a certificate that is not that of the pin.
    """

    party: PartyId
    purpose: Purpose
    public: str
    valid_from_ns: int
    valid_until_ns: int
    said_at_ns: ExactNs
    certificate: str = ""
    revoked: bool = False

    def __post_init__(self) -> None:
        _check_instants(self)
        if self.purpose == "operational":
            _check_operational(self)
        else:
            _check_tls(self)


def _check_instants(designation: Designation) -> None:
    if designation.valid_from_ns >= designation.valid_until_ns:
        raise UsageError("a designation ends after it begins")
    instants = (
        designation.valid_from_ns,
        designation.valid_until_ns,
        designation.said_at_ns,
    )
    if not all(0 <= ns < _YEAR_10000_NS for ns in instants):
        raise UsageError("a designation lies in the years 1970 to 9999")


def _check_operational(designation: Designation) -> None:
    if designation.certificate:
        raise UsageError("an operational key has no certificate")
    if _KEY.fullmatch(designation.public) is None:
        raise UsageError("an operational key is the base64 of 32 bytes")


def _check_tls(designation: Designation) -> None:
    if _PIN.fullmatch(designation.public) is None:
        raise UsageError("a certificate's pin is 64 lower-case hex digits")
    if not designation.certificate:
        return
    if certificate_pin(designation.certificate) != designation.public:
        raise UsageError("the certificate is not the one of its pin")


def certificate_pin(pem: str) -> str:
    """SHA-256 of a certificate's DER bytes, as 64 hex digits.

    It reads the wrapping only: whether the bytes are a certificate is for the
    TLS library to say.

    Raises:
        UsageError: Not the PEM text of exactly one certificate, or longer
            than 16,384 characters.

    Source:
        RFC 7468, section 5.
    """
    if len(pem) > LONGEST_CERTIFICATE:
        raise UsageError("this certificate is too long")
    match = _PEM.fullmatch(pem)
    if match is None:
        raise UsageError("this is not the PEM text of one certificate")
    text = "".join(match[1].split())
    try:
        der = b64decode(text, validate=True)
    except ValueError as error:
        raise UsageError("this is not the PEM text of one certificate") from error
    if b64encode(der).decode() != text:
        # The decoder also takes padding too much, and stray bits.
        raise UsageError("this is not the PEM text of one certificate")
    return sha256(der).hexdigest()
