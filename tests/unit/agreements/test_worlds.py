"""What may have happened when."""

from __future__ import annotations

from tests.unit.agreements.papers import (
    NORTH,
    ZONE,
    in_force,
    instant,
    notice,
    ns,
    reading,
    signature,
    withdrawal,
)

from watchword.agreements.worlds import in_order, worlds
from watchword.model.time import DAY_NS


def test_papers_come_in_one_order_without_repetition() -> None:
    papers = in_force()
    assert in_order((*reversed(papers), *papers)) == in_order(papers)
    assert len(in_order((*papers, *papers))) == len(papers)


def test_papers_dated_alike_follow_by_what_they_say() -> None:
    one, two = (signature(NORTH, "2020-01-01", text) for text in ("a", "b"))
    assert in_order((two, one)) == in_order((one, two)) == (one, two)


def test_exact_papers_make_one_world() -> None:
    found = worlds(in_order(in_force()), ns("2021-01-01T00:00"), [ZONE])
    assert len(found.each) == 1
    assert found.all_of_them


def test_a_day_that_lasts_makes_two_worlds_and_one_when_it_is_over() -> None:
    papers = [notice(NORTH, "2020-06-01")]
    start = instant("2020-06-01").ns
    assert [len(w) for w in worlds(papers, start, [ZONE]).each] == [1, 0]
    assert len(worlds(papers, start + DAY_NS - 1, [ZONE]).each) == 2
    assert len(worlds(papers, start + DAY_NS, [ZONE]).each) == 1


def test_what_is_dated_later_has_not_happened() -> None:
    assert worlds([notice(NORTH, "2020-06-01")], 0, [ZONE]).each == ((),)


def test_a_day_of_another_zone_covers_two_days_here() -> None:
    papers = [notice(NORTH, "2020-06-01")]
    elsewhere = worlds(papers, ns("2020-07-01T00:00"), ["Asia/Kathmandu"])
    assert len(elsewhere.each) == 2


def test_the_order_of_one_partys_notes_of_one_day_is_open() -> None:
    papers = in_order([notice(NORTH, "2020-06-01"), notice(NORTH, "2020-06-01", "b")])
    assert len(worlds(papers, ns("2020-07-01T00:00"), [ZONE]).each) == 4


def test_a_withdrawal_never_comes_before_the_note_it_names() -> None:
    papers = in_order(
        [notice(NORTH, "2020-06-01"), withdrawal(NORTH, "2020-06-01", "notice")]
    )
    for world in worlds(papers, ns("2020-07-01T00:00"), [ZONE]).each:
        assert [paper.note for _, paper in world] == ["notice", "withdrawal"]


def test_too_many_worlds_are_not_counted() -> None:
    papers = in_order(
        reading(NORTH, "2020-06-01", name)
        for name in ("terminable-at-will", "annual-window")
    )
    many = in_order(notice(NORTH, "2020-06-01", f"notice-{n}") for n in range(11))
    inside = ns("2020-06-01T12:00")
    assert worlds(papers, inside, [ZONE]).all_of_them
    found = worlds(many, inside, [ZONE])
    assert not found.all_of_them
    assert [len(world) for world in found.each] == [11, 0]
