"""The life of an agreement as stretches of time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.unit.agreements.papers import NORTH, PACT, in_force, notice, ns

from watchword.agreements.spans import life
from watchword.agreements.state import state
from watchword.model.agreement import AgreementId
from watchword.record.library import shipped_agreements, shipped_papers

TO = ns("2025-01-01")


def test_where_nothing_is_known_there_is_no_life() -> None:
    assert life(PACT, (), TO) == ()
    assert life(AgreementId("other"), in_force(), TO) == ()


def test_it_is_told_up_to_the_instant_asked_and_no_farther() -> None:
    (span,) = life(PACT, in_force(), TO)
    assert (span.state, span.to_ns) == ("IN_FORCE", TO)
    assert set(span.by_reading.values()) == {"deadline"}


def test_an_end_is_a_stretch_of_its_own() -> None:
    spans = life(PACT, (*in_force(), notice(NORTH, "2020-06-01T00:00")), TO)
    assert [span.state for span in spans] == ["IN_FORCE", "NOTICE_GIVEN", "TERMINATED"]
    assert spans[-1].from_ns == ns("2021-03-10T00:00")


def test_the_shipped_example_differs_in_its_readings_for_as_long_as_it_did() -> None:
    name = AgreementId("gsomia-2016")
    spans = life(name, shipped_papers(name), TO)
    differing = [span for span in spans if span.readings_differ]
    assert {f for s in differing for f in s.by_reading.values()} >= {
        "at will",
        "deadline",
    }
    assert spans[-1].state == "IN_FORCE"


@pytest.mark.parametrize("name", shipped_agreements())
def test_stretches_have_no_gap_and_say_what_the_state_says(name: str) -> None:
    papers = shipped_papers(name)
    spans = life(AgreementId(name), papers, TO)
    for one, other in pairwise(spans):
        assert one.to_ns == other.from_ns
    for span in spans:
        held = state(AgreementId(name), span.from_ns, papers)
        assert held.state == span.state
