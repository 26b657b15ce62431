"""The keys of signed notes: names, four-byte ids, and their one-line text.

    example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k

is the name, the key id in hex, and base64 of the type byte and public key.

Source:
    C2SP signed-note, sections "Format" and "Signature types"; C2SP
    tlog-cosignature for type 0x04.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from typing import Final

import msgspec

from watchword.errors import MalformedError, UnknownVersionError, UsageError
from watchword.trust.base64text import format_base64, parse_base64
from watchword.trust.keys import PUBLIC_BYTES, verify

ED25519: Final = 0x01
"""Type byte of a plain Ed25519 signature over the note's text."""

COSIGNATURE: Final = 0x04
"""Type byte of a witness's Ed25519 cosignature, with its time, of a checkpoint.

0x06, the same with ML-DSA-44, is not known here yet: signature lines have room
for it, and keys of that type are refused as of a newer version."""

SECONDS_BYTES: Final = 8

KEY_ID_BYTES: Final = 4
LONGEST_NAME: Final = 1000
NAMES_KEPT: Final = 1024
"""So many names and keys are checked once: a node asks for few, and often."""

_NAME: Final = re.compile(r"[^\s+\x00-\x1f\ud800-\udfff]+")


@lru_cache(maxsize=NAMES_KEPT)
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


@lru_cache(maxsize=NAMES_KEPT)
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
        kind: What its signatures cover: ``ED25519`` or ``COSIGNATURE``.

    Raises:
        UsageError: No key name, another length, or a kind that is not known.
    """

    name: str
    public: bytes
    kind: int = ED25519

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.public) != PUBLIC_BYTES:
            raise UsageError(f"an Ed25519 public key has {PUBLIC_BYTES} bytes")
        if self.kind not in (ED25519, COSIGNATURE):
            raise UsageError(f"unknown type of signature: 0x{self.kind:02x}")

    @property
    def key_id(self) -> bytes:
        """Four bytes; with the name they single this key out."""
        return note_key_id(self.name, self.kind, self.public)

    def is_signed(self, text: str, signature: bytes) -> bool:
        """Whether ``signature`` is this key's over a note's text."""
        if self.kind == ED25519:
            return verify(self.public, text.encode(), signature)
        seconds = int.from_bytes(signature[:SECONDS_BYTES], "big")
        message = cosigned_message(text, seconds)
        return verify(self.public, message, signature[SECONDS_BYTES:])


def cosigned_message(text: str, at_s: int) -> bytes:
    """What a cosignature covers.

    Args:
        text: The checkpoint's lines.
        at_s: POSIX seconds.

    Source:
        C2SP tlog-cosignature, section "Ed25519 signed message".
    """
    return f"cosignature/v1\ntime {at_s}\n{text}".encode()


def format_verifier(verifier: Verifier) -> str:
    """The one line by which others learn this key."""
    told = format_base64(bytes([verifier.kind]) + verifier.public)
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
    if told and told[0] not in (ED25519, COSIGNATURE):
        raise UnknownVersionError(f"unknown type of signature: 0x{told[0]:02x}")
    try:
        verifier = Verifier(name=name, public=told[1:], kind=(told or b"\x01")[0])
    except UsageError as error:
        raise MalformedError(str(error)) from error
    if verifier.key_id.hex() != stated_id:
        raise MalformedError("the key id does not belong to the key")
    return verifier
