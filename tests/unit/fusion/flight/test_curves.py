"""What is drawn."""

from __future__ import annotations

import pytest
from tests.unit.fusion.flight.flights import km

from watchword.fusion.flight.curves import curves


def test_both_flights_meet_the_apogee_and_the_range() -> None:
    found = curves(km("apogee_km", "2802"), km("range_km", "933"))
    assert found is not None
    assert found.generic is not None
    for path in (found.two_body, found.generic):
        assert path[-1] == pytest.approx((933, 0), abs=0.2)
        assert max(height for _, height in path) == pytest.approx(2802, rel=0.001)


def test_above_14000_km_only_the_ellipse_is_drawn() -> None:
    found = curves(km("apogee_km", "1000"), km("range_km", "15000"))
    assert found is not None
    assert found.generic is None


@pytest.mark.parametrize(
    ("apogee", "flown"), [("50", "400"), ("1e6", "400"), ("500", "0"), ("500", "21000")]
)
def test_where_the_models_do_not_hold_nothing_is_drawn(apogee: str, flown: str) -> None:
    assert curves(km("apogee_km", apogee), km("range_km", flown)) is None
