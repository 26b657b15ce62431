"""One slice of the ledger folded into the picture, in small steps.

Rule 1: reports are read and events decided outside of a transaction; what was
        decided of a block is written in one, with where its reports reach.
Rule 2: the cursor moves last.  A crash before that costs nothing: what was
        written already comes out the same again.
Rule 3: only a block too large for one short transaction is written in parts;
        ``UNFINISHED`` stands in the store meanwhile, and where it is found
        later everything is folded anew.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Mapping
from itertools import islice
from typing import Final

import msgspec

from watchword.edge.keptreports import joined
from watchword.edge.picturetables import PictureTables
from watchword.edge.saids import Saids
from watchword.edge.store import Store
from watchword.fusion.said import Said
from watchword.fusion.window import Reach, hull, reach_of
from watchword.picture.fold import Change, fold
from watchword.picture.placed import Placed

FOLDED: Final = "folded"
"""Of ``meta``: the last entry that is folded."""

UNFINISHED: Final = "picture_unfinished"
"""Of ``meta``: a block is written in part."""

MOST_ROWS: Final = 60
"""How many rows one transaction writes before the next begins."""

Pauses = Generator[None, None, None]


class _Named(msgspec.Struct):
    name: str


_named: Final = msgspec.json.Decoder(_Named)


class Folding:
    """A slice: the entries after ``after``, at most ``most`` of them.

    Args:
        store: Where the ledger is kept.
        tables: Where the picture is kept.
        saids: The reports of that store.
        after: The last entry that is folded.
        most: How many entries to take.

    Attributes:
        count: How many entries were taken.
        until: The last of them.
    """

    def __init__(
        self,
        store: Store,
        tables: PictureTables,
        saids: Saids,
        *,
        after: int,
        most: int,
    ) -> None:
        self._store, self._tables, self._saids = store, tables, saids
        self._after = after
        rows = store.rows(
            "SELECT number, kind, body FROM entry WHERE number > ?"
            " ORDER BY number LIMIT ?",
            (after, most),
        )
        self.count = len(rows)
        self.until = rows[-1][0] if rows else after
        named = [
            (number, kind, _named.decode(body).name)
            for number, kind, body in rows
            if kind in ("statement", "disclosure")
        ]
        self._judged = saids.judgements.until(self.until)
        self._names = dict.fromkeys(name for _, _, name in named)
        for name in list(self._names):
            # What is judged arrives again.
            self._names.update(dict.fromkeys(sorted(self._judged.about(name))))
        self._opened = [(name, n) for n, kind, name in named if kind == "disclosure"]
        self._changes: list[tuple[Change, Mapping[str, bytes]]] = []
        self._rows = 0
        self._placed: dict[str, Placed] = {}

    def steps(self) -> Pauses:
        """Fold it; it may be left at every pause, and given up at any.

        Raises:
            StoreError: What is not written yet is not; do it again.
        """
        before = self._tables.reaches(self._names)
        yield
        for name, number in self._opened:
            # Where it reached before that entry it is looked for as of then.
            then = self._saids.read(name, number - 1)
            reach = None if then is None else reach_of(then)
            if reach is not None:
                before[name] = hull([reach, before.get(name, reach)])
            yield
        for name, placed in self._saids.fresh_each([*self._names], self.until):
            if placed is not None:
                self._placed[name] = _after(before.get(name), placed)
            yield
        arrived, memory = tuple(self._placed.values()), self._saids.memory
        for change in fold(self, arrived, memory, self._judged):
            if change is not None:
                yield from self._keep(change)
            yield
        self._write(self.until)

    def near(self, reach: Reach) -> Collection[str]:
        """Names of the folded reports that may be touched there."""
        return self._tables.near(reach)

    def linked(self, said: Collection[Said]) -> Collection[str]:
        """Names of the folded reports that correct one of these or are corrected."""
        return self._tables.linked(said)

    def folded(self, names: Collection[str]) -> Collection[str]:
        """Those of these that are folded."""
        return self._tables.folded(names)

    def placed(self, name: str) -> Placed:
        """A folded report as it was folded."""
        found = self._saids.remembered(name)
        if found is None:
            found = self._saids.take(self._tables.reports_with(name)).get(name)
        return found or self._saids.placed(name, self.until)

    def kept(self, names: Collection[str]) -> Mapping[str, str]:
        """The event of each of these that is in one."""
        return self._tables.kept(names)

    def _keep(self, change: Change) -> Pauses:
        bodies: dict[str, bytes] = {}
        for group in change.put:
            reports = [self._saids.packed(each, self.until) for each in group]
            name = group[0].name
            bodies[name] = self._tables.sealed(name, joined(reports))
            yield
        rows = _count(change)
        if self._rows and self._rows + rows > MOST_ROWS:
            self._write(self._after)
            yield
        self._changes.append((change, bodies))
        self._rows += rows
        if rows > 2 * MOST_ROWS:
            yield from self._write_in_parts(change, bodies)

    def _write(self, cursor: int) -> None:
        with self._store.derived():
            for change, bodies in self._changes:
                for _ in self._rows_written(change, bodies):
                    pass
            if cursor > self._after:
                self._store.set_meta(FOLDED, cursor)
        self._forget_written()

    def _write_in_parts(self, change: Change, bodies: Mapping[str, bytes]) -> Pauses:
        rows = self._rows_written(change, bodies)
        left = True
        while left:
            with self._store.derived():
                left = _some(rows, MOST_ROWS)
                self._mark_unfinished(left=left)
            yield
        self._forget_written()

    def _mark_unfinished(self, *, left: bool) -> None:
        if left:
            self._store.set_meta(UNFINISHED, 1)
        else:
            self._store.run("DELETE FROM meta WHERE key = ?", (UNFINISHED,))

    def _forget_written(self) -> None:
        self._changes.clear()
        self._rows = 0

    def _rows_written(
        self, change: Change, bodies: Mapping[str, bytes]
    ) -> Iterator[None]:
        """Write row after row."""
        for gone in change.drop:
            self._tables.drop_event(gone)
            yield
        for name, body in bodies.items():
            self._tables.put_event(name, body)
            yield
        for name, event_id in change.moved.items():
            if name in self._placed:
                self._tables.put_reach(self._placed[name], event_id)
            elif event_id is not None:
                self._tables.move(name, event_id)
            yield


def _after(before: Reach | None, placed: Placed) -> Placed:
    return placed if before is None else msgspec.structs.replace(placed, before=before)


def _count(change: Change) -> int:
    return len(change.drop) + len(change.put) + len(change.moved)


def _some(rows: Iterator[None], most: int) -> bool:
    """Write so many rows; whether there may be more."""
    return sum(1 for _ in islice(rows, most)) == most
