"""The keys of signed notes: names, four-byte ids, and their one-line text.

    example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k

is the name, the key id in hex, and base64 of the type byte and public key.

Source:
    C2SP signed-note, sections "Format" and "Signature types".
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

import msgspec

from watchword.errors import MalformedError, UnknownVersionError, UsageError
from watchword.trust.base64text import format_base64, parse_base64
from watchword.trust.keys import PUBLIC_BYTES, verify

ED25519: Final = 0x01
"""Type byte of a plain Ed25519 signature over the note's text."""

KEY_ID_BYTES: Final = 4
LONGEST_NAME: Final = 1000
_NAME: Final = re.compile(r"[^\s+\x00-\x1f\ud800-\udfff]+")


def check_key_name(name: str) -> None:
    """Refuse a name that would break a note's lines.

    Raises:
        UsageError: Empty, longer than 1000 characters, or with a space of any
            script, a plus or a control character.
    """
    if len(name) > LONGEST_NAME or _NAME.fullmatch(name) is None:
        raise UsageError(
            f"{name[:80]!r} is no name of a key",
            hint="names have no spaces and no '+', such as desk.example/ledger",
        )


def note_key_id(name: str, kind: int, public: bytes) -> bytes:
    """The four bytes that stand before a signature made with this key.

    Args:
        name: The key's name.
        kind: The type byte, such as ``ED25519``.
        public: The public key's bytes.

    Raises:
        UsageError: The name is no key name, or the kind no byte.
    """
    check_key_name(name)
    if not 0 <= kind <= 0xFF:
        raise UsageError("a signature's type is one byte")
    told = name.encode() + b"\n" + bytes([kind]) + public
    return sha256(told).digest()[:KEY_ID_BYTES]


class Verifier(msgspec.Struct, frozen=True, kw_only=True):
    """A key we know, under the name its signatures bear.

    Args:
        name: For a log, its origin.
        public: 32-byte Ed25519 public key.

    Raises:
        UsageError: No key name, or another length.
    """

    name: str
    public: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.public) != PUBLIC_BYTES:
            raise UsageError(f"an Ed25519 public key has {PUBLIC_BYTES} bytes")

    @property
    def key_id(self) -> bytes:
        """Four bytes; with the name they single this key out."""
        return note_key_id(self.name, ED25519, self.public)

    def is_signed(self, text: str, signature: bytes) -> bool:
        """Whether ``signature`` is this key's over a note's text."""
        return verify(self.public, text.encode(), signature)


def format_verifier(verifier: Verifier) -> str:
    """The one line by which others learn this key."""
    told = format_base64(bytes([ED25519]) + verifier.public)
    return f"{verifier.name}+{verifier.key_id.hex()}+{told}"


def parse_verifier(text: str) -> Verifier:
    """Read a verifier key.

    Raises:
        MalformedError: Not three parts, no name, no base64, a key of another
            length, or an id that does not belong to it.
        UnknownVersionError: A type of signature this node does not know.
    """
    # Base64 has '+' in its alphabet: only the first two part.
    name, _, rest = text.partition("+")
    stated_id, _, encoded = rest.partition("+")
    told = parse_base64(encoded)
    if told and told[0] != ED25519:
        raise UnknownVersionError(f"unknown type of signature: 0x{told[0]:02x}")
    try:
        verifier = Verifier(name=name, public=told[1:])
    except UsageError as error:
        raise MalformedError(str(error)) from error
    if verifier.key_id.hex() != stated_id:
        raise MalformedError("the key id does not belong to the key")
    return verifier
