from __future__ import annotations

from datetime import date
from datetime import time as clock

import pytest
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.press.growth import grows_evenly
from tests.unit.press.said import (
    Statement,
    read_statement,
    said,
    statements,
    without_ways,
)

from watchword.press.calendar import Published
from watchword.press.context import Context
from watchword.press.read import read

TABLES = ("launches", "times", "numbers", "tests", "others")
HEDGES = {"": "", "약 ": "~", "최소 ": ">=", "최대 ": "<="}
CONTEXT = Context(published=Published(year=2026, month=12, day=31), authority="KR_JCS")


@pytest.mark.parametrize(
    "statement", [s for name in TABLES for s in statements(f"korean_{name}")]
)
def test_what_a_statement_says_is_read_and_no_more(statement: Statement) -> None:
    assert read_statement(statement, "ko") == statement.expected


@pytest.mark.parametrize("statement", list(statements("korean_news")))
def test_a_news_text_is_read_as_it_says(statement: Statement) -> None:
    assert without_ways(read_statement(statement, "ko")) == statement.expected


def test_no_launch_is_made_of_a_text_that_tells_of_none() -> None:
    kinds = [
        read(each.text, "ko", each.context).event_type
        for each in statements("korean_others")
    ]
    assert len(kinds) >= 40
    assert set(kinds) == {"other"}


@given(
    day=st.dates(date(2000, 1, 1), date(2026, 12, 31)),
    at=st.times(),
    length=st.integers(1, 19_999),
    hedge=st.sampled_from(sorted(HEDGES)),
    unit=st.sampled_from(["km", "㎞", " km", "킬로미터"]),
)
def test_what_babel_writes_is_read_back(
    day: date, at: clock, length: int, hedge: str, unit: str
) -> None:
    at = at.replace(second=0, microsecond=0)
    number = format_decimal(length, locale="ko")
    text = (
        f"북한이 {format_date(day, 'long', locale='ko')} "
        f"{format_time(at, 'a h시 m분', locale='ko')} 탄도미사일 1발을 발사했다. "
        f"비행거리는 {hedge}{number}{unit}로 탐지됐다."
    )
    found = set(said(read(text, "ko", CONTEXT)))
    assert f"day={day.isoformat()}" in found
    assert f"time={at.isoformat('minutes')}" in found
    assert f"range={HEDGES[hedge]}{length}" in found


@given(st.text(max_size=300))
def test_any_text_gives_a_reading(text: str) -> None:
    assert read(text, "ko", CONTEXT).language == "ko"


@given(
    st.lists(
        st.sampled_from(
            [
                "발사",
                "미사일",
                "1",
                "발",
                " ",
                ",",
                "km",
                "고도",
                "5일",
                "오전",
                "9시",
                "여",
                "약",
                "~",
                ".",
                "합참은",
                "규모",
                "(",
                "년",
                "월",
                "다. ",
                "여덟",
                "70분",
                "기",
            ]
        ),
        max_size=60,
    )
)
def test_words_of_the_language_in_any_order_give_a_reading(words: list[str]) -> None:
    assert read("".join(words), "ko", CONTEXT).language == "ko"


@pytest.mark.parametrize(
    "text",
    [
        "북한이 5일 오전 9시 8분 탄도미사일 8발을 쐈다. 고도는 약 60㎞였다. " * 2500,
        "1" * 100_000,
        "발" * 100_000,
        "약 " * 30_000,
        " " * 100_000,
        "1 km " * 20_000,
        "12:" * 30_000,
        "1," * 50_000,
        "1 000 " * 16_000,
        "올해 " * 30_000,
        "," * 100_000,
        "쐈다 ," * 20_000,
        "다. " * 30_000,
        "9시" * 30_000,
    ],
    ids=lambda text: text[:12],
)
def test_the_time_taken_grows_with_the_length_and_no_faster(text: str) -> None:
    assert grows_evenly(text, "ko")


WRITTEN = {
    "{}": "",
    "약 {}": "~",
    "{} 가량": "~",
    "{} 안팎": "~",
    "{} 정도": "~",
    "대략 {}": "~",
    "최소 {}": ">=",
    "{} 이상": ">=",
    "약 {} 이상": ">=",
    "최대 {}": "<=",
    "{} 미만": "<=",
    "{} 이하": "<=",
}
SINO = "영일이삼사오육칠팔구"


def sino(number: int) -> str:
    """A number under ten thousand as Korean writes it in numerals."""
    said = ""
    for place, unit in ((1000, "천"), (100, "백"), (10, "십"), (1, "")):
        digit = number // place % 10
        if digit:
            said += ("" if digit == 1 and unit else SINO[digit]) + unit
    return said


@given(
    length=st.integers(100, 9_999),
    height=st.integers(1, 9_999),
    hedges=st.tuples(*[st.sampled_from(sorted(WRITTEN))] * 2),
    unit=st.sampled_from(["km", "㎞", "킬로미터", "킬로"]),
    form=st.sampled_from(["babel", "digits", "sino"]),
)
def test_lengths_with_hedges_are_read_back(
    length: int, height: int, hedges: tuple[str, str], unit: str, form: str
) -> None:
    far = sino(length) if form == "sino" else str(length)
    far = format_decimal(length, locale="ko") if form == "babel" else far
    text = (
        f"탄도미사일 1발이 5일 발사됐다. 비행거리는 {hedges[0].format(far + unit)}, "
        f"고도는 {hedges[1].format(str(height) + unit)}였다."
    )
    found = set(said(read(text, "ko", CONTEXT)))
    assert f"range={WRITTEN[hedges[0]]}{length}" in found
    assert f"apogee={WRITTEN[hedges[1]]}{height}" in found


NATIVE = [
    "한",
    "두",
    "세",
    "네",
    "다섯",
    "여섯",
    "일곱",
    "여덟",
    "아홉",
    "열",
    "열한",
    "열두",
]


@pytest.mark.parametrize(("number", "word"), list(enumerate(NATIVE, 1)))
def test_native_numerals_count_missiles(number: int, word: str) -> None:
    text = f"북한이 5일 탄도미사일 {word} 발을 쐈다."
    assert f"n={number}" in set(said(read(text, "ko", CONTEXT)))


def unread_of(text: str) -> list[tuple[str, str]]:
    context = Context(published=Published(year=2022, month=7, day=2))
    found = read(text, "ko", context)
    return [(text[slice(*each.span)], each.reason) for each in found.unread]


def test_a_day_that_no_calendar_has_is_handed_back_with_its_words() -> None:
    for written in ("6월 31일", "2월 30일", "2022년 13월 5일"):
        found = unread_of(f"북한이 {written} 탄도미사일 1발을 발사했다.")
        assert found == [(written, "there is no such day")]


def test_a_time_that_no_clock_has_is_handed_back_with_its_words() -> None:
    found = unread_of("북한이 2일 오전 9시 75분 탄도미사일 1발을 발사했다.")
    assert found == [("오전 9시 75분", "there is no such time")]


def test_a_length_without_its_unit_is_handed_back_with_its_words() -> None:
    found = unread_of("북한이 2일 쏜 미사일 1발의 비행거리는 350, 고도는 60㎞였다.")
    assert found == [("350", "a number without a unit")]


def test_numbers_that_contradict_each_other_are_handed_back_with_their_words() -> None:
    found = unread_of(
        "북한이 2일 단거리 탄도미사일 2발을 쐈다고 했다가 같은 날 "
        "단거리 탄도미사일 3발을 쐈다고 알렸다."
    )
    assert found == [
        ("2발", "two numbers of missiles are said"),
        ("3발", "two numbers of missiles are said"),
    ]
