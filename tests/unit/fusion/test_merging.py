"""Merging goes on where one thread more changes nothing of what was merged."""

from __future__ import annotations

from random import Random

import pytest
from tests.unit.fusion.told import told

from watchword.fusion.merging import NEAREST, Merging
from watchword.fusion.sketch import Sketch, sketch_of
from watchword.fusion.steps import finish
from watchword.fusion.thread import threads

MINUTES = ("06:00", "06:04", "06:08", "06:14")


def sketch(authority: str, clock: str, **also: str) -> Sketch:
    said = told(authority, observed_at=f"2022-05-04T{clock}", also=also)
    (thread,) = threads([said])
    found = sketch_of(thread)
    assert found is not None
    return found


def groups(merging: Merging) -> set[frozenset[str]]:
    return {frozenset(each.key[1] for each in c.members) for c in merging.clusters}


def all_of(sketches: list[Sketch]) -> Merging:
    merging = Merging()
    finish(merging.all_of(sorted(sketches, key=lambda each: each.key)))
    return merging


@pytest.mark.parametrize("seed", range(4))
def test_a_crowd_that_comes_in_any_order_is_merged_as_at_once(seed: int) -> None:
    draw = Random(seed)  # noqa: S311 (which crowd it is, no secret)
    crowd = [
        sketch(f"A{draw.randrange(50)}", draw.choice(MINUTES), range_km=f"{300 + n}")
        for n in range(4 * NEAREST)
    ]
    taken_in, merging = 0, all_of(crowd[:2])
    for count in range(3, len(crowd) + 1):
        whole = all_of(crowd[:count])
        if merging.add(crowd[count - 1]):
            taken_in += 1
            assert groups(merging) == groups(whole)
        else:
            merging = whole
    assert taken_in > len(crowd) // 2


def test_a_day_of_many_launches_is_gone_on_with() -> None:
    day = [
        sketch(f"A{witness}", "06:00", range_km=f"{300 * launch}")
        for launch in (1, 2, 3)
        for witness in range(6)
    ]
    merging = all_of(day[:7])
    assert all(merging.add(each) for each in day[7:])
    assert groups(merging) == groups(all_of(day))
