from __future__ import annotations

import pytest

from watchword.press.amount import KM_A_MILE, Hedges, Measures, Unit, Wording
from watchword.press.number import POINT, point_number
from watchword.press.text import Text

ENGLISH = Measures(
    Wording(
        digits=POINT,
        number=point_number,
        units={
            "km|kilomet(?:er|re)s?": Unit("length", 1),
            "miles?": Unit("length", KM_A_MILE),
            "minutes?": Unit("duration", 1),
        },
        prefixed={"mach": Unit("mach", 1)},
        joints="-|to|and",
        hedges=Hedges(
            before={
                "approx": "about|some|around",
                "at_least": "at least|more than",
                "at_most": "up to|under",
            },
            after={"at_least": "or more"},
        ),
        between="between",
    )
)


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier", "words"),
    [
        ("flew 470 km", 470, 470, "as_stated", "470 km"),
        ("flew about 470 kilometers", 470, 470, "approx", "about 470 kilometers"),
        ("from about 110 km to 670 km", 110, 670, "approx", "about 110 km to 670 km"),
        ("between 25 and 90 km", 25, 90, "as_stated", "between 25 and 90 km"),
        ("at least 500 km", 500, None, "at_least", "at least 500 km"),
        ("about 350 km or more", 350, None, "at_least", "about 350 km or more"),
        ("up to Mach 5", None, 5, "at_most", "up to Mach 5"),
        ("2,800 miles up", 4505.2, 4505.2, "as_stated", "2,800 miles"),
        ("999.2 km", 999.2, 999.2, "as_stated", "999.2 km"),
        ("４６００㎞", 4600, 4600, "as_stated", "４６００㎞"),
    ],
)
def test_a_number_with_its_unit_and_hedge_is_found_where_it_stands(
    text: str, low: float | None, high: float | None, qualifier: str, words: str
) -> None:
    read = Text(text)
    (found,) = ENGLISH.of(read)
    amount = found.amount
    assert (amount.low, amount.high, amount.qualifier) == (low, high, qualifier)
    assert text[slice(*amount.span)] == words


def test_a_range_has_one_dimension() -> None:
    found = list(ENGLISH.of(Text("for 69 minutes and more than 1,200 miles")))
    assert [each.dimension for each in found] == ["duration", "length"]
    assert [each.amount.qualifier for each in found] == ["as_stated", "at_least"]


def test_a_number_without_a_unit_is_no_measure() -> None:
    assert list(ENGLISH.of(Text("fired 8 missiles in 2022"))) == []
