"""An agreement's course, paper by paper."""

from __future__ import annotations

import pytest
from tests.unit.agreements.papers import (
    NORTH,
    PACT,
    SOUTH,
    in_force,
    lifting,
    notice,
    ns,
    reading,
    suspension,
)

from watchword.agreements.state import state
from watchword.agreements.timeline import timeline
from watchword.model.agreement import AgreementId
from watchword.record.library import shipped_agreements, shipped_papers


def test_each_paper_is_told_with_the_state_after_it() -> None:
    papers = (*in_force(), notice(NORTH, "2020-06-01T00:00"))
    told = timeline(PACT, papers[::-1])
    assert [turn.state for turn in told] == [
        "DRAFT",
        "SIGNED",
        "SIGNED",
        "IN_FORCE",
        "NOTICE_GIVEN",
        "TERMINATED",
    ]


def test_the_end_comes_by_itself_at_its_instant() -> None:
    end = timeline(PACT, (*in_force(), notice(NORTH, "2020-06-01T00:00")))[-1]
    assert (end.paper, end.at.ns) == (None, ns("2021-03-10T00:00"))


def test_a_paper_after_the_end_is_told_as_without_effect() -> None:
    papers = (*in_force(), notice(NORTH, "2020-06-01T00:00"))
    late = suspension(NORTH, "2021-04-01T00:00")
    told = timeline(PACT, (*papers, late))
    assert [turn.paper for turn in told[-2:]] == [None, late]
    assert told[-1].ignored
    assert all(not turn.ignored for turn in told[:-1])


def test_a_lifting_that_ends_it_by_one_reading_ends_later_by_the_other() -> None:
    papers = (
        *in_force(),
        reading(NORTH, "2020-03-11T00:00", "annual-window"),
        reading(SOUTH, "2020-03-11T00:00", "annual-window"),
        notice(NORTH, "2020-06-01T00:00"),
        suspension(NORTH, "2020-06-02T00:00"),
        lifting(NORTH, "2020-06-03T00:00"),
    )
    assert [turn.state for turn in timeline(PACT, papers)[-2:]] == [
        "NOTICE_GIVEN",
        "TERMINATED",
    ]


@pytest.mark.parametrize("name", shipped_agreements())
def test_it_says_what_state_says_once_each_paper_is_certain(name: str) -> None:
    agreement, papers = AgreementId(name), shipped_papers(name)
    told = {turn.at.end_ns: turn.state for turn in timeline(agreement, papers)}
    for at_ns, after in told.items():
        assert state(agreement, at_ns, papers).state == after
