from __future__ import annotations

from tests.unit.fusion.told import told

from watchword.fusion.window import Reach, reach_of
from watchword.model.time import DAY_NS, HOUR_NS
from watchword.picture.placed import Arrivals, Placed

MORNING = told("KR_JCS", observed_at="2022-05-04T06:00")
EVENING = told("KR_JCS", observed_at="2022-05-04T22:00")
NEVER = told("KR_JCS", corrects=MORNING.name, site="Sunan")

HERE = reach_of(MORNING)
THERE = reach_of(EVENING)


def shifted(reach: Reach | None, by_ns: int) -> Reach:
    assert reach is not None
    return Reach(reach.room, reach.first_ns + by_ns, reach.last_ns + by_ns)


def test_a_report_is_met_where_it_is_and_where_it_was() -> None:
    placed = Placed(said=MORNING, reach=HERE, before=THERE)
    assert placed.reaches() == (HERE, THERE)
    assert placed.meets(shifted(HERE, 0))
    assert placed.meets(shifted(THERE, 0))
    assert not placed.meets(shifted(HERE, HOUR_NS))
    assert not Placed(said=NEVER, reach=None).meets(shifted(HERE, 0))


def test_arrivals_are_found_by_time_name_and_correction() -> None:
    one = Placed(said=MORNING, reach=HERE)
    other = Placed(said=NEVER, reach=None)
    arrivals = Arrivals([one, other])
    assert arrivals.get(MORNING.name) == one
    assert NEVER.name in arrivals
    assert EVENING.name not in arrivals
    assert set(arrivals.near(shifted(HERE, 0))) == {MORNING.name}
    assert not set(arrivals.near(shifted(HERE, 3 * DAY_NS)))
    assert list(arrivals.linked([MORNING])) == [NEVER.name]
    assert list(arrivals.linked([NEVER])) == [MORNING.name]


def test_what_reaches_over_years_is_found_all_the_same() -> None:
    here = shifted(HERE, 0)
    long = Reach(here.room, here.first_ns - 9999 * DAY_NS, here.last_ns)
    arrivals = Arrivals([Placed(said=MORNING, reach=long)])
    assert set(arrivals.near(here)) == {MORNING.name}
    assert set(Arrivals([Placed(said=MORNING, reach=here)]).near(long)) == {
        MORNING.name
    }
