from __future__ import annotations

from hashlib import sha256

import pytest
from tests.sim.custody import check_custody
from tests.sim.days import Day, Filing, Will, begin, live
from tests.sim.scenes import CIRCLE, OPEN_CIRCLE, PUBLIC

from watchword.errors import EdgeError, StoreError, TrustError, UsageError
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.time import DAY_NS, HOUR_NS, SECOND_NS
from watchword.sim.link import Cut, Weather
from watchword.sim.world import Setting, World

BAD = Weather(latest_s=3600.0, loss=0.3, again=0.3)
ONE, OTHER, THIRD, FOURTH = OPEN_CIRCLE.parties
FILED = Filing(
    who=0,
    kept=("site", "range_km"),
    label=PUBLIC,
    topic="missile",
    status="exercise",
    urgency="routine",
    published=False,
    named=None,
    corrects=None,
    kind="launch",
)


def willing_day(seed: int, weather: Weather) -> Day:
    day = begin(
        OPEN_CIRCLE, Setting(seed=seed, parties=OPEN_CIRCLE.parties, weather=weather)
    )
    for who in range(len(OPEN_CIRCLE.parties)):
        Will(who=who, agreement=0, towards=None, topic="", stance="push", fields=None)(
            day
        )
    return day


def header(party: PartyId, label: str = PUBLIC) -> Header:
    return Header(
        kind="launch",
        status="exercise",
        originator=party,
        said_at_ns=0,
        topic="missile",
        marking=Marking(label=label),
    )


def digest_of_a_day(seed: int) -> str:
    day = live(willing_day(seed, BAD), [FILED])
    day.world.crash(OTHER, after_writes=3, down_s=60.0)
    day.world.run(days=1)
    day.world.settle()
    whole = sha256()
    for letter in day.world.letters:
        whole.update(b"%d %b" % (letter.at_ns, letter.body))
    for desk in day.desks:
        whole.update(desk.picture_bytes())
    return whole.hexdigest()


def test_the_same_seed_gives_the_same_day(seed: int) -> None:
    assert digest_of_a_day(seed) == digest_of_a_day(seed)


def test_another_seed_gives_another_day(seed: int) -> None:
    assert digest_of_a_day(seed) != digest_of_a_day(seed + 1)


@pytest.mark.slow
def test_a_month_of_a_federation_of_four_ends_with_one_picture(seed: int) -> None:
    day = willing_day(seed, BAD)
    began_ns = day.world.now_ns
    for number in range(30):
        if number % 7 == 0:
            party = day.party(number)
            day.world.crash(party, after_writes=number, down_s=3600.0)
        day.file(header(day.party(number)), {"site": f"site {number}"})
        day.world.run(days=1)
    assert day.world.now_ns - began_ns >= 30 * DAY_NS
    assert day.world.settle()
    check_custody(day)
    assert len(day.reports) >= 25
    assert len({desk.picture_bytes() for desk in day.desks}) == 1
    assert day.world.now_ns - began_ns < 45 * DAY_NS


def test_what_is_filed_reaches_everybody_through_lost_and_doubled_letters(
    seed: int,
) -> None:
    day = live(willing_day(seed, BAD), [FILED])
    assert day.world.settle()
    assert {len(desk.pictures.said()) for desk in day.desks} == {1}


def test_a_cut_holds_one_direction_back_until_it_ends(seed: int) -> None:
    day = willing_day(seed, Weather())
    now_ns = day.world.now_ns
    day.world.cut(
        Cut(
            sender=ONE,
            recipient=OTHER,
            from_ns=now_ns,
            until_ns=now_ns + 2 * HOUR_NS,
        )
    )
    live(day, [FILED])
    day.world.run(seconds=3600.0)
    held = {desk.party: len(desk.pictures.said()) for desk in day.desks}
    assert held == {ONE: 1, OTHER: 0, THIRD: 1, FOURTH: 1}
    day.world.run(seconds=3 * 3600.0)
    assert len(day.world.desks[OTHER].pictures.said()) == 1


def test_a_crash_before_the_commit_leaves_nothing_and_acknowledges_nothing(
    seed: int,
) -> None:
    day = willing_day(seed, Weather())
    desk = day.world.desks[ONE]
    entries = desk.store.value("SELECT count(*) FROM entry")
    day.world.crash(ONE, after_writes=2, down_s=60.0)
    with pytest.raises(StoreError, match="lost power"):
        day.world.file(header(ONE), {"site": "east"})
    assert desk.store.value("SELECT count(*) FROM entry") == entries
    with pytest.raises(EdgeError, match="is down"):
        day.world.file(header(ONE), {"site": "east"})
    day.world.run(seconds=61.0)
    name = day.world.file(header(ONE), {"site": "east"})
    assert name in desk.acknowledged


def test_a_crash_after_the_commit_keeps_what_nobody_was_told_of(seed: int) -> None:
    day = willing_day(seed, Weather())
    day.world.crash(ONE, after_writes=1000, down_s=60.0)
    with pytest.raises(StoreError, match="before it could answer"):
        day.world.file(header(ONE), {"site": "east"})
    desk = day.world.desks[ONE]
    (said,) = desk.pictures.said()
    assert said.name not in desk.acknowledged
    assert day.world.settle()
    assert {len(each.pictures.said()) for each in day.desks} == {1}


def test_a_clock_that_runs_ahead_makes_the_others_wait_for_its_word(seed: int) -> None:
    setting = Setting(seed=seed, parties=OPEN_CIRCLE.parties, skew_s={ONE: 3600.0})
    day = begin(OPEN_CIRCLE, setting)
    Will(who=0, agreement=0, towards=None, topic="", stance="push", fields=None)(day)
    live(day, [FILED])
    assert len(day.world.desks[OTHER].pictures.said()) == 0
    day.world.run(seconds=3600.0)
    assert len(day.world.desks[OTHER].pictures.said()) == 1


def test_a_desk_refuses_a_label_that_nobody_knows(seed: int) -> None:
    world = World(Setting(seed=seed, parties=CIRCLE))
    with pytest.raises(TrustError, match="knows the label"):
        world.file(header(ONE, label="no such label"), {"site": "east"})


def test_who_has_no_desk_says_nothing(seed: int) -> None:
    world = World(Setting(seed=seed, parties=CIRCLE))
    with pytest.raises(UsageError, match="no desk"):
        world.file(header(PartyId("nobody.example")), {"site": "east"})


def test_the_clock_jumps_and_never_goes_back(seed: int) -> None:
    world = World(Setting(seed=seed, parties=CIRCLE, begins_ns=5 * SECOND_NS))
    world.run(seconds=90.0)
    assert world.now_ns == 95 * SECOND_NS
    assert world.settle()
    assert world.now_ns == 95 * SECOND_NS
