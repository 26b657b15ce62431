from __future__ import annotations

import pytest
from tests.counting import fired
from tests.unit.fusion.told import told, value_of

from watchword.errors import UsageError
from watchword.fusion.fuse import fuse
from watchword.fusion.said import Said
from watchword.model.event import Event
from watchword.model.field import Position
from watchword.model.quantity import parse_quantity
from watchword.picture.picture import picture
from watchword.picture.words import (
    MISSILE,
    NUMBER,
    count_words,
    nouns_of,
    value_words,
    when_words,
    where_words,
)

SEOUL = "Asia/Seoul"


def event(*said: Said) -> Event:
    (made,) = fuse(said)
    return made


VALUES = {
    "about": ("range_km", "~470", "~470 km"),
    "at least": ("range_km", ">=700", ">=700 km"),
    "at most": ("apogee_km", "~<=20", "~<=20 km"),
    "interval": ("range_km", "300..400", "300..400 km"),
    "without a unit": ("magnitude", "6.3", "6.3"),
    "mach": ("max_speed_mach", "11", "11 mach"),
    "text": ("site", "Sunan", "Sunan"),
    "instant": ("observed_at", "2022-05-04T12:03", "2022-05-04T12:03+09:00"),
    "place": ("position", "-6.5 129", "6.5S 129E"),
}


@pytest.mark.parametrize(("field", "text", "words"), VALUES.values(), ids=VALUES.keys())
def test_a_value_keeps_unit_hedge_and_bound(field: str, text: str, words: str) -> None:
    assert value_words(value_of(field, text)) == words


def test_a_radius_is_said() -> None:
    place = Position(lat_deg=41.3, lon_deg=-129.1, radius_km=5)
    assert value_words(place) == "41.3N 129.1W within 5 km"


def test_a_count_names_what_is_counted() -> None:
    assert count_words(parse_quantity("1", "1"), MISSILE) == "1 missile"
    assert count_words(parse_quantity("~>=6", "1"), MISSILE) == "~>=6 missiles"
    assert count_words(parse_quantity("3", "1"), NUMBER) == "3"


WHEN: dict[str, tuple[dict[str, str], str]] = {
    "a minute": ({"observed_at": "2022-05-04T12:03"}, "2022-05-04 12:03"),
    "about a minute": ({"observed_at": "~2022-05-04T12:03"}, "~2022-05-04 12:03"),
    "a salvo": (
        {"observed_at": "2022-06-05T09:06", "observed_until": "2022-06-05T09:43"},
        "2022-06-05 09:06-09:43",
    ),
    "past midnight": (
        {"observed_at": "2023-07-24T23:55", "observed_until": "2023-07-25T00:00"},
        "2023-07-24 23:55-2023-07-25 00:00",
    ),
    "only the end": ({"observed_until": "2022-06-05T09:43"}, "2022-06-05 09:43"),
    "a day": ({"stated_on": "2022-05-25"}, "2022-05-25+09:00 (day)"),
    "a day elsewhere": ({"stated_on": "2022-05-24-05:00"}, "2022-05-24-05:00 (day)"),
    "no time": ({"site": "Sunan"}, "not known"),
}


@pytest.mark.parametrize(("fields", "words"), WHEN.values(), ids=WHEN.keys())
def test_when_is_said_as_finely_as_it_is_known(
    fields: dict[str, str], words: str
) -> None:
    assert when_words(event(told("KR_JCS", also=fields)), SEOUL) == words


def test_an_hour_is_shown_as_an_hour() -> None:
    made = event(told("KR_JCS", observed_hour="2022-05-25T05:00"))
    assert when_words(made, SEOUL) == "2022-05-25 05 h"


def test_two_clocks_of_one_moment_are_not_a_duration() -> None:
    made = event(
        told("KR_JCS", observed_at="2022-05-04T12:03"),
        told("JP_MOD", observed_at="2022-05-04T12:02"),
    )
    assert when_words(made, SEOUL) == "2022-05-04 12:02..12:03"
    assert when_words(made, "UTC") == "2022-05-04 03:02..03:03"


def test_a_superseded_time_is_not_shown() -> None:
    first = told("KR_JCS", observed_at="2022-03-05T08:52")
    better = told("KR_JCS", corrects=first.name, observed_at="2022-03-05T08:48")
    assert when_words(event(first, better), SEOUL) == "2022-03-05 08:48"


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="no time zone"):
        when_words(
            event(told("KR_JCS", observed_at="2022-05-04T12:03")), "Asia/Nowhere"
        )


def test_a_day_beside_a_clock_time_does_not_blur_it() -> None:
    made = event(
        told("KR_JCS", observed_at="2022-05-04T12:03"),
        told("US_INDOPACOM", observed_at="2022-05-04"),
    )
    assert when_words(made, SEOUL) == "2022-05-04 12:03"


def test_several_sites_in_one_statement_are_counted() -> None:
    said = told(
        "KR_JCS", observed_at="2022-06-05T09:08", site="Sunan; Kaechon; Hamhung"
    )
    assert where_words(event(said)) == "3 sites"


def test_where_names_each_site_once_or_falls_back_to_the_position() -> None:
    here = told("KR_JCS", observed_at="2022-05-04T12:03", site="Sunan")
    same = told("JP_MOD", observed_at="2022-05-04T12:03", site="Sunan")
    coast = told("US_INDOPACOM", observed_at="2022-05-04T12:03", site="west coast")
    assert where_words(event(here, same)) == "Sunan"
    first = min(here, coast, key=lambda said: said.name).report.fields["site"]
    assert where_words(event(here, coast)) == f"{first} (+1)"
    assert where_words(event(told("KR_JCS", position="39.2 125.7"))) == "39.2N 125.7E"
    assert where_words(event(told("KR_JCS", count="1"))) == "not known"


@pytest.mark.parametrize(
    ("topic", "weapon_class", "one"),
    [
        ("missile.ballistic", "", "missile"),
        ("missile", "", "missile"),
        ("artillery", "", "round"),
        ("space", "", "rocket"),
        ("statement.of.the.day", "", "fired"),
        ("missile", "artillery", "round"),
        ("artillery", "SRBM", "missile"),
        ("statement.of.the.day", "SLV", "rocket"),
        ("artillery", "a new word", "round"),
    ],
)
def test_what_was_fired_is_called_what_the_reports_say_it_was(
    topic: str, weapon_class: str, one: str
) -> None:
    also = {"weapon_class": weapon_class} if weapon_class else {}
    said = fired("JCS", "2022-03-20T07:20", topic, count="4", **also)
    (event,) = picture([said], None).events
    assert nouns_of(event)[0] == one


def test_of_what_witnesses_call_by_two_names_the_number_alone_is_told() -> None:
    both = [
        fired("JCS", "2022-03-20T07:20", "artillery", count="4"),
        fired("MOD", "2022-03-20T07:20", "missile", count="4"),
    ]
    (event,) = picture(both, None).events
    assert (event.topics, nouns_of(event)) == (
        ("artillery", "missile"),
        ("fired", "fired"),
    )
