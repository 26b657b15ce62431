"""Which label stands where another does."""

from __future__ import annotations

from tests.unit.agreements.papers import NORTH, SOUTH, TEXT

from watchword.agreements.equivalence import equivalent, level_of
from watchword.agreements.terms import parse_terms

TERMS = parse_terms(TEXT)


def test_a_label_is_found_however_it_is_spelt() -> None:
    level = level_of(TERMS, "middle Ⅱ", NORTH)
    assert level is not None
    assert level.name == "middle"


def test_a_label_of_another_party_is_not_ones_own() -> None:
    assert level_of(TERMS, "MITTE", NORTH) is None


def test_the_first_label_of_the_row_is_the_equivalent() -> None:
    assert equivalent(TERMS, "OLD MIDDLE", NORTH, SOUTH) == "MITTE"
    assert equivalent(TERMS, "MITTE", SOUTH, NORTH) == "MIDDLE II"


def test_the_way_back_is_not_the_way_there() -> None:
    there = equivalent(TERMS, "OLD MIDDLE", NORTH, SOUTH)
    assert there is not None
    assert equivalent(TERMS, there, SOUTH, NORTH) != "OLD MIDDLE"


def test_where_there_is_no_equivalent_there_is_none() -> None:
    assert equivalent(TERMS, "HIGH", NORTH, SOUTH) is None
    assert equivalent(TERMS, "UNHEARD OF", NORTH, SOUTH) is None
