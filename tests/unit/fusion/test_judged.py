from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from watchword.fusion.judged import Judged, Named
from watchword.model.judgement import Judgement, Verdict
from watchword.model.party import PartyId

SEOUL = PartyId("exercise.seoul")
A, B, C, D = (sha256(letter.encode()).hexdigest() for letter in "abcd")


def judged(
    verdict: Verdict,
    *reports: str,
    at_s: int = 0,
    others: Sequence[str] = (),
    undoes: str = "",
    party: PartyId = SEOUL,
) -> Named:
    said = Judgement(
        party=party,
        said_at_ns=at_s,
        verdict=verdict,
        reports=tuple(sorted(reports)),
        others=tuple(sorted(others)),
        undoes=undoes,
        because="seen on the plot",
    )
    return sha256(repr(said).encode()).hexdigest(), said


def test_two_that_are_the_same_take_their_events_along() -> None:
    found = Judged([judged("same", A, C)])
    assert found.joined_with([A]) == {C}
    assert found.unite([[A, B], [C, D]]) == [[0, 1]]
    assert found.unite([[A], [B], [C]]) == [[0, 2], [1]]


def test_what_is_not_held_joins_nothing() -> None:
    assert Judged([judged("same", A, C)]).unite([[A], [B]]) == [[0], [1]]


def test_two_that_are_apart_are_apart_from_either_side() -> None:
    found = Judged([judged("apart", A, others=[B, C])])
    assert found.apart_from(A) == {B, C}
    assert found.apart_from(B) == {A}
    assert not found.apart_from(D)


def test_the_later_of_two_that_contradict_each_other_counts() -> None:
    same, apart = judged("same", A, B, at_s=1), judged("apart", A, others=[B], at_s=2)
    found = Judged([same, apart])
    assert found.apart_from(A) == {B}
    assert found.unite([[A], [B]]) == [[0], [1]]
    again = judged("same", A, B, at_s=3)
    found = Judged([same, apart, again])
    assert not found.apart_from(A)
    assert found.unite([[A], [B]]) == [[0, 1]]


def test_a_later_apart_keeps_two_from_meeting_by_way_of_a_third() -> None:
    found = Judged(
        [
            judged("same", A, C, at_s=1),
            judged("same", B, C, at_s=2),
            judged("apart", A, others=[B], at_s=3),
        ]
    )
    assert found.unite([[A], [B], [C]]) == [[0], [1, 2]]


def test_an_earlier_apart_gives_way_to_a_later_same_by_way_of_a_third() -> None:
    found = Judged(
        [
            judged("apart", A, others=[B], at_s=1),
            judged("same", A, C, at_s=2),
            judged("same", B, C, at_s=3),
        ]
    )
    assert found.unite([[A], [B], [C]]) == [[0, 1, 2]]


def test_of_three_said_to_be_one_two_may_be_parted_later() -> None:
    found = Judged(
        [judged("same", A, B, C, at_s=1), judged("apart", A, others=[B, C], at_s=2)]
    )
    assert found.unite([[A], [B], [C]]) == [[0], [1, 2]]


def test_what_is_undone_does_not_count_and_an_undoing_can_be_undone() -> None:
    gone = judged("withdrawn", A, at_s=1)
    undo = judged("undone", undoes=gone[0], at_s=2)
    redo = judged("undone", undoes=undo[0], at_s=3)
    assert Judged([gone]).withdrawn == {A}
    assert not Judged([gone, undo]).withdrawn
    assert Judged([gone, undo, redo]).withdrawn == {A}


def test_nobody_undoes_what_another_party_decided() -> None:
    gone = judged("withdrawn", A, at_s=1)
    undo = judged("undone", undoes=gone[0], at_s=2, party=PartyId("exercise.tokyo"))
    assert Judged([gone, undo]).withdrawn == {A}


def test_without_judgements_nothing_is_decided() -> None:
    found = Judged()
    assert not found
    assert found.unite([[A], [B]]) == [[0], [1]]


some_judgements = st.lists(
    st.builds(
        lambda verdict, pair, at_s: judged(
            verdict,
            *pair[: 2 if verdict == "same" else 1],
            others=pair[1:] if verdict == "apart" else (),
            at_s=at_s,
        ),
        st.sampled_from(["same", "apart", "withdrawn"]),
        st.permutations([A, B, C, D]).map(lambda names: names[:2]),
        st.integers(0, 3),
    ),
    max_size=8,
    unique_by=lambda named: named[0],
)


@given(some_judgements, st.randoms(use_true_random=False))
def test_the_order_in_which_judgements_came_makes_no_difference(
    said: list[Named], random: Random
) -> None:
    groups = [[A], [B], [C], [D]]
    mixed = random.sample(said, len(said))
    one, other = Judged(said), Judged(mixed)
    assert one.unite(groups) == other.unite(groups)
    assert one.withdrawn == other.withdrawn
    assert one.counts == other.counts


@given(some_judgements)
def test_two_that_are_apart_by_the_last_word_are_never_united_by_an_older_one(
    said: list[Named],
) -> None:
    found = Judged(said)
    groups = [[A], [B], [C], [D]]
    places = found.unite(groups)
    assert sorted(place for each in places for place in each) == [0, 1, 2, 3]
    newest = max((each.said_at_ns for _, each in said), default=0)
    last = [each for _, each in said if each.said_at_ns == newest]
    names = [A, B, C, D]
    if len(last) == 1 and last[0].verdict == "apart":
        for group in places:
            here = {names[place] for place in group}
            assert not (here & set(last[0].reports) and here & set(last[0].others))
