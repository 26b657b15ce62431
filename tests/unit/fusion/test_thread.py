from __future__ import annotations

from tests.unit.fusion.told import told

from watchword.fusion.said import gather
from watchword.fusion.thread import superseded, threads
from watchword.fusion.window import CLOCK
from watchword.model.quantity import parse_quantity

A, B = "aa" * 32, "bb" * 32
FIRST = told(
    "JP_MOD",
    by="exercise.tokyo",
    observed_at="2022-06-05T09:06",
    count=">=6",
    range_km="300..400",
)
REVISED = told(
    "JP_MOD",
    by="exercise.tokyo",
    said_s=60,
    corrects=FIRST.name,
    stated_on="2022-06-05",
    count="8",
)


def test_a_correction_takes_the_place_of_the_fields_it_gives() -> None:
    assert superseded([FIRST, REVISED]) == {(FIRST.name, "count")}


def test_what_a_correction_leaves_out_goes_on_standing() -> None:
    (thread,) = threads(gather([REVISED, FIRST]))
    assert thread.standing["count"] == parse_quantity("8", "1")
    assert thread.standing["range_km"] == parse_quantity("300..400", "km")
    assert thread.window is not None
    assert thread.window.grain == CLOCK


def test_a_chain_of_corrections_supersedes_from_end_to_end() -> None:
    last = told(
        "JP_MOD", by="exercise.tokyo", said_s=90, corrects=REVISED.name, range_km="~350"
    )
    assert superseded([FIRST, REVISED, last]) == {
        (FIRST.name, "count"),
        (FIRST.name, "range_km"),
    }
    assert len(threads(gather([last, FIRST, REVISED]))) == 1


def test_nobody_corrects_another_party() -> None:
    meddling = told("JP_MOD", by="exercise.seoul", said_s=9, corrects=FIRST.name)
    assert len(threads(gather([FIRST, meddling]))) == 2


def test_a_correction_said_before_its_target_corrects_nothing() -> None:
    target = told("JP_MOD", said_s=9, count="6")
    early = told("JP_MOD", said_s=1, corrects=target.name, count="8")
    assert superseded([early, target]) == frozenset()


def test_a_correction_whose_target_is_not_held_stands_alone() -> None:
    (thread,) = threads([REVISED])
    assert thread.members == (REVISED,)


def test_a_ring_of_made_up_names_ends() -> None:
    one = told("JP_MOD", name=A, corrects=B, count="6")
    two = told("JP_MOD", name=B, corrects=A, count="8")
    assert superseded([one, two]) == {(A, "count"), (B, "count")}
    assert len(threads([one, two])) == 1


def test_a_statement_that_corrects_itself_does_not() -> None:
    assert superseded([told("JP_MOD", name=A, corrects=A, count="6")]) == set()


def test_a_corrected_clock_time_moves_the_thread() -> None:
    later = told(
        "JP_MOD",
        by="exercise.tokyo",
        said_s=60,
        corrects=FIRST.name,
        observed_at="2022-06-05T10:06",
    )
    (thread,) = threads(gather([FIRST, later]))
    (alone,) = threads([later])
    assert thread.window == alone.window
