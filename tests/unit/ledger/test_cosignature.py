from __future__ import annotations

import msgspec
import pytest

from watchword.errors import (
    BadSignatureError,
    MalformedError,
    UnknownVersionError,
    UsageError,
)
from watchword.ledger.checkpoint import (
    Checkpoint,
    format_checkpoint,
    open_checkpoint,
    sign_checkpoint,
)
from watchword.ledger.cosignature import (
    check_cosignature,
    cosign,
    cosigned_at_s,
    with_cosignature,
    witness_verifier,
)
from watchword.ledger.note import (
    SignatureLine,
    format_signature_line,
    parse_note,
    verify_note,
)
from watchword.ledger.tree import leaf_hash
from watchword.ledger.verifier import (
    COSIGNATURE,
    Verifier,
    format_verifier,
    note_key_id,
    parse_verifier,
)
from watchword.model.party import PartyId
from watchword.trust.base64text import format_base64
from watchword.trust.keys import Signer, verify

LOG, WITNESS = Signer(bytes(32)), Signer(bytes([1]) * 32)
PARTY = PartyId("b.example")
CHECKPOINT = Checkpoint(
    origin="a.example/open-desks/b.example/urgent", size=1, root=leaf_hash(b"")
)
TEXT = format_checkpoint(CHECKPOINT)
AT_S = 1_742_905_400
LINE = cosign(TEXT, PARTY, WITNESS, AT_S)


def test_what_is_signed_is_the_time_and_the_whole_checkpoint() -> None:
    signed = f"cosignature/v1\ntime {AT_S}\n{TEXT}".encode()
    assert LINE.signature[:8] == AT_S.to_bytes(8, "big")
    assert verify(WITNESS.public, signed, LINE.signature[8:])
    assert cosigned_at_s(LINE) == AT_S


def test_a_cosignature_stands_under_the_logs_own_signature() -> None:
    note = with_cosignature(
        sign_checkpoint(CHECKPOINT, LOG), format_signature_line(LINE)
    )
    log = Verifier(name=CHECKPOINT.origin, public=LOG.public)
    witness = witness_verifier(PARTY, WITNESS.public)
    assert open_checkpoint(note, log) == CHECKPOINT
    assert verify_note(parse_note(note), [log, witness]) == (log, witness)
    assert with_cosignature(note, format_signature_line(LINE)) == note


def test_a_cosignature_of_the_party_holds() -> None:
    publics = (LOG.public, WITNESS.public)
    assert check_cosignature(TEXT, format_signature_line(LINE), PARTY, publics) == LINE


@pytest.mark.parametrize(
    "line",
    [
        cosign(TEXT, PARTY, LOG, AT_S),
        cosign(TEXT, PartyId("c.example"), WITNESS, AT_S),
        cosign(TEXT.replace("\n1\n", "\n2\n"), PARTY, WITNESS, AT_S),
        msgspec.structs.replace(
            LINE, signature=(AT_S + 1).to_bytes(8, "big") + LINE.signature[8:]
        ),
        msgspec.structs.replace(LINE, signature=LINE.signature[8:]),
    ],
    ids=["another key", "another party", "another tree", "another time", "no time"],
)
def test_another_cosignature_is_refused(line: SignatureLine) -> None:
    with pytest.raises(BadSignatureError) as caught:
        check_cosignature(TEXT, format_signature_line(line), PARTY, (WITNESS.public,))
    assert caught.value.code == "bad-cosignature"


@pytest.mark.parametrize(
    "text", ["", "— b.example/witness", "— b.example/witness YQ=="]
)
def test_what_is_no_signature_line_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        check_cosignature(TEXT, text, PARTY, (WITNESS.public,))


def test_a_plain_signature_is_no_cosignature() -> None:
    with pytest.raises(MalformedError):
        cosigned_at_s(parse_note(sign_checkpoint(CHECKPOINT, LOG)).signatures[0])


def test_a_text_with_control_characters_is_not_cosigned() -> None:
    with pytest.raises(UsageError):
        cosign("a\tb\n", PARTY, WITNESS, AT_S)


def test_a_witness_key_is_told_in_one_line() -> None:
    verifier = witness_verifier(PARTY, WITNESS.public)
    text = format_verifier(verifier)
    assert text.startswith("b.example/witness+")
    assert "+BI" in text
    assert parse_verifier(text) == verifier
    assert verifier.key_id == note_key_id(verifier.name, COSIGNATURE, WITNESS.public)


def test_a_post_quantum_key_is_of_a_newer_version() -> None:
    with pytest.raises(UnknownVersionError):
        parse_verifier(f"b.example/witness+00000000+{format_base64(bytes([6]) * 33)}")
    with pytest.raises(UsageError):
        Verifier(name="b.example/witness", public=WITNESS.public, kind=6)
