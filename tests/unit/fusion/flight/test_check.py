"""Verdicts, intervals and what cannot be told."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.fusion.flight.flights import checked, km

from watchword.errors import UsageError
from watchword.fusion.flight.check import MARGIN_MIN, FlightCheck, check_flight
from watchword.model.quantity import Quantity

NUMBERS = st.floats(min_value=-1e9, max_value=1e9)


@st.composite
def quantities(draw: st.DrawFn, unit: str) -> Quantity:
    """Any quantity there is: values, intervals, bounds, hedged, with sigma."""
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    shape = draw(st.sampled_from(["value", "interval", "least", "most"]))
    return Quantity(
        low=None if shape == "most" else low,
        high=None if shape == "least" else low if shape == "value" else high,
        unit=unit,
        about=draw(st.booleans()),
        sigma=draw(st.none() | st.floats(min_value=1e-6, max_value=1e6)),
    )


def maybe(unit: str) -> st.SearchStrategy[Quantity | None]:
    return st.none() | quantities(unit)


@pytest.mark.slow
@given(apogee=maybe("km"), flown=maybe("km"), time=maybe("min"))
def test_whatever_is_reported_has_a_verdict_and_never_an_exception(
    apogee: Quantity | None, flown: Quantity | None, time: Quantity | None
) -> None:
    found = check_flight(apogee, flown, time)
    assert found.verdict in {"consistent", "doubtful", "impossible", "cannot tell"}
    assert found.why
    json.dumps(msgspec.to_builtins(found), allow_nan=False)


@pytest.mark.slow
@given(
    apogee=st.floats(min_value=100, max_value=9000),
    flown=st.floats(min_value=0, max_value=20_000),
    time=st.floats(min_value=1, max_value=120),
)
def test_no_range_above_14000_km_is_ever_given(
    apogee: float, flown: float, time: float
) -> None:
    found = checked(f"{apogee:.1f}", f"{flown:.1f}", f"{time:.1f}")
    standard = found.standard
    far = [found.two_body_range_km]
    if standard is not None:
        far += [standard.range_km, standard.low_km, standard.high_km]
    assert all(each is None or each <= 14_000 for each in far)


def test_a_time_is_impossible_only_if_the_most_favourable_numbers_say_so() -> None:
    assert checked("2000", "800", "26.7").verdict == "impossible"
    assert checked("~2000", "800", "26.7").verdict == "consistent"
    assert checked("2000", "800", "~26.7").verdict == "consistent"
    assert checked("1900..2000", "800", "26.7").verdict == "consistent"
    assert checked("<=2000", "800", "26.7").verdict == "consistent"
    assert checked(">=2000", "800", "26.7").verdict == "impossible"
    assert checked("2000", "800", "<=26.7").verdict == "impossible"
    assert checked("2000", "800", ">=20").verdict == "consistent"


def test_at_least_in_the_apogee_leaves_the_longest_time_open() -> None:
    found = checked(">=2000", "800", "60")
    assert found.verdict == "consistent"
    assert found.generic_high_min is None
    assert checked("2000", "800", "60").verdict == "doubtful"


def test_the_verdict_turns_at_the_numbers_that_are_shown() -> None:
    found = checked("2000", "800", "28")
    assert found.least_min is not None
    assert found.generic_low_min is not None
    assert found.generic_high_min is not None
    turns = {
        found.least_min: ("impossible", "doubtful"),
        found.generic_low_min - MARGIN_MIN: ("doubtful", "consistent"),
        found.generic_high_min + MARGIN_MIN: ("consistent", "doubtful"),
    }
    for at, words in turns.items():
        around = [
            checked("2000", "800", f"{at + off}").verdict for off in (-0.01, 0.01)
        ]
        assert tuple(around) == words


@pytest.mark.parametrize(
    ("apogee", "flown", "time", "why"),
    [
        ("", "800", "28", "no apogee"),
        ("~50", "~400", "5", "lift decides"),
        ("-5", "400", "5", "lift decides"),
        ("1e8", "400", "5", "beyond these models"),
        ("1000", "25000", "20", "half round the Earth"),
        ("1000", "-1", "20", "half round the Earth"),
        ("1000", "900", "0", "above 0"),
        ("1000", "900", "", "no flight time"),
        ("1000", "15000", "60", "no such flight"),
    ],
)
def test_what_cannot_be_told_says_why(
    apogee: str, flown: str, time: str, why: str
) -> None:
    found = checked(apogee, flown, time)
    assert found.verdict == "cannot tell"
    assert why in found.why


def test_above_14000_km_of_reported_range_the_bound_still_speaks() -> None:
    found = checked("300", "16000", "20")
    assert found.verdict == "impossible"
    assert (found.generic_min, found.standard) == (None, None)


def test_without_a_range_only_the_lower_bounds_speak() -> None:
    assert checked("1000", "", "10").verdict == "impossible"
    assert checked("1000", "", "500").verdict == "consistent"
    assert checked("1000", "", "17.05").standard is None


def test_another_unit_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="apogee_km is in 'km'"):
        check_flight(Quantity(low=1, high=1, unit="min"), None, None)


def test_apogee_and_range_exchanged_are_flagged_and_not_repaired() -> None:
    found = checked("933", "2802", "37")
    assert found.verdict == "doubtful"
    assert found.is_swapped
    assert found.generic_min is not None
    assert found.generic_min < 20


def test_a_time_that_fits_neither_way_is_not_called_a_swap() -> None:
    assert not checked("933", "2802", "60").is_swapped
    assert not checked("2802", "933", "37").is_swapped


def test_the_swap_of_2022_05_25_shows_once_there_is_a_time() -> None:
    # JCS: range 360, altitude 540; the CNS database has them exchanged.  Nobody
    # gave a time: 13 min is what the models come to for the JCS's numbers.
    assert checked("540", "360", "13").verdict == "consistent"
    assert checked("360", "540", "13").is_swapped


def test_the_same_numbers_give_the_same_answer() -> None:
    asked = (km("apogee_km", "~970"), km("range_km", "4600"))
    first: FlightCheck = check_flight(*asked)
    assert check_flight(*asked) == first
