from __future__ import annotations

from watchword.fusion.hull import hull_of_instants, one_side_of_north
from watchword.model.quantity import format_quantity, parse_quantity
from watchword.model.time import parse_instant


def test_a_hull_of_times_covers_all_and_keeps_the_zone_of_the_first() -> None:
    seoul = parse_instant("2022-05-25T06:00+09:00")
    tokyo = parse_instant("~2022-05-24T20:59Z")
    hull = hull_of_instants([seoul, tokyo])
    assert hull is not None
    assert (hull.ns, hull.end_ns) == (tokyo.ns, seoul.end_ns)
    assert (hull.zone, hull.about) == ("+09:00", True)


def test_bearings_are_turned_to_the_side_of_the_first() -> None:
    texts = ("350", "10", ">=5", "<=340")
    turned = one_side_of_north([parse_quantity(text, "deg") for text in texts])
    assert [format_quantity(each) for each in turned] == [
        "350",
        "370",
        ">=365",
        "<=340",
    ]
