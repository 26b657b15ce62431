"""Law 4, looked at from outside: what was once there stays as it was.

Rows are copied and compared, trees are computed anew by the textbook, and the
checkpoints are those that left in letters, read by hand.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from tests.sim.days import Day

from watchword.edge.storeview import opened_fields
from watchword.model.message import Disposal
from watchword.model.party import PartyId
from watchword.sim.desk import SimDesk

Row = tuple[Any, ...]

KEPT: Final[Mapping[str, tuple[int, str]]] = {
    "entry": (1, "SELECT number, known_at_ns, kind, body FROM entry"),
    "line": (2, "SELECT origin, number, name, entry, root, at_ns FROM line"),
    "checkpoint": (2, "SELECT origin, size, note FROM checkpoint"),
    "statement": (
        1,
        "SELECT name, kind, party, agreement, said_at_ns, source, entry FROM statement",
    ),
    "papers": (1, "SELECT name, envelope FROM statement WHERE kind != 'report'"),
    "offered": (4, "SELECT name, recipient, origin, number, fields FROM offered"),
}
"""Tables that only grow: how many columns are the key, and how to ask."""

GONE: Final = ("destroyed", "returned")


class Memory:
    """What every desk's store held the last time somebody looked."""

    def __init__(self) -> None:
        self._rows: dict[tuple[PartyId, str], dict[Row, Row]] = {}
        self._open: dict[PartyId, set[tuple[str, str]]] = {}

    def check(self, day: Day) -> None:
        """Nothing that was there has changed or vanished."""
        for desk in day.desks:
            for table, (columns, asked) in KEPT.items():
                self._check_table(desk, table, columns, asked)
            self._check_opened(desk)

    def _check_table(self, desk: SimDesk, table: str, columns: int, asked: str) -> None:
        now = {row[:columns]: row for row in desk.store.rows(asked)}
        before = self._rows.get((desk.party, table), {})
        assert before.items() <= now.items(), f"{table} of {desk.party}"
        self._rows[desk.party, table] = now

    def _check_opened(self, desk: SimDesk) -> None:
        """A field that was open stays open, unless its item was disposed of."""
        rows = desk.store.rows("SELECT DISTINCT name FROM disclosure")
        now = {
            (name, field)
            for (name,) in rows
            for field, _ in opened_fields(desk.store, name)
        }
        gone = {name for name, _ in self._open.get(desk.party, set()) - now}
        assert gone <= disposed_of(desk)
        self._open[desk.party] = now


def disposed_of(desk: SimDesk) -> set[str]:
    """The reports of which the desk's own word says that they are gone."""
    rows = desk.store.rows("SELECT DISTINCT report FROM about")
    return {
        report
        for (report,) in rows
        for _, said in desk.view.messages_about(report)
        if isinstance(said, Disposal)
        and said.party == desk.party
        and said.outcome in GONE
    }


def check_ledgers(day: Day) -> None:
    """Every log is as long and as deep as every checkpoint of it says.

    ``custody`` has asked the desks' own ``verify_ledger`` already.
    """
    for desk in day.desks:
        _check_dense(desk)
        for origin, leaves in _logs(desk).items():
            _check_marks(desk, origin, leaves)
    _check_published(day)
    _check_names(day)


def _check_dense(desk: SimDesk) -> None:
    rows = desk.store.rows("SELECT number, known_at_ns FROM entry ORDER BY number")
    assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
    times = [known_at_ns for _, known_at_ns in rows]
    assert times == sorted(times)


def _logs(desk: SimDesk) -> dict[str, list[bytes]]:
    """Every log's leaves, the own ledger's among them."""
    logs: dict[str, list[bytes]] = {}
    for origin, entry in desk.store.rows(
        "SELECT origin, entry FROM line ORDER BY origin, number"
    ):
        logs.setdefault(origin, []).append(entry)
    entries = desk.store.rows("SELECT * FROM entry ORDER BY number")
    own = [
        b"%d\n%d\n%b\n%b" % (number, known_at_ns, kind.encode(), body)
        for number, known_at_ns, kind, body in entries
    ]
    names = desk.store.rows("SELECT origin FROM log")
    (ledger,) = {origin for (origin,) in names} - set(logs)
    assert ledger.startswith(desk.party)
    return {**logs, ledger: own}


def _check_marks(desk: SimDesk, origin: str, leaves: list[bytes]) -> None:
    roots = Roots(leaves)
    notes = desk.store.rows(
        "SELECT size, note FROM checkpoint WHERE origin = ?", (origin,)
    )
    assert notes
    for size, note in notes:
        assert _read(note) == (origin, size, roots.at(size))


def _check_published(day: Day) -> None:
    """Every checkpoint that ever left a desk is one of its log as it is now."""
    published: dict[PartyId, set[str]] = {}
    for letter in day.world.letters:
        published.setdefault(letter.sender, set()).update(_notes(letter.body))
    for party, notes in published.items():
        roots = {o: Roots(found) for o, found in _logs(day.world.desks[party]).items()}
        for note in notes:
            origin, size, root = _read(note)
            assert roots[origin].at(size) == root


def _check_names(day: Day) -> None:
    """Every report that left is held as it was signed, byte for byte."""
    for letter in day.world.letters:
        for row in letter.body.splitlines():
            line = json.loads(row)
            if "number" in line:
                payload = b64decode(line["envelope"]["payload"])
                name = sha256(payload).hexdigest()
                view = day.world.desks[letter.sender].view
                held = view.held(name)
                assert held is not None
                assert held.destroyed or view.envelope(name).payload == payload


def _notes(body: bytes) -> Iterator[str]:
    for row in body.splitlines():
        note = json.loads(row).get("checkpoint")
        if isinstance(note, str):
            yield note


def _read(note: str) -> tuple[str, int, bytes]:
    origin, size, root = note.split("\n")[:3]
    return origin, int(size), b64decode(root)


class Roots:
    """Roots of the trees over a list's beginnings, by the recursion of the RFC.

    Source:
        RFC 9162, section 2.1.1.
    """

    def __init__(self, leaves: list[bytes]) -> None:
        self._leaves = leaves
        self._full: dict[tuple[int, int], bytes] = {}

    def at(self, size: int) -> bytes:
        assert size <= len(self._leaves), "a checkpoint of a log that was longer"
        return self._root(0, size)

    def _root(self, first: int, end: int) -> bytes:
        known = self._full.get((first, end))
        if known is None:
            known = self._full[first, end] = self._hash(first, end)
        return known

    def _hash(self, first: int, end: int) -> bytes:
        if end - first == 0:
            return sha256().digest()
        if end - first == 1:
            return sha256(b"\0" + self._leaves[first]).digest()
        middle = first + (1 << (end - first - 1).bit_length() - 1)
        left, right = self._root(first, middle), self._root(middle, end)
        return sha256(b"\1" + left + right).digest()
