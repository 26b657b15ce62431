"""Checkpoints: how long a log is, and what its tree's root is, signed.

    a.example/open-desks/b.example/urgent
    44
    <base64 of the root>

    — a.example/open-desks/b.example/urgent <base64>

1. The key's name in the signature line is the log's origin.
2. Nothing follows the third line.  C2SP allows more; a checkpoint carries no
   content here, and what a cosignature may not cover is not accepted either.

Source:
    C2SP tlog-checkpoint, sections "Note text" and "Signatures".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import msgspec

from watchword.errors import ForkError, LedgerError, MalformedError, UsageError
from watchword.ledger.note import Note, format_note, parse_note, sign_line, verify_note
from watchword.ledger.tree import EMPTY_ROOT, HASH_BYTES, LARGEST_SIZE
from watchword.ledger.verifier import Verifier, check_key_name
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.report import Urgency
from watchword.trust.base64text import format_base64, parse_base64
from watchword.trust.keys import Signer

_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """What a log is at one moment.

    Args:
        origin: The log's name, which is also its key's name.
        size: Number of entries.
        root: Root of the tree over them, 32 bytes.

    Raises:
        UsageError: A name that cannot be a key's, a size out of bounds, a root
            of another length, or an empty log with a root of entries.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        check_key_name(self.origin)
        if not 0 <= self.size <= LARGEST_SIZE:
            raise UsageError("a log's size is between 0 and 2^63 - 1")
        if len(self.root) != HASH_BYTES:
            raise UsageError(f"a root has {HASH_BYTES} bytes")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise UsageError("an empty log has the root of nothing")


@lru_cache(maxsize=4096)
def channel_origin(
    sender: PartyId, agreement: AgreementId, recipient: PartyId, lane: Urgency
) -> str:
    """Name of the log of one lane of a channel.

    Raises:
        UsageError: A part is empty or has a slash, a space, a plus or a
            control character.

    >>> channel_origin("a.example", "open-desks", "b.example", "urgent")
    'a.example/open-desks/b.example/urgent'
    """
    return _origin(sender, agreement, recipient, lane)


def ledger_origin(party: PartyId) -> str:
    """Name of a party's own ledger, which no other party witnesses.

    Raises:
        UsageError: As ``channel_origin``.

    >>> ledger_origin("a.example")
    'a.example/ledger'
    """
    return _origin(party, "ledger")


def _origin(*parts: str) -> str:
    for part in parts:
        check_key_name(part)
        if "/" in part:
            raise UsageError(f"{part[:80]!r} has a slash: two logs could share a name")
    return "/".join(parts)


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """The three lines that are signed."""
    root = format_base64(checkpoint.root)
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the three lines, not the signatures.

    Raises:
        MalformedError: More or fewer lines, no last newline, a size with
            leading zeros or out of bounds, or a root of another form.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise MalformedError("a checkpoint is three lines, each with its newline")
    origin, size, root, _ = lines
    if _SIZE.fullmatch(size) is None:
        raise MalformedError("a checkpoint's size is a decimal without leading zeros")
    try:
        return Checkpoint(origin=origin, size=int(size), root=parse_base64(root))
    except UsageError as error:
        raise MalformedError(str(error)) from error


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """The signed note of a checkpoint, under the log's own name.

    It does not look back: whoever calls must never sign two that do not fit
    together, and keeps the last one to be sure (``check_fits``).
    """
    text = format_checkpoint(checkpoint)
    line = sign_line(text, checkpoint.origin, signer)
    return format_note(Note(text=text, signatures=(line,)))


def open_checkpoint(data: bytes, verifier: Verifier) -> Checkpoint:
    """Read a signed checkpoint of one log and believe it.

    Further signatures, such as cosignatures, are passed over.

    Args:
        data: The signed note.
        verifier: The log's key; its name is the origin that is expected.

    Raises:
        MalformedError: No note, or no checkpoint in it.
        TooLargeError: The note passes a bound.
        BadSignatureError: The log's signature does not fit.
        UnknownAuthorityError: The log's key did not sign it.
        LedgerError: The key signed it, and it is another log's.
    """
    note = parse_note(data)
    verify_note(note, (verifier,))
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != verifier.name:
        raise LedgerError(
            f"a checkpoint of {checkpoint.origin} came for {verifier.name}"
        )
    return checkpoint


def check_fits(ours: Checkpoint, theirs: Checkpoint) -> None:
    """Refuse a checkpoint that cannot follow the one we hold.

    It compares two checkpoints only.  Whether a longer log still has our
    entries at its beginning is shown by its entries or a consistency proof.

    Args:
        ours: The last one held, or the one computed here from the entries.
        theirs: The one just signed.

    Raises:
        ForkError: The same size with another root: two histories.
        LedgerError: Another log, or a smaller size than ours.
    """
    if theirs.origin != ours.origin:
        raise LedgerError(f"{theirs.origin} and {ours.origin} are two logs")
    if theirs.size < ours.size:
        raise LedgerError(
            f"the log {ours.origin} shrank from {ours.size} to {theirs.size}",
            hint="it was restored from a backup, or somebody rewrote it",
        )
    if theirs.size == ours.size and theirs.root != ours.root:
        raise ForkError(format_checkpoint(ours), format_checkpoint(theirs))
