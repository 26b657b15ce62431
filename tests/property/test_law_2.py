"""Law 2: the same statements with the same fields open give the same picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st
from tests.sim.days import (
    Act,
    Day,
    Plan,
    Yes,
    attempt,
    begin,
    crashes,
    cuts,
    live,
    numbers,
    often,
    plans,
    waits,
    wills,
)
from tests.sim.judging import judgings, undo_everything
from tests.sim.scenes import INNER, OPEN_CIRCLE, PUBLIC

from watchword.model.agreement import AgreementId, Posture
from watchword.model.field import Position, Value
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.quantity import Quantity
from watchword.model.report import Header, Kind, Status, Urgency
from watchword.model.time import DAY_NS, HOUR_NS, MINUTE_NS, SECOND_NS, Instant
from watchword.node.inputs import Release
from watchword.picture.canonical import picture_bytes
from watchword.picture.picture import picture
from watchword.sim.desk import SimDesk
from watchword.sim.world import Setting

MOST_SKEW_S = 100
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
few_names = st.sampled_from(
    (("observed_hour", "site", "stated_on"), ("stated_on",), ("site", "range_km"), ())
)
"""What everybody lets go at first; more is opened later."""

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
    Yes,
    report=numbers,
    by=st.none(),
    towards=numbers,
    agreement=numbers,
    fields=some_names,
)


@dataclass(frozen=True)
class Look:
    """Somebody looks at the picture: it is folded up to here."""

    who: int

    def __call__(self, day: Day) -> None:
        desk = day.world.desks[day.party(self.who)]
        attempt(lambda: str(desk.is_up and desk.picture_bytes()))


ACTS: st.SearchStrategy[Act] = st.one_of(
    *often(sightings, 6),
    *often(openings, 4),
    *often(st.builds(Look, numbers), 2),
    *often(judgings, 2),
    wills,
    waits,
    crashes,
    cuts,
)


def open_everything(day: Day) -> None:
    """Late disclosures: whatever was withheld goes to everybody after all.

    That is more than what was acknowledged: a desk may have crashed between
    the commit of a report and its answer.
    """
    for desk in day.desks:
        for recipient in sorted({*day.scene.parties} - {desk.party}):
            day.world.say(push(desk.party, recipient))
            for name in own_reports(desk):
                day.world.take(desk.party, [Release(name=name, recipient=recipient)])


def push(party: PartyId, recipient: PartyId) -> Posture:
    """No posture that was stated before is nearer to the topic."""
    return Posture(
        party=party,
        agreement=AgreementId("circle"),
        recipient=recipient,
        topic="missile",
        stance="push",
        said_at_ns=0,
    )


def own_reports(desk: SimDesk) -> list[str]:
    found = desk.pictures.said()
    return [s.name for s in found if s.report.header.originator == desk.party]


def holdings(desk: SimDesk) -> frozenset[tuple[str, frozenset[str]]]:
    """The statements held, each with the names of its open fields."""
    return frozenset(
        (said.name, frozenset(said.report.fields)) for said in desk.pictures.said()
    )


def check_pictures(day: Day) -> None:
    """Who holds the same shows the same, and what a fold of everything shows.

    What is held are the reports, and what the desk's own analysts decided.
    """
    shown: dict[object, bytes] = {}
    for desk in day.desks:
        judged = desk.pictures.judged()
        full = picture_bytes(picture(desk.pictures.said(), None, judged))
        folded = desk.picture_bytes()
        assert folded == full
        held = holdings(desk), judged.counts
        assert shown.setdefault(held, folded) == folded


def check_as_of(day: Day) -> None:
    """As of each judgement the picture is that of what was held and decided then."""
    for desk in day.desks:
        for name in desk.pictures.judged().all:
            at_ns = desk.store.value(
                "SELECT known_at_ns FROM entry JOIN statement ON entry = number"
                " WHERE name = ?",
                (name,),
            )
            said = desk.pictures.said(as_of_ns=at_ns)
            then = picture(said, at_ns, desk.pictures.judged(as_of_ns=at_ns))
            assert desk.pictures.picture(at_ns).events == then.events


@given(plans(OPEN_CIRCLE, ACTS, fields=few_names, most_skew_s=MOST_SKEW_S))
def test_the_same_reports_give_the_same_picture_at_every_desk(plan: Plan) -> None:
    day = plan.live()
    assert day.world.settle()
    check_pictures(day)
    # A clock that runs ahead dates a signature later than others' clocks show.
    day.world.run(seconds=2 * MOST_SKEW_S)
    open_everything(day)
    assert day.world.settle()
    check_pictures(day)
    check_as_of(day)
    # Judgements stay at home; without them everybody shows the same.
    undo_everything(day)
    check_pictures(day)
    assert len({desk.picture_bytes() for desk in day.desks}) == 1
    assert len({holdings(desk) for desk in day.desks}) == 1
    assert set(day.reports) <= {name for name, _ in holdings(day.desks[0])}


def test_a_time_opened_late_takes_a_report_out_of_its_event(seed: int) -> None:
    """By its day it belonged to the other's launch; by its minute it does not."""
    setting = Setting(seed=seed, parties=OPEN_CIRCLE.parties)
    day = begin(OPEN_CIRCLE, setting)
    sighting = Sighting(
        who=0,
        quoted="KR_JCS",
        kind="launch",
        status="exercise",
        urgency="routine",
        label=PUBLIC,
        corrects=None,
        fields={"observed_at": at(0)},
    )
    early: dict[str, Value] = {"observed_at": at(-300), "stated_on": at(0, DAY_NS)}
    live(day, [sighting, replace(sighting, quoted="JP_MOD", fields=early)])
    for report, fields in ((0, None), (1, ("stated_on",)), (1, None)):
        Yes(report=report, by=None, towards=1, agreement=0, fields=fields)(day)
        assert day.world.settle()
        check_pictures(day)
    events = day.desks[1].pictures.picture().events
    assert sorted(len(event.members) for event in events) == [1, 1]
