from __future__ import annotations

from collections.abc import Collection, Mapping

from tests.unit.fusion.told import told, without

from watchword.fusion.fuse import event_of, fuse
from watchword.fusion.memory import Memory
from watchword.fusion.said import Said
from watchword.fusion.window import Reach, reach_of
from watchword.model.event import Event
from watchword.picture.fold import Change, fold
from watchword.picture.placed import Placed

JCS = told("KR_JCS", observed_at="2022-05-04T12:03", range_km="~470")
MOD = told("JP_MOD", observed_at="2022-05-04T12:02", range_km="~500")
OTHER_DAY = told("KR_JCS", observed_at="2022-05-07T14:07")


class Shelf:
    """Reports and their events in dictionaries, answering as a store would."""

    def __init__(self, *reports: Said) -> None:
        self.reports = {each.name: placed(each) for each in reports}
        self.events = {event.id: event for event in fuse(reports)}

    def near(self, reach: Reach) -> Collection[str]:
        return [name for name, each in self.reports.items() if each.meets(reach)]

    def linked(self, said: Collection[Said]) -> Collection[str]:
        names = {each.name for each in said}
        targets = {each.report.header.corrects for each in said}
        held = self.reports.items()
        return [
            name
            for name, each in held
            if name in targets or each.said.report.header.corrects in names
        ]

    def folded(self, names: Collection[str]) -> Collection[str]:
        return [name for name in names if name in self.reports]

    def placed(self, name: str) -> Placed:
        return self.reports[name]

    def kept(self, names: Collection[str]) -> Mapping[str, str]:
        found = {n: e.id for e in self.events.values() for n in e.members}
        return {name: found[name] for name in names if name in found}


def placed(said: Said, before: Said | None = None) -> Placed:
    return Placed(
        said=said,
        reach=reach_of(said),
        before=None if before is None else reach_of(before),
    )


def changes(shelf: Shelf, *arrived: Placed) -> list[Change]:
    return [change for change in fold(shelf, arrived, Memory()) if change is not None]


def events(change: Change) -> tuple[Event, ...]:
    return tuple(map(event_of, change.put))


def test_the_first_report_puts_its_own_event() -> None:
    (change,) = changes(Shelf(), placed(JCS))
    moved = {JCS.name: JCS.name}
    assert change == Change(drop=(), put=((JCS,),), moved=moved)
    assert events(change) == fuse([JCS])


def test_a_second_witness_replaces_the_event_and_leaves_other_days_alone() -> None:
    (change,) = changes(Shelf(JCS, OTHER_DAY), placed(MOD))
    (event,) = events(change)
    assert events(change) == fuse([JCS, MOD])
    assert {*change.drop, event.id} == {JCS.name, event.id}
    assert {MOD.name: event.id}.items() <= change.moved.items()
    assert OTHER_DAY.name not in change.moved


def test_reports_of_two_days_make_two_changes() -> None:
    first, second = changes(Shelf(JCS), placed(MOD), placed(OTHER_DAY))
    assert events(first) == fuse([JCS, MOD])
    assert (second.drop, events(second)) == ((), fuse([OTHER_DAY]))


def test_many_reports_of_one_launch_are_decided_once() -> None:
    (change,) = changes(Shelf(), placed(MOD), placed(JCS))
    assert events(change) == fuse([JCS, MOD])
    assert change.moved.keys() == {JCS.name, MOD.name}


def test_an_event_beside_that_comes_out_the_same_stays() -> None:
    again = told("KR_JCS", observed_at="2022-05-04T12:20", range_km="~470")
    (change,) = changes(Shelf(JCS, again), placed(MOD))
    assert again.name not in {*change.drop, *change.moved}
    assert events(change) == fuse([JCS, MOD])


def test_a_report_that_comes_again_changes_nothing() -> None:
    (change,) = changes(Shelf(JCS, MOD), placed(MOD, before=MOD))
    assert events(change) == fuse([JCS, MOD])
    assert change.moved.keys() == {MOD.name}


def test_a_field_opened_later_joins_those_held() -> None:
    shelf = Shelf(without(JCS, "observed_at"), MOD)
    (change,) = changes(shelf, placed(JCS))
    assert events(change) == fuse([JCS, MOD])
    (event,) = events(change)
    assert {*change.drop, event.id} == {JCS.name, MOD.name}


def test_a_time_opened_later_decides_the_old_neighbours_too() -> None:
    evening = told("KR_JCS", stated_on="2022-05-04", observed_at="2022-05-04T23:00")
    day_only = without(evening, "observed_at")
    assert len(fuse([day_only, MOD])) == 1
    (change,) = changes(Shelf(day_only, MOD), placed(evening, before=day_only))
    assert change.moved.keys() >= {evening.name}
    assert events(change) == fuse([evening, MOD])
    assert len(change.put) == 2


def test_a_correction_decides_what_it_corrects_anew() -> None:
    later = told("KR_JCS", corrects=JCS.name, said_s=9, range_km="480")
    (change,) = changes(Shelf(JCS, MOD), placed(later))
    assert events(change) == fuse([JCS, MOD, later])
    (change,) = changes(Shelf(later), placed(JCS))
    assert events(change) == fuse([JCS, later])


def test_folding_can_be_left_between_any_two_reports() -> None:
    answers = list(fold(Shelf(JCS, OTHER_DAY), [placed(MOD)], Memory()))
    assert answers.count(None) > 2
    assert answers[-1] is not None
