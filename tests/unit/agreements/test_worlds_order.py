"""Days on which the order of papers is open, and days that are not 24 hours long."""

from __future__ import annotations

from msgspec.structs import replace
from tests.unit.agreements.papers import (
    NORTH,
    PACT,
    SOUTH,
    completion,
    in_force,
    lifting,
    notice,
    ns,
    signature,
    suspension,
    withdrawal,
)

from watchword.agreements.state import AgreementState, state
from watchword.model.agreement import Instrument
from watchword.model.time import HOUR_NS


def at(when: str, *papers: Instrument) -> AgreementState:
    return state(PACT, ns(when), papers)


def test_a_draft_is_certain_though_who_has_proposed_it_is_not() -> None:
    found = at("2020-03-10T12:00", signature(NORTH, "2020-03-10"))
    assert (found.state, found.uncertain) == ("DRAFT", False)


def test_a_notice_on_the_day_of_the_last_completion_may_count_or_not() -> None:
    known = (*in_force()[:3], completion(SOUTH, "2020-03-10"))
    for dated in ("2020-03-10T20:00", "2020-03-10"):
        found = at("2020-03-12T00:00", *known, notice(NORTH, dated))
        assert (found.state, found.uncertain) == ("NOTICE_GIVEN", True)
        over = at("2021-03-10T00:00", *known, notice(NORTH, dated))
        assert (over.state, over.uncertain) == ("TERMINATED", True)


def test_a_suspension_known_by_its_day_may_stand_between_two_exact_notes() -> None:
    found = at(
        "2020-06-02T00:00",
        *in_force(),
        notice(NORTH, "2020-06-01T02:00"),
        suspension(NORTH, "2020-06-01"),
        lifting(NORTH, "2020-06-01T18:00"),
    )
    # Suspended between the two, the lifting ends it at once, as one reading has it.
    assert (found.state, found.uncertain) == ("TERMINATED", True)


def test_a_withdrawal_that_names_a_note_in_advance_takes_nothing_back() -> None:
    known = (*in_force(), withdrawal(NORTH, "2020-05-01T10:00", "notice"))
    found = at("2020-06-01T12:00", *known, notice(NORTH, "2020-06-01"))
    assert (found.state, found.uncertain) == ("NOTICE_GIVEN", True)


def test_of_two_withdrawals_each_comes_after_what_it_can_name() -> None:
    early = withdrawal(NORTH, "2020-05-01T10:00", "notice")
    late = replace(withdrawal(NORTH, "2020-06-01", "notice"), note="again")
    known = (*in_force(), early, notice(NORTH, "2020-06-01T13:00"), late)
    found = at("2020-06-02T00:00", *known)
    assert (found.state, found.uncertain) == ("IN_FORCE", False)


def test_a_day_lasts_as_long_as_the_clocks_make_it() -> None:
    # 25 October 2020 had 25 hours in Oslo, 29 March 2020 had 23.
    long = (*in_force(), notice(NORTH, "2020-10-25"))
    assert at("2020-10-25T23:30", *long).uncertain
    assert at("2020-10-25T00:00", *long).until_ns == ns("2020-10-26T00:00")
    assert not at("2020-10-26T00:00", *long).uncertain
    short = (*in_force(), notice(NORTH, "2020-03-29"))
    assert state(PACT, ns("2020-03-30T00:00") - 1, short).uncertain
    assert not state(PACT, ns("2020-03-30T00:00") + HOUR_NS // 2, short).uncertain
