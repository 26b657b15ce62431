"""Days: how periods are read, and on how many days something happened."""

from __future__ import annotations

import pytest

from watchword.errors import UsageError
from watchword.picture.days import (
    FIRST,
    Days,
    day_of,
    day_words,
    fewest,
    format_day,
    most,
    parse_days,
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022-06-12", "2022-06-12", "2022-06-12"),
    ],
)
def test_a_year_a_month_and_a_day_are_read_and_said_again(
    text: str, first: str, last: str
) -> None:
    days = parse_days(text)
    assert (format_day(days.first), format_day(days.last)) == (first, last)
    assert day_words(days) == text


@pytest.mark.parametrize("text", ["", "22", "2022-13", "2022-02-30", "0000", "2022-6"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_days(text)


def test_a_period_has_its_ends_in_order() -> None:
    with pytest.raises(UsageError, match="before it begins"):
        Days(2, 1)
    with pytest.raises(UsageError, match="years 1 to 9999"):
        Days(parse_days("9999").last, parse_days("9999").last + 1)


def test_an_open_end_is_not_named() -> None:
    june = parse_days("2022-06")
    assert day_words(Days()) == "all time"
    assert day_words(Days(first=june.first)) == "from 2022-06-01"
    assert day_words(Days(last=june.last)) == "until 2022-06-30"
    assert day_words(Days(june.first, june.first + 1)) == "2022-06-01 to 2022-06-02"


def test_a_day_is_that_of_the_zone() -> None:
    late_ns = 23 * 3600 * 10**9
    assert day_of(late_ns, "+09:00") == day_of(late_ns, "UTC") + 1


def test_what_may_have_been_on_one_day_may_have_been_on_two() -> None:
    spans = [Days(1, 2), Days(2, 3)]
    assert (fewest(spans), most(spans)) == (1, 2)
    assert (fewest([Days(1, 1)] * 3), most([Days(1, 1)] * 3)) == (1, 1)
    assert (fewest([]), most([])) == (0, 0)


def test_a_span_without_a_beginning_costs_no_time() -> None:
    assert most([Days(FIRST, 700_000), Days(700_000, 700_000)]) == 2
    assert fewest([Days(FIRST, 700_000), Days(700_000, 700_000)]) == 1
