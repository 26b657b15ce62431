"""The tables of the picture: where reports reach, and the events kept of them.

Rule 1: a report's rows change in the transaction that keeps the events of its
        block: they say how it stood when it was folded last.
Rule 2: what stands in the clear is no more than a placeholder tells: kind and
        status, and times in whole hours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, TypeVar

from watchword.edge.content import PICTURE
from watchword.edge.keptreports import Known, unpacked
from watchword.edge.store import Row, Store
from watchword.fusion.fuse import event_of, event_order
from watchword.fusion.said import Said
from watchword.fusion.window import Reach, hull, room_of
from watchword.model.event import Event
from watchword.model.report import STATUSES
from watchword.model.time import DAY_NS, HOUR_NS
from watchword.picture.placed import Placed

LARGEST: Final = 2**63 - 1
SCALES: Final = (3 * HOUR_NS, 12 * HOUR_NS, 2 * DAY_NS, 16 * DAY_NS, 400 * DAY_NS)
"""How long a reach is at most, by its scale; what is longer has the next one.
By it a search knows how early a reach may begin that is still going on."""

LOOSE_ROOMS: Final = tuple(f"{status} statement" for status in STATUSES)
AT_ONCE: Final = 400
"""How many names one query is asked about."""

T = TypeVar("T")

MOST_NAMES: Final = 20_000
"""Of so many reports it is remembered which event they are of."""


class PictureTables:
    """Reads and writes what is kept of a picture.

    Args:
        store: Where it is kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._scales: dict[str, set[int]] = {}
        self._event_of: dict[str, str | None] = {}
        self._has_corrections: bool | None = None
        self._corrected_by: dict[str, tuple[str, ...]] = {}

    def forget(self) -> None:
        """Everything has been dropped: remember nothing of it."""
        self._scales.clear()
        self._event_of.clear()
        self._has_corrections = None
        self._corrected_by.clear()

    def reaches(self, names: Collection[str]) -> dict[str, Reach]:
        """Where each of these reached when it was folded last, or a little more."""
        found: dict[str, Reach] = {}
        known = _with_room(self._event_of)
        known.update(dict.fromkeys(names))
        sql = "SELECT name, event, room, first_ns, last_ns FROM reach WHERE name IN"
        for name, event, *row in self._among(sql, names):
            known[name] = event
            if row[1] is not None:
                found[name] = Reach(*row)
        return found

    def near(self, reach: Reach) -> list[str]:
        """Names of the reports whose reach may meet this one."""
        wide = _widened(reach)
        found: list[str] = []
        for scale in self._scales_of(reach.room):
            length_ns = SCALES[scale] if scale < len(SCALES) else LARGEST
            rows = self._store.rows(
                "SELECT name FROM reach WHERE room = ? AND scale = ?"
                " AND first_ns BETWEEN ? AND ? AND last_ns >= ?",
                (
                    *(reach.room, scale),
                    *(max(wide.first_ns - length_ns, -LARGEST), wide.last_ns),
                    wide.first_ns,
                ),
            )
            found += [name for (name,) in rows]
        return found

    def _scales_of(self, room: str) -> set[int]:
        found = self._scales.get(room)
        if found is None:
            found = self._scales[room] = {
                scale
                for scale in range(len(SCALES) + 1)
                if self._store.row(
                    "SELECT 1 FROM reach WHERE room = ? AND scale = ? LIMIT 1",
                    (room, scale),
                )
            }
        return found

    def linked(self, said: Collection[Said]) -> list[str]:
        """Names of the folded reports that correct one of these or are corrected."""
        targets = {each.report.header.corrects for each in said} - {""}
        names = [each.name for each in said]
        return self.corrections(names) + (self.folded(targets) if targets else [])

    def folded(self, names: Collection[str]) -> list[str]:
        """Those of them that have been folded."""
        found = self._among("SELECT name FROM reach WHERE name IN", names)
        return [name for (name,) in found]

    def corrections(self, names: Collection[str]) -> list[str]:
        """Names of the folded reports that correct one of these."""
        if self._has_corrections is None:
            row = self._store.row("SELECT 1 FROM correction LIMIT 1")
            self._has_corrections = row is not None
        if not self._has_corrections:
            return []
        known = _with_room(self._corrected_by)
        asked = [name for name in names if name not in known]
        if asked:
            sql = "SELECT corrects, name FROM correction WHERE corrects IN"
            known.update((name, ()) for name in asked)
            for corrected, name in self._among(sql, asked):
                known[corrected] += (name,)
        return [name for each in names for name in known[each]]

    def kept(self, names: Collection[str]) -> dict[str, str]:
        """The event of each of these that is in one."""
        known = _with_room(self._event_of)
        asked = [name for name in names if name not in known]
        if asked:
            sql = "SELECT name, event FROM reach WHERE name IN"
            known.update(self._among(sql, asked))
        found = ((name, known.get(name)) for name in names)
        return {name: event for name, event in found if event is not None}

    def _among(self, sql: str, names: Collection[str]) -> Iterator[Row]:
        listed = list(names)
        for start in range(0, len(listed), AT_ONCE):
            some = tuple(listed[start : start + AT_ONCE])
            marks = ",".join("?" * len(some))
            yield from self._store.rows(f"{sql} ({marks})", some)

    def put_reach(self, placed: Placed, event: str | None) -> None:
        """Keep where a report reaches, what it corrects and of which event it is.

        A time that was opened takes nothing away: as of an earlier instant it
        is looked for where it was then.
        """
        name, header = placed.said.name, placed.said.report.header
        room = room_of(header)
        row: tuple[int | None, ...] = (None, None, None)
        if placed.reaches():
            wide = _widened(hull(placed.reaches()))
            length_ns = wide.last_ns - wide.first_ns
            scale = sum(length_ns > each for each in SCALES)
            row = scale, wide.first_ns, wide.last_ns
            self._scales_of(room).add(scale)
        self._store.run(
            "INSERT OR REPLACE INTO reach VALUES (?, ?, ?, ?, ?, ?)",
            (name, room, *row, event),
        )
        self._event_of[name] = event
        if header.corrects:
            self._store.run(
                "INSERT OR REPLACE INTO correction VALUES (?, ?)",
                (name, header.corrects),
            )
            self._corrected_by.pop(header.corrects, None)
            self._has_corrections = True

    def drop_event(self, event: str) -> None:
        """Keep an event no longer."""
        self._store.run("DELETE FROM event WHERE id = ?", (event,))

    def sealed(self, event: str, data: bytes) -> bytes:
        """What is kept of an event: its reports, as a JSON array."""
        return self._store.content.seal(PICTURE, event, data)

    def put_event(self, event: str, body: bytes) -> None:
        """Keep an event."""
        self._store.run("INSERT OR REPLACE INTO event VALUES (?, ?)", (event, body))

    def reports_with(self, name: str) -> list[tuple[Known, bytes]]:
        """The reports of the event that a folded one is of, as they were folded.

        None where it is of none.
        """
        row = self._store.row(
            "SELECT id, body FROM event"
            " WHERE id = (SELECT event FROM reach WHERE name = ?)",
            (name,),
        )
        return [] if row is None else list(unpacked(self._opened(*row)))

    def _opened(self, event: str, body: bytes) -> bytes:
        return self._store.content.open(PICTURE, event, body)

    def move(self, name: str, event: str) -> None:
        """A report is of another event from now on."""
        self._event_of[name] = event
        self._store.run("UPDATE reach SET event = ? WHERE name = ?", (event, name))

    def events(self, withdrawn: Collection[str]) -> tuple[Event, ...]:
        """Every event, in order.

        Args:
            withdrawn: Names of the reports that do not count.
        """
        rows = self._store.rows("SELECT id, body FROM event")
        bodies = (self._opened(*row) for row in rows)
        return tuple(
            sorted((_event_in(each, withdrawn) for each in bodies), key=event_order)
        )

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The reports of each event, by name; nothing of what they say is read."""
        found: dict[str, list[str]] = {}
        rows = self._store.rows(
            "SELECT event, name FROM reach WHERE event IS NOT NULL ORDER BY name"
        )
        for event, name in rows:
            found.setdefault(event, []).append(name)
        return tuple(map(tuple, found.values()))

    def loose(self) -> tuple[str, ...]:
        """Names of free statements, in canonical order."""
        rows = self._store.rows(
            "SELECT reach.name FROM reach JOIN statement"
            " ON statement.name = reach.name WHERE room IN (?, ?, ?)"
            " ORDER BY said_at_ns, reach.name",
            LOOSE_ROOMS,
        )
        return tuple(name for (name,) in rows)


def _with_room(known: dict[str, T]) -> dict[str, T]:
    """Itself; where too much is remembered, begun anew."""
    if len(known) > MOST_NAMES:
        known.clear()
    return known


def _event_in(body: bytes, withdrawn: Collection[str]) -> Event:
    """Combined when it is asked for: most are replaced before anybody asks."""
    return event_of([known.said for known, _ in unpacked(body)], withdrawn)


def _widened(reach: Reach) -> Reach:
    """Out to whole hours: what a row tells a thief is no more than its twin."""
    first_ns = reach.first_ns // HOUR_NS * HOUR_NS
    last_ns = -(-reach.last_ns // HOUR_NS) * HOUR_NS
    return Reach(reach.room, max(first_ns, -LARGEST), min(last_ns, LARGEST))
