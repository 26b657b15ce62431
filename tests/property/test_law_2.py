"""Law 2: the same statements with the same fields open give the same picture."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from tests.sim.days import (
    Act,
    Day,
    Yes,
    approvals,
    attempt,
    begin,
    crashes,
    cuts,
    live,
    numbers,
    settings_of,
    waits,
    wills,
)
from tests.sim.scenes import INNER, OPEN_CIRCLE, PUBLIC

from watchword.model.field import Position, Value
from watchword.model.marking import Marking
from watchword.model.quantity import Quantity
from watchword.model.report import Header, Kind, Status, Urgency
from watchword.model.time import DAY_NS, HOUR_NS, MINUTE_NS, SECOND_NS, Instant
from watchword.picture.canonical import picture_bytes
from watchword.picture.picture import picture
from watchword.sim.desk import SimDesk
from watchword.sim.world import Setting

MORNING_NS = 1_653_426_000 * SECOND_NS
"""2022-05-24, 21:00 UTC: what the reports are about lies about there."""


def at(minutes: int, precision_ns: int = MINUTE_NS) -> Instant:
    ns = (MORNING_NS + minutes * MINUTE_NS) // precision_ns * precision_ns
    return Instant(ns=ns, precision_ns=precision_ns)


minutes = st.sampled_from((0, 3, 14, 42, 65, 180, 1500))
FIELDS: dict[str, st.SearchStrategy[Value]] = {
    "observed_at": minutes.map(at),
    "observed_until": minutes.map(at),
    "observed_hour": minutes.map(lambda minute: at(minute, HOUR_NS)),
    "stated_on": minutes.map(lambda minute: at(minute, DAY_NS)),
    "range_km": st.sampled_from((300.0, 470.0, 760.0)).map(
        lambda low: Quantity(low=low, high=low, unit="km", about=low < 400)
    ),
    "count": st.sampled_from((1.0, 8.0)).map(
        lambda low: Quantity(low=low, high=low, unit="1")
    ),
    "site": st.sampled_from(("Sunan", "Punggye-ri")),
    "position": st.sampled_from((39.21, 41.28)).map(
        lambda lat: Position(lat_deg=lat, lon_deg=125.7)
    ),
}
some_names = st.none() | st.sets(st.sampled_from(sorted(FIELDS))).map(
    lambda found: tuple(sorted(found))
)


@dataclass(frozen=True)
class Sighting:
    """What somebody says of one of a few launches, perhaps a correction."""

    who: int
    quoted: str
    kind: Kind
    status: Status
    urgency: Urgency
    label: str
    corrects: int | None
    fields: dict[str, Value]

    def __call__(self, day: Day) -> None:
        corrects = "" if self.corrects is None else day.report(self.corrects)
        header = Header(
            kind=self.kind,
            status=self.status,
            originator=day.owners.get(corrects, day.party(self.who)),
            attributed_to=self.quoted,
            said_at_ns=0,
            topic="missile",
            marking=Marking(label=self.label),
            urgency=self.urgency,
            corrects=corrects,
        )
        day.file(header, self.fields)


sightings = st.builds(
    Sighting,
    who=numbers,
    quoted=st.sampled_from(("", "KR_JCS", "JP_MOD")),
    kind=st.sampled_from(("launch", "launch", "launch", "seismic_event", "statement")),
    status=st.sampled_from(("exercise", "exercise", "exercise", "actual")),
    urgency=st.sampled_from(("urgent", "routine")),
    label=st.sampled_from((PUBLIC, INNER)),
    corrects=st.sampled_from((None, None, None, 0, 3)),
    fields=st.fixed_dictionaries({}, optional=FIELDS),
)
openings = st.builds(
    Yes, report=numbers, towards=numbers, agreement=numbers, fields=some_names
)


@dataclass(frozen=True)
class Look:
    """Somebody looks at the picture: it is folded up to here."""

    who: int

    def __call__(self, day: Day) -> None:
        desk = day.world.desks[day.party(self.who)]
        attempt(lambda: str(desk.is_up and desk.picture_bytes()))


ACTS: st.SearchStrategy[Act] = st.one_of(
    sightings,
    sightings,
    sightings,
    wills,
    openings,
    approvals,
    st.builds(Look, numbers),
    waits,
    crashes,
    cuts,
)


def open_everything(day: Day) -> None:
    """Late disclosures: whatever was withheld goes to everybody after all."""
    for number in range(len(day.reports)):
        for towards in range(len(day.scene.parties)):
            Yes(report=number, towards=towards, agreement=0, fields=None)(day)


def holdings(desk: SimDesk) -> frozenset[tuple[str, frozenset[str]]]:
    """The statements held, each with the names of its open fields."""
    return frozenset(
        (said.name, frozenset(said.report.fields)) for said in desk.pictures.said()
    )


def check_pictures(day: Day) -> None:
    """Who holds the same shows the same, and what a fold of everything shows."""
    shown: dict[frozenset[tuple[str, frozenset[str]]], bytes] = {}
    for desk in day.desks:
        full = picture_bytes(picture(desk.pictures.said(), None))
        folded = desk.picture_bytes()
        assert folded == full
        assert shown.setdefault(holdings(desk), folded) == folded


@given(
    settings_of(OPEN_CIRCLE, most_skew_s=100), st.lists(ACTS, min_size=5, max_size=20)
)
def test_the_same_reports_give_the_same_picture_at_every_desk(
    setting: Setting, acts: list[Act]
) -> None:
    day = live(begin(OPEN_CIRCLE, setting), acts)
    assert day.world.settle()
    check_pictures(day)
    open_everything(day)
    assert day.world.settle()
    check_pictures(day)
    assert len({desk.picture_bytes() for desk in day.desks}) == 1
    assert {len(holdings(desk)) for desk in day.desks} == {len(day.reports)}
