"""What was fired, by class or else by topic."""

from __future__ import annotations

import pytest

from watchword.picture.sorts import ALL, common, is_own_word, sorts_of


@pytest.mark.parametrize(
    ("weapon_class", "topic", "sorts"),
    [
        (None, "missile.ballistic", {"ballistic"}),
        (None, "missile.cruise.land", {"cruise"}),
        (None, "missile", {"ballistic", "cruise"}),
        (None, "artillery", {"artillery"}),
        (None, "missilery", ALL),
        ("SRBM", "missile", {"ballistic"}),
        ("cruise", "missile.ballistic", {"cruise"}),
        ("a thing", "artillery", {"artillery"}),
    ],
)
def test_a_class_decides_and_where_there_is_none_the_topic_does(
    weapon_class: str | None, topic: str, sorts: set[str]
) -> None:
    assert sorts_of(weapon_class, topic) == sorts


def test_what_leaves_it_open_is_narrowed_and_what_contradicts_is_not() -> None:
    ballistic, cruise = sorts_of("SRBM", ""), sorts_of("cruise", "")
    assert common([sorts_of(None, "missile"), ballistic]) == {"ballistic"}
    assert common([ballistic, cruise]) == {"ballistic", "cruise"}


def test_the_word_of_the_side_that_fired_is_a_topic_of_its_own() -> None:
    assert is_own_word("claim")
    assert is_own_word("claim.test")
    assert not is_own_word("claims")
