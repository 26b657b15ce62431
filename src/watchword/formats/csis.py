"""CSIS Beyond Parallel's list of provocations: a row is a day or a salvo.

1. Its text is its own, all rights reserved, and counts and numbers stand in it:
   taken are the day, what sort of thing it was, and the first link.
2. What is no launch and no nuclear test is left out.
3. Where the type and the title do not say the same the row is refused.

Source:
    CSIS Beyond Parallel, as a table by stiles/north-korea-provocations.
"""

from __future__ import annotations

import re
from typing import Final

from watchword.errors import UsageError
from watchword.formats.source import Format, LeftOut, Source, SourceRow
from watchword.formats.table import Line
from watchword.model.field import Value
from watchword.model.report import Kind
from watchword.model.time import parse_instant

SOURCE: Final = Source(
    title="CSIS Beyond Parallel provocations (stiles/north-korea-provocations)",
    authority="CSIS Beyond Parallel",
    rights="text of CSIS, all rights reserved: only day, sort and link are taken",
)

COLUMNS: Final = ("id", "date_local", "type", "event", "resources")

MISSILE: Final = "Missile Provocation"
NUCLEAR: Final = "Nuclear Provocation"

SORTS: Final = (
    ("cruise", "missile.cruise", "cruise"),
    ("satellite", "missile.space", "SLV"),
    ("short-range ballistic", "missile.ballistic", "SRBM"),
    ("medium-range ballistic", "missile.ballistic", "MRBM"),
    ("intermediate-range ballistic", "missile.ballistic", "IRBM"),
    ("intercontinental ballistic", "missile.ballistic", "ICBM"),
    ("submarine launched ballistic", "missile.ballistic", "SLBM"),
    ("ballistic", "missile.ballistic", ""),
    ("anti-aircraft", "missile.air-defence", ""),
    ("surface-to-air", "missile.air-defence", ""),
    ("artillery", "artillery", ""),
    ("rocket system", "artillery", ""),
)
"""Words of a title, the topic and the class they stand for; the first counts."""

SEVERAL: Final = re.compile(r"[&/]")
"""A title of several sorts says the class of none."""

_LINK: Final = re.compile(r"https?://[^\s,;\"]+")


def read_row(line: Line) -> SourceRow | LeftOut:
    """One day or salvo.

    Raises:
        UsageError: The day is none, or type and title differ.
    """
    sort, title = line.get("type"), line.get("event").casefold()
    day = parse_instant(f"{line.get('date_local')}+09:00")
    if sort not in {MISSILE, NUCLEAR}:
        return LeftOut(line=line.number, because="neither a launch nor a nuclear test")
    if ("nuclear" in title) != (sort == NUCLEAR):
        raise UsageError(f"type: {sort!r} does not go with the title of the row")
    if "engine test" in title:
        return LeftOut(line=line.number, because="a test on the ground")
    kind, topic, weapon_class = _sorted(sort, title)
    fields: dict[str, Value] = {"observed_at": day}
    if weapon_class:
        fields["weapon_class"] = weapon_class
    if link := _LINK.search(line.get("resources")):
        fields["note"] = link[0]
    return SourceRow(
        line=line.number,
        id=line.get("id"),
        source=SOURCE,
        kind=kind,
        topic=topic,
        fields=fields,
    )


def _sorted(sort: str, title: str) -> tuple[Kind, str, str]:
    if sort == NUCLEAR:
        return "nuclear_test", "nuclear.test", ""
    for words, topic, weapon_class in SORTS:
        if words in title:
            return "launch", topic, "" if SEVERAL.search(title) else weapon_class
    return "launch", "missile", ""


CSIS: Final = Format(name="csis", columns=COLUMNS, row=read_row)
