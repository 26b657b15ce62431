"""The catalogue as this node has it, as of any instant, for whoever asks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import msgspec

from watchword.edge.commands.reports import permitted
from watchword.edge.desk import Desk
from watchword.edge.reader import Reader
from watchword.fusion.judged import Judged
from watchword.fusion.said import Said
from watchword.model.report import Status
from watchword.model.time import SECOND_NS, format_ns, parse_instant, zone_of
from watchword.node.inputs import NoteRead
from watchword.picture.catalogue import Listed, catalogue, zone_of_record
from watchword.picture.picture import picture

WEST: Final = "-12:00"
"""Where a day ends last."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """As of when, in which zone, of which events, and what for.

    Args:
        as_of: The instant of knowledge as a person types it, its end where it
            is a day or a minute; without an offset in the zone.  Empty: now.
        zone: The zone of days and times; empty: that of the record.
        status: Which events; ``None``: those of the node's profile.
        purpose: What for; empty: not said.
    """

    as_of: str = ""
    zone: str = ""
    status: Status | None = None
    purpose: str = ""


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """What a person may open.

    Args:
        names: Of these reports.
        withheld: How many it may not, and why.
    """

    names: frozenset[str]
    withheld: dict[str, Any]


class Shelf:
    """Catalogues of one node, each as of an instant of knowledge.

    Args:
        desk: The node.
        asked: Of which events, in which zone.
        as_of_ns: As of when it is asked; ``None``: now.
        opened: What whoever asks may open; ``None``: the node has no register.
    """

    def __init__(
        self, desk: Desk, asked: Asked, as_of_ns: int | None, opened: Open | None
    ) -> None:
        self._desk = desk
        self._status: Status = asked.status or desk.config.status
        self._opened = opened
        self.zone = asked.zone
        self.as_of_ns = as_of_ns
        self.listed = self.at(as_of_ns)

    def at(self, as_of_ns: int | None) -> tuple[Listed, ...]:
        """The catalogue as of an instant; ``None``: now.

        To a person it is the one that the reports give which that person may
        open now, at every instant.
        """
        held = self._desk.pictures.said(as_of_ns=as_of_ns)
        if self._opened is None:
            shown = self._desk.pictures.picture(as_of_ns)
        else:
            held = [said for said in held if said.name in self._opened.names]
            judged = self._desk.pictures.judged(as_of_ns=as_of_ns)
            shown = picture(held, as_of_ns, judged)
        return catalogue(shown, held, self._status)

    def around(self, names: Collection[str], as_of_ns: int) -> tuple[Listed, ...]:
        """The events of these reports and of what touches them, as of an instant.

        They are read alone, so that it costs what lies there; their numbers
        say nothing.
        """
        pictures = self._desk.pictures
        held = pictures.touching(names, as_of_ns=as_of_ns)
        if self._opened is not None:
            held = [said for said in held if said.name in self._opened.names]
        shown = picture(held, as_of_ns, pictures.judged(as_of_ns=as_of_ns))
        return catalogue(shown, held, self._status)

    def neighbours(self, names: Collection[str]) -> set[str]:
        """Names of the reports that may ever have touched these."""
        return self._desk.pictures.neighbours(names)

    def judged(self, as_of_ns: int | None) -> Judged:
        """What analysts had decided by an instant; ``None``: by now."""
        return self._desk.pictures.judged(as_of_ns=as_of_ns)

    def may_see(self, name: str) -> bool:
        """Whether whoever asks may open that report."""
        return self._opened is None or name in self._opened.names

    @property
    def until_ns(self) -> int:
        """Up to when it knows of anything."""
        return self._desk.clock.now_ns() if self.as_of_ns is None else self.as_of_ns

    def instants(self, names: Collection[str]) -> list[int]:
        """When statements came to be known, or more of them did, in order.

        One that was said in the future counts from when its time has come.
        """
        rows = [
            row
            for name in names
            for row in self._desk.store.rows(
                "SELECT known_at_ns, (SELECT said_at_ns FROM statement"
                " WHERE name = ?1) FROM entry WHERE number IN"
                " (SELECT entry FROM statement WHERE name = ?1 UNION"
                " SELECT entry FROM disclosure WHERE name = ?1 AND later = 1)",
                (name,),
            )
        ]
        found = {max(map(int, row)) for row in rows}
        return sorted(ns for ns in found if ns <= self.until_ns)

    def begins_ns(self) -> int | None:
        """When this node's ledger begins; ``None``: it has no entry yet."""
        found = self._desk.store.value(
            "SELECT known_at_ns FROM entry ORDER BY number LIMIT 1"
        )
        return None if found is None else int(found)

    def destroyed(self) -> tuple[str, ...]:
        """Names of the reports known by then that are destroyed by now."""
        return self._desk.pictures.destroyed(as_of_ns=self.as_of_ns)

    @property
    def withheld(self) -> int:
        """How many reports the person may not open."""
        return 0 if self._opened is None else int(self._opened.withheld["items"])

    def head(self, by: Collection[str] = ()) -> dict[str, Any]:
        """Whose answer it is, as of when, by whose reports."""
        second_ns = self.until_ns // SECOND_NS * SECOND_NS
        opened = self._opened
        held_back = {} if opened is None else {"withheld": opened.withheld}
        return {
            "party": self._desk.config.party,
            "profile": self._desk.config.profile,
            "as_of": format_ns(second_ns, self.zone),
            "zone": self.zone,
            "by": sorted(by),
            **held_back,
        }


async def shelf_for(
    desk: Desk, reader: Reader | None, asked: Asked, command: str
) -> Shelf:
    """The shelf for whoever asks; that it was read is noted.

    Args:
        desk: The node.
        reader: Who asks; ``None``: the node has no register.
        asked: As of when and what for.
        command: By which command.

    Raises:
        UsageError: No such instant or zone.
    """
    _check_zone(asked.zone)
    zone = asked.zone or _zone(desk, reader, asked)
    as_of_ns = instant_ns(asked.as_of, zone) if asked.as_of else None
    asked = Asked(zone=zone, status=asked.status, purpose=asked.purpose)
    if reader is None:
        return Shelf(desk, asked, as_of_ns, None)
    read = NoteRead(
        person="", command=command, as_of_ns=as_of_ns, purpose=asked.purpose
    )
    held = desk.pictures.said(as_of_ns=as_of_ns)
    opened, withheld = await permitted(desk, reader, held, read)
    names = frozenset(said.name for said in opened)
    return Shelf(desk, asked, as_of_ns, Open(names=names, withheld=withheld))


def instant_ns(text: str, zone: str) -> int:
    """The end of what is typed: of a day, a minute, a second.

    Raises:
        UsageError: No such instant or zone.
    """
    offset = zone if zone[:1] in {"+", "-"} else ""
    read = parse_instant(text, zone="UTC" if offset else zone)
    if offset and read.zone_inferred:
        read = parse_instant(text + offset)
    return read.end_ns - 1


def _check_zone(zone: str) -> None:
    if zone[:1] in {"+", "-"}:
        parse_instant(f"2022-01-01{zone}")
    elif zone:
        zone_of(zone)


def _zone(desk: Desk, reader: Reader | None, asked: Asked) -> str:
    """The record's, by what was known wherever the day ends last."""
    as_of_ns = instant_ns(asked.as_of, WEST) if asked.as_of else None
    held: Collection[Said] = desk.pictures.said(as_of_ns=as_of_ns)
    if reader is not None:
        names = [said.name for said in held]
        opened = set(reader.sort(desk, names, asked.purpose).opened)
        held = [said for said in held if said.name in opened]
    return zone_of_record(held)
