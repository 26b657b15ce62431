"""The thirteen flights: which reported times are flagged, and which ranges come."""

from __future__ import annotations

import pytest
from tests.unit.fusion.flight.flights import (
    NAMED,
    PUBLISHED_KM,
    THIRTEEN,
    Row,
    checked,
    of_row,
)

EXCESS_MIN = (1.1, 4.3)
"""The rule of thumb of the design: minutes over the ellipse's time."""


def test_exactly_two_of_the_thirteen_reported_times_are_flagged() -> None:
    found = {row.day: of_row(row).verdict for row in THIRTEEN}
    assert len(found) == 13
    flagged = {day: word for day, word in found.items() if word != "consistent"}
    assert flagged == {"2022-03-24": "impossible", "2017-07-04": "doubtful"}


def test_the_impossible_time_of_2022_03_24_is_below_a_flight_straight_up() -> None:
    straight_up = checked("6248.5", "0", "67.5")
    assert straight_up.verdict == "impossible"
    assert straight_up.least_min is not None
    assert straight_up.least_min > 4052 / 60


def test_the_time_that_japan_gave_for_2022_03_24_is_consistent() -> None:
    assert checked(">=6000", "1100", "71").verdict == "consistent"
    assert checked("6248.5", "1090", "71").verdict == "consistent"


def test_of_the_two_times_of_2017_07_04_one_is_doubtful_and_one_consistent() -> None:
    row = NAMED["2017-07-04"]
    kcna = checked(row.apogee, row.range, "39")
    pacom = checked(row.apogee, row.range, "37")
    assert (kcna.verdict, pacom.verdict) == ("doubtful", "consistent")
    assert kcna.off_min is not None
    assert pacom.off_min is not None
    assert kcna.off_min > 2
    assert abs(pacom.off_min) < 0.5


@pytest.mark.parametrize("day", PUBLISHED_KM)
def test_the_standard_range_is_within_a_tenth_of_the_published_one(day: str) -> None:
    found = of_row(NAMED[day]).standard
    assert found is not None
    assert found.range_km == pytest.approx(PUBLISHED_KM[day], rel=0.1)


@pytest.mark.parametrize("day", ["2017-08-29", "2017-09-15", "2022-10-04"])
def test_a_flight_over_japan_is_given_the_range_it_flew(day: str) -> None:
    found = of_row(NAMED[day]).standard
    assert found is not None
    assert found.range_km == pytest.approx(float(NAMED[day].range), rel=0.01)


@pytest.mark.parametrize(
    "day", ["2022-03-24", "2022-11-18", "2023-02-18", "2023-07-12", "2024-10-31"]
)
def test_no_range_above_14000_km_is_given_and_the_bound_still_speaks(day: str) -> None:
    found = of_row(NAMED[day])
    assert found.standard is not None
    assert found.standard.range_km is None
    assert found.two_body_range_km is None
    assert found.standard.classes is not None
    assert found.standard.classes["ICBM"] > 0.99
    short = checked(NAMED[day].apogee, NAMED[day].range, str(NAMED[day].least_min - 1))
    assert short.verdict == "impossible"


@pytest.mark.parametrize("row", THIRTEEN, ids=lambda row: row.day)
def test_the_rule_of_thumb_of_the_design_flags_the_same_two(row: Row) -> None:
    found = of_row(row)
    assert found.excess_min is not None
    low, high = EXCESS_MIN
    is_within = low - 0.05 <= found.excess_min <= high
    assert is_within is (found.verdict == "consistent")


def test_a_class_is_a_probability_never_a_bare_label() -> None:
    for row in THIRTEEN:
        found = of_row(row).standard
        assert found is not None
        assert found.classes is not None
        assert sum(found.classes.values()) == pytest.approx(1)
        assert all(0 <= share <= 1 for share in found.classes.values())
    hwasong_12 = of_row(NAMED["2017-05-14"]).standard
    hwasong_14 = of_row(NAMED["2017-07-04"]).standard
    assert hwasong_12 is not None
    assert hwasong_14 is not None
    assert hwasong_12.classes is not None
    assert hwasong_14.classes is not None
    assert 0.9 < hwasong_12.classes["IRBM"] < 0.99
    assert 0.95 < hwasong_14.classes["ICBM"] < 1
