"""Desks whose store and item keys are files, and what lies in these files."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from tests.desks import NORTH, PACT, SOUTH, MemoryDesk, exchange

from watchword.edge.itemkeys import ItemKeys
from watchword.edge.store import Store
from watchword.model.fieldtext import parse_fields
from watchword.model.message import Disposal, Outcome
from watchword.model.party import PartyId
from watchword.node.effects import Hold
from watchword.node.inputs import KnowParty, Say

CONTENT_KEY: Final = bytes(range(100, 132))
CANARIES: Final = ("canary-site", "canary-note", "canary-weapon", "987.125")
CANARY_FIELDS: Final = parse_fields(
    {
        "observed_at": "2022-05-04T12:03+09:00",
        "site": "canary-site",
        "note": "canary-note",
        "weapon": "canary-weapon",
        "apogee_km": "987.125",
    }
)


def open_store(folder: Path, content_key: bytes = CONTENT_KEY) -> Store:
    keys = ItemKeys(folder / "itemkeys.sqlite", content_key)
    return Store(folder / "store.sqlite", keys)


def vault(folder: Path, party: PartyId) -> MemoryDesk:
    """A desk over files; again over the same files, as after a restart."""
    folder.mkdir(exist_ok=True)
    return MemoryDesk(party, open_store(folder))


def vaults(folder: Path) -> tuple[MemoryDesk, MemoryDesk]:
    """Two of them with a pact in force; both push."""
    north, south = vault(folder / "north", NORTH), vault(folder / "south", SOUTH)
    for one, other in ((north, south), (south, north)):
        one.do(KnowParty(file=other.file()))
        one.agree()
    exchange(north, south)
    for one in (north, south):
        one.will("push")
    return north, south


def disposal(desk: MemoryDesk, report: str, outcome: Outcome = "destroyed") -> Disposal:
    return Disposal(
        party=desk.party,
        agreement=PACT,
        said_at_ns=desk.now_ns,
        report=report,
        outcome=outcome,
        method="key erased",
        witnesses=("A. One", "B. Two"),
        says="no longer needed",
    )


def destroy(desk: MemoryDesk, report: str, outcome: Outcome = "destroyed") -> str:
    """Have a desk say so; the certificate's name."""
    done = desk.do(Say(statement=disposal(desk, report, outcome)))
    return next(e.name for e in done.effects if isinstance(e, Hold))


def raw(folder: Path) -> bytes:
    """Every byte of every file in a folder."""
    return b"\n".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


def found_in(data: bytes, words: tuple[Any, ...] = CANARIES) -> list[str]:
    return [word for word in words if word.encode() in data]
