from __future__ import annotations

import pytest
from tests.unit.fusion.told import value_of

from watchword.errors import FusionError
from watchword.fusion.combine import combine
from watchword.model.event import Combined, Witnessed
from watchword.model.quantity import Quantity, format_quantity
from watchword.model.time import MINUTE_NS, Instant, format_instant


def witnessed(
    field: str, text: str, authority: str = "KR_JCS", *, superseded: bool = False
) -> Witnessed:
    return Witnessed(
        authority=authority,
        party="exercise.seoul",
        statement=authority,
        value=value_of(field, text),
        superseded=superseded,
    )


def two(field: str, jcs: str, mod: str) -> Combined:
    witnesses = (witnessed(field, jcs, "KR_JCS"), witnessed(field, mod, "JP_MOD"))
    forth, back = combine(field, witnesses), combine(field, witnesses[::-1])
    assert forth.verdict == back.verdict
    return forth


TWO = {
    "both about, 30 km apart": ("range_km", "~470", "~500", "~470..500"),
    "equal": ("range_km", "600", "600", "600"),
    "a hedge is kept": ("range_km", "700", "~700", "~700"),
    "an interval and a value in it": ("range_km", "350", "300..400", "300..400"),
    "bounds that meet in their doubt": ("range_km", "~>=700", "~<=680", "~680..700"),
    "bearings on both sides of north": ("bearing_deg", "~359", "~1", "~359..361"),
}


@pytest.mark.parametrize(("field", "jcs", "mod", "hull"), TWO.values(), ids=TWO.keys())
def test_two_witnesses_agree(field: str, jcs: str, mod: str, hull: str) -> None:
    combined = two(field, jcs, mod)
    assert combined.verdict == "agree"
    assert isinstance(combined.together, Quantity)
    assert format_quantity(combined.together) == hull


UNCONFIRMED = {
    "at least six beside eight": ("count", "8", ">=6", "8"),
    "at least 500 beside 1,000": ("range_km", "~1000", ">=500", "~1000"),
    "two lower bounds": ("count", ">=2", ">=1", ">=2"),
    "an upper and a lower bound": ("apogee_km", "<=20", ">=10", "10..20"),
    "a bearing at least": ("bearing_deg", "~90", ">=40", "~90"),
}


@pytest.mark.parametrize(
    ("field", "jcs", "mod", "hull"), UNCONFIRMED.values(), ids=UNCONFIRMED.keys()
)
def test_a_bound_contradicts_nothing_within_it_and_confirms_nothing(
    field: str, jcs: str, mod: str, hull: str
) -> None:
    combined = two(field, jcs, mod)
    assert combined.verdict == "not confirmed"
    assert isinstance(combined.together, Quantity)
    assert format_quantity(combined.together) == hull


def test_a_bound_at_the_value_confirms_it() -> None:
    assert two("range_km", "~1000", ">=950").verdict == "agree"
    assert two("count", "8", ">=8").verdict == "agree"


def test_two_authorities_confirm_each_other_whatever_a_third_leaves_open() -> None:
    values = (("~1000", "a"), ("~1050", "b"), (">=500", "c"))
    said = [witnessed("range_km", text, who) for text, who in values]
    assert combine("range_km", said).verdict == "agree"
    assert combine("range_km", said[1:]).verdict == "not confirmed"
    relayed = [*said[1:], witnessed("range_km", "~1000", "b")]
    assert combine("range_km", relayed).verdict == "not confirmed"


DISAGREE = {
    "no hedge, no doubt": ("range_km", "470", "500"),
    "beyond what both call about": ("range_km", "~1000", "~500"),
    "eight beside at least ten": ("count", "8", ">=10"),
    "times ten minutes apart": ("observed_at", "2022-05-04T12:03", "2022-05-04T12:13"),
    "two days": ("observed_at", "2022-05-04", "2022-05-06"),
    "places": ("position", "39.2 125.7", "41.0 129.0"),
    "success and failure": ("outcome", "success", "failure"),
}


@pytest.mark.parametrize(
    ("field", "jcs", "mod"), DISAGREE.values(), ids=DISAGREE.keys()
)
def test_two_witnesses_disagree_and_no_mean_is_made(
    field: str, jcs: str, mod: str
) -> None:
    combined = two(field, jcs, mod)
    assert combined.verdict == "disagree"
    assert combined.together is None
    assert len(combined.witnesses) == 2


def test_one_witness_is_said_to_be_one() -> None:
    combined = combine("range_km", [witnessed("range_km", "~470")])
    assert combined.verdict == "one witness"
    assert combined.together == value_of("range_km", "~470")


def test_one_authority_through_two_parties_is_one_witness() -> None:
    relayed = Witnessed(
        authority="KR_JCS",
        party="exercise.tokyo",
        statement="b",
        value=value_of("range_km", "~470"),
    )
    combined = combine("range_km", [witnessed("range_km", "~470"), relayed])
    assert combined.verdict == "one witness"
    assert len(combined.witnesses) == 2


def test_one_authority_quoted_with_contradicting_figures_disagrees() -> None:
    values = (witnessed("apogee_km", "6248.5"), witnessed("apogee_km", "6258.5"))
    assert combine("apogee_km", values).verdict == "disagree"


def test_three_that_agree_two_by_two_but_for_one_pair_disagree() -> None:
    ranges = (("~400", "a"), ("~450", "b"), ("~550", "c"))
    values = [witnessed("range_km", text, who) for text, who in ranges]
    assert combine("range_km", values[:2]).verdict == "agree"
    assert combine("range_km", values[1:]).verdict == "agree"
    assert combine("range_km", values).verdict == "disagree"


def test_a_superseded_value_is_shown_and_does_not_count() -> None:
    combined = combine(
        "count",
        [
            witnessed("count", "6", "JP_MOD", superseded=True),
            witnessed("count", "8", "JP_MOD"),
            witnessed("count", "8", "KR_JCS"),
        ],
    )
    assert combined.verdict == "agree"
    assert combined.together == value_of("count", "8")
    assert len(combined.witnesses) == 3


def test_values_that_all_supersede_each_other_all_count() -> None:
    ring = [witnessed("count", text, superseded=True) for text in ("6", "8")]
    assert combine("count", ring).verdict == "disagree"


def test_clock_times_of_two_sensors_agree_within_five_minutes() -> None:
    near = two("observed_at", "2022-05-04T12:03", "2022-05-04T12:02")
    assert near.verdict == "agree"
    assert isinstance(near.together, Instant)
    assert format_instant(near.together) == "2022-05-04T12:02+09:00"
    assert near.together.precision_ns == 2 * MINUTE_NS
    edge = two("observed_at", "2022-05-04T12:03", "2022-05-04T12:08")
    assert edge.verdict == "agree"
    assert two("observed_at", "2022-05-04T12:03", "2022-05-04T12:09").together is None


def test_a_hedged_clock_time_reaches_ten_minutes() -> None:
    assert two("observed_at", "~2022-05-04T12:03", "2022-05-04T12:13").verdict == (
        "agree"
    )


def test_one_morning_bears_two_dates_and_they_agree() -> None:
    days = two("observed_at", "2022-05-25", "2022-05-24-05:00")
    assert days.verdict == "agree"
    assert isinstance(days.together, Instant)


def test_a_hull_wider_than_a_year_is_not_made() -> None:
    year = Instant(ns=0, precision_ns=366 * 24 * 60 * MINUTE_NS)
    next_one = Instant(ns=year.end_ns - 1, precision_ns=year.precision_ns)
    witnesses = [
        Witnessed(authority=who, party=who, statement=who, value=value)
        for who, value in (("a", year), ("b", next_one))
    ]
    combined = combine("observed_at", witnesses)
    assert (combined.verdict, combined.together) == ("agree", None)


def test_places_within_their_doubt_agree_on_the_surest() -> None:
    combined = two("position_coarse", "39.0 125.5", "39.5 125.5")
    assert combined.verdict == "agree"
    assert combined.together in {w.value for w in combined.witnesses}


def test_the_days_of_statements_are_not_judged() -> None:
    combined = two("stated_on", "2022-05-04", "2022-05-06")
    assert (combined.verdict, combined.together) == ("side by side", None)


def test_a_day_beside_a_clock_time_adds_nothing() -> None:
    combined = two("observed_at", "2022-05-04T12:03", "2022-05-04")
    assert combined.verdict == "agree"
    assert combined.together in {w.value for w in combined.witnesses}
    assert isinstance(combined.together, Instant)
    assert combined.together.precision_ns == MINUTE_NS


def test_texts_stand_side_by_side_and_are_not_judged() -> None:
    combined = two("site", "Sunan", "near the west coast")
    assert (combined.verdict, combined.together) == ("side by side", None)
    same = two("site", "Sunan", "SUNAN")
    assert (same.verdict, same.together) == ("agree", "Sunan")


def test_no_witness_is_no_value() -> None:
    with pytest.raises(FusionError, match="nobody"):
        combine("range_km", [])


def test_who_does_not_know_the_outcome_contradicts_nobody() -> None:
    found = two("outcome", "unknown", "failure")
    assert (found.verdict, found.together) == ("one witness", "failure")
    assert [each.value for each in found.witnesses] == ["unknown", "failure"]
    nobody = two("outcome", "unknown", "Unknown")
    assert (nobody.verdict, nobody.together) == ("agree", "unknown")
    assert two("site", "unknown", "Sunan").verdict == "side by side"


def test_hours_next_to_each_other_are_one_moment_and_no_contradiction() -> None:
    beside = two("observed_hour", "2022-05-25T05:00", "2022-05-25T06:00")
    assert beside.verdict == "agree"
    apart = two("observed_hour", "2022-05-25T05:00", "2022-05-25T07:00")
    assert (apart.verdict, apart.together) == ("disagree", None)
