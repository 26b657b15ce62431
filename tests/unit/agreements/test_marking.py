"""What later messages make of a report."""

from __future__ import annotations

import pytest
from tests.unit.agreements.trio import NAME, OTHER, TRIO, WEST, header

from watchword.agreements.marking import is_gone, marking_in_force
from watchword.model.marking import Marking
from watchword.model.message import Disposal, LabelChange, Outcome
from watchword.model.party import PartyId

NORTH = PartyId("desk.north")


def change(
    label: str, at_ns: int, party: PartyId = NORTH, report: str = NAME
) -> LabelChange:
    return LabelChange(
        party=party,
        agreement=TRIO,
        said_at_ns=at_ns,
        report=report,
        marking=Marking(label=label),
    )


def test_art06g_the_originators_latest_label_is_in_force() -> None:
    said = [("a", change("OLD MIDDLE", 2)), ("b", change("HIGH", 1))]
    for order in (said, said[::-1]):
        found = marking_in_force(header(), NAME, order)
        assert found.marking.label == "OLD MIDDLE"


def test_art06g_of_two_said_at_once_the_name_decides() -> None:
    said = [("a", change("HIGH", 1)), ("b", change("OLD MIDDLE", 1))]
    for order in (said, said[::-1]):
        assert marking_in_force(header(), NAME, order).marking.label == "OLD MIDDLE"


def test_art06g_nobody_else_changes_a_label_and_none_changes_another_reports() -> None:
    said = [("a", change("HIGH", 1, WEST)), ("b", change("HIGH", 1, report=OTHER))]
    assert marking_in_force(header(), NAME, said) == header()


@pytest.mark.parametrize(
    ("outcome", "gone"),
    [("destroyed", True), ("returned", True), ("retained", False), ("lost", False)],
)
def test_art06h_what_was_destroyed_or_returned_is_gone(
    outcome: Outcome,
    gone: bool,  # noqa: FBT001 (a column of the table)
) -> None:
    said = Disposal(
        party=WEST,
        agreement=TRIO,
        said_at_ns=1,
        report=NAME,
        outcome=outcome,
        witnesses=("one", "other"),
        says="as asked",
    )
    assert is_gone(WEST, NAME, [("a", said)]) == gone
    assert not is_gone(NORTH, NAME, [("a", said)])
    assert not is_gone(WEST, OTHER, [("a", said)])
