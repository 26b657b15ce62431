"""A stretch of time as of any instant: what the whole picture of then shows there."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from tests.property.test_folding import CLOCKS, South, contents

from watchword.edge.asof import ROOMS, Period
from watchword.fusion.window import Reach, reach_of
from watchword.model.time import HOUR_NS, MINUTE_NS, parse_instant
from watchword.picture.picture import picture

DAYS = ("2022-05-23", "2022-05-24", "2022-05-25")
STARTS = [parse_instant(f"{day}T{clock}+09:00").ns for day in DAYS for clock in CLOCKS]
LENGTHS = (0, MINUTE_NS, 6 * HOUR_NS, 24 * HOUR_NS)


@given(st.data(), st.sampled_from((0, 1500, 1_000_000)))
def test_a_period_shows_what_the_whole_picture_shows_of_it(
    data: st.DataObject, most_bytes: int
) -> None:
    south = South(most_bytes)
    later: list[Callable[[], None]] = []
    instants: list[int | None] = [None, south.desk.now_ns - 1]
    for fields in data.draw(st.lists(contents(), min_size=1, max_size=6)):
        later.append(south.file(data, fields))
        instants.append(south.desk.now_ns)
        south.desk.now_ns += HOUR_NS
        if data.draw(st.booleans()):
            later.pop(data.draw(st.integers(0, len(later) - 1)))()
            instants.append(south.desk.now_ns)
            south.desk.now_ns += HOUR_NS
        if data.draw(st.booleans()):
            south.judge(data)
            instants.append(south.desk.now_ns)
            south.desk.now_ns += HOUR_NS
        if data.draw(st.booleans()):
            south.fold_some(data)
    for as_of_ns in instants:
        begin = data.draw(st.sampled_from(STARTS))
        until = begin + data.draw(st.sampled_from(LENGTHS))
        check(south, Period(from_ns=begin, until_ns=until), as_of_ns)
        check_touching(south, data.draw(st.sampled_from(south.reports)), as_of_ns)


def check(south: South, period: Period, as_of_ns: int | None) -> None:
    shown = south.pictures.period(period, as_of_ns=as_of_ns)
    said = south.pictures.said(as_of_ns=as_of_ns)
    reaches = {each.name: reach_of(each) for each in said}
    there = {name for name, each in reaches.items() if each and lies_in(each, period)}
    whole = picture(said, as_of_ns, south.pictures.judged(as_of_ns=as_of_ns)).events
    assert shown.events == tuple(e for e in whole if there & set(e.members))
    assert shown.as_of_ns == as_of_ns


def check_touching(south: South, name: str, as_of_ns: int | None) -> None:
    """What touches a report gives its event as everything does."""
    judged = south.pictures.judged(as_of_ns=as_of_ns)
    said = south.pictures.said(as_of_ns=as_of_ns)
    near = south.pictures.touching([name], as_of_ns=as_of_ns)
    whole, part = (picture(each, as_of_ns, judged).events for each in (said, near))
    assert [e for e in part if name in e.members] == [
        e for e in whole if name in e.members
    ]


def lies_in(reach: Reach, period: Period) -> bool:
    """As the reports of the strategy are of one room."""
    assert reach.room in ROOMS
    return reach.first_ns <= period.until_ns and period.from_ns <= reach.last_ns
