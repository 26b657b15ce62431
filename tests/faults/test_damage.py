"""Group 3: pages of the database or its log that are torn, zeroed or flipped."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

import pytest
from tests.desks import NORTH, MemoryDesk, signer_of
from tests.faults.oracle import entered, lines, own_leaves
from tests.faults.pairs import NAMES, Pair
from tests.processes.nodes import new_node
from tests.sim.machine_ledger import Roots
from tests.vaults import open_store

from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.edge.verify import verify_ledger
from watchword.errors import WatchwordError
from watchword.ledger.checkpoint import open_checkpoint
from watchword.ledger.verifier import Verifier
from watchword.model.time import DAY_NS
from watchword.trust.base64text import parse_base64

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(900)]

PAGE_BYTES: Final = 4096
SIGNED: Final = {
    "entry": "SELECT number, known_at_ns, kind, body FROM entry",
    "line": "SELECT origin, number, entry, root, data FROM line",
    "statement": "SELECT name, envelope FROM statement",
    "disclosure": "SELECT entry, name, texts FROM disclosure",
}
"""What is covered by a signature, a tree or a cipher.

What stands beside it, such as the picture and the lists by which it is found, can
be made anew from it.
"""

Damage = Callable[[bytearray, int, Random], None]


def torn(data: bytearray, page: int, rng: Random) -> None:
    """A part of the page is of another time: here, of another page."""
    at, other = page * PAGE_BYTES, rng.randrange(len(data) // PAGE_BYTES) * PAGE_BYTES
    cut = rng.randrange(1, 8) * 512
    data[at + cut : at + PAGE_BYTES] = data[other + cut : other + PAGE_BYTES]


def zeroed(data: bytearray, page: int, rng: Random) -> None:
    del rng
    data[page * PAGE_BYTES : (page + 1) * PAGE_BYTES] = bytes(PAGE_BYTES)


def flipped(data: bytearray, page: int, rng: Random) -> None:
    data[page * PAGE_BYTES + rng.randrange(PAGE_BYTES)] ^= 1 << rng.randrange(8)


DAMAGES: Final = (torn, zeroed, flipped)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A pair at rest, all of it in the database file and nothing in its log."""
    pair = Pair(tmp_path_factory.mktemp("damage") / "live")
    pair.live(Random(1), 60)  # noqa: S311 (no secret)
    for one, other in (pair.desks, pair.desks[::-1]):
        pair.carry(one, other)
    pair.check(delivered=True)
    pair.close()
    return pair


def spoilt(quiet: Pair, folder: Path, spoil: Callable[[bytearray], None]) -> bool:
    """A copy whose northern store is damaged; whether that changed anything."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in NAMES.values():
        shutil.copytree(quiet.folder / name, folder / name)
    path = folder / "north" / "store.sqlite"
    before = path.read_bytes()
    data = bytearray(before)
    spoil(data)
    path.write_bytes(data)
    return data != before


def is_detected(folder: Path) -> bool:
    """Whether it is refused when it is opened, or found when it is verified."""
    store = None
    try:
        store = open_store(folder)
        assert verify_ledger(store, StoreView(store, NORTH, frozenset()))["verified"]
    except WatchwordError:
        return True
    finally:
        if store is not None:
            store.close()
    return False


def rows_of(store: Store) -> dict[str, list[object]]:
    """What is stored and signed."""
    return {table: store.rows(asked) for table, asked in SIGNED.items()}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_page_is_found_when_it_is_opened_or_verified(
    quiet: Pair, tmp_path: Path, seed: int, rounds: int, damage: Damage
) -> None:
    rng, found = Random(seed), 0  # noqa: S311 (no secret)
    with closing(open_store(quiet.folder / "north")) as store:
        whole = rows_of(store)
    for _ in range(rounds):
        if not spoilt(quiet, tmp_path / "copy", partial(anywhere, damage, rng)):
            continue
        if is_detected(tmp_path / "copy" / "north"):
            found += 1
            continue
        with closing(open_store(tmp_path / "copy" / "north")) as store:
            assert rows_of(store) == whole
    assert found


def anywhere(damage: Damage, rng: Random, data: bytearray) -> None:
    damage(data, rng.randrange(len(data) // PAGE_BYTES), rng)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_desk_whose_store_is_damaged_never_signs_another_history(
    quiet: Pair, tmp_path: Path, seed: int, rounds: int, damage: Damage
) -> None:
    rng = Random(seed)  # noqa: S311 (no secret)
    with closing(open_store(quiet.folder / "north")) as store:
        before, signed = leaves_of(store), notes_of(store)
    for _ in range(rounds):
        spoilt(quiet, tmp_path / "copy", partial(anywhere, damage, rng))
        for note, leaves in signed_over(tmp_path / "copy" / "north", before, signed):
            origin, size, root = note.split("\n")[:3]
            kept = before[origin]
            if int(size) <= len(kept):
                continue  # An old checkpoint in which a bit has changed.
            roots = Roots([*kept, *leaves[origin]])
            assert roots.at(int(size)) == parse_base64(root)


def test_control_a_desk_that_does_not_look_signs_another_history(
    quiet: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(quiet.folder / "north", tmp_path / "north")
    with closing(open_store(tmp_path / "north")) as store:
        before, signed = leaves_of(store), notes_of(store)
        store.run("UPDATE log SET frontier = ?", (changed(store),))
    assert not signed_over(tmp_path / "north", before, signed)
    monkeypatch.setattr("watchword.edge.writer.check_whole", lambda *_: None)
    ((note, leaves), *_) = signed_over(tmp_path / "north", before, signed)
    origin, size, root = note.split("\n")[:3]
    roots = Roots([*before[origin], *leaves[origin]])
    assert roots.at(int(size)) != parse_base64(root)


def changed(store: Store) -> bytes:
    """The ledger's own tree with one bit changed."""
    data = bytearray(
        store.value("SELECT frontier FROM log WHERE origin = ?", (f"{NORTH}/ledger",))
    )
    data[-1] ^= 1
    return bytes(data)


def notes_of(store: Store) -> set[str]:
    """The checkpoints that the northern desk has signed, each as it was signed."""
    rows = store.rows("SELECT note FROM checkpoint")
    return {note for (note,) in rows if isinstance(note, str) and is_signed(note)}


def is_signed(note: str) -> bool:
    origin = note.split("\n", maxsplit=1)[0]
    signer = signer_of(f"operational of {NORTH}")
    try:
        open_checkpoint(note.encode(), Verifier(name=origin, public=signer.public))
    except WatchwordError:
        return False
    return True


Leaves = dict[str, list[bytes]]


def leaves_of(store: Store, before: Leaves | None = None) -> Leaves:
    """Every log's leaves; those that came after ``before``."""
    old = {origin: len(leaves) for origin, leaves in (before or {}).items()}
    origins = [o for o in old or lines(store) if o.count("/") > 1]
    found: Leaves = {}
    for origin in origins:
        rows = store.rows(
            "SELECT entry FROM line WHERE origin = ? AND number > ? ORDER BY number",
            (origin, old.get(origin, 0)),
        )
        found[origin] = [leaf for (leaf,) in rows]
    own = f"{NORTH}/ledger"
    return {**found, own: own_leaves(store, old.get(own, 0))}


def signed_over(
    folder: Path, before: Leaves, signed: set[str]
) -> list[tuple[str, Leaves]]:
    """What a desk signs that starts over a store and files, if it gets so far."""
    store = None
    try:
        store = open_store(folder)
        desk = MemoryDesk(NORTH, store)
        desk.now_ns += DAY_NS
        desk.report()
        leaves = leaves_of(store, before)
        return [(note, leaves) for note in sorted(notes_of(store) - signed)]
    except WatchwordError:
        return []
    finally:
        if store is not None:
            store.close()


def test_a_log_of_sqlites_with_a_flipped_bit_leaves_a_beginning_of_what_was_said(
    tmp_path: Path, seed: int, rounds: int
) -> None:
    rng = Random(seed)  # noqa: S311 (no secret)
    pair = Pair(tmp_path / "live")
    for _ in range(3):
        pair.file(pair.north)
    shutil.copytree(tmp_path / "live", tmp_path / "kept")
    pair.close()
    for _ in range(rounds * 5):
        folder = shutil.copytree(tmp_path / "kept" / "north", tmp_path / "north")
        wal = folder / "store.sqlite-wal"
        data = bytearray(wal.read_bytes())
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        wal.write_bytes(data)
        with closing(open_store(folder)) as store:
            names = [*entered(store)]
            if names:
                view = StoreView(store, NORTH, frozenset())
                assert verify_ledger(store, view)["verified"]
        said = [each.name for each in pair.said if each.party == NORTH]
        own = [name for name in names if name in said]
        assert own == said[: len(own)]
        shutil.rmtree(folder)


@pytest.mark.processes
def test_a_node_whose_store_is_damaged_does_not_come_up_and_says_why(
    tmp_path: Path,
) -> None:
    node = new_node(tmp_path / "node", "desk-a.example")
    with closing(node.home.open_store()) as store:
        data = bytearray(store.value("SELECT frontier FROM log"))
        data[-1] ^= 1
        store.run("UPDATE log SET frontier = ?", (bytes(data),))
    for command in ("up", "picture"):
        done = node.cli(command)
        assert done.code == 6
        assert "[store-damaged]" in done.err
        assert "Traceback" not in done.err
