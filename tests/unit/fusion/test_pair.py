from __future__ import annotations

from tests.unit.fusion.told import told, without

from watchword.fusion.pair import explain_pair

JCS = told(
    "KR_JCS", observed_at="2022-05-04T12:03", range_km="~470", site="Sunan airfield"
)
MOD = told(
    "JP_MOD",
    by="exercise.tokyo",
    observed_at="2022-05-04T12:02",
    range_km="~500",
    site="Sunan",
)


def test_two_that_can_be_of_one_event_say_what_speaks_for_it() -> None:
    assert explain_pair(JCS, MOD) == ("the times meet", "the sites agree")
    assert explain_pair(MOD, JCS) == explain_pair(JCS, MOD)


def test_a_contradiction_is_named_and_does_not_forbid() -> None:
    short = told("JP_MOD", observed_at="2022-05-04T12:06", range_km="100")
    assert explain_pair(JCS, short) == ("2 min apart", "though they differ in range_km")


def test_two_launches_an_hour_apart_are_two() -> None:
    later = told("JP_MOD", observed_at="2022-05-04T13:04")
    assert explain_pair(JCS, later) == ("60 min apart",)


def test_exercise_and_actual_never_meet() -> None:
    real = told("JP_MOD", status="actual", observed_at="2022-05-04T12:03")
    assert explain_pair(JCS, real) == ("exercise launch and actual launch",)


def test_a_withheld_time_is_said_as_such() -> None:
    assert explain_pair(JCS, without(MOD, "observed_at")) == (
        "the time of one is not known here",
    )


def test_a_free_statement_is_of_no_event() -> None:
    one = told("KP_KCNA", kind="statement", stated_on="2022-05-04")
    other = told("KR_JCS", kind="statement", stated_on="2022-05-04")
    assert explain_pair(one, other) == ("a free statement is of no event",)


def test_one_authority_is_not_two_witnesses() -> None:
    again = told("KR_JCS", observed_at="2022-05-04T12:03", range_km="~480")
    assert explain_pair(JCS, again) == (
        "exercise.seoul has KR_JCS say both, and corrects neither",
    )


def test_two_parties_may_quote_the_same_words() -> None:
    relayed = told("KR_JCS", by="exercise.tokyo", observed_at="2022-05-04T12:03")
    assert explain_pair(JCS, relayed) == ("the times meet",)


def test_two_parties_that_quote_different_words_are_kept_apart() -> None:
    relayed = told("KR_JCS", by="exercise.tokyo", observed_at="2022-05-04T12:08")
    assert explain_pair(JCS, relayed) == ("KR_JCS is quoted with different words",)


def test_places_far_apart_are_two_events() -> None:
    here = told("a", kind="seismic_event", observed_at="2017-09-03T12:30")
    there = told("b", kind="seismic_event", observed_at="2017-09-03T12:30")
    assert explain_pair(
        told(
            "a", kind="seismic_event", observed_at="2017-09-03T12:30", position="41 129"
        ),
        told(
            "b", kind="seismic_event", observed_at="2017-09-03T12:30", position="-6 129"
        ),
    ) == ("5226 km apart",)
    assert explain_pair(here, there) == ("the times meet",)


def test_a_correction_and_the_same_statement_are_named_as_such() -> None:
    later = told("KR_JCS", corrects=JCS.name, said_s=5, range_km="~480")
    assert explain_pair(JCS, later) == ("one corrects the other",)
    assert explain_pair(JCS, JCS) == ("they are the same statement",)
