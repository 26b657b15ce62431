"""The golden history, told to a desk that was offline from 22 to 25 November 2019."""

from __future__ import annotations

from functools import cache

import pytest
from tests.sim.scenes import EXERCISE

from watchword.edge.hindsight import refusals, refusals_of
from watchword.model.agreement import AgreementId, Instrument, Posture
from watchword.model.marking import Marking
from watchword.model.report import Header
from watchword.model.time import DAY_NS, SECOND_NS, parse_instant
from watchword.record.library import agreement_text, shipped_papers
from watchword.sim.link import Cut
from watchword.sim.world import Setting, World

GSOMIA = AgreementId("gsomia-2016")
SEOUL, TOKYO, _ = EXERCISE


def ns(text: str) -> int:
    return parse_instant(text).ns


@cache
def notes() -> tuple[Instrument, ...]:
    return tuple(sorted(shipped_papers(GSOMIA), key=lambda paper: paper.dated.ns))


def run_to(world: World, text: str) -> None:
    world.run(seconds=(ns(text) - world.now_ns) / SECOND_NS)


def tell(world: World, until: str) -> None:
    """Every paper made by then and not told yet, when its day has come."""
    for paper in notes():
        told = world.desks[paper.party].view.papers_of(paper.party, GSOMIA)
        if paper.dated.ns < ns(until) and paper not in [each for _, each in told]:
            world.run(seconds=max(0.0, (paper.dated.ns - world.now_ns) / SECOND_NS))
            world.add_paper(paper)


def say_push(world: World) -> None:
    for party in (SEOUL, TOKYO):
        world.say(Posture(party=party, agreement=GSOMIA, stance="push", said_at_ns=0))


def file(world: World) -> str:
    header = Header(
        kind="launch",
        status="exercise",
        originator=TOKYO,
        said_at_ns=0,
        topic="missile.ballistic",
        marking=Marking(label="EXERCISE 極秘"),
    )
    return world.file(header, {"site": "the coast"})


@pytest.fixture
def world(seed: int) -> World:
    """Both have the August note; the link is cut as the second one is made."""
    setting = Setting(
        seed=seed, parties=(SEOUL, TOKYO), begins_ns=ns("2016-11-23T00:00+09:00")
    )
    world = World(setting)
    tell(world, "2016-11-24T00:00+09:00")
    world.assure(agreement_text(GSOMIA))
    run_to(world, "2019-08-23T09:00+09:00")
    tell(world, "2019-08-24T00:00+09:00")
    run_to(world, "2019-11-20T09:00+09:00")
    say_push(world)
    run_to(world, "2019-11-22T00:00+09:00")
    for sender, recipient in ((SEOUL, TOKYO), (TOKYO, SEOUL)):
        until_ns = ns("2019-11-25T12:00+09:00")
        world.cut(
            Cut(
                sender=sender,
                recipient=recipient,
                from_ns=world.now_ns,
                until_ns=until_ns,
            )
        )
    run_to(world, "2019-11-22T18:00+09:00")
    tell(world, "2019-11-23T00:00+09:00")
    return world


def state(world: World) -> str:
    desk = world.desks[TOKYO]
    now_ns = desk.clock_ns(world.now_ns)
    return desk.view.standings(GSOMIA, now_ns)[0].state.state_under(TOKYO)


def test_art21c_a_desk_that_missed_the_second_note_fails_closed_at_midnight(
    world: World,
) -> None:
    desk = world.desks[TOKYO]
    run_to(world, "2019-11-22T23:59+09:00")
    assert state(world) == "NOTICE_GIVEN"
    before = file(world)
    run_to(world, "2019-11-23T00:00+09:00")
    assert state(world) == "TERMINATED"
    after = file(world)
    assert desk.view.offered(before, SEOUL)
    assert not desk.view.offered(after, SEOUL)
    (row,) = refusals(desk.store, desk.view)
    assert row["name"] == after
    (decision,) = row["decisions"]
    assert [no["code"] for no in decision["refusals"]] == ["agreement-not-in-force"]
    assert not row["by_ignorance"]


def test_art21c_when_it_has_caught_up_it_shows_that_it_refused_by_ignorance(
    world: World,
) -> None:
    desk = world.desks[TOKYO]
    run_to(world, "2019-11-23T10:00+09:00")
    name = file(world)
    run_to(world, "2019-11-25T14:00+09:00")
    assert state(world) == "NOTICE_SUSPENDED"
    (row,) = refusals(desk.store, desk.view)
    assert row["name"] == name
    assert row["by_ignorance"]
    (missing,) = row["missing"]
    assert (missing["party"], missing["says"]) == (SEOUL, "suspension-2019-11-22")
    assert refusals_of(desk.store, desk.view, name, SEOUL) == [row]
    assert desk.view.offered(name, SEOUL)
    assert world.desks[SEOUL].view.held(name) is not None


def test_a_refusal_by_the_desks_own_will_is_never_by_ignorance(world: World) -> None:
    desk = world.desks[TOKYO]
    run_to(world, "2019-11-23T10:00+09:00")
    world.say(Posture(party=TOKYO, agreement=GSOMIA, stance="halt", said_at_ns=0))
    file(world)
    world.run(days=3)
    (row,) = refusals(desk.store, desk.view)
    assert not row["by_ignorance"]
    assert row["missing"] == []


def test_as_long_as_the_second_note_has_not_come_nobody_speaks_of_ignorance(
    world: World,
) -> None:
    desk = world.desks[TOKYO]
    world.post.cuts.append(
        Cut(
            sender=SEOUL,
            recipient=TOKYO,
            from_ns=world.now_ns,
            until_ns=world.now_ns + 60 * DAY_NS,
        )
    )
    run_to(world, "2019-11-23T10:00+09:00")
    file(world)
    world.run(days=30)
    (row,) = refusals(desk.store, desk.view)
    assert not row["by_ignorance"]
