from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.errors import UsageError
from watchword.press.calendar import (
    Published,
    day_in_month_before,
    day_in_year,
    day_of_month,
    last_weekday,
    parse_published,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(DAYS, st.integers(0, 6))
def test_the_last_weekday_is_at_most_six_days_back(day: date, weekday: int) -> None:
    found = last_weekday(day, weekday)
    assert found.weekday() == weekday
    assert 0 <= (day - found).days < 7


@given(DAYS)
def test_a_day_of_publication_is_read_back(day: date) -> None:
    assert parse_published(day.isoformat()).whole == day


@pytest.mark.parametrize("text", ["2022-13", "2022-02-30", "5 June", "2022-1-1-1", ""])
def test_what_is_no_day_of_publication_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_published(text)


def test_the_31st_of_a_text_of_the_3rd_is_of_the_month_before() -> None:
    published = parse_published("2022-11-03")
    assert day_of_month(published, 31) == date(2022, 10, 31)
    assert day_of_month(published, 3) == date(2022, 11, 3)
    assert day_in_month_before(published, 25) == date(2022, 10, 25)


def test_a_day_that_no_month_has_is_refused() -> None:
    with pytest.raises(ValueError, match="day"):
        day_of_month(parse_published("2022-06-05"), 32)
    with pytest.raises(ValueError, match="day"):
        day_in_month_before(parse_published("2022-07-05"), 31)


def test_a_month_to_come_is_of_the_year_before() -> None:
    published = parse_published("2023-01-10")
    assert day_in_year(published, 11, 18) == date(2022, 11, 18)
    assert day_in_year(published, 1, 5) == date(2023, 1, 5)
    assert day_in_year(None, 2, 29) is None


def test_a_day_is_not_known_where_its_month_is_not() -> None:
    assert day_of_month(Published(year=2022), 5) is None
    assert day_in_month_before(Published(year=2022), 5) is None
