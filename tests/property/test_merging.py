"""One thread more, taken into what is merged: what merging all of them gives."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import count

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.fusion.told import told

from watchword.fusion.associate import associate, associating
from watchword.fusion.cluster import Cluster
from watchword.fusion.memory import Memory
from watchword.fusion.merging import Merging
from watchword.fusion.said import Said, canonical_key
from watchword.fusion.sketch import Sketch, sketch_of
from watchword.fusion.steps import finish
from watchword.fusion.thread import threads

CLOCKS = ("05:56", "06:00", "06:04", "06:08", "06:14", "06:20")
FEW, MANY = ("A0", "A1", "A2"), tuple(f"A{number}" for number in range(12))
TEXTS = {
    "range_km": st.sampled_from(("300", "470", "~500")),
    "site": st.sampled_from(("Sunan", "Sunan airfield", "east coast")),
    "position": st.sampled_from(("39.2 125.7", "41.3 129.1", "42.9 130.2")),
}


@st.composite
def crowds(draw: st.DrawFn, most: int = 40) -> list[Said]:
    """Many reports of a few launches within half an hour, in order of arrival."""
    authorities = draw(st.sampled_from((FEW, MANY)))
    clocks = draw(st.sampled_from((CLOCKS, CLOCKS[1:2], CLOCKS[1:4])))
    one = st.tuples(
        st.sampled_from(authorities),
        st.sampled_from(clocks),
        st.sampled_from(("", "~")),
        st.fixed_dictionaries({}, optional=TEXTS),
    )
    rows = draw(st.lists(one, min_size=1, max_size=most))
    numbers = count()
    return [
        told(
            authority,
            said_s=draw(st.integers(0, 5)),
            name=sha256(b"%d" % next(numbers)).hexdigest(),
            also={"observed_at": f"{about}2022-05-04T{clock}", **texts},
        )
        for authority, clock, about, texts in rows
    ]


def sketches(said: Sequence[Said]) -> list[Sketch]:
    found = [sketch_of(thread) for each in said for thread in threads([each])]
    return [sketch for sketch in found if sketch is not None]


def names(clusters: Sequence[Cluster]) -> set[frozenset[str]]:
    return {frozenset(each.key[1] for each in c.members) for c in clusters}


@given(crowds())
def test_one_thread_more_gives_what_all_give_or_is_left_to_that(
    said: list[Said],
) -> None:
    given_so_far: list[Sketch] = []
    merging = Merging()
    for sketch in sketches(said):
        given_so_far.append(sketch)
        whole = Merging()
        finish(whole.all_of(sorted(given_so_far, key=lambda each: each.key)))
        if merging.add(sketch):
            assert names(merging.clusters) == names(whole.clusters)
        else:
            merging = whole


def test_witnesses_of_one_launch_are_taken_in_one_by_one() -> None:
    merging = Merging()
    for number in range(20):
        said = told(f"A{number}", said_s=number, observed_at="2022-05-04T06:00")
        assert all(merging.add(sketch) for sketch in sketches([said]))
    assert len(merging) == 20
    assert len(merging.clusters) == 1


@given(crowds(), st.data())
def test_with_any_memory_association_comes_out_the_same(
    said: list[Said], data: st.DataObject
) -> None:
    memory = Memory(data.draw(st.sampled_from((0, 5, 1000))))
    held: list[Said] = []
    while len(held) < len(said):
        some = data.draw(st.integers(1, 5))
        held = said[: len(held) + some]
        memory.trim()
        found = finish(associating(sorted(held, key=canonical_key), memory))
        assert found == associate(held)
