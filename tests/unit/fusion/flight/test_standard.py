"""The band of the standard trajectory, and the classes that come of it."""

from __future__ import annotations

from math import inf

import pytest
from tests.unit.fusion.flight.flights import checked

from watchword.fusion.flight.span import Span
from watchword.fusion.flight.standard import Standard, standard


def of(apogee: str, flown: str) -> Standard:
    found = checked(apogee, flown).standard
    assert found is not None
    return found


def test_the_band_holds_the_range_and_widens_with_doubt() -> None:
    sure, hedged = of("2802", "933"), of("~2802", "~933")
    assert sure.low_km is not None
    assert sure.range_km is not None
    assert sure.high_km is not None
    assert sure.low_km < sure.range_km < sure.high_km
    assert hedged.range_km == sure.range_km
    assert hedged.low_km is not None
    assert hedged.high_km is not None
    assert hedged.low_km < sure.low_km < sure.high_km < hedged.high_km


def test_the_band_of_a_flat_flight_knows_that_higher_may_be_easier() -> None:
    band = of("~150", "2500")
    corners = [of(apogee, "2500").range_km for apogee in ("135", "165")]
    assert band.low_km is not None
    assert band.high_km is not None
    for corner in corners:
        assert corner is not None
        assert band.low_km <= corner <= band.high_km


def test_doubt_spreads_over_more_classes() -> None:
    sure, hedged = of("2450", "850"), of("~2450", "~850")
    assert sure.classes is not None
    assert hedged.classes is not None
    assert min(sure.classes["IRBM"], sure.classes["ICBM"]) > 0.1
    assert sum(hedged.classes.values()) == pytest.approx(1)
    assert hedged.classes["SRBM"] == pytest.approx(0, abs=1e-6)


def test_half_the_probability_lies_on_each_side_of_a_range_at_a_threshold() -> None:
    low, high = 2000.0, 3500.0
    for _ in range(12):
        middle = (low + high) / 2
        found = of(f"{middle}", "900")
        assert found.range_km is not None
        low, high = (middle, high) if found.range_km < 5500 else (low, middle)
    classes = of(f"{low}", "900").classes
    assert classes is not None
    assert classes["ICBM"] == pytest.approx(0.5, abs=0.03)


def test_a_bound_without_end_gives_classes_only_where_they_are_sure() -> None:
    assert of(">=2000", "800").classes is None
    assert of(">=2000", "800").high_km is None
    surely = of(">=6000", "1100").classes
    assert surely is not None
    assert surely["ICBM"] > 0.99


def test_at_most_gives_neither_a_lower_end_nor_classes() -> None:
    found = of("<=3000", "900")
    assert (found.low_km, found.classes) == (None, None)
    assert found.high_km is not None


def test_a_band_that_reaches_above_14000_km_still_has_classes() -> None:
    found = of("4475", "950")
    assert found.range_km is not None
    assert found.high_km is None
    assert found.classes is not None
    assert found.classes["ICBM"] > 0.99


def test_what_the_generic_missile_cannot_fly_has_no_standard_trajectory() -> None:
    flat = Span(low=100.0, mid=100.0, high=100.0)
    around = Span(low=19_999.0, mid=19_999.0, high=inf)
    found = standard(flat, around)
    assert found is None or found.range_km is None
