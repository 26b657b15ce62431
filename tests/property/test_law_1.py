"""Law 1: nothing leaves without a clause, and every refusal names every rule."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.sim.clauses import check_clauses
from tests.sim.days import (
    Plan,
    approvals,
    crashes,
    cuts,
    filings,
    notes,
    often,
    plans,
    waits,
    wills,
)
from tests.sim.scenes import CIRCLES, THREE, Scene


def plans_of(scene: Scene) -> st.SearchStrategy[Plan]:
    act = st.one_of(
        *often(filings(scene.labels), 5),
        *often(approvals, 3),
        *often(notes, 2),
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
