"""Proofs out of a store, and checking them with public keys only."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.desks import NORTH, NOW, SOUTH, MemoryDesk, carry, name_held, pair

from watchword.edge.proofcheck import Keys, authority_of, check, keys_from, parse_keys
from watchword.edge.prove import Proof, highest_note, prove, write_tiles
from watchword.errors import (
    BadSignatureError,
    EdgeError,
    LedgerError,
    MalformedError,
    TrustError,
    UnknownAuthorityError,
    UsageError,
)
from watchword.ledger.checkpoint import ledger_origin
from watchword.ledger.cosignature import witness_verifier
from watchword.ledger.prooffile import format_proof
from watchword.ledger.tile import parse_bundle
from watchword.ledger.verifier import Verifier, format_verifier
from watchword.model.time import DAY_NS

ROUTINE = f"{NORTH}/pact/{SOUTH}/routine"


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    north, south = pair()
    for _ in range(3):
        north.report()
        carry(north, south)
    return north, south


@pytest.fixture
def north(desks: tuple[MemoryDesk, MemoryDesk]) -> MemoryDesk:
    return desks[0]


@pytest.fixture
def south(desks: tuple[MemoryDesk, MemoryDesk]) -> MemoryDesk:
    return desks[1]


def proof_of(desk: MemoryDesk, number: int, origin: str = ROUTINE) -> Proof:
    return prove(desk.store, desk.view.tiles, origin, number)


def both(north: MemoryDesk, south: MemoryDesk) -> Keys:
    return keys_from([north.file(), south.file()], [])


def test_a_line_is_proved_under_the_first_cosigned_checkpoint(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    found = proof_of(north, 2)
    assert (found.size, found.witnesses) == (2, (SOUTH,))
    shown = check(format_proof(found.proof), None, found.line, both(north, south))
    assert (shown["log"], shown["number"], shown["size"]) == (ROUTINE, 2, 2)
    assert shown["signed_by"] == [ROUTINE]
    assert shown["cosigned"] == [
        {"witness": f"{SOUTH}/witness", "at": "2022-05-04T12:00:00Z"}
    ]
    assert shown["line"]["statement"] == found.name
    assert (shown["line"]["party"], shown["line"]["signature"]) == (NORTH, "holds")


def test_what_was_taken_is_proved_by_its_commitment(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    found = proof_of(south, 2)
    assert found.line is None
    assert found.entry == proof_of(north, 2).entry
    shown = check(format_proof(found.proof), found.entry, None, both(north, south))
    assert shown["line"] is None
    assert len(shown["cosigned"]) == 1


def test_what_is_not_receipted_is_its_senders_word_alone(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    north.report()
    found = proof_of(north, 4)
    assert found.witnesses == ()
    shown = check(format_proof(found.proof), None, found.line, both(north, south))
    assert shown["cosigned"] == []


def test_without_the_witnesss_file_its_cosignature_counts_for_nothing(
    north: MemoryDesk,
) -> None:
    found = proof_of(north, 1)
    keys = keys_from([north.file()], [])
    data = format_proof(found.proof)
    assert check(data, None, found.line, keys)["cosigned"] == []


def test_verifier_keys_do_as_well_as_party_files(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    log = Verifier(name=ROUTINE, public=north.signer.public)
    witness = witness_verifier(SOUTH, south.signer.public)
    text = f"# keys\n\n{format_verifier(log)}\n{format_verifier(witness)}\n"
    assert parse_keys(text) == (log, witness)
    found = proof_of(north, 1)
    shown = check(format_proof(found.proof), None, found.line, keys_from([], [text]))
    assert len(shown["cosigned"]) == 1
    assert shown["line"]["signature"] == "not checked"


def test_the_own_ledger_is_proved_by_its_party_alone(north: MemoryDesk) -> None:
    found = proof_of(north, 5, ledger_origin(NORTH))
    assert (found.line, found.witnesses, found.name) == (None, (), "")
    data = format_proof(found.proof)
    shown = check(data, found.entry, None, keys_from([north.file()], []))
    assert (shown["log"], shown["number"]) == (ledger_origin(NORTH), 5)


def test_another_line_is_not_proved(north: MemoryDesk, south: MemoryDesk) -> None:
    found, other = proof_of(north, 1), proof_of(north, 2)
    with pytest.raises(LedgerError) as caught:
        check(format_proof(found.proof), None, other.line, both(north, south))
    assert caught.value.code == "bad-proof"
    assert found.line is not None
    with pytest.raises(LedgerError):
        check(format_proof(found.proof), None, found.line + b" ", both(north, south))


def test_neither_line_nor_entry_is_no_proof(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    with pytest.raises(MalformedError):
        check(format_proof(proof_of(north, 1).proof), None, None, both(north, south))


def test_strangers_keys_prove_nothing(north: MemoryDesk, south: MemoryDesk) -> None:
    found = proof_of(north, 1)
    data = format_proof(found.proof)
    for keys in (Keys(), keys_from([south.file()], [])):
        with pytest.raises(UnknownAuthorityError):
            check(data, None, found.line, keys)


def test_a_spoilt_cosignature_is_refused(north: MemoryDesk, south: MemoryDesk) -> None:
    found = proof_of(north, 1)
    note = found.proof.note
    spoilt = note[:-6] + (b"A" if note[-6:-5] != b"A" else b"B") + note[-5:]
    proof = msgspec.structs.replace(found.proof, note=spoilt)
    with pytest.raises(BadSignatureError):
        check(format_proof(proof), None, found.line, both(north, south))


def test_a_key_that_did_not_count_then_has_not_cosigned(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    found = proof_of(north, 1)
    late = msgspec.structs.replace(south.designation(), valid_from_ns=NOW + DAY_NS)
    file = msgspec.structs.replace(south.file(), designations=(south.govern(late),))
    with pytest.raises(TrustError) as caught:
        check(
            format_proof(found.proof),
            None,
            found.line,
            keys_from([north.file(), file], []),
        )
    assert caught.value.code == "unknown-authority"


def test_a_party_file_that_another_key_signed_gives_no_keys(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    forged = msgspec.structs.replace(
        south.file(), designations=(north.govern(south.designation()),)
    )
    with pytest.raises(TrustError):
        authority_of(forged)


@pytest.mark.parametrize("number", [-1, 0, 4])
def test_an_entry_that_is_not_there_is_not_proved(
    north: MemoryDesk, number: int
) -> None:
    with pytest.raises(UsageError):
        proof_of(north, number)


def test_what_no_checkpoint_covers_is_not_proved(north: MemoryDesk) -> None:
    north.store.run("DELETE FROM checkpoint")
    with pytest.raises(LedgerError):
        proof_of(north, 1)
    with pytest.raises(LedgerError):
        list(write_tiles(north.store, north.view.tiles, ROUTINE, Path()))
    assert highest_note(north.store, ROUTINE) is None


def test_the_highest_checkpoint_bears_its_cosignature(south: MemoryDesk) -> None:
    found = highest_note(south.store, ROUTINE)
    assert found is not None
    size, note = found
    assert size == 3
    assert f"\n— {SOUTH}/witness " in note.decode()


def test_tiles_are_written_as_c2sp_names_them(
    north: MemoryDesk, tmp_path: Path
) -> None:
    steps = list(write_tiles(north.store, north.view.tiles, ROUTINE, tmp_path))
    files = {
        str(path.relative_to(tmp_path))
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    assert files == {"checkpoint", "tile/0/000.p/3", "tile/entries/000.p/3"}
    assert len(steps) == len(files)
    entries = parse_bundle((tmp_path / "tile/entries/000.p/3").read_bytes())
    assert entries[0] == proof_of(north, 1).entry


def test_tiles_that_cannot_be_written_are_an_error(
    north: MemoryDesk, tmp_path: Path
) -> None:
    (tmp_path / "tile").write_text("in the way")
    with pytest.raises(EdgeError):
        list(write_tiles(north.store, north.view.tiles, ROUTINE, tmp_path))


def test_every_line_is_proved_and_a_name_leads_to_it(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    name = name_held(north.report())
    carry(north, south)
    assert proof_of(north, 4).name == proof_of(south, 4).name == name
