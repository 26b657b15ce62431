"""Law 1: nothing leaves without a clause, and every refusal names every rule."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.sim.clauses import check_clauses
from tests.sim.days import (
    Filing,
    Plan,
    Will,
    Yes,
    approvals,
    begin,
    crashes,
    cuts,
    filings,
    intrusions,
    live,
    notes,
    often,
    plans,
    waits,
    wills,
)
from tests.sim.sayings import asks, lets, relays, says
from tests.sim.scenes import CIRCLES, THREE, Scene

from watchword.model.agreement import Posture
from watchword.model.message import OriginatorApproval, Revocation
from watchword.model.time import DAY_NS
from watchword.sim.world import Setting

LAUNCH = Filing(
    who=0,
    kept=("site", "weapon"),
    label=None,
    topic="missile",
    status="exercise",
    urgency="urgent",
    published=False,
    named=None,
    corrects=None,
    kind="launch",
)
"""The first party of a scene reports a launch."""


def plans_of(scene: Scene) -> st.SearchStrategy[Plan]:
    act = st.one_of(
        *often(filings(scene.labels), 5),
        *often(approvals, 3),
        *often(notes, 2),
        *often(lets, 2),
        *often(says(scene.labels), 3),
        *often(relays, 2),
        asks,
        intrusions,
        wills,
        waits,
        crashes,
        cuts,
    )
    return plans(scene, act)


@given(st.sampled_from((CIRCLES, THREE)).flatmap(plans_of))
def test_whatever_left_had_a_clause_and_every_refusal_names_every_rule(
    plan: Plan,
) -> None:
    day = plan.live()
    assert day.world.settle()
    check_clauses(day)


def test_what_another_originated_goes_on_only_with_its_approval(seed: int) -> None:
    day = begin(THREE, Setting(seed=seed, parties=THREE.parties))
    seoul, tokyo, hub = range(3)
    tisa = sorted(THREE.texts).index("tisa-2014")
    push = Will(
        who=seoul, agreement=tisa, towards=hub, topic="", stance="push", fields=None
    )
    onward = Yes(report=0, by=hub, towards=tokyo, agreement=tisa, fields=None)
    live(day, [push, LAUNCH, onward])
    assert day.world.settle()
    check_clauses(day)
    assert len(day.world.desks[day.party(hub)].pictures.said()) == 1
    assert not day.world.desks[day.party(tokyo)].pictures.said()
    bodies = day.world.desks[day.party(hub)].store.rows(
        "SELECT body FROM entry WHERE kind = 'refusal'"
    )
    assert [b"no-originator-approval" in body for (body,) in bodies] == [True]


def test_art06a_a_revoked_approval_stops_later_releases_and_the_earlier_stays(
    seed: int,
) -> None:
    """By way of the hub: one report goes on, the next does not."""
    day = begin(THREE, Setting(seed=seed, parties=THREE.parties))
    seoul, tokyo, hub = THREE.parties
    tisa = day.agreement(sorted(THREE.texts).index("tisa-2014"))
    leave = OriginatorApproval(
        party=seoul,
        agreement=tisa,
        said_at_ns=0,
        holder=hub,
        recipient=tokyo,
        kinds=("launch",),
        fields=("site",),
        until_ns=day.world.now_ns + 90 * DAY_NS,
    )
    for party, recipient in ((seoul, hub), (hub, tokyo)):
        will = Posture(
            party=party,
            agreement=tisa,
            recipient=recipient,
            stance="push",
            said_at_ns=0,
        )
        day.world.say(will)
    day.say(leave)
    day.world.run(days=1)
    for _ in range(2):
        live(day, [LAUNCH])
        day.world.run(days=1)
        revoked = Revocation(
            party=seoul, agreement=tisa, said_at_ns=0, approval=day.said[0]
        )
        day.say(revoked)
        day.world.run(days=1)
    assert day.world.settle()
    check_clauses(day)
    first, second = day.reports
    reached = {
        said.name: said.report for said in day.world.desks[tokyo].pictures.said()
    }
    assert set(reached) == {first}
    assert set(reached[first].fields) == {"site"}
    assert day.world.desks[hub].view.offered(first, tokyo) == {"header", "site"}
    assert day.world.desks[hub].view.held(second) is not None
    refused = day.world.desks[hub].store.rows(
        "SELECT body FROM entry WHERE kind = 'refusal'"
    )
    assert any(
        second.encode() in body and b"no-originator-approval" in body
        for (body,) in refused
    )
