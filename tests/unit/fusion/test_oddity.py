from __future__ import annotations

from tests.unit.fusion.told import told

from watchword.fusion.fuse import fuse
from watchword.fusion.oddity import Oddity, oddities
from watchword.fusion.said import Said


def odd(*said: Said) -> tuple[Oddity, ...]:
    return oddities(fuse(said))


def test_a_clock_twelve_hours_late_is_shown_beside_the_launch_it_may_be_of() -> None:
    # 4 July 2017: JCS about 09:40 in Korea, a list of launches 21:40.
    jcs = told("KR_JCS", observed_at="2017-07-04T09:40", apogee_km="2802")
    cns = told("CNS", observed_at="2017-07-04T21:40", apogee_km="2802", said_s=5)
    (found,) = odd(jcs, cns)
    assert found.kind == "half a day"
    assert found.statements == tuple(sorted((jcs.name, cns.name)))
    assert "12 h 00 min" in found.says
    assert "apogee_km" in found.says


def test_a_date_of_another_zone_is_shown_as_a_day_apart() -> None:
    one = told("KR_JCS", observed_at="2017-05-14T05:28", range_km="~700")
    other = told("CNS", observed_at="2017-05-15T05:28", range_km="~700", said_s=5)
    assert [each.kind for each in odd(one, other)] == ["a day"]


def test_two_launches_of_which_one_authority_tells_are_two() -> None:
    one = told("KR_JCS", observed_at="2022-05-04T06:00", range_km="470")
    other = told("KR_JCS", observed_at="2022-05-04T18:00", range_km="470", said_s=5)
    assert odd(one, other) == ()


def test_nothing_is_odd_about_two_whose_numbers_differ_or_are_not_told() -> None:
    one = told("KR_JCS", observed_at="2022-05-04T06:00", range_km="470")
    far = told("CNS", observed_at="2022-05-04T18:00", range_km="800", said_s=5)
    silent = told("CSIS", observed_at="2022-05-04T18:30", count="1", said_s=6)
    assert odd(one, far) == ()
    assert odd(one, silent) == ()


def test_an_apogee_that_is_anothers_range_is_shown_as_swapped() -> None:
    # 25 May 2022, the first of three: JCS 360 km far and 540 km high.
    jcs = told(
        "KR_JCS", observed_at="2022-05-25T06:00", range_km="~360", apogee_km="~540"
    )
    cns = told(
        "CNS",
        observed_at="2022-05-25T06:00",
        range_km="~540",
        apogee_km="~360",
        said_s=5,
    )
    (found,) = odd(jcs, cns)
    assert found.kind == "swapped"
    assert len(found.events) == 1
    assert set(found.statements) == {jcs.name, cns.name}


def test_two_that_merely_differ_are_not_swapped() -> None:
    one = told("A", observed_at="2022-05-25T06:00", range_km="360", apogee_km="540")
    near = told(
        "B", observed_at="2022-05-25T06:00", range_km="400", apogee_km="540", said_s=5
    )
    square = told(
        "C", observed_at="2022-05-25T06:00", range_km="~500", apogee_km="~500", said_s=6
    )
    assert odd(one, near) == ()
    assert odd(one, square) == ()
