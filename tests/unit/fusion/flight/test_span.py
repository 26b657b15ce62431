"""What a number can stand for."""

from __future__ import annotations

from math import inf

import pytest

from watchword.fusion.flight.span import Span, span_of, within
from watchword.model.quantity import Quantity, parse_quantity


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("470", (470, 470, 470)),
        ("~470", (423, 470, 517)),
        ("14..15", (14, 14.5, 15)),
        (">=6000", (6000, 6000, inf)),
        ("<=20", (-inf, 20, 20)),
    ],
)
def test_a_number_has_its_doubt_and_its_middle(
    text: str, span: tuple[float, float, float]
) -> None:
    found = span_of(parse_quantity(text, "km"))
    assert (found.low, found.mid, found.high) == span


def test_sigma_reaches_twice_to_either_side() -> None:
    found = span_of(Quantity(low=100, high=100, unit="km", sigma=5))
    assert (found.low, found.high) == (90, 110)


def test_an_open_end_stays_open_upwards_and_is_cut_below() -> None:
    cut = within(Span(low=-inf, mid=50.0, high=inf), 100.0, 1000.0)
    assert (cut.low, cut.mid, cut.high) == (100.0, 100.0, inf)
    far = within(Span(low=50.0, mid=500.0, high=5000.0), 100.0, 1000.0)
    assert (far.low, far.mid, far.high) == (100.0, 500.0, 1000.0)
