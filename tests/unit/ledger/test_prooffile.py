from __future__ import annotations

import msgspec
import pytest
from tests.unit.ledger.test_proof import ENTRIES, LEAVES, subtrees_of

from watchword.errors import (
    BadSignatureError,
    LedgerError,
    MalformedError,
    TooLargeError,
    UnknownAuthorityError,
    UsageError,
)
from watchword.ledger.checkpoint import Checkpoint, format_checkpoint, sign_checkpoint
from watchword.ledger.cosignature import (
    cosign,
    with_cosignature,
    witness_verifier,
)
from watchword.ledger.note import format_signature_line
from watchword.ledger.proof import inclusion_proof
from watchword.ledger.prooffile import (
    LARGEST_PROOF_BYTES,
    ProofFile,
    check_proof,
    format_proof,
    parse_proof,
)
from watchword.ledger.tree import root
from watchword.ledger.verifier import Verifier
from watchword.model.party import PartyId
from watchword.trust.keys import Signer

LOG, OTHER = Signer(bytes(32)), Signer(bytes([1]) * 32)
PARTY = PartyId("b.example")
CHECKPOINT = Checkpoint(
    origin="a.example/pact/b.example/urgent", size=8, root=root(LEAVES)
)
LINE = format_signature_line(cosign(format_checkpoint(CHECKPOINT), PARTY, OTHER, 7))
NOTE = with_cosignature(sign_checkpoint(CHECKPOINT, LOG), LINE)
PROOF = ProofFile(index=5, path=inclusion_proof(subtrees_of(LEAVES), 5, 8), note=NOTE)
VERIFIER = Verifier(name=CHECKPOINT.origin, public=LOG.public)
WITNESS = witness_verifier(PARTY, OTHER.public)


def test_a_proof_says_index_path_and_checkpoint() -> None:
    lines = format_proof(PROOF).decode().split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 5"]
    assert lines[5:8] == ["", CHECKPOINT.origin, "8"]
    assert parse_proof(format_proof(PROOF)) == PROOF


def test_extra_bytes_stand_in_the_second_line() -> None:
    proof = msgspec.structs.replace(PROOF, extra=b"told")
    assert format_proof(proof).split(b"\n")[1] == b"extra dG9sZA=="
    assert parse_proof(format_proof(proof)) == proof


def test_a_proof_shows_the_checkpoint_and_who_signed_it() -> None:
    proved = check_proof(PROOF, ENTRIES[5], [VERIFIER], [WITNESS])
    assert proved.checkpoint == CHECKPOINT
    assert proved.signers == (VERIFIER, WITNESS)


def test_without_the_witnesss_key_only_the_log_has_signed() -> None:
    assert check_proof(PROOF, ENTRIES[5], [VERIFIER], []).signers == (VERIFIER,)


def test_the_witness_alone_does_not_stand_for_the_log() -> None:
    with pytest.raises(UnknownAuthorityError):
        check_proof(PROOF, ENTRIES[5], [], [WITNESS])


def test_another_entry_is_not_proved() -> None:
    with pytest.raises(LedgerError) as caught:
        check_proof(PROOF, ENTRIES[4], [VERIFIER], [WITNESS])
    assert caught.value.code == "bad-proof"


def test_a_bad_cosignature_spoils_the_proof() -> None:
    line = format_signature_line(
        msgspec.structs.replace(
            cosign(format_checkpoint(CHECKPOINT), PARTY, OTHER, 7), signature=bytes(72)
        )
    )
    note = with_cosignature(sign_checkpoint(CHECKPOINT, LOG), line)
    with pytest.raises(BadSignatureError):
        check_proof(
            msgspec.structs.replace(PROOF, note=note), ENTRIES[5], [VERIFIER], [WITNESS]
        )


def test_the_key_of_another_log_proves_nothing() -> None:
    other = Verifier(name="a.example/pact/c.example/urgent", public=LOG.public)
    checkpoint = msgspec.structs.replace(CHECKPOINT, origin=other.name)
    text = format_checkpoint(CHECKPOINT)
    signed = sign_checkpoint(checkpoint, LOG).decode()
    note = text + "\n" + signed.split("\n\n")[1]
    with pytest.raises(BadSignatureError):
        check_proof(
            msgspec.structs.replace(PROOF, note=note.encode()), ENTRIES[5], [other], []
        )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"c2sp.org/tlog-proof@v1\n\nnote",
        b"c2sp.org/tlog-proof@v2\nindex 5\n\nnote",
        b"c2sp.org/tlog-proof@v1\nindex 05\n\nnote",
        b"c2sp.org/tlog-proof@v1\nindex -1\n\nnote",
        b"c2sp.org/tlog-proof@v1\nextra YQ==\n\nnote",
        b"c2sp.org/tlog-proof@v1\nindex 5\nYQ==\n\nnote",
        b"c2sp.org/tlog-proof@v1\nindex 5\n\xff\n\nnote",
        b"c2sp.org/tlog-proof@v1\nindex 9223372036854775807\n\nnote",
    ],
)
def test_what_is_no_proof_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedError):
        parse_proof(data)


def test_a_proof_has_a_bound() -> None:
    with pytest.raises(TooLargeError):
        parse_proof(bytes(LARGEST_PROOF_BYTES + 1))


def test_a_proof_without_a_place_is_none() -> None:
    with pytest.raises(UsageError):
        ProofFile(index=-1, path=(), note=NOTE)
    with pytest.raises(UsageError):
        ProofFile(index=1, path=(b"short",), note=NOTE)
