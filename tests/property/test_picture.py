"""Law 2: same reports, same picture, whatever the order and however often."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from itertools import combinations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.fusion.told import told, without

from watchword.fusion import pair
from watchword.fusion.associate import associate
from watchword.fusion.fuse import event_of, event_order
from watchword.fusion.judged import Judged, Named
from watchword.fusion.memory import Memory
from watchword.fusion.pair import explain_pair, obstacles
from watchword.fusion.said import Said, gather
from watchword.fusion.sketch import can_meet, closeness, sketch_of
from watchword.fusion.thread import superseded, threads
from watchword.fusion.window import Reach, reach_of, room_of, touches
from watchword.model.event import Event
from watchword.model.judgement import Judgement, Verdict
from watchword.model.party import PartyId
from watchword.model.report import Kind, Status
from watchword.picture.canonical import picture_bytes
from watchword.picture.fold import Change, fold
from watchword.picture.picture import Picture, picture
from watchword.picture.placed import Placed

NAMES = [sha256(bytes([index])).hexdigest() for index in range(7)]
CLOCKS = ("05:59", "06:00", "06:08", "06:14", "06:42", "23:55")
KINDS: tuple[Kind, ...] = ("launch", "launch", "launch", "seismic_event", "statement")
STATUSES: tuple[Status, ...] = ("exercise", "exercise", "exercise", "actual")
TEXTS = {
    "count": st.sampled_from(("1", "8", ">=6", "~10")),
    "range_km": st.sampled_from(("~300", "~470", "~500", "760", "<=20")),
    "site": st.sampled_from(("Sunan", "Sunan airfield", "east coast")),
    "position": st.sampled_from(("39.2 125.7", "41.3 129.1")),
    "outcome": st.sampled_from(("success", "failure")),
}


@st.composite
def times(draw: st.DrawFn) -> dict[str, str]:
    day = draw(st.sampled_from(("2022-05-24", "2022-05-25", "2022-05-26")))
    clock = draw(st.sampled_from(CLOCKS))
    about = draw(st.sampled_from(("", "", "~")))
    zone = draw(st.sampled_from(("+09:00", "-05:00")))
    stated = {
        "observed_at": f"{about}{day}T{clock}+09:00",
        "observed_until": f"{day}T{draw(st.sampled_from(CLOCKS))}+09:00",
        "observed_hour": f"{day}T{clock[:2]}:00+09:00",
        "stated_on": f"{day}{zone}",
    }
    kept = draw(st.sets(st.sampled_from(sorted(stated))))
    return {field: stated[field] for field in kept}


@st.composite
def statements(draw: st.DrawFn, name: str) -> Said:
    return told(
        draw(st.sampled_from(("KR_JCS", "JP_MOD", "KP_KCNA"))),
        by=draw(st.sampled_from(("exercise.seoul", "exercise.tokyo"))),
        kind=draw(st.sampled_from(KINDS)),
        status=draw(st.sampled_from(STATUSES)),
        said_s=draw(st.integers(0, 3)),
        corrects=draw(st.sampled_from(["", "", "", *NAMES])),
        name=name,
        also={**draw(times()), **draw(st.fixed_dictionaries({}, optional=TEXTS))},
    )


@st.composite
def worlds(draw: st.DrawFn) -> list[Said]:
    size = draw(st.integers(1, len(NAMES)))
    return [draw(statements(name)) for name in NAMES[:size]]


@st.composite
def arrivals(draw: st.DrawFn, world: list[Said]) -> list[Said]:
    """Every report, in two parts with other fields open, in any order."""
    lines: list[Said] = []
    for said in world:
        fields = sorted(said.report.fields)
        late = draw(st.sets(st.sampled_from(fields))) if fields else set[str]()
        lines.append(without(said, *late))
        lines.append(without(said, *(set(fields) - late)))
    again = draw(st.lists(st.sampled_from(lines), max_size=4))
    return draw(st.permutations([*lines, *again]))


class Kept:
    """A kept picture: reports by name, and rows of events, as a store has them."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.reports: dict[str, Placed] = {}
        self.decided: list[Named] = []
        self.fresh: set[str] = set()
        self.events: dict[str, Event] = {}
        self.event_of: dict[str, str] = {}

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

    @property
    def judged(self) -> Judged:
        return Judged(self.decided)

    def decide(self, judgements: Sequence[Named]) -> None:
        """Judgements that came; what they are about arrives with the next slice."""
        self.decided += judgements
        for name, _ in judgements:
            self.fresh |= self.judged.about(name)

    def placed(self, name: str) -> Placed:
        return self.reports[name]

    def kept(self, names: Collection[str]) -> Mapping[str, str]:
        return {n: self.event_of[n] for n in names if n in self.event_of}

    def take(self, lines: Sequence[Said]) -> None:
        """Fold a slice: of each report what is open after it."""
        again = {each.name for each in lines} | self.fresh
        self.fresh = set()
        held = [self.reports[n].said for n in sorted(again) if n in self.reports]
        arrived = [self._arrived(said) for said in gather([*held, *lines])]
        for change in fold(self, arrived, self.memory, self.judged):
            if change is not None:
                self._put(change)
        for each in arrived:
            self.reports[each.said.name] = Placed(said=each.said, reach=each.reach)

    def _arrived(self, said: Said) -> Placed:
        known = self.reports.get(said.name)
        before = None if known is None else known.reach
        return Placed(said=said, reach=reach_of(said), before=before)

    def _put(self, change: Change) -> None:
        for event in change.drop:
            del self.events[event]
        gone = self.judged.withdrawn
        self.events.update((g[0].name, event_of(g, gone)) for g in change.put)
        for name, moved_to in change.moved.items():
            self.event_of.pop(name, None)
            if moved_to is not None:
                self.event_of[name] = moved_to
        found = {n: e.id for e in self.events.values() for n in e.members}
        assert self.event_of == found

    def picture(self) -> Picture:
        held = gather(each.said for each in self.reports.values())
        return Picture(
            as_of_ns=None,
            events=tuple(sorted(self.events.values(), key=event_order)),
            loose=tuple(s.name for s in held if s.report.header.kind == "statement"),
        )


@given(st.data())
def test_any_order_duplicates_and_late_disclosures_give_the_same_bytes(
    data: st.DataObject,
) -> None:
    world = data.draw(worlds())
    lines = data.draw(arrivals(world))
    assert picture_bytes(picture(lines, None)) == picture_bytes(picture(world, None))


@given(st.data())
def test_folding_slice_by_slice_gives_the_bytes_of_the_whole(
    data: st.DataObject,
) -> None:
    world = data.draw(worlds())
    lines = data.draw(arrivals(world))
    kept, seen = Kept(Memory(data.draw(st.sampled_from((0, 3, 100))))), list[Said]()
    while lines:
        size = data.draw(st.integers(1, len(lines)))
        some, lines = lines[:size], lines[size:]
        kept.take(some)
        seen.extend(some)
        assert picture_bytes(kept.picture()) == picture_bytes(picture(seen, None))
    assert picture_bytes(kept.picture()) == picture_bytes(picture(world, None))


@st.composite
def judgements(draw: st.DrawFn) -> list[Named]:
    """What analysts decided of some of the names, held or not, and undid."""
    made: list[Named] = []
    for number in range(draw(st.integers(0, 5))):
        names = draw(st.permutations(NAMES))[: draw(st.integers(2, 3))]
        verdicts: list[Verdict] = ["same", "same", "apart", "withdrawn"]
        verdicts += ["undone"] if made else []
        verdict = draw(st.sampled_from(verdicts))
        said = Judgement(
            party=PartyId("exercise.seoul"),
            said_at_ns=draw(st.integers(0, 3)),
            verdict=verdict,
            reports={
                "same": tuple(sorted(names)),
                "undone": (),
            }.get(verdict, tuple(names[:1])),
            others=tuple(sorted(names[1:])) if verdict == "apart" else (),
            undoes=draw(st.sampled_from(made))[0] if verdict == "undone" else "",
            because=f"no. {number}",
        )
        made.append((sha256(repr(said).encode()).hexdigest(), said))
    return made


@given(st.data())
def test_folding_with_judgements_slice_by_slice_gives_the_bytes_of_the_whole(
    data: st.DataObject,
) -> None:
    world, decided = data.draw(worlds()), data.draw(judgements())
    kept = Kept(Memory(data.draw(st.sampled_from((0, 3, 100)))))
    lines, told_so_far = data.draw(arrivals(world)), list[Said]()
    waiting = data.draw(st.permutations(decided))
    while lines or waiting:
        size = data.draw(st.integers(0 if waiting else 1, len(lines) or 0))
        some, lines = lines[:size], lines[size:]
        count = data.draw(
            st.integers(0 if lines else min(1, len(waiting)), len(waiting))
        )
        kept.decide(waiting[:count])
        waiting = waiting[count:]
        kept.take(some)
        told_so_far.extend(some)
        whole = picture(told_so_far, None, kept.judged)
        assert picture_bytes(kept.picture()) == picture_bytes(whole)
    whole = picture(world, None, Judged(decided))
    assert picture_bytes(kept.picture()) == picture_bytes(whole)


@given(worlds(), judgements())
def test_the_last_word_on_two_reports_of_one_room_is_kept(
    world: list[Said], decided: list[Named]
) -> None:
    judged = Judged(decided)
    thread_of = {
        each.name: number
        for number, thread in enumerate(threads(gather(world)))
        for each in thread.members
    }
    for event in picture(world, None, judged).events:
        assert (
            len({room_of(s.report.header) for s in world if s.name in event.members})
            == 1
        )
        assert set(event.withdrawn) == judged.withdrawn & set(event.members)
        for combined in event.fields:
            for seen in combined.witnesses:
                assert seen.superseded or seen.statement not in event.withdrawn
    if len(decided) == 1 and decided[0][1].verdict == "apart":
        said = decided[0][1]
        for event in picture(world, None, judged).events:
            for one in set(said.reports) & set(event.members):
                for far in set(said.others) & set(event.members):
                    assert thread_of[one] == thread_of[far]


@given(worlds())
def test_every_report_is_in_one_event_or_loose(world: list[Said]) -> None:
    made = picture(world, None)
    told_of = [name for event in made.events for name in event.members]
    assert sorted([*told_of, *made.loose]) == sorted(said.name for said in world)


@given(worlds())
def test_whatever_can_be_of_one_event_touches(world: list[Said]) -> None:
    for one, other in combinations(world, 2):
        (mine,), (theirs,) = threads([one]), threads([other])
        if not obstacles(mine, theirs):
            assert touches(one, other)
            assert touches(other, one)
        assert explain_pair(one, other) == explain_pair(other, one)


@given(worlds())
def test_a_sketch_says_of_two_threads_what_their_pair_does(world: list[Said]) -> None:
    for one, other in combinations(threads(gather(world)), 2):
        mine, theirs = sketch_of(one), sketch_of(other)
        if mine is None or theirs is None:
            assert obstacles(one, other)
        elif room_of(one.members[0].report.header) == room_of(
            other.members[0].report.header
        ):
            assert can_meet(mine, theirs) == (obstacles(one, other) == ())
            assert closeness(mine, theirs) == pair.closeness(one, other)


@given(worlds())
def test_every_two_of_an_event_can_be_of_one_event(world: list[Said]) -> None:
    for group in associate(world):
        for mine, theirs in combinations(threads(group), 2):
            assert obstacles(mine, theirs) == ()


@given(worlds())
def test_every_value_in_the_picture_names_a_statement_that_said_it(
    world: list[Said],
) -> None:
    by_name = {said.name: said for said in world}
    for event in picture(world, None).events:
        members = [by_name[name] for name in event.members]
        gone = superseded(gather(members))
        for combined in event.fields:
            assert combined.witnesses
            for seen in combined.witnesses:
                said = by_name[seen.statement].report
                assert said.fields[combined.field] == seen.value
                assert said.header.authority == seen.authority
                assert seen.superseded == ((seen.statement, combined.field) in gone)


@given(worlds())
def test_exercise_and_actual_never_meet(world: list[Said]) -> None:
    by_name = {said.name: said.report.header.status for said in world}
    for event in picture(world, None).events:
        assert {by_name[name] for name in event.members} == {event.status}


@given(worlds())
def test_a_picture_survives_its_own_bytes(world: list[Said]) -> None:
    made = picture(world, None)
    again = msgspec.json.decode(picture_bytes(made))
    assert [event["id"] for event in again["events"]] == [e.id for e in made.events]
