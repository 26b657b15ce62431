from __future__ import annotations

from typing import Final

import pytest
from tests.desks import NORTH, SOUTH, TEXT

from watchword.agreements.scale import profile_scale, reaches, scale_of
from watchword.agreements.terms import parse_terms

PACT: Final = scale_of(parse_terms(TEXT))
OTHER: Final = scale_of(
    parse_terms(TEXT.replace('"desk.north" = ["OPEN"]', '"desk.north" = ["WIDE"]'))
)


@pytest.mark.parametrize(
    ("clearance", "label", "is_reached"),
    [
        ("ZU", "CLOSED", True),
        ("ZU", "OPEN", True),
        ("OFFEN", "OPEN", True),
        ("OFFEN", "CLOSED", False),
        ("closed", "CLOSED", True),
        ("open", "CLOSED", False),
        ("o f f e n", "open", True),
        ("NONE SUCH", "OPEN", False),
        ("ZU", "NONE SUCH", False),
        ("", "OPEN", False),
    ],
)
def test_a_clearance_reaches_what_stands_no_higher(
    clearance: str, label: str, *, is_reached: bool
) -> None:
    assert reaches(clearance, SOUTH, label, NORTH, (PACT,)) is is_reached


def test_another_partys_label_is_no_clearance() -> None:
    assert not reaches("CLOSED", SOUTH, "OPEN", NORTH, (PACT_WITHOUT_NAMES,))


PACT_WITHOUT_NAMES: Final = scale_of(
    parse_terms(TEXT.replace('"closed"', '"top"').replace('"open"', '"low"'))
)


def test_the_own_labels_of_the_row_are_compared_where_one_table_lacks_it() -> None:
    # What north calls WIDE stands in the row of south's OFFEN, which both have.
    assert reaches("ZU", SOUTH, "WIDE", NORTH, (PACT, OTHER))
    assert not reaches("OFFEN", SOUTH, "CLOSED", NORTH, (PACT, OTHER))


def test_tables_that_contradict_each_other_are_read_strictly() -> None:
    upside_down = scale_of(
        parse_terms(
            TEXT.replace("rank = 2", "rank = 0").replace(
                "shared = false", "shared = true"
            )
        )
    )
    assert not reaches("ZU", SOUTH, "OPEN", NORTH, (PACT, upside_down))


@pytest.mark.parametrize(
    ("clearance", "label", "is_reached"),
    [
        ("TLP:RED", "TLP:AMBER+STRICT", True),
        ("TLP:AMBER+STRICT", "TLP:AMBER", True),
        ("TLP:AMBER", "TLP:AMBER+STRICT", False),
        ("TLP:GREEN", "TLP:CLEAR", True),
        ("TLP:CLEAR", "TLP:GREEN", False),
    ],
)
def test_the_labels_of_the_profile_have_their_own_order(
    clearance: str, label: str, *, is_reached: bool
) -> None:
    scales = (profile_scale(NORTH),)
    assert reaches(clearance, NORTH, label, NORTH, scales) is is_reached
