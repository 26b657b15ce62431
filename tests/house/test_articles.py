"""Each article that the software enforces has its row, and each row its tests."""

from __future__ import annotations

import pytest
from tools.articles import DATA, TESTS, is_stale, named, rows

from watchword.agreements.articles import Row

ENFORCEABLE = (
    *("art02b", "art02d", "art04a", "art04b", "art04c", "art06a", "art06c"),
    *("art06e", "art06f", "art06g", "art06h", "art07a", "art07b", "art07e"),
    *("art09", "art11", "art12", "art13", "art14", "art15", "art16", "art17"),
    *("art20b", "art21a", "art21b", "art21c", "art21d"),
    *("par0", "par1", "par3", "par4", "par9"),
)
"""What the texts ask for that software can keep, by how its tests are named."""

OUT_OF_SCOPE = {"art-07c", "policy-19"}

ROWS = rows()
IN_SCOPE = [row for row in ROWS if row.kind != "O"]


def title(row: Row) -> str:
    return f"{row.agreement} {row.id} {row.rule}"


@pytest.mark.parametrize("key", ENFORCEABLE)
def test_an_article_that_can_be_enforced_has_a_row_with_a_rule(key: str) -> None:
    assert [row.rule for row in ROWS if row.key == key and row.kind == "E"]


@pytest.mark.parametrize("row", IN_SCOPE, ids=title)
def test_a_row_has_a_test_that_is_named_after_its_article(row: Row) -> None:
    assert row.key
    assert [name for key, name in named(TESTS) if key == row.key]


def test_what_is_out_of_scope_is_said_to_be() -> None:
    assert {row.id for row in ROWS if row.kind == "O"} == OUT_OF_SCOPE


def test_the_data_that_ships_says_what_the_tests_are_called() -> None:
    assert not is_stale(), f"{DATA.name} is stale: run python tools/reference.py"


def test_every_test_named_after_an_article_is_of_an_article_that_there_is() -> None:
    known = {row.key for row in ROWS}
    assert sorted({key for key, _ in named(TESTS)} - known) == []
