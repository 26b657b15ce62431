"""How long a batch is: by what its recipient says that it had to do with one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.edge.outbox import MOST_LINES
from watchword.edge.pace import AIM_NS, LEAST_LINES, heard, next_lines, said

MS_NS = 1_000_000


def test_a_batch_that_took_long_is_followed_by_a_shorter_one() -> None:
    assert next_lines(200, 40 * MS_NS, 41 * MS_NS) == LEAST_LINES
    assert next_lines(200, 20 * MS_NS, 21 * MS_NS) == 100


def test_a_batch_that_was_taken_soon_is_followed_by_a_longer_one() -> None:
    assert next_lines(50, 5 * MS_NS, 6 * MS_NS) == 100
    assert next_lines(100, 1 * MS_NS, 2 * MS_NS) == MOST_LINES


def test_over_a_long_way_a_batch_may_take_as_long_as_the_way() -> None:
    assert next_lines(100, 20 * MS_NS, 60 * MS_NS) == 200
    assert next_lines(100, 20 * MS_NS, 21 * MS_NS) == 50


def test_a_recipient_that_says_nothing_is_sent_as_much_as_may_be() -> None:
    assert next_lines(1, None, MS_NS) == MOST_LINES


@given(st.integers(1, 2_000), st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_batch_stays_within_its_bounds_whatever_is_said(
    lines: int, took_ns: int, trip_ns: int
) -> None:
    assert LEAST_LINES <= next_lines(lines, took_ns, trip_ns) <= MOST_LINES


def test_what_is_said_is_heard() -> None:
    assert heard(said(AIM_NS).decode()) == AIM_NS


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "take",
        "take;dur=",
        "take;dur=-1",
        "take;dur=nan",
        "take;dur=inf",
        "take;dur=1e300",
        "cache;dur=3",
        "take;dur=0",
    ],
)
def test_what_is_no_time_is_not_heard(value: str | None) -> None:
    assert heard(value) is None
