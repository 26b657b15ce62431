from __future__ import annotations

from datetime import date
from datetime import time as clock

import pytest
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.press.said import Statement, read_as_told, said, statements

from watchword.press.calendar import Published, parse_published
from watchword.press.context import Context
from watchword.press.labels import labels_of
from watchword.press.read import read

PUBLISHED = parse_published("2022-06-05")

TOLD: list[tuple[str, dict[str, object]]] = [
    (
        "North Korea fired two short-range ballistic missiles from Sunan at 9:08 a.m. on Sunday.",
        {
            "type": "launch",
            "local_date": "2022-06-05",
            "local_time": "09:08",
            "count_missiles": (2, 2),
            "weapon_class": "SRBM",
            "launch_site": "Sunan",
        },
    ),
    (
        "A pair of cruise missiles was launched from near Wonsan on June 3.",
        {
            "type": "launch",
            "local_date": "2022-06-03",
            "count_missiles": (2, 2),
            "weapon_class": "cruise",
            "launch_site": "Wonsan",
        },
    ),
    (
        "North Korea launched three missiles including an ICBM on 25 May.",
        {"count_missiles": (3, 3), "local_date": "2022-05-25", "weapon_class": "ICBM"},
    ),
    (
        "It fired one ICBM and two short-range ballistic missiles yesterday.",
        {"count_missiles": (3, 3), "local_date": "2022-06-04"},
    ),
    (
        "The missile flew about 1,000 kilometers and reached an altitude of 6,000 km.",
        {"range_km": (1000, 1000), "apogee_km": (6000, 6000), "count_missiles": (1, 1)},
    ),
    (
        "The missile flew 350 km and about 50 km high.",
        {"range_km": (350, 350), "apogee_km": (50, 50)},
    ),
    (
        "The missiles flew 350, 400 and 800 km, the military said.",
        {"range_km": (350, 800)},
    ),
    (
        "At least eight ballistic missiles were fired between 9:08 and 9:43 a.m. from four locations.",
        {
            "count_missiles": (8, None),
            "local_time": "09:08",
            "local_time_end": "09:43",
            "weapon_class": "unknown",
        },
    ),
    (
        "North Korea fired a ballistic missile shortly after noon on Saturday.",
        {"local_date": "2022-06-04", "local_time": None, "count_missiles": (1, 1)},
    ),
    (
        "A ballistic missile was launched at 10:14 a.m. and landed at 11:23 a.m.",
        {"local_time": "10:14", "local_time_end": None},
    ),
    (
        "North Korea fired a missile at 0714 KST today.",
        {"local_time": "07:14", "tz": "KST", "local_date": "2022-06-05"},
    ),
    (
        "North Korea fired two missiles toward Japan on Tuesday, its 18th launch this year.",
        {"type": "launch", "count_missiles": (2, 2), "local_date": "2022-05-31"},
    ),
    (
        "A suspected submarine-launched ballistic missile was fired from Sinpo.",
        {"weapon_class": "SLBM", "launch_site": "Sinpo"},
    ),
    (
        "North Korea fired a short-range missile.",
        {"weapon_class": "unknown", "count_missiles": (1, 1)},
    ),
    (
        "It was believed to be an intermediate-range ballistic missile fired on Sunday, not an ICBM.",
        {"weapon_class": "IRBM"},
    ),
    (
        "The missile, capable of flying 13,000 km, flew 500 km.",
        {"range_km": (500, 500)},
    ),
    (
        "North Korea conducted a nuclear test on Friday; the magnitude was 5.3.",
        {"type": "nuclear_test", "magnitude": 5.3},
    ),
    (
        "An artificial earthquake of magnitude 5.7 was detected near Punggye-ri.",
        {"type": "nuclear_test", "magnitude": 5.7},
    ),
]

NEGATIVE = [
    ("North Korea has fired 31 ballistic missiles this year.", "aggregate"),
    ("Tuesday's missile alert was a false alarm, NHK said.", "false_alarm"),
    (
        "North Korea fired some 130 artillery shells into the sea on Monday.",
        "artillery",
    ),
    (
        "A natural earthquake of magnitude 2.1 struck near Kilju, the KMA said.",
        "natural_earthquake",
    ),
    (
        "A tremor of magnitude 3.4 near the test site was caused by a tunnel collapse.",
        "collapse",
    ),
    (
        "A magnitude 4.6 tremor was recorded in the north of the country.",
        "seismic_event",
    ),
    (
        "North Korea is preparing to launch a ballistic missile, satellite images show.",
        "preparation",
    ),
    ("North Korea notified Japan that it plans to launch a satellite.", "warning"),
    ("The ministers met in Seoul and agreed to share missile data.", "diplomacy"),
    ("The North could fire an intercontinental missile soon.", "preparation"),
    ("The council condemned North Korea's missile launches.", "diplomacy"),
]

UNREAD = [
    (
        "It was launched on February 30, 2022.",
        "February 30, 2022",
        "there is no such day",
    ),
    ("North Korea fired a missile at 9:75 a.m.", "9:75 a.m.", "there is no such time"),
    (
        "North Korea fired a missile. It had an apogee of 780, Seoul said.",
        "780",
        "a number without a unit",
    ),
    (
        "The missile rose to 780 km. It reached an altitude of 1,200 km.",
        "780 km",
        "two numbers contradict each other",
    ),
    ("North Korea fired a missile on 31 June.", "31 June", "there is no such day"),
    ("North Korea fired a missile at 25:70.", "25:70", "there is no such time"),
    ("The missile flew 470, the military said.", "470", "a number without a unit"),
    (
        "North Korea fired two ballistic missiles. North Korea fired three ballistic missiles.",
        "two",
        "two numbers contradict each other",
    ),
    (
        "The missile flew 470 km. The missile flew 900 km.",
        "470 km",
        "two numbers contradict each other",
    ),
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_what_a_text_tells_is_read(text: str, expected: dict[str, object]) -> None:
    found = labels_of(read(text, "en", Context(published=PUBLISHED)))
    flat = {**found, "type": found["event_type"]}
    for name in ("count_missiles", "range_km", "apogee_km"):
        value = found[name]
        flat[name] = None if value is None else (value["min"], value["max"])
    assert {name: flat[name] for name in expected} == expected


@pytest.mark.parametrize(("text", "kind"), NEGATIVE)
def test_what_is_no_launch_gives_none(text: str, kind: str) -> None:
    found = labels_of(read(text, "en", Context(published=PUBLISHED)))
    assert (found["event_type"], found["other_subtype"]) == ("other", kind)


@pytest.mark.parametrize(("text", "words", "reason"), UNREAD)
def test_what_cannot_be_read_is_handed_back(text: str, words: str, reason: str) -> None:
    reading = read(text, "en", Context(published=PUBLISHED))
    assert (words, reason) in [
        (text[slice(*each.span)], each.reason) for each in reading.unread
    ]


@pytest.mark.parametrize(
    "statement", [*statements("english_told"), *statements("english_others")]
)
def test_what_a_statement_says_is_read_and_no_more(statement: Statement) -> None:
    assert read_as_told(statement, "en") == statement.expected


def test_no_launch_is_made_of_a_text_that_tells_of_none() -> None:
    kinds = [
        read(each.text, "en", each.context).event_type
        for each in statements("english_others")
    ]
    assert len(kinds) >= 60
    assert set(kinds) == {"other"}


CONTEXT = Context(published=Published(year=2026, month=12, day=31), authority="KR_JCS")
HEDGES = {
    "": "",
    "about ": "~",
    "some ": "~",
    "roughly ": "~",
    "nearly ": "~",
    "at least ": ">=",
    "more than ": ">=",
    "no less than ": ">=",
    "up to ": "<=",
    "at most ": "<=",
}
UNITS = {
    " km": 1.0,
    "km": 1.0,
    " kilometers": 1.0,
    " kilometres": 1.0,
    " miles": 1.609,
    " nautical miles": 1.852,
}


@given(
    day=st.dates(date(2000, 1, 1), date(2026, 12, 31)),
    at=st.times(),
    tenths=st.integers(10, 199_999),
    hedge=st.sampled_from(sorted(HEDGES)),
    unit=st.sampled_from(sorted(UNITS)),
    locale=st.sampled_from(["en_US", "en_GB"]),
)
def test_what_babel_writes_is_read_back(  # noqa: PLR0917 (one a choice)
    day: date, at: clock, tenths: int, hedge: str, unit: str, locale: str
) -> None:
    at = at.replace(second=0, microsecond=0)
    number = format_decimal(tenths / 10, locale=locale)
    text = (
        f"North Korea fired a ballistic missile at {format_time(at, 'h:mm a', locale=locale)} on "
        f"{format_date(day, 'long', locale=locale)}. The missile flew {hedge}{number}{unit}."
    )
    found = set(said(read(text, "en", CONTEXT)))
    assert f"day={day.isoformat()}" in found
    assert f"time={at.isoformat('minutes')}" in found
    length = round(tenths / 10 * UNITS[unit], 6)
    assert f"range={HEDGES[hedge]}{length:.12g}" in found


@given(
    low=st.integers(1, 4_999),
    more=st.integers(1, 4_999),
    form=st.sampled_from(
        ["between {} and {} km", "{} to {} km", "from {} km to {} km"]
    ),
)
def test_a_span_that_babel_writes_is_read_back(low: int, more: int, form: str) -> None:
    ends = [format_decimal(each, locale="en") for each in (low, low + more)]
    text = (
        f"North Korea fired eight missiles on Sunday. They flew {form.format(*ends)}."
    )
    found = set(said(read(text, "en", CONTEXT)))
    assert f"range={low}..{low + more}" in found


@given(st.text(max_size=300))
def test_any_text_gives_a_reading(text: str) -> None:
    assert read(text, "en", CONTEXT).language == "en"


WORDS = [
    "fired",
    "launched",
    "missile",
    "missiles",
    "two",
    "a",
    "the",
    "first",
    "second",
    "another",
    "km",
    "miles",
    "470",
    "1,000",
    "flew",
    "altitude",
    "apogee",
    "of",
    "at",
    "on",
    "9:08",
    "a.m.",
    "p.m.",
    "Sunday",
    "June",
    "31",
    "5",
    "Sunan",
    "(",
    ")",
    ".",
    ",",
    ";",
    "and",
    "between",
    "to",
    "at",
    "least",
    "magnitude",
    "5.3",
    "nuclear",
    "test",
    "not",
    "would",
    "year",
    "since",
    "artillery",
    "KST",
]


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_words_of_the_language_in_any_order_give_a_reading(words: list[str]) -> None:
    assert read(" ".join(words), "en", CONTEXT).language == "en"
