"""A party is removed, and a relay that has not heard of it passes nothing on.

The case is that of an organisation taken out of a sharing group which still
got new events through peers that had not been told.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from tests.sim.days import Day, Will, begin
from tests.sim.scenes import PUBLIC, Scene, circle_text

from watchword.model.agreement import AgreementId, Signature
from watchword.model.marking import Marking
from watchword.model.message import OriginatorApproval
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.time import DAY_NS, HOUR_NS, Instant
from watchword.sim.link import Cut
from watchword.sim.world import Setting, World
from watchword.wire.line import parse_line
from watchword.wire.statement import SealedReport, parse_statement

FIVE = tuple(PartyId(f"{name}.circle") for name in ("ani", "beso", "eka", "gia", "lia"))
ANI, BESO, EKA, RELAY, GONE = FIVE
CIRCLE = AgreementId("circle")
HOURS = 6
pytestmark = pytest.mark.slow
HANDLING = f"""
[handling]
standing_kinds = ["launch"]
freshness_hours = {HOURS}
removal = "majority"
"""
TEXT = circle_text(FIVE) + HANDLING
WITHOUT = circle_text(FIVE[:4]).replace("version = 1", "version = 2") + HANDLING


@pytest.fixture
def day(seed: int) -> Day:
    """Everybody pushes to everybody, and each lets each pass launches on."""
    scene = Scene(parties=FIVE, texts={"circle": TEXT}, labels=(PUBLIC,))
    day = begin(scene, Setting(seed=seed, parties=FIVE), days=0.1)
    for who in range(len(FIVE)):
        Will(who=who, agreement=0, towards=None, topic="", stance="push", fields=None)(
            day
        )
    for party in FIVE:
        for holder in FIVE:
            for recipient in FIVE:
                if len({party, holder, recipient}) == 3:
                    approve(day.world, party, holder, recipient)
    day.world.run(days=0.1)
    return day


def approve(world: World, party: PartyId, holder: PartyId, to: PartyId) -> None:
    world.say(
        OriginatorApproval(
            party=party,
            agreement=CIRCLE,
            said_at_ns=0,
            holder=holder,
            recipient=to,
            kinds=("launch",),
            until_ns=world.now_ns + 1000 * DAY_NS,
        )
    )


def file(world: World, party: PartyId, site: str) -> str:
    header = Header(
        kind="launch",
        status="exercise",
        originator=party,
        said_at_ns=0,
        topic="missile",
        marking=Marking(label=PUBLIC),
    )
    return world.file(header, {"site": site})


def remove(world: World, *by: PartyId) -> None:
    for party in by:
        world.add_paper(
            Signature(
                agreement=CIRCLE,
                party=party,
                note="signed-2",
                dated=Instant(ns=world.desks[party].clock_ns(world.now_ns)),
                version=2,
                text=WITHOUT,
            )
        )


def cut_off(world: World, party: PartyId, others: Sequence[PartyId]) -> None:
    for other in others:
        for sender, recipient in ((party, other), (other, party)):
            world.cut(
                Cut(
                    sender=sender,
                    recipient=recipient,
                    from_ns=world.now_ns,
                    until_ns=world.now_ns + 100 * DAY_NS,
                )
            )


def came_to(world: World, party: PartyId, since_ns: int) -> set[tuple[PartyId, str]]:
    """By whom which reports of others were brought, whatever became of them."""
    found = set()
    for letter in world.letters:
        if letter.recipient != party or letter.at_ns < since_ns:
            continue
        for row in letter.body.splitlines():
            if "envelope" not in json.loads(row):
                continue
            line = parse_line(row)
            statement = parse_statement(line.envelope)
            if (
                isinstance(statement, SealedReport)
                and statement.header.originator != letter.sender
            ):
                found.add((letter.sender, line.envelope.name))
    return found


def refusals(world: World, party: PartyId, name: str) -> set[str]:
    rows = world.desks[party].store.rows(
        "SELECT body FROM entry WHERE kind = 'refusal'"
    )
    bodies = [json.loads(body) for (body,) in rows]
    return {
        no["code"]
        for body in bodies
        if (body["name"], body["recipient"]) == (name, GONE)
        for decision in body["decisions"]
        for no in decision["refusals"]
    }


def test_before_the_removal_what_one_files_is_passed_on(day: Day) -> None:
    began_ns = day.world.now_ns
    cut_off(day.world, ANI, [GONE])
    name = file(day.world, ANI, "ridge")
    day.world.run(seconds=60.0)
    by = {
        sender for sender, found in came_to(day.world, GONE, began_ns) if found == name
    }
    assert by == {BESO, EKA, RELAY}


@pytest.mark.parametrize(
    "cut",
    [(), (ANI,), (ANI, EKA), (ANI, BESO, EKA), (BESO, EKA)],
    ids=lambda cut: f"without {len(cut)}",
)
def test_after_the_removal_nobody_passes_anything_new_on_to_who_was_removed(
    day: Day, cut: tuple[PartyId, ...]
) -> None:
    """The relay is cut off from some of the others, and not from who is gone."""
    world = day.world
    cut_off(world, RELAY, cut)
    remove(world, ANI, BESO, EKA)
    world.run(seconds=HOURS * 3600.0 + 60.0)
    since_ns = world.now_ns
    names = [file(world, party, f"site of {party}") for party in (ANI, BESO, EKA)]
    world.run(days=1)
    assert came_to(world, GONE, since_ns) == set()
    assert not [n for n in names if world.desks[GONE].view.held(n)]
    reached = [n for n in names if world.desks[RELAY].view.held(n)]
    expected = {"stale-instruments"} if cut else {"not-a-party"}
    for name in reached:
        assert expected & refusals(world, RELAY, name)


def test_a_relay_that_hears_of_the_removal_later_passes_nothing_on_then(
    day: Day,
) -> None:
    world = day.world
    cut_off(world, RELAY, (ANI, EKA))
    remove(world, ANI, BESO, EKA)
    world.run(seconds=HOURS * 3600.0 + 60.0)
    since_ns = world.now_ns
    name = file(world, BESO, "pass")
    world.run(seconds=60.0)
    assert "stale-instruments" in refusals(world, RELAY, name)
    world.post.clear_up()
    world.run(days=2)
    assert came_to(world, GONE, since_ns) == set()


def test_a_word_is_said_every_third_of_the_limit_and_not_to_who_is_gone(
    day: Day,
) -> None:
    world = day.world
    remove(world, ANI, BESO, EKA)
    world.run(days=1)
    since_ns = world.now_ns
    world.run(days=1)
    words = world.desks[ANI].store.value(
        "SELECT count(*) FROM statement WHERE kind = 'word' AND party = ?"
        " AND said_at_ns >= ?",
        (ANI, since_ns),
    )
    assert words in (11, 12)
    assert not [
        letter
        for letter in world.letters
        if letter.recipient == GONE
        and letter.sender != RELAY
        and letter.at_ns >= since_ns + HOUR_NS
    ]


def test_in_quiet_times_everybody_has_heard_of_everybody(day: Day) -> None:
    """So the limit refuses nothing where all links carry."""
    world = day.world
    cut_off(world, ANI, [GONE])
    world.run(days=3)
    since_ns = world.now_ns
    name = file(world, BESO, "ford")
    cut_off(world, BESO, [GONE])
    world.run(seconds=60.0)
    assert world.desks[GONE].view.held(name) is not None
    assert {found for _, found in came_to(world, GONE, since_ns)} <= {name}
