"""The worked example of docs/reference/ledger.md, built anew from fixed seeds."""

from __future__ import annotations

import re
from typing import Final

from tests.house.house import ROOT
from tests.house.test_wire_page import (
    BATCH,
    NORTH,
    OPERATIONAL,
    ORIGIN,
    PARTY,
    RECIPIENT,
    SAID_NS,
    SOUTH,
    line,
)

from watchword.edge.proofcheck import authority_of, check, keys_from
from watchword.ledger.checkpoint import Checkpoint, format_checkpoint, sign_checkpoint
from watchword.ledger.cosignature import cosign, with_cosignature, witness_verifier
from watchword.ledger.note import format_signature_line
from watchword.ledger.proof import inclusion_proof
from watchword.ledger.prooffile import ProofFile, format_proof
from watchword.ledger.tile import Tile
from watchword.ledger.tree import leaf_hash, root
from watchword.ledger.verifier import Verifier, cosigned_message, format_verifier
from watchword.model.time import SECOND_NS
from watchword.wire.introduction import parse_party_file
from watchword.wire.line import line_entry

PAGE: Final = ROOT / "docs" / "reference" / "ledger.md"
AT_S: Final = SAID_NS // SECOND_NS + 1
LEAVES: Final = [
    leaf_hash(entry) for entry in (line_entry(line()), bytes([6]) * 32, bytes([7]) * 32)
]
WITNESS: Final = format_verifier(witness_verifier(SOUTH, RECIPIENT.public))


def text() -> str:
    checkpoint = Checkpoint(origin=ORIGIN, size=3, root=root(LEAVES))
    return format_checkpoint(checkpoint)


def cosignature() -> str:
    return format_signature_line(cosign(text(), SOUTH, RECIPIENT, AT_S))


def subtree(level: int, index: int) -> bytes:
    return root(LEAVES[index << level : (index + 1) << level])


def proof() -> bytes:
    checkpoint = Checkpoint(origin=ORIGIN, size=3, root=root(LEAVES))
    note = with_cosignature(sign_checkpoint(checkpoint, OPERATIONAL), cosignature())
    path = inclusion_proof(subtree, 0, 3)
    return format_proof(ProofFile(index=0, path=path, note=note))


def example() -> dict[str, str]:
    """Every block of the page that has a name, by that name."""
    tiles = [
        Tile(level=0, number=0).path,
        Tile(level=0, number=1_234_067).path,
        Tile(level=1, number=5, width=17).path,
        Tile(level=0, number=5, width=17).entries_path,
    ]
    log = Verifier(name=ORIGIN, public=OPERATIONAL.public)
    return {
        "keys": f"{format_verifier(log)}\n{WITNESS}",
        "cosigned": cosigned_message(text(), AT_S).decode().rstrip("\n"),
        "cosignature": cosignature(),
        "proof": proof().decode().rstrip("\n"),
        "paths": "\n".join(tiles),
    }


def test_every_value_of_the_page_is_what_the_code_makes_of_the_seeds() -> None:
    page = PAGE.read_text("utf-8")
    found = re.findall(r"^```text (\S+)\n(.*?)\n```$", page, re.DOTALL | re.MULTILINE)
    assert dict(found) == example()
    assert len(found) == len(example())


def test_the_proof_on_the_page_is_of_the_line_in_the_example_of_the_wire() -> None:
    file = parse_party_file(PARTY.read_bytes())
    data = (example()["proof"] + "\n").encode()
    first = BATCH.read_bytes().splitlines()[0]
    shown = check(data, None, first, keys_from([file], [WITNESS]))
    assert (shown["log"], shown["number"], shown["size"]) == (ORIGIN, 1, 3)
    assert shown["line"]["signature"] == "holds"
    assert [row["witness"] for row in shown["cosigned"]] == [f"{SOUTH}/witness"]
    assert authority_of(file).party == NORTH
