"""Signed notes: text for people, with signatures under it.

    a text that ends in a newline, and may have

    empty lines
    <empty line>
    — name base64(4-byte key id, signature)
    — name base64(4-byte key id, signature)

What is signed is the text with its last newline.  The last empty line parts
the text from the signatures.

Source:
    C2SP signed-note, sections "Format" and "Signatures".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from watchword.errors import (
    BadSignatureError,
    MalformedError,
    TooLargeError,
    UnknownAuthorityError,
    UsageError,
)
from watchword.ledger.verifier import (
    ED25519,
    KEY_ID_BYTES,
    Verifier,
    check_key_name,
    note_key_id,
)
from watchword.trust.base64text import format_base64, parse_base64
from watchword.trust.keys import Signer

MOST_SIGNATURES: Final = 32
LARGEST_NOTE_BYTES: Final = 262_144
"""Room for 32 post-quantum signatures of nearly 5 kB, and a text."""

_DASH: Final = "—"
_FORBIDDEN: Final = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")


class SignatureLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line under a note; nothing is said yet of whether it is good.

    Args:
        name: Name of the key.
        key_id: Four bytes.
        signature: As its type has it; at least one byte.

    Raises:
        UsageError: No key name, an id of another length or no signature.
    """

    name: str
    key_id: bytes
    signature: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.key_id) != KEY_ID_BYTES or not self.signature:
            raise UsageError("a signature line has a 4-byte key id and a signature")


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A text and the signatures under it, believed by nobody yet.

    Args:
        text: Ends in a newline; has no other control characters.
        signatures: 1 to 32.

    Raises:
        UsageError: Outside these bounds.
    """

    text: str
    signatures: tuple[SignatureLine, ...]

    def __post_init__(self) -> None:
        check_text(self.text)
        if not 1 <= len(self.signatures) <= MOST_SIGNATURES:
            raise UsageError(f"a note has 1 to {MOST_SIGNATURES} signatures")


def format_note(note: Note) -> bytes:
    """The note's bytes.

    Raises:
        UsageError: They would be more than 262,144.
    """
    lines = "".join(f"{format_signature_line(line)}\n" for line in note.signatures)
    data = f"{note.text}\n{lines}".encode()
    if len(data) > LARGEST_NOTE_BYTES:
        raise UsageError(f"a note has at most {LARGEST_NOTE_BYTES} bytes")
    return data


def parse_note(data: bytes) -> Note:
    """Read a note without believing it: ``verify_note`` comes next.

    Raises:
        TooLargeError: More than 262,144 bytes or 32 signatures.
        MalformedError: Not UTF-8, control characters, no empty line, no
            signature or a signature line of another form.
    """
    if len(data) > LARGEST_NOTE_BYTES:
        raise TooLargeError(f"a note has at most {LARGEST_NOTE_BYTES} bytes")
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise MalformedError("a note is UTF-8") from error
    head, parting, tail = whole.rpartition("\n\n")
    if not parting or not tail.endswith("\n"):
        raise MalformedError("a note is a text, an empty line and signature lines")
    lines = tail.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise TooLargeError(f"a note has at most {MOST_SIGNATURES} signatures")
    try:
        signatures = tuple(parse_signature_line(line) for line in lines)
        return Note(text=head + "\n", signatures=signatures)
    except UsageError as error:
        raise MalformedError(str(error)) from error


def format_signature_line(line: SignatureLine) -> str:
    """The line's text, without its newline."""
    return f"{_DASH} {line.name} {format_base64(line.key_id + line.signature)}"


def parse_signature_line(text: str) -> SignatureLine:
    """Read one line, without its newline.

    Raises:
        MalformedError: No dash, no name of a key, no base64, or too short.
    """
    parts = text.split(" ")
    if len(parts) != 3 or parts[0] != _DASH:
        raise MalformedError("a signature line is a dash, a name and base64")
    told = parse_base64(parts[2])
    try:
        return SignatureLine(
            name=parts[1], key_id=told[:KEY_ID_BYTES], signature=told[KEY_ID_BYTES:]
        )
    except UsageError as error:
        raise MalformedError(str(error)) from error


def check_text(text: str) -> None:
    """Refuse a text that cannot be a note's.

    Raises:
        UsageError: It has control characters, or does not end in a newline.
    """
    if not text.endswith("\n") or _FORBIDDEN.search(text):
        raise UsageError(
            "a note's text ends in a newline and has no other control characters"
        )


def sign_line(text: str, name: str, signer: Signer) -> SignatureLine:
    """Sign a note's text with a plain Ed25519 key.

    Args:
        text: With its last newline.
        name: The name the key goes by in notes.
        signer: The secret key.

    Raises:
        UsageError: ``name`` is no key name, or the text has control characters.
    """
    if _FORBIDDEN.search(text):
        raise UsageError("a note's text has no control characters but newlines")
    return SignatureLine(
        name=name,
        key_id=note_key_id(name, ED25519, signer.public),
        signature=signer.sign(text.encode()),
    )


def verify_note(note: Note, verifiers: Iterable[Verifier]) -> tuple[Verifier, ...]:
    """Which of the keys we know have signed this note.

    Signatures of unknown keys say nothing, whatever they claim.  One bad
    signature under a known key spoils the whole note: somebody tampered.

    Returns:
        At least one, in the order of the note, none twice.

    Raises:
        BadSignatureError: A signature of a known key does not fit.
        UnknownAuthorityError: No signature is of a key in ``verifiers``.
    """
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    signers: dict[Verifier, None] = {}
    for line in note.signatures:
        verifier = known.get((line.name, line.key_id))
        if verifier is None:
            continue
        if not verifier.is_signed(note.text, line.signature):
            raise BadSignatureError(f"a signature of {line.name} does not fit the note")
        signers[verifier] = None
    if not signers:
        raise UnknownAuthorityError("no key we know has signed this note")
    return tuple(signers)
