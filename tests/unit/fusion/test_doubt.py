from __future__ import annotations

from math import inf

import pytest

from watchword.fusion.doubt import (
    distance_km,
    instant_span,
    position_doubt_km,
    quantity_span,
)
from watchword.model.field import Position
from watchword.model.quantity import Quantity, parse_quantity
from watchword.model.time import DAY_NS, HOUR_NS, MINUTE_NS, parse_instant

SPANS = {
    "as said": ("470", (470, 470)),
    "about reaches a tenth": ("~470", (423, 517)),
    "about reaches the rounding unit of a small number": ("~6", (5, 7)),
    "about reaches the last decimal given": ("~0.5", (0.4, 0.6)),
    "at least is open above": (">=6", (6, inf)),
    "at most is open below": ("<=20", (-inf, 20)),
    "a hedged bound gives way": ("~>=700", (630, inf)),
    "an interval": ("300..400", (300, 400)),
}


@pytest.mark.parametrize(("text", "span"), SPANS.values(), ids=SPANS.keys())
def test_a_quantity_can_stand_for(text: str, span: tuple[float, float]) -> None:
    assert quantity_span(parse_quantity(text, "km")) == pytest.approx(span)


def test_a_known_sigma_reaches_twice() -> None:
    magnitude = Quantity(low=4.9, high=4.9, unit="1", sigma=0.1)
    assert quantity_span(magnitude) == pytest.approx((4.7, 5.1))


def test_a_clock_time_without_hedge_reaches_its_own_minute() -> None:
    at = parse_instant("2022-05-04T12:03+09:00")
    assert instant_span(at) == (at.ns, at.ns + MINUTE_NS - 1)


def test_about_reaches_ten_minutes_by_the_clock_and_a_day_by_the_calendar() -> None:
    clock = parse_instant("~2022-05-04T12:03+09:00")
    day = parse_instant("~2022-05-04+09:00")
    assert instant_span(clock)[0] == clock.ns - HOUR_NS // 6
    assert instant_span(day)[0] == day.ns - DAY_NS


def test_a_degree_of_latitude_is_about_111_km() -> None:
    here, there = Position(lat_deg=39, lon_deg=125), Position(lat_deg=40, lon_deg=125)
    assert distance_km(here, there) == pytest.approx(111.2, abs=0.1)
    assert distance_km(here, here) == 0


def test_a_stated_radius_is_taken_before_any_policy() -> None:
    stated = Position(lat_deg=39, lon_deg=125, radius_km=3)
    bare = Position(lat_deg=39, lon_deg=125)
    assert position_doubt_km("position", stated) == 3
    assert position_doubt_km("position_coarse", bare) > position_doubt_km(
        "position", bare
    )
