from __future__ import annotations

import pytest

from watchword.press.number import comma_number, east_number, point_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("470", 470), ("1,100", 1100), ("6.1", 6.1), ("6,040.9", 6040.9)],
)
def test_a_point_stands_before_decimals(text: str, number: float) -> None:
    assert point_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("470", 470), ("1.100", 1100), ("6,1", 6.1), ("6.040,9", 6040.9)],
)
def test_a_comma_stands_before_decimals(text: str, number: float) -> None:
    assert comma_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4600", 4600),
        ("4千600", 4600),
        ("三百", 300),
        ("칠백", 700),
        ("3천", 3000),
        ("1만2천", 12000),
        ("2万", 20000),
        ("이십", 20),
        ("十五", 15),
        ("二〇二二", 2022),
    ],
)
def test_numerals_and_digits_are_read_by_their_places(text: str, number: float) -> None:
    assert east_number(text) == number


@pytest.mark.parametrize("text", ["", "여섯", "several", "1百x"])
def test_what_is_no_number_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        east_number(text)
