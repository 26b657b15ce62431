"""TOML read strictly."""

from __future__ import annotations

import pytest

from watchword.agreements.strict_toml import MOST_DOTS, read_table
from watchword.errors import UsageError


def test_a_row_knows_at_which_line_it_begins() -> None:
    rows = read_table("[[a]]\nx = 1\n\n[[a]]\nx = 2").tables("a")
    assert [row.line_of("y") for row in rows] == [1, 4]
    assert [row.line_of("x") for row in rows] == [2, 5]


def test_rows_that_are_not_there_are_none() -> None:
    assert read_table("").tables("a") == ()


def test_rows_written_in_one_line_are_rows_too() -> None:
    rows = read_table("a = [{x = 1}, {x = 2}]").tables("a")
    assert [row.one("x", int) for row in rows] == [1, 2]


def test_a_line_of_many_dots_is_refused_before_it_is_read() -> None:
    with pytest.raises(UsageError, match="line 2: more than 100 dots"):
        read_table("a = 1\nb" + ".b" * (MOST_DOTS + 1) + " = 1")


def test_a_list_names_nothing_twice() -> None:
    with pytest.raises(UsageError, match="line 1: a names something twice"):
        read_table('a = ["x", "x"]').texts("a")
