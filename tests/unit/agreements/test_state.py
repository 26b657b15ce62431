"""What holds at an instant, derived from dated papers."""

from __future__ import annotations

import pytest
from tests.unit.agreements.papers import (
    NORTH,
    PACT,
    SOUTH,
    TEXT,
    completion,
    in_force,
    instant,
    lifting,
    notice,
    ns,
    reading,
    signature,
    suspension,
    withdrawal,
)

from watchword.agreements.state import AgreementState, state
from watchword.errors import UsageError
from watchword.model.agreement import AgreementId, Instrument, Notice, Reading
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, MINUTE_NS, Instant

SECOND = TEXT.replace("version = 1", "version = 2").replace('"nuclear"', '"seismic"')
SIGNED_AT_ENTRY = TEXT.replace('"completion"', '"signature"')
NO_END = TEXT[: TEXT.index("[duration]")] + TEXT[TEXT.index("[[level]]") :]
WEST = PartyId("desk.west")
NOON = "2020-03-10T12:00"


def at(when: str, *papers: Instrument) -> AgreementState:
    return state(PACT, ns(when), papers)


def reasons(found: AgreementState) -> list[str]:
    return [ignored.reason for ignored in found.ignored]


def test_without_papers_there_is_a_draft_and_no_text() -> None:
    found = at(NOON)
    assert (found.state, found.terms, found.since_ns) == ("DRAFT", None, None)
    assert found.until_ns is None


def test_papers_about_another_agreement_are_passed_over() -> None:
    assert (
        state(AgreementId("other"), ns("2020-04-01T00:00"), in_force()).state == "DRAFT"
    )


def test_an_instant_out_of_time_is_refused() -> None:
    with pytest.raises(UsageError):
        state(PACT, 10**30, ())


def test_one_signature_leaves_a_draft_whose_text_can_be_seen() -> None:
    found = at(NOON, signature(NORTH, NOON))
    assert found.state == "DRAFT"
    assert found.terms is not None


def test_all_signatures_of_one_text_make_it_signed() -> None:
    assert at(NOON, signature(NORTH, NOON), signature(SOUTH, NOON)).state == "SIGNED"


def test_signatures_of_texts_that_differ_in_a_byte_do_not() -> None:
    other = signature(SOUTH, NOON, TEXT + "\n")
    assert at(NOON, signature(NORTH, NOON), other).state == "DRAFT"


def test_one_completion_note_alone_does_not_bring_it_into_force() -> None:
    assert at("2020-03-11T00:00", *in_force()[:3]).state == "SIGNED"


def test_the_later_completion_note_brings_it_into_force_at_that_instant() -> None:
    papers = (*in_force()[:3], completion(SOUTH, "2020-03-12T09:00"))
    assert at("2020-03-12T08:59", *papers).state == "SIGNED"
    found = at("2020-03-12T09:00", *papers)
    assert (found.state, found.since_ns) == ("IN_FORCE", ns("2020-03-12T09:00"))


def test_a_text_that_says_so_enters_at_the_last_signature() -> None:
    signed = (
        signature(NORTH, NOON, SIGNED_AT_ENTRY),
        signature(SOUTH, "2020-03-11T12:00", SIGNED_AT_ENTRY),
    )
    assert at("2020-03-11T11:59", *signed).state == "DRAFT"
    assert at("2020-03-11T12:00", *signed).state == "IN_FORCE"


def test_it_is_extended_by_itself() -> None:
    assert at("2029-12-31T00:00", *in_force()).state == "IN_FORCE"


IGNORED = {
    "a signature of nonsense": signature(NORTH, "2020-04-01T00:00", "nonsense"),
    "another version than it says": signature(NORTH, "2020-04-01T00:00", version=2),
    "a version already in effect": signature(NORTH, "2020-04-01T00:00"),
    "a stranger's note": notice(WEST, "2020-04-01T00:00"),
    "a suspension of nothing": suspension(NORTH, "2020-04-01T00:00"),
    "a lifting of nothing": lifting(NORTH, "2020-04-01T00:00"),
    "a withdrawal of nothing": withdrawal(NORTH, "2020-04-01T00:00", "x"),
}


@pytest.mark.parametrize("paper", IGNORED.values(), ids=IGNORED)
def test_a_paper_that_changes_nothing_is_listed_with_its_reason(
    paper: Instrument,
) -> None:
    found = at("2020-04-02T00:00", *in_force(), paper)
    assert found.state == "IN_FORCE"
    assert [ignored.paper for ignored in found.ignored] == [paper]
    assert all(reasons(found))
    assert paper not in found.counted


def test_a_notice_before_the_entry_into_force_changes_nothing() -> None:
    papers = (notice(NORTH, "2020-03-09T00:00"), *in_force())
    found = at("2021-06-01T00:00", *papers)
    assert found.state == "IN_FORCE"
    assert reasons(found) == ["the agreement was not in force"]


def test_a_timely_notice_ends_it_with_the_running_term() -> None:
    papers = (*in_force(), notice(NORTH, "2020-12-09T23:59"))
    found = at("2021-03-09T23:59", *papers)
    assert found.state == "NOTICE_GIVEN"
    assert found.by_reading[SOUTH].ends_at_ns == ns("2021-03-10T00:00")
    assert at("2021-03-10T00:00", *papers).state == "TERMINATED"


def test_a_late_notice_ends_it_with_the_next_term() -> None:
    papers = (*in_force(), notice(NORTH, "2020-12-10T00:00"))
    assert at("2021-03-10T00:00", *papers).state == "NOTICE_GIVEN"
    assert at("2022-03-09T23:59", *papers).state == "NOTICE_GIVEN"
    assert at("2022-03-10T00:00", *papers).state == "TERMINATED"


def test_without_a_duration_no_notice_ends_it() -> None:
    found = at("2030-01-01T00:00", *in_force(NO_END), notice(NORTH, "2021-01-01T00:00"))
    assert found.state == "IN_FORCE"
    assert reasons(found) == ["the agreement has no term that a notice could end"]
    assert found.by_reading[NORTH].may_end is None


def test_only_who_gave_the_notice_can_suspend_it() -> None:
    papers = (*in_force(), notice(NORTH, "2020-06-01T00:00"))
    found = at("2020-08-01T00:00", *papers, suspension(SOUTH, "2020-07-01T00:00"))
    assert found.state == "NOTICE_GIVEN"
    assert reasons(found) == ["no notice of this party was running"]


def test_only_who_gave_the_notice_can_withdraw_it() -> None:
    papers = (*in_force(), notice(NORTH, "2020-06-01T00:00"))
    found = at(
        "2020-08-01T00:00", *papers, withdrawal(SOUTH, "2020-07-01T00:00", "notice")
    )
    assert found.state == "NOTICE_GIVEN"
    assert reasons(found) == ["no note of this party was live"]


def test_a_suspended_notice_does_not_end_it() -> None:
    papers = (
        *in_force(),
        notice(NORTH, "2020-06-01T00:00"),
        suspension(NORTH, "2021-03-09T18:00"),
    )
    assert at("2021-03-09T17:59", *papers).state == "NOTICE_GIVEN"
    assert at("2021-03-09T18:00", *papers).state == "NOTICE_SUSPENDED"
    assert at("2025-01-01T00:00", *papers).state == "NOTICE_SUSPENDED"


def test_a_second_notice_runs_though_the_first_is_suspended() -> None:
    papers = (
        *in_force(),
        notice(NORTH, "2020-06-01T00:00"),
        suspension(NORTH, "2020-06-02T00:00"),
        notice(NORTH, "2020-06-03T00:00", "again"),
    )
    assert at("2020-07-01T00:00", *papers).state == "NOTICE_GIVEN"
    assert at("2021-03-10T00:00", *papers).state == "TERMINATED"


def test_one_partys_running_notice_outweighs_anothers_suspended_one() -> None:
    papers = (
        *in_force(),
        notice(NORTH, "2020-06-01T00:00"),
        suspension(NORTH, "2020-06-02T00:00"),
        notice(SOUTH, "2020-06-03T00:00"),
    )
    assert at("2020-07-01T00:00", *papers).state == "NOTICE_GIVEN"


def test_a_withdrawal_names_every_live_note() -> None:
    papers = (
        *in_force(),
        notice(NORTH, "2020-06-01T00:00"),
        suspension(NORTH, "2020-06-02T00:00"),
    )
    half = withdrawal(NORTH, "2020-07-01T00:00", "notice")
    found = at("2020-08-01T00:00", *papers, half)
    assert found.state == "NOTICE_SUSPENDED"
    assert reasons(found) == [
        "it does not name every live note of the party: suspension"
    ]
    assert [note.note for note in found.live_notes] == ["notice", "suspension"]
    whole = withdrawal(NORTH, "2020-07-01T00:00", "notice", "suspension")
    restored = at("2020-08-01T00:00", *papers, whole)
    assert (restored.state, restored.live_notes) == ("IN_FORCE", ())
    assert restored.since_ns == ns("2020-07-01T00:00")


def test_a_withdrawal_at_the_instant_of_the_effect_is_too_late() -> None:
    papers = (*in_force(), notice(NORTH, "2020-06-01T00:00"))
    late = withdrawal(NORTH, "2021-03-10T00:00", "notice")
    assert at("2021-03-11T00:00", *papers, late).state == "TERMINATED"
    timely = withdrawal(NORTH, "2021-03-09T23:59", "notice")
    assert at("2021-03-11T00:00", *papers, timely).state == "IN_FORCE"


def test_nothing_leads_back_from_the_end() -> None:
    papers = (
        *in_force(),
        notice(NORTH, "2020-06-01T00:00"),
        signature(NORTH, "2021-04-01T00:00", SECOND, 2),
        signature(SOUTH, "2021-04-01T00:00", SECOND, 2),
    )
    found = at("2021-05-01T00:00", *papers)
    assert found.state == "TERMINATED"
    assert len(found.ignored) == 2


LIFTED = (
    *in_force(),
    notice(NORTH, "2020-06-01T00:00"),
    suspension(NORTH, "2020-06-02T00:00"),
    reading(NORTH, "2020-06-03T00:00", "terminable-at-will"),
    reading(SOUTH, "2020-06-03T00:00", "annual-window"),
    lifting(NORTH, "2021-01-15T10:00"),
)


def test_a_lifting_differs_by_reading() -> None:
    found = at("2021-01-15T10:00", *LIFTED)
    assert found.state_under(NORTH) == "TERMINATED"
    assert found.state_under(SOUTH) == "NOTICE_GIVEN"
    assert found.by_reading[SOUTH].ends_at_ns == ns("2022-03-10T00:00")
    assert found.readings_differ
    assert found.state == "TERMINATED"


def test_the_readings_of_a_lifting_meet_when_the_term_ends() -> None:
    found = at("2022-03-10T00:00", *LIFTED)
    assert found.state_under(SOUTH) == "TERMINATED"
    assert not found.readings_differ


def test_who_has_asserted_no_reading_is_taken_at_the_strictest() -> None:
    papers = [paper for paper in LIFTED if paper.note != "reading-2020-06-03T00:00"]
    found = at("2021-01-15T10:00", *papers)
    assert found.by_reading[SOUTH].state == "TERMINATED"
    assert found.by_reading[SOUTH].reading is None
    assert not found.readings_differ


def test_the_latest_reading_of_a_party_counts() -> None:
    found = at(
        "2021-01-15T10:00", *LIFTED, reading(NORTH, "2021-01-14T00:00", "annual-window")
    )
    assert found.state_under(NORTH) == "NOTICE_GIVEN"
    assert not found.readings_differ


def test_who_is_no_party_is_answered_with_the_strictest() -> None:
    assert at("2021-01-15T10:00", *LIFTED).state_under(WEST) == "TERMINATED"


def test_the_next_version_signed_by_all_replaces_the_terms_and_no_state() -> None:
    papers = (
        *in_force(),
        notice(NORTH, "2020-06-01T00:00"),
        signature(NORTH, "2020-07-01T00:00", SECOND, 2),
        signature(SOUTH, "2020-07-02T00:00", SECOND, 2),
    )
    before, after = at("2020-07-01T12:00", *papers), at("2020-07-02T00:00", *papers)
    assert before.terms is not None
    assert after.terms is not None
    assert (before.terms.version, after.terms.version) == (1, 2)
    assert before.state == after.state == "NOTICE_GIVEN"
    assert after.since_ns == before.since_ns


def test_a_version_that_skips_one_is_ignored() -> None:
    third = SECOND.replace("version = 2", "version = 3")
    papers = [signature(p, "2020-07-01T00:00", third, 3) for p in (NORTH, SOUTH)]
    found = at("2020-08-01T00:00", *in_force(), *papers)
    assert found.terms is not None
    assert found.terms.version == 1
    assert len(found.ignored) == 2


def test_a_party_that_a_new_text_drops_has_to_sign_it_too() -> None:
    west = SECOND.replace('"desk.south"', '"desk.west"')
    papers = [signature(party, "2020-07-01T00:00", west, 2) for party in (NORTH, WEST)]
    found = at("2020-08-01T00:00", *in_force(), *papers)
    assert found.terms is not None
    assert SOUTH in found.terms.parties


def test_inside_the_day_of_an_amendment_both_texts_are_possible() -> None:
    papers = (
        *in_force(),
        signature(NORTH, "2020-07-01", SECOND, 2),
        signature(SOUTH, "2020-07-01", SECOND, 2),
    )
    found = at("2020-07-01T12:00", *papers)
    assert found.terms is not None
    versions = [terms.version for terms in (found.terms, *found.other_terms)]
    assert sorted(versions) == [1, 2]


def test_inside_a_day_the_stricter_of_before_and_after_rules() -> None:
    papers = (*in_force(), notice(NORTH, "2020-06-01"))
    assert not at("2020-05-31T23:59", *papers).uncertain
    inside = at("2020-06-01T12:00", *papers)
    assert (inside.state, inside.uncertain) == ("NOTICE_GIVEN", True)
    after = at("2020-06-02T00:00", *papers)
    assert (after.state, after.uncertain) == ("NOTICE_GIVEN", False)


def test_inside_the_day_of_a_withdrawal_the_notice_still_runs() -> None:
    papers = (
        *in_force(),
        notice(NORTH, "2020-06-01"),
        withdrawal(NORTH, "2020-07-01", "notice"),
    )
    inside = at("2020-07-01T12:00", *papers)
    assert (inside.state, inside.uncertain) == ("NOTICE_GIVEN", True)
    assert at("2020-07-02T00:00", *papers).state == "IN_FORCE"


def test_a_notice_and_its_withdrawal_of_one_day_come_in_that_order() -> None:
    papers = (
        *in_force(),
        notice(NORTH, "2020-06-01"),
        withdrawal(NORTH, "2020-06-01", "notice"),
    )
    found = at("2020-06-02T00:00", *papers)
    assert (found.state, found.uncertain) == ("IN_FORCE", False)


def test_where_the_order_of_notes_is_open_the_stricter_is_answered_for_ever() -> None:
    papers = (*in_force(), notice(NORTH, "2020-06-01"), suspension(NORTH, "2020-06-01"))
    found = at("2020-07-01T00:00", *papers)
    assert (found.state, found.uncertain) == ("NOTICE_GIVEN", True)


def test_a_day_stated_elsewhere_can_lie_on_both_sides_of_the_deadline() -> None:
    over_deadline = Notice(
        agreement=PACT,
        party=NORTH,
        note="notice",
        dated=Instant(ns=ns("2020-12-09T12:00"), precision_ns=DAY_NS),
    )
    found = at("2021-03-10T00:00", *in_force(), over_deadline)
    assert (found.state, found.uncertain) == ("TERMINATED", True)
    later = at("2022-03-10T00:00", *in_force(), over_deadline)
    assert (later.state, later.uncertain) == ("TERMINATED", False)


def test_more_worlds_than_are_counted_let_nothing_go() -> None:
    readings = [
        Reading(
            agreement=PACT,
            party=party,
            note=f"reading-{n}",
            dated=instant("2020-06-01"),
            reading="terminable-at-will",
        )
        for n in range(8)
        for party in (NORTH, SOUTH)
    ]
    inside = at("2020-06-01T12:00", *in_force(), *readings)
    assert (inside.state, inside.uncertain) == ("TERMINATED", True)
    assert inside.state_under(NORTH) == "TERMINATED"


def test_the_answer_holds_until_the_instant_it_names() -> None:
    papers = (*in_force(), notice(NORTH, "2020-06-01"))
    cursor, turns = ns("2020-03-01T00:00"), 0
    while (until_ns := state(PACT, cursor, papers).until_ns) is not None:
        now, last = state(PACT, cursor, papers), state(PACT, until_ns - 1, papers)
        assert until_ns > cursor
        assert (now.state, now.by_reading) == (last.state, last.by_reading)
        cursor, turns = until_ns, turns + 1
    assert turns > 4
    assert state(PACT, cursor, papers).state == "TERMINATED"


def test_a_thousand_papers_make_one_world_when_their_days_are_past() -> None:
    many = [
        Notice(
            agreement=PACT,
            party=NORTH,
            note=f"notice-{n}",
            dated=Instant(ns=ns("2020-06-01T00:00") + n * MINUTE_NS),
        )
        for n in range(1000)
    ]
    found = at("2020-08-01T00:00", *in_force(), *many)
    assert (found.state, len(found.live_notes)) == ("NOTICE_GIVEN", 1000)
