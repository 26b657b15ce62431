"""A proof as a file: checked on any machine, with public keys only.

    c2sp.org/tlog-proof@v1
    index 43
    <base64 of a hash>
    <base64 of a hash>
    <empty line>
    a.example/open-desks/b.example/urgent
    44
    <base64 of the root>
    <empty line>
    — a.example/open-desks/b.example/urgent base64
    — b.example/witness base64

The entry itself is not in it: whoever checks has it in hand.

Source:
    C2SP tlog-proof, section "Format".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from watchword.errors import LedgerError, MalformedError, TooLargeError, UsageError
from watchword.ledger.checkpoint import Checkpoint, parse_checkpoint
from watchword.ledger.note import LARGEST_NOTE_BYTES, parse_note, verify_note
from watchword.ledger.proof import BAD_PROOF, LONGEST_PROOF, check_inclusion
from watchword.ledger.tree import HASH_BYTES, LARGEST_SIZE, leaf_hash
from watchword.ledger.verifier import Verifier
from watchword.trust.base64text import format_base64, parse_base64

HEADER: Final = "c2sp.org/tlog-proof@v1"
LARGEST_PROOF_BYTES: Final = 2 * LARGEST_NOTE_BYTES
_INDEX: Final = re.compile(r"index (0|[1-9][0-9]{0,18})")


class ProofFile(msgspec.Struct, frozen=True, kw_only=True):
    """That the entry with some index is in a log, under a signed checkpoint.

    Args:
        index: The entry's place, from 0.
        path: From ``inclusion_proof``.
        note: The signed checkpoint with its cosignatures.
        extra: What else the maker put in; it is never trusted.

    Raises:
        UsageError: A place out of bounds, or hashes of another length.
    """

    index: int
    path: tuple[bytes, ...]
    note: bytes
    extra: bytes = b""

    def __post_init__(self) -> None:
        if not 0 <= self.index < LARGEST_SIZE:
            raise UsageError("an index is between 0 and 2^63 - 2")
        if len(self.path) > LONGEST_PROOF or any(
            len(each) != HASH_BYTES for each in self.path
        ):
            raise UsageError(f"a proof is at most {LONGEST_PROOF} hashes")


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """What a proof has shown.

    Args:
        checkpoint: The log's tree in which the entry is.
        signers: The keys whose signatures under it hold; the log's is one.
    """

    checkpoint: Checkpoint
    signers: tuple[Verifier, ...]


def format_proof(proof: ProofFile) -> bytes:
    """The file's bytes."""
    lines = [HEADER]
    if proof.extra:
        lines.append(f"extra {format_base64(proof.extra)}")
    lines.append(f"index {proof.index}")
    lines += [format_base64(each) for each in proof.path]
    return "".join(f"{line}\n" for line in (*lines, "")).encode() + proof.note


def parse_proof(data: bytes) -> ProofFile:
    """Read a proof file; nothing has been checked yet.

    Raises:
        MalformedError: It is none.
        TooLargeError: It passes a bound.
    """
    if len(data) > LARGEST_PROOF_BYTES:
        raise TooLargeError(f"a proof has at most {LARGEST_PROOF_BYTES} bytes")
    head, parting, note = data.partition(b"\n\n")
    try:
        first, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise MalformedError("a proof's lines are ASCII") from error
    if not parting or first != HEADER or not lines:
        raise MalformedError(f"a proof begins with {HEADER} and ends in a checkpoint")
    extra = b""
    if lines[0].startswith("extra "):
        extra = parse_base64(lines.pop(0).removeprefix("extra "))
    index = _INDEX.fullmatch(lines[0]) if lines else None
    if index is None:
        raise MalformedError("a proof says the index of its entry")
    path = tuple(parse_base64(line) for line in lines[1:])
    try:
        return ProofFile(index=int(index[1]), path=path, note=note, extra=extra)
    except UsageError as error:
        raise MalformedError(str(error)) from error


def check_proof(
    proof: ProofFile, entry: bytes, log: Iterable[Verifier], others: Iterable[Verifier]
) -> Proved:
    """Refuse a proof that does not show that an entry is in a log.

    Args:
        proof: From ``parse_proof``.
        entry: What is said to be in the log.
        log: Keys of the log: at least one of them has to have signed.
        others: Further keys, such as those of witnesses.

    Raises:
        MalformedError: The checkpoint is none.
        TrustError: The log's key did not sign, or a known key's signature is bad.
        LedgerError: The key is another log's, or the proof does not lead from
            the entry to the root (``bad-proof``).
    """
    note = parse_note(proof.note)
    logs = tuple(log)
    verify_note(note, logs)
    signers = verify_note(note, (*logs, *others))
    checkpoint = parse_checkpoint(note.text)
    if not any(each.name == checkpoint.origin for each in signers):
        raise LedgerError(
            f"the key of another log signed for {checkpoint.origin}", code=BAD_PROOF
        )
    check_inclusion(
        leaf_hash(entry), proof.index, checkpoint.size, proof.path, checkpoint.root
    )
    return Proved(checkpoint=checkpoint, signers=signers)
