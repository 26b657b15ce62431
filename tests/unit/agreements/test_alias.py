"""Short names for parties."""

from __future__ import annotations

import pytest

from watchword.agreements.alias import party_of
from watchword.errors import UsageError
from watchword.model.party import PartyId

PARTIES = tuple(
    PartyId(name)
    for name in (
        "exercise.north",
        "exercise.south",
        "desk-a.example",
        "desk-b.example",
        "north",
    )
)


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("exercise.south", "exercise.south"),
        ("south", "exercise.south"),
        (" South ", "exercise.south"),
        ("north", "north"),
        ("desk-a", "desk-a.example"),
    ],
)
def test_a_party_is_found_by_its_name_or_a_part_of_it(text: str, party: str) -> None:
    assert party_of(text, PARTIES) == party


@pytest.mark.parametrize("text", ["west", "", "example", "exercise", "sou"])
def test_what_names_none_or_several_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        party_of(text, PARTIES)
