"""Law 3: nothing acknowledged is lost, and nothing is doubled."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sim.custody import check_custody
from tests.sim.days import (
    Act,
    Crash,
    Day,
    Filing,
    Plan,
    Wait,
    Will,
    approvals,
    begin,
    crashes,
    cuts,
    destructions,
    filings,
    live,
    notes,
    often,
    plans,
    waits,
    wills,
)
from tests.sim.scenes import OPEN_CIRCLE, PUBLIC

from watchword.edge.writer import Outcome
from watchword.errors import StoreError
from watchword.node.inputs import Input
from watchword.sim.desk import SimDesk
from watchword.sim.world import Setting

ACTS: st.SearchStrategy[Act] = st.one_of(
    *often(filings(OPEN_CIRCLE.labels), 4),
    *often(crashes, 4),
    *often(approvals, 2),
    wills,
    notes,
    waits,
    cuts,
    destructions,
)


@given(plans(OPEN_CIRCLE, ACTS, most_skew_s=100))
def test_what_was_acknowledged_is_there_once_whatever_broke(plan: Plan) -> None:
    day = plan.live()
    assert day.world.settle()
    check_custody(day)


class HastyDesk(SimDesk):
    """Answers before the commit: a crash takes back what was answered for."""

    _late: ExitStack | None = None

    def submit(self, unit: list[Input], at_ns: int) -> Outcome:  # type: ignore[override]
        if self._late is None:
            self._late = ExitStack()
            self._late.enter_context(self.store.transaction())
        return super().submit(unit, at_ns)

    def commit_late(self) -> None:
        if self._late is not None:
            self._late.close()
        self._late = None

    def crash(self) -> None:
        if self._late is not None:
            lost = StoreError("what was not committed is gone")
            self._late.__exit__(StoreError, lost, None)
        self._late = None
        super().crash()


FILED = Filing(
    who=0,
    kept=("site",),
    label=PUBLIC,
    topic="nuclear",
    status="exercise",
    urgency="routine",
    published=False,
    named=None,
    corrects=None,
    kind="launch",
)
PUSH = Will(who=0, agreement=0, towards=None, topic="", stance="push", fields=None)


def hasty_day(seed: int, acts: list[Act]) -> Day:
    """A day at hasty desks, which commit what they did in the morning only."""
    setting = Setting(seed=seed, parties=OPEN_CIRCLE.parties)
    day = begin(OPEN_CIRCLE, setting, make_desk=HastyDesk)
    PUSH(day)
    day.world.run(days=1)
    for desk in day.desks:
        assert isinstance(desk, HastyDesk)
        desk.commit_late()
    live(day, acts)
    return day


@pytest.mark.parametrize(
    "acts",
    {
        "at the sender": [FILED, Wait(60.0), Crash(0, 3, 5.0), FILED],
        "at a recipient": [FILED, Wait(60.0), Crash(1, 0, 5.0), replace(PUSH, who=1)],
    }.items(),
    ids=lambda case: case[0],
)
def test_the_oracle_finds_a_desk_that_answers_before_it_commits(
    seed: int, acts: tuple[str, list[Act]]
) -> None:
    day = hasty_day(seed, acts[1])
    day.world.settle()
    with pytest.raises(AssertionError, match="has lost"):
        check_custody(day)


def test_the_same_day_at_honest_desks_passes_the_oracle(seed: int) -> None:
    setting = Setting(seed=seed, parties=OPEN_CIRCLE.parties)
    day = begin(OPEN_CIRCLE, setting)
    PUSH(day)
    live(day, [FILED, Wait(60.0), Crash(0, 3, 5.0), FILED, Wait(60.0)])
    assert day.world.settle()
    check_custody(day)
    assert len(day.reports) == 1
    assert len(day.desks[2].pictures.said()) == 1
