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
        "Nordkorea hat am Sonntagmorgen gegen 7.40 Uhr zwei ballistische Kurzstreckenraketen aus Sunan abgefeuert.",
        {
            "type": "launch",
            "local_date": "2022-06-05",
            "local_time": "07:40",
            "count_missiles": (2, 2),
            "weapon_class": "SRBM",
            "launch_site": "Sunan",
        },
    ),
    (
        "Am 3. Juni feuerte Nordkorea mindestens drei Marschflugkörper ab.",
        {
            "type": "launch",
            "local_date": "2022-06-03",
            "count_missiles": (3, None),
            "weapon_class": "cruise",
        },
    ),
    (
        "Die Rakete flog rund 1.100 Kilometer weit und 50 Kilometer hoch.",
        {"range_km": (1100, 1100), "apogee_km": (50, 50), "count_missiles": (1, 1)},
    ),
    (
        "Nordkorea feuerte gestern eine Interkontinentalrakete ab.",
        {
            "type": "launch",
            "local_date": "2022-06-04",
            "weapon_class": "ICBM",
            "count_missiles": (1, 1),
        },
    ),
    (
        "In der Nacht zum Freitag startete Nordkorea eine Rakete aus der Nähe von Pjöngjang.",
        {"local_date": "2022-06-03", "launch_site": "Pjöngjang"},
    ),
    ("Die Raketen flogen 350, 400 und 800 Kilometer weit.", {"range_km": (350, 800)}),
    (
        "Zwischen 9.08 und 9.43 Uhr wurden heute acht Raketen abgefeuert.",
        {
            "local_time": "09:08",
            "local_time_end": "09:43",
            "count_missiles": (8, 8),
            "local_date": "2022-06-05",
        },
    ),
    (
        "Die Rakete wurde um 6 Uhr morgens abgefeuert.",
        {"local_time": "06:00", "count_missiles": (1, 1)},
    ),
    (
        "Mehrere Raketen wurden am Dienstag Richtung Ostmeer abgefeuert.",
        {"count_missiles": (2, None), "local_date": "2022-05-31"},
    ),
    (
        "Nordkorea hat einen Atomtest durchgeführt, die Magnitude betrug 5,3.",
        {"type": "nuclear_test"},
    ),
]

NEGATIVE = [
    ("Nordkorea hat in diesem Jahr bereits 31 Raketen getestet.", "aggregate"),
    ("Der Raketenalarm auf Hawaii war ein Fehlalarm.", "false_alarm"),
    ("Nordkorea feuerte am Montag rund 130 Granaten ins Meer.", "artillery"),
    (
        "Ein natürliches Erdbeben der Stärke 2,1 erschütterte die Region.",
        "natural_earthquake",
    ),
    (
        "Ein Beben der Stärke 3,4 ging auf den Einsturz eines Stollens zurück.",
        "collapse",
    ),
    ("Ein Beben der Stärke 4,6 wurde im Norden verzeichnet.", "seismic_event"),
    ("Satellitenbilder zeigen Vorbereitungen für einen Raketenstart.", "preparation"),
    ("Nordkorea kündigte den Start eines Satelliten an.", "warning"),
    ("Der Sicherheitsrat beriet über neue Sanktionen.", "diplomacy"),
]

UNREAD = [
    (
        "Am 30. Februar 2022 wurde eine Rakete abgefeuert.",
        "30. Februar 2022",
        "there is no such day",
    ),
    (
        "Die Rakete flog 470 Kilometer weit. Die Rakete flog 900 Kilometer weit.",
        "470 Kilometer",
        "two numbers contradict each other",
    ),
    (
        "Nordkorea feuerte zwei Raketen ab. Nordkorea feuerte drei Raketen ab.",
        "zwei",
        "two numbers contradict each other",
    ),
    (
        "Nordkorea feuerte eine Rakete ab, die eine Höhe von 780 erreichte.",
        "780",
        "a number without a unit",
    ),
    (
        "Nordkorea feuerte am 31. Juni eine Rakete ab.",
        "31. Juni",
        "there is no such day",
    ),
    (
        "Um 25.70 Uhr wurde eine Rakete abgefeuert.",
        "25.70 Uhr",
        "there is no such time",
    ),
    ("Die Rakete flog 470, teilte das Militär mit.", "470", "a number without a unit"),
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_what_a_text_tells_is_read(text: str, expected: dict[str, object]) -> None:
    found = labels_of(read(text, "de", Context(published=PUBLISHED)))
    flat = {**found, "type": found["event_type"]}
    for name in ("count_missiles", "range_km", "apogee_km"):
        value = found[name]
        flat[name] = None if value is None else (value["min"], value["max"])
    assert {name: flat[name] for name in expected} == expected


@pytest.mark.parametrize(("text", "kind"), NEGATIVE)
def test_what_is_no_launch_gives_none(text: str, kind: str) -> None:
    found = labels_of(read(text, "de", Context(published=PUBLISHED)))
    assert (found["event_type"], found["other_subtype"]) == ("other", kind)


@pytest.mark.parametrize(("text", "words", "reason"), UNREAD)
def test_what_cannot_be_read_is_handed_back(text: str, words: str, reason: str) -> None:
    reading = read(text, "de", Context(published=PUBLISHED))
    assert (words, reason) in [
        (text[slice(*each.span)], each.reason) for each in reading.unread
    ]


@pytest.mark.parametrize(
    "statement", [*statements("german_told"), *statements("german_others")]
)
def test_what_a_statement_says_is_read_and_no_more(statement: Statement) -> None:
    assert read_as_told(statement, "de") == statement.expected


def test_no_launch_is_made_of_a_text_that_tells_of_none() -> None:
    kinds = [
        read(each.text, "de", each.context).event_type
        for each in statements("german_others")
    ]
    assert len(kinds) >= 50
    assert set(kinds) == {"other"}


CONTEXT = Context(published=Published(year=2026, month=12, day=31), authority="KR_JCS")
HEDGES = {
    "": "",
    "etwa ": "~",
    "rund ": "~",
    "gut ": "~",
    "knapp ": "~",
    "mindestens ": ">=",
    "mehr als ": ">=",
    "bis zu ": "<=",
    "höchstens ": "<=",
}
UNITS = {" km": 1.0, " Kilometer": 1.0, " Meilen": 1.609, " Seemeilen": 1.852}


@given(
    day=st.dates(date(2000, 1, 1), date(2026, 12, 31)),
    at=st.times(),
    tenths=st.integers(10, 199_999),
    hedge=st.sampled_from(sorted(HEDGES)),
    unit=st.sampled_from(sorted(UNITS)),
    style=st.sampled_from(["long", "dd.MM.yyyy", "d. MMMM yyyy"]),
    hours=st.sampled_from(["H:mm", "H.mm", "HH:mm"]),
)
def test_what_babel_writes_is_read_back(  # noqa: PLR0917 (one a choice)
    day: date, at: clock, tenths: int, hedge: str, unit: str, style: str, hours: str
) -> None:
    at = at.replace(second=0, microsecond=0)
    number = format_decimal(tenths / 10, locale="de")
    text = (
        f"Nordkorea hat am {format_date(day, style, locale='de')} um "
        f"{format_time(at, hours, locale='de')} Uhr eine Rakete abgefeuert. "
        f"Die Rakete flog {hedge}{number}{unit} weit."
    )
    found = set(said(read(text, "de", CONTEXT)))
    assert f"day={day.isoformat()}" in found
    assert f"time={at.isoformat('minutes')}" in found
    length = round(tenths / 10 * UNITS[unit], 6)
    assert f"range={HEDGES[hedge]}{length:.12g}" in found


@given(
    low=st.integers(1, 4_999),
    more=st.integers(1, 4_999),
    form=st.sampled_from(["zwischen {} und {}", "{} bis {}", "von {} bis zu {}"]),
)
def test_a_span_that_babel_writes_is_read_back(low: int, more: int, form: str) -> None:
    ends = [format_decimal(each, locale="de") for each in (low, low + more)]
    text = (
        "Nordkorea hat am Sonntag acht Raketen abgefeuert. "
        f"Sie flogen {form.format(*ends)} Kilometer weit."
    )
    found = set(said(read(text, "de", CONTEXT)))
    assert f"range={low}..{low + more}" in found


@given(st.text(max_size=300))
def test_any_text_gives_a_reading(text: str) -> None:
    assert read(text, "de", CONTEXT).language == "de"


WORDS = [
    "feuerte",
    "abgefeuert",
    "Rakete",
    "Raketen",
    "zwei",
    "eine",
    "die",
    "erste",
    "zweite",
    "km",
    "Meilen",
    "470",
    "1.000",
    "flog",
    "weit",
    "hoch",
    "Höhe",
    "von",
    "um",
    "am",
    "9.08",
    "Uhr",
    "Sonntag",
    "31.",
    "Juni",
    "5.",
    "Sunan",
    "(",
    ")",
    ".",
    ",",
    ";",
    "und",
    "zwischen",
    "bis",
    "mindestens",
    "Stärke",
    "5,3",
    "Atomtest",
    "nicht",
    "würde",
    "Jahr",
    "seit",
    "Granaten",
    "MESZ",
]


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_words_of_the_language_in_any_order_give_a_reading(words: list[str]) -> None:
    assert read(" ".join(words), "de", CONTEXT).language == "de"
