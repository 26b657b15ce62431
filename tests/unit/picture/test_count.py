"""Counting by named rules: numbers where there is no doubt, intervals elsewhere."""

from __future__ import annotations

import pytest
from tests.counting import counted, ends, fired
from tests.unit.fusion.told import told

from watchword.errors import UsageError
from watchword.fusion.said import Said
from watchword.picture.count import number_words
from watchword.picture.countrule import RULES, rule_named
from watchword.picture.days import parse_days

SALVO = fired("JCS", "2022-05-25T06:00", count="2")
SECOND = fired("JCS", "2022-05-25T09:00", count="1")
NEXT_DAY = fired("JCS", "2022-05-26T06:00", count="3")
CRUISE = fired("JCS", "2022-05-27T06:00", "missile.cruise", count="2")
GUNS = fired("JCS", "2022-05-28T06:00", "artillery", count="4")
SOME_GUNS = fired("JCS", "2022-05-29T06:00", "artillery", count=">=2")
ALL = [SALVO, SECOND, NEXT_DAY, CRUISE, GUNS, SOME_GUNS]


@pytest.mark.parametrize(
    ("rule", "number"),
    {
        "missiles": 6,
        "missiles-cruise": 8,
        "salvos": 3,
        "salvos-cruise": 4,
        "days": 2,
        "days-cruise": 3,
        "days-counted-artillery": 4,
        "days-artillery": 5,
        "days-cruise-only": 1,
        "nuclear-tests": 0,
    }.items(),
)
def test_each_rule_counts_what_it_says(rule: str, number: int) -> None:
    assert ends(rule, ALL) == (number, number)


def test_every_rule_has_a_name_of_its_own_and_says_what_it_counts() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.says for rule in RULES)
    assert [rule_named(rule.name) for rule in RULES] == list(RULES)
    with pytest.raises(UsageError, match="no rule"):
        rule_named("guess")


def test_a_count_opens_to_its_events_and_their_witnesses() -> None:
    (one,) = counted("missiles", [SALVO]).taken
    assert (one.event, one.fired) == (SALVO.name, (2, 2))
    assert (one.authorities, one.names) == (("JCS",), (SALVO.name,))


def test_at_least_has_no_upper_end() -> None:
    assert ends("missiles", [SALVO, fired("JCS", "2022-05-26T06:00")]) == (3, None)
    assert ends("salvos", [SALVO, fired("JCS", "2022-05-26T06:00")]) == (2, 2)


def test_what_may_be_of_another_sort_makes_the_upper_end_only() -> None:
    unsure = fired("JCS", "2022-06-01T06:00", "missile", count="1")
    found = counted("days", [SALVO, unsure])
    assert (found.low, found.high) == (1, 2)
    assert found.taken[1].open == "what was fired: ballistic or cruise"
    assert ends("days-cruise", [SALVO, unsure]) == (2, 2)
    argued = fired("MOD", "2022-06-01T06:01", "missile.cruise", count="1")
    certain = fired("JCS", "2022-06-01T06:00", count="1")
    assert ends("days", [certain, argued]) == (0, 1)


def test_what_may_lie_outside_of_the_period_makes_the_upper_end_only() -> None:
    midnight = fired("JCS", "~2022-05-31T23:58", count="1")
    found = counted("days", [midnight], parse_days("2022-05"))
    assert (found.low, found.high) == (0, 1)
    assert "outside" in found.taken[0].open
    assert ends("days", [midnight], "2022-06") == (0, 1)
    assert ends("days", [midnight], "2022") == (1, 1)
    assert ends("days", [midnight], "2022-07") == (0, 0)


def test_days_that_are_not_known_are_few_and_many() -> None:
    said = [fired("JCS", "~2022-05-31T23:58"), fired("JCS", "~2022-06-01T23:58")]
    assert ends("days", said, "2022") == (1, 2)


def test_a_local_day_is_that_of_the_zone() -> None:
    pair = [fired("JCS", "2022-05-25T08:00"), fired("JCS", "2022-05-25T10:00")]
    assert ends("days", pair) == (1, 1)
    assert ends("days", pair, zone="UTC") == (2, 2)
    day_only = [told("PACOM", also={"observed_at": "2022-05-25"})]
    assert ends("days", day_only, "2022-05-25", zone="UTC") == (0, 1)


def test_successes_are_what_was_judged_one() -> None:
    judged = [
        fired("JCS", "2022-05-01T06:00", outcome="success", count="1"),
        fired("JCS", "2022-05-02T06:00", outcome="failure", count="1"),
        fired("JCS", "2022-05-03T06:00", outcome="unknown", count="2"),
    ]
    assert ends("missiles-succeeded", judged) == (1, 3)
    other = fired("MOD", "2022-05-01T06:01", outcome="failure", count="1")
    assert ends("days-succeeded", [*judged, other]) == (0, 2)


def test_two_papers_that_quote_one_authority_count_once() -> None:
    said = [
        told("JCS", by=by, count="2", observed_at="2022-05-25T06:00")
        for by in ("paper.one", "paper.two", "exercise.tokyo")
    ]
    assert ends("missiles", said) == (2, 2)
    (taken,) = counted("salvos", said).taken
    assert taken.authorities == ("JCS",)


def test_two_parties_that_relay_one_radar_do_not_outvote_another_witness() -> None:
    relayed = [
        told("a radar", by=by, count="1", observed_at="2022-05-25T06:00")
        for by in ("exercise.seoul", "exercise.tokyo")
    ]
    other = fired("JCS", "2022-05-25T06:01", count="2")
    found = counted("missiles", [*relayed, other])
    assert (found.low, found.high) == (1, 2)
    assert found.taken[0].authorities == ("JCS", "a radar")


def test_a_count_by_a_witness_hears_nobody_else() -> None:
    more = fired("MOD", "2022-05-25T06:01", count=">=1")
    said = [SALVO, more, fired("MOD", "2022-06-01T06:00", count="1"), NEXT_DAY]
    assert ends("missiles", said, by=["MOD"]) == (2, None)
    assert ends("missiles", said, by=["JCS"]) == (5, 5)
    assert ends("days", said, by=["JCS", "MOD"]) == (3, 3)


def test_who_fired_is_a_witness_only_where_it_is_asked() -> None:
    claim = fired("KCNA", "2022-06-01T06:00", "claim", count="5", weapon_class="SRBM")
    assert ends("missiles", [SALVO, claim]) == (2, 2)
    assert ends("missiles", [SALVO, claim], by=["KCNA"]) == (5, 5)


def test_what_was_taken_back_counts_no_more() -> None:
    gone = told("JCS", said_s=9, corrects=SALVO.name, count="0")
    assert ends("days", [SALVO, gone]) == (0, 0)
    still = fired("MOD", "2022-05-25T06:01", count="1")
    assert ends("days", [SALVO, gone, still]) == (0, 1)


def test_nuclear_tests_have_a_rule_of_their_own() -> None:
    test: Said = told("JMA", kind="nuclear_test", observed_at="2017-09-03T12:29")
    assert ends("nuclear-tests", [test, SALVO], "2017") == (1, 1)
    assert ends("days", [test, SALVO], "2017") == (0, 0)


def test_a_count_is_said_with_its_doubt() -> None:
    words = [number_words(3, 3), number_words(2, 3), number_words(2, None)]
    assert words == ["3", "2..3", ">=2"]
