from __future__ import annotations

from watchword.fusion.window import Reach
from watchword.picture.explored import Explored, merged

ROOM = "exercise launch"


def reach(first_ns: int, last_ns: int, room: str = ROOM) -> Reach:
    return Reach(room, first_ns, last_ns)


def test_what_was_looked_through_is_not_given_again() -> None:
    explored = Explored()
    assert explored.rest_of(reach(10, 20)) == [reach(10, 20)]
    assert explored.rest_of(reach(12, 20)) == []
    assert explored.rest_of(reach(5, 25)) == [reach(5, 9), reach(21, 25)]
    assert explored.rest_of(reach(5, 25)) == []


def test_a_gap_between_two_stretches_is_the_rest() -> None:
    explored = Explored()
    explored.rest_of(reach(0, 1))
    explored.rest_of(reach(8, 9))
    assert explored.rest_of(reach(1, 8)) == [reach(2, 7)]
    assert explored.rest_of(reach(-3, 12)) == [reach(-3, -1), reach(10, 12)]


def test_rooms_are_looked_through_apart() -> None:
    explored = Explored()
    explored.rest_of(reach(0, 9))
    other = reach(0, 9, "actual launch")
    assert explored.rest_of(other) == [other]


def test_stretches_that_meet_are_one() -> None:
    given = [reach(5, 9), reach(0, 5), reach(11, 12), reach(3, 4, "a")]
    assert merged(given) == [reach(3, 4, "a"), reach(0, 9), reach(11, 12)]
