"""Days, terms and deadlines."""

from __future__ import annotations

from datetime import date

import pytest

from watchword.agreements.calendar import (
    day_start_ns,
    deadline,
    end_if_noticed,
    local_day,
    term_end,
    turns_after,
)
from watchword.model.agreement import Duration
from watchword.model.time import DAY_NS, parse_instant

YEARLY = Duration(years=1, notice_days=90, counts_from="last-day")
FROM_ANNIVERSARY = Duration(years=1, notice_days=90, counts_from="anniversary")
ENTERED = date(2016, 11, 23)


@pytest.mark.parametrize("year", range(2017, 2024))
def test_the_deadline_is_24_august_counted_from_the_last_day(year: int) -> None:
    assert deadline(date(year, 11, 23), YEARLY) == date(year, 8, 24)


@pytest.mark.parametrize("year", range(2017, 2024))
def test_it_is_a_day_later_counted_from_the_anniversary(year: int) -> None:
    assert deadline(date(year, 11, 23), FROM_ANNIVERSARY) == date(year, 8, 25)


def test_a_term_ends_at_the_anniversary_and_the_next_begins() -> None:
    assert term_end(ENTERED, YEARLY, ENTERED) == date(2017, 11, 23)
    assert term_end(ENTERED, YEARLY, date(2019, 11, 22)) == date(2019, 11, 23)
    assert term_end(ENTERED, YEARLY, date(2019, 11, 23)) == date(2020, 11, 23)


def test_a_late_notice_waits_for_the_end_of_the_next_term() -> None:
    assert end_if_noticed(ENTERED, YEARLY, date(2019, 8, 24)) == date(2019, 11, 23)
    assert end_if_noticed(ENTERED, YEARLY, date(2019, 8, 25)) == date(2020, 11, 23)


def test_terms_of_three_years_end_every_third() -> None:
    three = Duration(years=3, notice_days=30, counts_from="last-day")
    assert term_end(ENTERED, three, date(2018, 1, 1)) == date(2019, 11, 23)
    assert term_end(ENTERED, three, date(2019, 11, 23)) == date(2022, 11, 23)


def test_who_entered_on_a_leap_day_has_its_anniversary_on_1_march() -> None:
    assert term_end(date(2020, 2, 29), YEARLY, date(2020, 3, 1)) == date(2021, 3, 1)
    assert term_end(date(2020, 2, 29), YEARLY, date(2024, 2, 28)) == date(2024, 2, 29)


def test_a_day_begins_at_its_own_midnight() -> None:
    start = day_start_ns(date(2019, 11, 23), "Asia/Kathmandu")
    assert start == parse_instant("2019-11-22T18:15Z").ns
    assert local_day(start, "Asia/Kathmandu") == date(2019, 11, 23)
    assert local_day(start - 1, "Asia/Kathmandu") == date(2019, 11, 22)


def test_a_day_whose_midnight_the_clocks_skip_begins_after_it() -> None:
    day = date(2018, 11, 4)
    assert (
        day_start_ns(day, "America/Sao_Paulo") == parse_instant("2018-11-04T03:00Z").ns
    )
    assert local_day(day_start_ns(day, "America/Sao_Paulo"), "America/Sao_Paulo") == day


def test_the_ends_of_time_have_days_too() -> None:
    assert local_day(-62_135_596_800 * 10**9, "Asia/Kathmandu").year == 2
    last = local_day(253_402_300_799 * 10**9, "Asia/Kathmandu")
    assert term_end(ENTERED, YEARLY, last) > last


def test_the_next_turns_are_the_day_after_the_deadline_and_the_end() -> None:
    at_ns = parse_instant("2019-08-24T12:00Z").ns
    assert turns_after(ENTERED, YEARLY, "UTC", at_ns) == [
        parse_instant("2019-08-25Z").ns,
        parse_instant("2019-11-23Z").ns,
    ]
    assert turns_after(ENTERED, YEARLY, "UTC", at_ns + DAY_NS) == [
        parse_instant("2019-11-23Z").ns
    ]
