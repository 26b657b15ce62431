from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.errors import UsageError
from watchword.model.quantity import Quantity, format_quantity, parse_quantity

decimals = st.decimals(
    -(10**6), 10**6, places=3, allow_nan=False, allow_infinity=False
).map(float)


@pytest.mark.parametrize(
    ("text", "low", "high", "about"),
    [
        ("470", 470.0, 470.0, False),
        ("~470", 470.0, 470.0, True),
        (" 300..400 ", 300.0, 400.0, False),
        ("~300..400", 300.0, 400.0, True),
        (">=6", 6.0, None, False),
        ("~<=20", None, 20.0, True),
        ("-1.5..0", -1.5, 0.0, False),
    ],
)
def test_values_intervals_and_bounds_are_read(
    text: str,
    low: float | None,
    high: float | None,
    about: bool,  # noqa: FBT001
) -> None:
    read = parse_quantity(text, "km")
    assert read == Quantity(low=low, high=high, unit="km", about=about)
    assert format_quantity(read) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~",
        "many",
        "1..",
        "..1",
        "9..1",
        ">=",
        "<=x",
        "~~1",
        ">=~1",
        "nan",
        "inf",
        "-inf..inf",
        "1..2..3",
        "1,5",
    ],
)
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_quantity(text, "km")


@pytest.mark.parametrize(
    "ends",
    [
        (None, None, None),
        (2.0, 1.0, None),
        (nan, 1.0, None),
        (None, inf, None),
        (1.0, 1.0, 0.0),
        (1.0, 1.0, -1.0),
        (1.0, 1.0, nan),
        (1.0, 1.0, inf),
    ],
)
def test_a_quantity_that_cannot_be_is_refused(
    ends: tuple[float | None, float | None, float | None],
) -> None:
    low, high, sigma = ends
    with pytest.raises(UsageError):
        Quantity(low=low, high=high, unit="km", sigma=sigma)


@given(st.lists(decimals, min_size=2, max_size=2).map(sorted), st.booleans())
def test_a_quantity_reads_back(ends: list[float], about: bool) -> None:  # noqa: FBT001
    low, high = ends
    for given_low, given_high in ((low, high), (low, None), (None, high), (low, low)):
        value = Quantity(low=given_low, high=given_high, unit="kt", about=about)
        assert parse_quantity(format_quantity(value), "kt") == value
