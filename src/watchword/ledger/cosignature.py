"""Cosignatures: a witness says what the largest tree is that it has seen.

    — b.example/witness base64(4-byte key id, 8-byte seconds, 64-byte signature)

The recipient of a channel is the witness of its log.  It signs

    cosignature/v1
    time 1742905400
    a.example/open-desks/b.example/urgent
    44
    <base64 of the root>

with its operational key, which goes by another name and another type here, so
no signature made for one purpose fits another.

Source:
    C2SP tlog-cosignature, sections "Format" and "Ed25519 signed message".
"""

from __future__ import annotations

from typing import Final

from watchword.errors import BadSignatureError, MalformedError
from watchword.ledger.note import (
    Note,
    SignatureLine,
    check_text,
    format_note,
    parse_note,
    parse_signature_line,
)
from watchword.ledger.verifier import (
    COSIGNATURE,
    SECONDS_BYTES,
    Verifier,
    cosigned_message,
    note_key_id,
)
from watchword.model.party import PartyId
from watchword.trust.keys import SIGNATURE_BYTES, Signer

WITNESS: Final = "witness"


def witness_name(party: PartyId) -> str:
    """The name that a party's key goes by where it cosigns.

    >>> witness_name("b.example")
    'b.example/witness'
    """
    return f"{party}/{WITNESS}"


def witness_verifier(party: PartyId, public: bytes) -> Verifier:
    """The key by which a party's cosignatures are checked."""
    return Verifier(name=witness_name(party), public=public, kind=COSIGNATURE)


def cosign(text: str, party: PartyId, signer: Signer, at_s: int) -> SignatureLine:
    """Cosign a checkpoint: no larger tree of this log has been seen.

    It does not look back: whoever calls has checked that the tree holds every
    entry seen before, and keeps what it cosigned.

    Args:
        text: The checkpoint's three lines.
        party: Who cosigns.
        signer: Its operational key.
        at_s: POSIX seconds, the caller's clock.

    Raises:
        UsageError: The text has control characters.
    """
    check_text(text)
    name = witness_name(party)
    signature = signer.sign(cosigned_message(text, at_s))
    return SignatureLine(
        name=name,
        key_id=note_key_id(name, COSIGNATURE, signer.public),
        signature=at_s.to_bytes(SECONDS_BYTES, "big") + signature,
    )


def cosigned_at_s(line: SignatureLine) -> int:
    """When it was cosigned, POSIX seconds, as the witness says.

    Raises:
        MalformedError: It is no Ed25519 cosignature.
    """
    if len(line.signature) != SECONDS_BYTES + SIGNATURE_BYTES:
        raise MalformedError("a cosignature is 8 bytes of seconds and a signature")
    return int.from_bytes(line.signature[:SECONDS_BYTES], "big")


def check_cosignature(
    text: str, line: str, party: PartyId, publics: tuple[bytes, ...]
) -> SignatureLine:
    """Refuse a cosignature that is not the party's over this checkpoint.

    Args:
        text: The checkpoint's three lines.
        line: The signature line, without its newline.
        party: The witness.
        publics: Its operational keys at the instant in question.

    Raises:
        MalformedError: It is no signature line.
        BadSignatureError: None of the keys made it (``bad-cosignature``).
    """
    found = parse_signature_line(line)
    for public in publics:
        verifier = witness_verifier(party, public)
        if (found.name, found.key_id) == (verifier.name, verifier.key_id) and (
            verifier.is_signed(text, found.signature)
        ):
            return found
    raise BadSignatureError(
        f"the cosignature is not that of {party} over this checkpoint",
        code="bad-cosignature",
    )


def with_cosignature(note: bytes, line: str) -> bytes:
    """A signed checkpoint with one cosignature more under it.

    Raises:
        WireError: No note, or no signature line.
    """
    signed = parse_note(note)
    added = parse_signature_line(line)
    if added in signed.signatures:
        return note
    return format_note(Note(text=signed.text, signatures=(*signed.signatures, added)))
