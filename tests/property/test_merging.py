"""One thread more, taken into what is merged: what merging all of them gives."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import count

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.fusion.test_judged import judged
from tests.unit.fusion.told import told

from watchword.fusion.associate import associate, associating
from watchword.fusion.cluster import Cluster
from watchword.fusion.judged import Judged, Named
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


@st.composite
def decisions(draw: st.DrawFn, said: Sequence[Said]) -> Judged:
    """Joined, parted and withdrawn reports of a crowd, some of it undone."""
    names = sorted(each.name for each in said)
    made: list[Named] = []
    for at_s in range(draw(st.integers(0, 4)) if len(names) > 1 else 0):
        one, other = draw(
            st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)
        )
        match draw(st.sampled_from(("same", "apart", "apart", "withdrawn", "undone"))):
            case "same":
                made.append(judged("same", one, other, at_s=at_s))
            case "apart":
                made.append(judged("apart", one, others=(other,), at_s=at_s))
            case "withdrawn":
                made.append(judged("withdrawn", one, at_s=at_s))
            case _ if made:
                gone = draw(st.sampled_from(made))[0]
                made.append(judged("undone", undoes=gone, at_s=at_s))
    return Judged(made)


@given(crowds(), st.data())
def test_with_any_memory_and_judgements_association_comes_out_the_same(
    said: list[Said], data: st.DataObject
) -> None:
    memory = Memory(data.draw(st.sampled_from((0, 5, 1000))))
    held: list[Said] = []
    while len(held) < len(said):
        some = data.draw(st.integers(1, 5))
        held = said[: len(held) + some]
        memory.trim()
        decided = data.draw(st.just(Judged()) | decisions(held))
        ordered = sorted(held, key=canonical_key)
        found = finish(associating(ordered, memory, decided))
        assert found == associate(held, decided)


@given(crowds(), st.data())
def test_what_is_set_apart_in_a_crowd_stays_apart_and_what_is_joined_is_one(
    said: list[Said], data: st.DataObject
) -> None:
    if len(said) < 3:
        return
    one, other, third = data.draw(st.permutations([s.name for s in said]))[:3]
    apart = Judged([judged("apart", one, others=(other, third))])
    for group in associate(said, apart):
        names = {each.name for each in group}
        assert one not in names or names.isdisjoint((other, third))
    joined = associate(said, Judged([judged("same", one, other, third)]))
    assert any({one, other, third} <= {each.name for each in g} for g in joined)
