"""Sheets for the tests of formats: two witnesses who differ, and what is bare."""

from __future__ import annotations

from typing import Final

from watchword.formats.sheet import Cover, Sheet
from watchword.fusion.combine import combine
from watchword.model.event import Event, Witnessed
from watchword.model.fieldtext import parse_field
from watchword.model.report import Kind

NORTH: Final = "a" * 64
SOUTH: Final = "b" * 64
THIRD: Final = "c" * 64

COVER: Final = Cover(
    source="the picture of desk.north at entry 7 of its ledger",
    statuses=("exercise",),
    labels=("CLOSED · ZU", "OPEN"),
    caveats=("north eyes",),
    releasable_to=("desk.south",),
    purposes=("study",),
    rights=("Apache-2.0",),
    rule="all 2 events, of 3 reports; 0 reports withheld",
    as_of="2022-05-04T12:00:00Z",
    made_at="2022-05-05T09:00:00Z",
    recipient="the library",
    purpose="study",
    made_by="kim",
)


def event_of(
    number: int, said: dict[str, dict[str, str]], kind: Kind = "launch"
) -> Event:
    """An event; ``said`` is text by field, by witness."""
    names = {"north": NORTH, "south": SOUTH, "third": THIRD}
    fields = sorted({field for texts in said.values() for field in texts})
    return Event(
        id=f"{number:064x}",
        kind=kind,
        status="exercise",
        members=tuple(names[who] for who in said),
        fields=tuple(
            combine(
                field,
                [
                    Witnessed(
                        authority=who,
                        party=f"desk.{who}",
                        statement=names[who],
                        value=parse_field(field, texts[field]),
                    )
                    for who, texts in said.items()
                    if field in texts
                ],
            )
            for field in fields
        ),
    )


APART: Final = event_of(
    1,
    {
        "north": {
            "observed_at": "2022-05-04T12:03+09:00",
            "range_km": "470",
            "apogee_km": "~780",
            "position": "39.2,125.7",
            "site": "the airfield, <north>",
        },
        "south": {
            "observed_at": "2022-05-04T12:04+09:00",
            "range_km": "900",
            "apogee_km": "~800",
            "position": "45.0,130.0",
            "site": 'a "field" & more',
            "count": ">=1",
        },
    },
)
BARE: Final = event_of(2, {"third": {"weapon": "a rocket"}})

SHEET: Final = Sheet(
    cover=COVER,
    events=(APART, BARE),
    labels={NORTH: "CLOSED · ZU", SOUTH: "OPEN", THIRD: "OPEN"},
)
"""Witnesses contradict each other in range and position; one event has neither."""
