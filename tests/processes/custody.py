"""Was anything acknowledged lost or doubled?  Asked of the stores on disk."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from watchword.edge.content import Content
from watchword.edge.home import Home
from watchword.edge.itemkeys import ItemKeys
from watchword.edge.storeview import disclosed_place
from watchword.wire.envelope import name_of, parse_envelope
from watchword.wire.sealed import disclosed_name


class Acknowledged(msgspec.Struct, frozen=True, kw_only=True):
    """What a node has answered to a filing.

    Args:
        name: The report's name.
        desk: Whose it is.
        released: Under which agreement it goes to whom, with which fields.
    """

    name: str
    desk: str
    released: Mapping[tuple[str, str], frozenset[str]]


def acknowledged(desk: str, answer: Mapping[str, Any]) -> Acknowledged:
    """Keep what matters of the answer to a filing."""
    released = {
        (row["agreement"], row["to"]): frozenset(row["fields"])
        for row in answer["released"]
    }
    return Acknowledged(name=answer["name"], desk=desk, released=released)


def content_of(store: Path) -> Content:
    """Opens what is sealed in a node's store, by the keys beside it.

    The keys that were committed last are in the store's own rows: opening the
    store moves them, as a start of the node does.
    """
    home = Home(store.parent)
    home.open_store().close()
    return Content(ItemKeys(home.item_keys_path, home.content_key()))


class Held:
    """One node's store, read from the disk."""

    def __init__(self, path: Path) -> None:
        content = content_of(path)
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            self.payloads = {
                name: parse_envelope(content.open(name, "envelope", data)).payload
                for name, data in db.execute("SELECT name, envelope FROM statement")
            }
            self.lines: dict[str, list[tuple[int, str, bytes]]] = {}
            for origin, *line in db.execute(
                "SELECT origin, number, name, entry FROM line ORDER BY origin, number"
            ):
                self.lines.setdefault(origin, []).append(tuple(line))
            self.receipted: dict[str, int] = dict(
                db.execute("SELECT origin, receipted FROM log")
            )
            self.opened = {
                (name, disclosed_name(text))
                for name, entry, texts in db.execute(
                    "SELECT name, entry, texts FROM disclosure"
                )
                for text in json.loads(
                    content.open(name, disclosed_place(entry), texts)
                )
            }
            bodies = db.execute("SELECT body FROM entry WHERE kind = 'statement'")
            self.entered = Counter(json.loads(body)["name"] for (body,) in bodies)
        content.keys.close()

    def times(self, name: str) -> int:
        """How often a statement is held, by the store and by the ledger."""
        kept = name in self.payloads and name_of(self.payloads[name]) == name
        return self.entered[name] if kept else 0


def wrongs(stores: Mapping[str, Path], filed: Sequence[Acknowledged]) -> Iterator[str]:
    """Everything that is not as it was acknowledged; nothing is well."""
    held = {party: Held(path) for party, path in stores.items()}
    for party, one in held.items():
        yield from _not_dense(party, one)
        yield from _not_the_same(party, held)
    for report in filed:
        yield from _not_kept(report, held)


def _not_dense(party: str, held: Held) -> Iterator[str]:
    for origin, lines in held.lines.items():
        numbers = [number for number, _, _ in lines]
        if numbers != [*range(1, len(numbers) + 1)]:
            yield f"{party}: the numbers of {origin} have a gap"
        if origin.startswith(f"{party}/") and held.receipted[origin] != len(numbers):
            yield f"{party}: not all of {origin} is receipted"


def _not_the_same(party: str, held: Mapping[str, Held]) -> Iterator[str]:
    for origin, lines in held[party].lines.items():
        sender, _, recipient, _ = origin.split("/")
        other = held[sender if party == recipient else recipient]
        said = [(number, entry) for number, _, entry in lines]
        heard = [(number, entry) for number, _, entry in other.lines.get(origin, ())]
        if said != heard:
            yield f"{origin} is not the same at both ends"


def _not_kept(report: Acknowledged, held: Mapping[str, Held]) -> Iterator[str]:
    home, short = held[report.desk], report.name[:12]
    if home.times(report.name) != 1:
        yield f"{report.desk}: {short} is there {home.times(report.name)} times"
    for (agreement, to), fields in report.released.items():
        sent = [
            origin
            for origin, lines in home.lines.items()
            if origin.startswith(f"{report.desk}/{agreement}/{to}/")
            for _, name, _ in lines
            if name == report.name
        ]
        if len(sent) != 1:
            yield f"{report.desk}: {short} went {len(sent)} times to {to}"
        yield from _not_arrived(report.name, fields, to, held[to])


def _not_arrived(
    name: str, fields: frozenset[str], to: str, there: Held
) -> Iterator[str]:
    if there.times(name) != 1:
        yield f"{to}: {name[:12]} is there {there.times(name)} times"
    if {field for held, field in there.opened if held == name} < fields:
        yield f"{to}: fields of {name[:12]} are missing"
