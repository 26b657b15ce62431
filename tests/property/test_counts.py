"""Counts do not depend on order or repetition, and hold what they say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from tests.counting import about, listing
from tests.property.test_picture import NAMES, arrivals, statements

from watchword.fusion.said import Said, gather
from watchword.picture.catalogue import find
from watchword.picture.changes import changes
from watchword.picture.count import Count, count
from watchword.picture.countrule import RULES, rule_named
from watchword.picture.days import Days, fewest, most, parse_days
from watchword.picture.weighed import weigh

TOPICS = ("missile.ballistic", "missile.cruise", "missile", "artillery", "claim", "x")
MAY = parse_days("2022-05")
TWO_DAYS = Days(parse_days("2022-05-25").first, parse_days("2022-05-26").last)
SPANS = st.tuples(st.integers(1, 6), st.integers(0, 3)).map(
    lambda pair: Days(pair[0], pair[0] + pair[1])
)


@st.composite
def worlds(draw: st.DrawFn) -> list[Said]:
    size = draw(st.integers(1, len(NAMES)))
    topics = st.sampled_from(TOPICS)
    return [about(draw(topics), draw(statements(name))) for name in NAMES[:size]]


@st.composite
def worlds_as_they_come(draw: st.DrawFn) -> tuple[list[Said], list[Said]]:
    world = draw(worlds())
    return world, draw(arrivals(world))


def all_counts(said: Sequence[Said], period: Days = MAY) -> list[Count]:
    weighed = weigh(listing(gather(said)))
    return [count(weighed, rule, period, "+09:00") for rule in RULES]


@given(worlds_as_they_come())
def test_counts_know_nothing_of_order_and_repetition(
    drawn: tuple[list[Said], list[Said]],
) -> None:
    world, arrived = drawn
    assert all_counts(arrived) == all_counts(world)


@given(worlds())
def test_a_count_has_its_ends_in_order_and_opens_to_what_it_counts(
    world: list[Said],
) -> None:
    held = {said.name for said in world}
    for found in all_counts(world):
        assert found.high is None or found.low <= found.high
        sure = [each for each in found.taken if not each.open]
        assert found.low >= (1 if sure else 0)
        assert found.low <= sum(each.fired[0] for each in sure)
        assert {name for each in found.taken for name in each.names} <= held
        assert all(each.authorities for each in found.taken)


@given(worlds())
def test_a_rule_that_takes_in_more_counts_no_less(world: list[Said]) -> None:
    found = {each.rule.name: each for each in all_counts(world)}
    for narrow, wide in (
        ("missiles", "missiles-cruise"),
        ("missiles-succeeded", "missiles"),
        ("salvos", "salvos-cruise"),
        ("days-succeeded", "days"),
        ("days", "days-cruise"),
        ("days-cruise", "days-counted-artillery"),
        ("days-counted-artillery", "days-artillery"),
        ("days", "salvos"),
    ):
        less, more = found[narrow], found[wide]
        assert less.low <= more.low, (narrow, wide)
        assert more.high is None or (less.high or 0) <= more.high, (narrow, wide)


@given(worlds())
def test_a_period_is_counted_no_lower_than_its_parts_suggest(
    world: list[Said],
) -> None:
    weighed = weigh(listing(gather(world)))
    first, last = TWO_DAYS.first, TWO_DAYS.last
    for rule in RULES:
        one, other, both = (
            count(weighed, rule, days, "+09:00")
            for days in (Days(first, first), Days(last, last), TWO_DAYS)
        )
        assert both.low >= one.low + other.low
        if both.high is not None and one.high is not None and other.high is not None:
            assert both.high <= one.high + other.high


@given(worlds())
def test_a_witness_alone_counts_what_it_would_with_nobody_else_there(
    world: list[Said],
) -> None:
    """Who joins the others' events is counted in them: once each, as alone."""
    mine = [said for said in world if said.report.header.authority == "JP_MOD"]
    rule, by = rule_named("days-artillery"), ["JP_MOD"]
    chosen = count(weigh(listing(gather(world)), by), rule, Days(), "+09:00")
    alone = count(weigh(listing(gather(mine)), by), rule, Days(), "+09:00")
    names = {name for each in chosen.taken for name in each.names}
    assert names == {name for each in alone.taken for name in each.names}


@given(worlds_as_they_come(), st.integers(0, 20))
def test_what_changed_is_told_of_every_event_that_is_not_as_before(
    drawn: tuple[list[Said], list[Said]], by_then: int
) -> None:
    _, arrived = drawn
    one, other = listing(gather(arrived[:by_then])), listing(gather(arrived))
    told = {change.event for change in changes(one, other)}
    same = {each.event.id: each.said for each in one}
    for each in other:
        assert (each.event.id in told) == (same.get(each.event.id) != each.said)


@given(worlds())
def test_every_name_finds_its_event(world: list[Said]) -> None:
    listed = listing(gather(world))
    for each in listed:
        for name in each.event.members:
            assert find(listed, name) == each


@given(st.lists(SPANS, max_size=4))
def test_days_are_as_few_and_as_many_as_can_be(spans: list[Days]) -> None:
    chosen = product(*(range(each.first, each.last + 1) for each in spans))
    sizes = {len(set(days)) for days in chosen}
    assert (fewest(spans), most(spans)) == (min(sizes), max(sizes))
