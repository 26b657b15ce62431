"""Trees, proofs, tiles and notes against Go's own: golang.org/x/mod/sumdb.

Both directions: what Go makes is checked here, what is made here Go checks.
The program is built from Debian's packages golang-go and
golang-golang-x-mod-dev; without them these tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

import msgspec
import pytest
from tests.desks import NORTH, SOUTH, MemoryDesk, carry, pair
from tests.unit.ledger.test_proof import subtrees_of

from watchword.edge.prove import write_tiles
from watchword.errors import BadSignatureError, LedgerError, UnknownAuthorityError
from watchword.ledger.checkpoint import Checkpoint, format_checkpoint, sign_checkpoint
from watchword.ledger.cosignature import cosign, with_cosignature, witness_name
from watchword.ledger.note import format_signature_line, parse_note, verify_note
from watchword.ledger.proof import (
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
)
from watchword.ledger.tile import WIDTH, tiles_of
from watchword.ledger.tree import leaf_hash, root
from watchword.ledger.verifier import Verifier, format_verifier, parse_verifier
from watchword.trust.keys import Signer

SOURCES: Final = Path("/usr/share/gocode")
PACKAGE: Final = SOURCES / "src/golang.org/x/mod/sumdb/tlog"
PROGRAM: Final = Path(__file__).parent / "tlog" / "main.go"
ROUNDS: Final = 30
LARGEST: Final = 600

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("go") is None or not PACKAGE.is_dir(),
        reason="needs Debian's golang-go and golang-golang-x-mod-dev",
    ),
]

Ask = Any
"""``ask(op, **fields)``: what the Go program answers."""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("go")
    program = folder / "tlog"
    subprocess.run(
        ["go", "build", "-o", str(program), str(PROGRAM)],
        check=True,
        env={
            **os.environ,
            "GO111MODULE": "off",
            "GOPATH": str(SOURCES),
            "GOCACHE": str(folder / "cache"),
            "GOFLAGS": "",
        },
    )
    with subprocess.Popen(
        [str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        stdin, stdout = running.stdin, running.stdout

        def asked(op: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
            stdin.write(msgspec.json.encode({"Op": op, **fields}) + b"\n")
            stdin.flush()
            found: dict[str, Any] = msgspec.json.decode(stdout.readline())
            return found

        yield asked
        stdin.close()


@pytest.fixture
def random(seed: int) -> Random:
    return Random(f"tlog {seed}")  # noqa: S311 - nothing is kept secret by it


def entries_drawn(random: Random) -> list[bytes]:
    return [random.randbytes(random.randrange(40)) for _ in range(LARGEST)]


def sizes_drawn(random: Random) -> list[int]:
    edges = [1, 2, 3, 4, 7, 8, 255, 256, 257, 511, 512, 513, LARGEST]
    return edges + [random.randint(1, LARGEST) for _ in range(ROUNDS)]


def told(hashes: Sequence[bytes]) -> list[str]:
    return [b64encode(each).decode() for each in hashes]


def test_roots_proofs_and_tiles_are_those_that_go_makes(
    ask: Ask, random: Random
) -> None:
    entries, sizes = entries_drawn(random), sizes_drawn(random)
    leaves = [leaf_hash(entry) for entry in entries]
    records = [(size, random.randrange(size)) for size in sizes]
    trees = [(size, random.randint(1, size)) for size in sizes]
    tiles = [tile for size in (70, 256, LARGEST) for tile in tiles_of(size)]
    made = ask(
        "make",
        Entries=[b64encode(entry).decode() for entry in entries],
        Sizes=sizes,
        Records=records,
        Trees=trees,
        Tiles=[(tile.level, tile.number, tile.width) for tile in tiles],
    )
    assert made["Roots"] == told([root(leaves[:size]) for size in sizes])
    ours = subtrees_of(leaves)
    assert made["Records"] == [
        told(inclusion_proof(ours, index, size)) for size, index in records
    ]
    assert made["Trees"] == [
        told(consistency_proof(ours, old, new)) for new, old in trees
    ]
    assert [tile["Path"] for tile in made["Tiles"]] == [tile.path for tile in tiles]
    for tile, theirs in zip(tiles, made["Tiles"], strict=True):
        width = WIDTH**tile.level
        starts = range(tile.number * WIDTH, tile.number * WIDTH + tile.width)
        hashes = [root(leaves[at * width : (at + 1) * width]) for at in starts]
        assert theirs["Data"] == b64encode(b"".join(hashes)).decode()


def test_go_accepts_our_inclusion_proofs_and_both_refuse_a_changed_one(
    ask: Ask, random: Random
) -> None:
    leaves = [leaf_hash(entry) for entry in entries_drawn(random)]
    for size in sizes_drawn(random):
        index, top = random.randrange(size), root(leaves[:size])
        path = inclusion_proof(subtrees_of(leaves), index, size)
        asked = {
            "Size": size,
            "Root": b64encode(top).decode(),
            "Index": index,
            "Leaf": b64encode(leaves[index]).decode(),
        }
        assert ask("record", Proof=told(path), **asked) == {}
        if not path:
            continue
        changed = flipped(path, random)
        assert ask("record", Proof=told(changed), **asked)["Error"]
        with pytest.raises(LedgerError):
            check_inclusion(leaves[index], index, size, changed, top)


def test_go_accepts_our_consistency_proofs_and_both_refuse_a_changed_one(
    ask: Ask, random: Random
) -> None:
    leaves = [leaf_hash(entry) for entry in entries_drawn(random)]
    for size in sizes_drawn(random):
        old = random.randint(1, size)
        tops = root(leaves[:old]), root(leaves[:size])
        path = consistency_proof(subtrees_of(leaves), old, size)
        asked = {
            "Size": size,
            "Root": b64encode(tops[1]).decode(),
            "Old": old,
            "OldRoot": b64encode(tops[0]).decode(),
        }
        assert ask("tree", Proof=told(path), **asked) == {}
        if not path:
            continue
        changed = flipped(path, random)
        assert ask("tree", Proof=told(changed), **asked)["Error"]
        with pytest.raises(LedgerError):
            check_consistency(old, size, *tops, changed)


def flipped(path: Sequence[bytes], random: Random) -> tuple[bytes, ...]:
    """One bit of one hash is another."""
    which, bit = random.randrange(len(path)), random.randrange(256)
    changed = int.from_bytes(path[which], "big") ^ (1 << bit)
    return (*path[:which], changed.to_bytes(32, "big"), *path[which + 1 :])


def test_go_opens_our_checkpoint_and_passes_over_the_cosignature(ask: Ask) -> None:
    log, witness = Signer(bytes(32)), Signer(bytes([1]) * 32)
    checkpoint = Checkpoint(
        origin=f"{NORTH}/pact/{SOUTH}/urgent", size=1, root=leaf_hash(b"")
    )
    text = format_checkpoint(checkpoint)
    line = format_signature_line(cosign(text, SOUTH, witness, 1_742_905_400))
    note = with_cosignature(sign_checkpoint(checkpoint, log), line).decode()
    key = format_verifier(Verifier(name=checkpoint.origin, public=log.public))
    assert ask("open", Note=note, Keys=[key]) == {
        "Text": text,
        "Signers": [checkpoint.origin],
        "Unverified": [witness_name(SOUTH)],
    }
    assert ask("open", Note=note.replace("\n1\n", "\n2\n"), Keys=[key])["Error"]


def test_a_note_that_go_signed_is_opened_here(ask: Ask) -> None:
    signed = ask("sign", Name="desk.north/log", Text="a text\n\nof two parts\n")
    verifier = parse_verifier(signed["Key"])
    note = parse_note(signed["Note"].encode())
    assert verify_note(note, [verifier]) == (verifier,)
    assert note.text == "a text\n\nof two parts\n"
    changed = parse_note(signed["Note"].replace("two", "ten").encode())
    with pytest.raises(BadSignatureError):
        verify_note(changed, [verifier])
    with pytest.raises(UnknownAuthorityError):
        verify_note(note, [Verifier(name="desk.south/log", public=verifier.public)])


def exported(desk: MemoryDesk, origin: str, folder: Path) -> Checkpoint:
    """A log in files, and the tree that its checkpoint names."""
    for _ in write_tiles(desk.store, desk.view.tiles, origin, folder):
        pass
    frontier = desk.view.frontier(origin)
    return Checkpoint(origin=origin, size=frontier.size, root=frontier.root())


def test_go_authenticates_the_tiles_and_entries_that_a_node_writes(
    ask: Ask, tmp_path: Path
) -> None:
    north, south = pair()
    for _ in range(300):
        north.report()
    carry(north, south)
    for desk, origin in (
        (north, f"{NORTH}/pact/{SOUTH}/routine"),
        (south, f"{NORTH}/pact/{SOUTH}/routine"),
        (north, f"{NORTH}/ledger"),
    ):
        folder = tmp_path / str(desk.party) / origin
        tree = exported(desk, origin, folder)
        asked = {
            "Size": tree.size,
            "Root": b64encode(tree.root).decode(),
            "Folder": str(folder),
        }
        assert tree.size > WIDTH
        assert ask("folder", **asked) == {}
        key = format_verifier(Verifier(name=origin, public=north.signer.public))
        opened = ask("open", Note=(folder / "checkpoint").read_text(), Keys=[key])
        assert opened["Text"] == format_checkpoint(tree)
        spoil(folder / "tile" / "entries" / "000")
        assert "is not its leaf" in ask("folder", **asked)["Error"]
        spoil(folder / "tile" / "0" / "000")
        assert ask("folder", **asked)["Error"]


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
