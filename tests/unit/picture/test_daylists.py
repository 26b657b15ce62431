from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.errors import UsageError
from watchword.picture.daylists import Listed, Matched, match_days


def days(*texts: str) -> list[Listed]:
    return [Listed(day=text, rows=(f"row {text}",)) for text in texts]


def said(found: Sequence[Matched]) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            each.how,
            None if each.first is None else each.first.day,
            None if each.second is None else each.second.day,
        )
        for each in found
    ]


def test_a_day_that_both_name_is_the_same_day_even_between_neighbours() -> None:
    found = match_days(days("2022-01-05"), days("2022-01-04", "2022-01-05"))
    assert said(found) == [
        ("second only", None, "2022-01-04"),
        ("same day", "2022-01-05", "2022-01-05"),
    ]


def test_days_that_are_left_over_and_lie_one_day_apart_are_one() -> None:
    found = match_days(days("2017-05-15"), days("2017-05-14"))
    assert said(found) == [("a day apart", "2017-05-15", "2017-05-14")]


def test_of_two_days_beside_one_nobody_guesses() -> None:
    found = match_days(days("2022-03-05"), days("2022-03-04", "2022-03-06"))
    assert [each.how for each in found] == ["second only", "first only", "second only"]


def test_two_days_apart_are_two_days() -> None:
    found = match_days(days("2020-03-09"), days("2020-03-07"))
    assert [each.how for each in found] == ["second only", "first only"]


def test_a_month_is_the_only_day_that_the_other_list_has_in_it() -> None:
    assert said(match_days(days("1984-09"), days("1984-09-01"))) == [
        ("same month", "1984-09", "1984-09-01")
    ]
    assert said(match_days(days("1984-09-01"), days("1984-09"))) == [
        ("same month", "1984-09-01", "1984-09")
    ]
    two = match_days(days("1990-06"), days("1990-06-01", "1990-06-20"))
    assert [each.how for each in two] == ["first only", "second only", "second only"]


def test_a_list_that_names_a_day_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="twice"):
        match_days(days("2022-01-05", "2022-01-05"), [])


@pytest.mark.parametrize("text", ["2022-13-01", "2022", "2022-06-31", "", "1984-13"])
def test_what_is_neither_a_day_nor_a_month_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="neither"):
        days(text)


some_days = st.sets(st.dates().map(str), max_size=12).map(sorted)


@given(some_days, some_days)
def test_every_day_of_both_lists_is_in_the_answer_once(
    ours: list[str], theirs: list[str]
) -> None:
    found = match_days(days(*ours), days(*theirs))
    firsts = [each.first.day for each in found if each.first is not None]
    seconds = [each.second.day for each in found if each.second is not None]
    assert (sorted(firsts), sorted(seconds)) == (ours, theirs)


@given(some_days, some_days)
def test_whichever_list_comes_first_the_same_days_are_matched(
    ours: list[str], theirs: list[str]
) -> None:
    def pairs(found: Sequence[Matched]) -> set[frozenset[str]]:
        return {
            frozenset((each.first.day, each.second.day))
            for each in found
            if each.first is not None and each.second is not None
        }

    one = match_days(days(*ours), days(*theirs))
    other = match_days(days(*theirs), days(*ours))
    assert pairs(one) == pairs(other)
