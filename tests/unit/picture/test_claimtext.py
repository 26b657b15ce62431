"""Claims as they are typed."""

from __future__ import annotations

import pytest

from watchword.errors import UsageError
from watchword.picture.claim import Amount, FirstSince, Nth
from watchword.picture.claimtext import claim_words, parse_claim
from watchword.picture.days import parse_days

YEAR = parse_days("2022")


@pytest.mark.parametrize(
    ("text", "subject", "low", "high"),
    [
        ("at least 18 missile tests", "missile tests", 18, None),
        ("At  least 18", "missile tests", 18, None),
        ("more than 5 launches", "launches", 6, None),
        ("over 5 launches", "launches", 6, None),
        ("at most 1 nuclear test", "nuclear tests", None, 1),
        ("fewer than 20 launch days", "launch days", None, 19),
        ("exactly 31 missiles", "missiles", 31, 31),
        ("31 missiles", "missiles", 31, 31),
        ("3 summits", "summits", 3, 3),
    ],
)
def test_an_amount_is_read(
    text: str, subject: str, low: int | None, high: int | None
) -> None:
    claim = Amount(subject=subject, low=low, high=high, period=YEAR)
    assert parse_claim(text, YEAR) == claim
    assert parse_claim(claim_words(claim), YEAR) == claim


def test_a_first_since_and_a_place_in_a_row_are_read() -> None:
    first = FirstSince(subject="nuclear tests", since=parse_days("2017"))
    assert parse_claim("first nuclear test since 2017", YEAR) == first
    assert claim_words(first) == "the first of the nuclear tests since 2017"
    seventh = Nth(subject="launches", nth=7, within=YEAR, at=parse_days("2022-05-04"))
    assert parse_claim("7th launch", YEAR, parse_days("2022-05-04")) == seventh
    assert claim_words(seventh) == "number 7 of the launches"
    bounded = Amount(subject="missiles", low=2, high=4, period=YEAR)
    assert claim_words(bounded) == "at least 2 missiles and at most 4"


@pytest.mark.parametrize(
    "text",
    ["", "many tests", "at least", "at least -3", "first since yesterday", "1" * 9],
)
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_claim(text, YEAR)
