from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.press.growth import grows_evenly
from tests.unit.press.said import (
    Statement,
    read_statement,
    without_ways,
)
from tests.unit.press.said import statements as table

from watchword.press.calendar import Published, parse_published
from watchword.press.context import Context
from watchword.press.labels import labels_of
from watchword.press.read import read
from watchword.press.reading import Reading

HERE = Path(__file__).parent
AMOUNTS = {
    "range": "range_km",
    "apogee": "apogee_km",
    "mach": "max_speed_mach",
    "flight": "flight_time_min",
    "yield": "yield_kt",
}
PLAIN = {
    "date": "local_date",
    "time": "local_time",
    "end": "local_time_end",
    "site": "launch_site",
    "magnitude": "magnitude",
    "depth": "depth_km",
}


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and line[0] != "#"]


def statements() -> Iterator[tuple[str, str]]:
    told = lines("statements_ja.txt")
    yield from zip(told[::2], told[1::2], strict=True)


def negatives() -> list[list[str]]:
    return [line.split("\t") for line in lines("negatives_ja.txt")]


def amount(said: str) -> dict[str, Any]:
    """``350~`` about, ``350+`` at least, ``-350`` at most, ``25..90`` a range."""
    marks = {"~": "approx", "+": "at_least", "-": "at_most"}
    low, _, high = said.strip("~+-").partition("..")
    qualifier = marks.get(said[-1], marks.get(said[0], "as_stated"))
    return {
        "min": None if qualifier == "at_most" else float(low),
        "max": None if qualifier == "at_least" else float(high or low),
        "qualifier": qualifier,
    }


def count(said: str) -> dict[str, Any]:
    word, _, rest = said.rpartition("several")
    low, _, high = rest.strip("+").partition("..")
    is_open = "+" in rest
    return {
        "min": int(low),
        "max": None if is_open else int(high or low),
        "word": "several" if "several" in said else word or None,
    }


def expected(facts: str) -> dict[str, Any]:
    _, _, event_type, *told = facts.split()
    said = dict(each.split("=", 1) for each in told)
    is_launch = event_type == "launch"
    return {
        "event_type": event_type,
        "weapon_class": said.get("class", "unknown") if is_launch else None,
        "count_missiles": count(said["count"]) if "count" in said else None,
        **{k: amount(said[n]) if n in said else None for n, k in AMOUNTS.items()},
        **{k: said.get(n) for n, k in PLAIN.items()},
    }


def reading(text: str, published: str = "-", authority: str = "") -> Reading:
    day = None if published == "-" else parse_published(published)
    return read(text, "ja", Context(published=day, authority=authority))


@pytest.mark.parametrize(("text", "facts"), list(statements()))
def test_a_statement_is_read_as_it_says_and_nothing_else(text: str, facts: str) -> None:
    published, authority, *_ = facts.split()
    found = reading(text, published, authority)
    labels = labels_of(found)
    wanted = expected(facts)
    got = {name: labels[name] for name in wanted}
    got["launch_site"] = (got["launch_site"] or "").replace("; ", ";") or None
    for name in ("magnitude", "depth_km"):
        got[name] = None if got[name] is None else float(got[name])
        wanted[name] = None if wanted[name] is None else float(wanted[name])
    assert got == wanted
    unread = re.search(r"unread=(\S+)", facts)
    assert bool(found.unread) == bool(unread), found.unread
    if unread:
        assert all(unread[1] in text[slice(*each.span)] for each in found.unread)


@pytest.mark.parametrize(("kind", "text"), negatives())
def test_what_is_no_launch_gives_none(kind: str, text: str) -> None:
    found = reading(text, "2022-06-05")
    assert (found.event_type, found.other_type or "-") == ("other", kind)
    assert found.count_missiles is None
    assert found.range_km is None


@pytest.mark.parametrize("statement", list(table("japanese_news")))
def test_a_news_text_is_read_as_it_says(statement: Statement) -> None:
    assert without_ways(read_statement(statement, "ja")) == statement.expected


def test_as_many_statements_are_tried_as_matter() -> None:
    assert len(list(statements())) >= 120
    assert len(negatives()) >= 40


@given(st.text(max_size=400))
def test_any_text_gives_a_reading(text: str) -> None:
    assert isinstance(reading(text, "2022-06-05", "JP_MOD"), Reading)


@given(
    st.lists(
        st.sampled_from(
            [
                "北朝鮮",
                "発射",
                "弾道",
                "ミサイル",
                "5日",
                "31日",
                "午前",
                "9時",
                "70分",
                "約",
                "以上",
                "50",
                "キロ",
                "km",
                "高度",
                "飛んだ",
                "、",
                "。",
                "計",
                "2発",
                "目",
                "同",
                "から",
                "と",
                "令和",
                "元年",
                "13月",
                "核実験",
                "M",
                "6.1",
                "韓国軍は",
                "(",
                ")",
            ]
        ),
        max_size=40,
    )
)
def test_any_order_of_the_words_gives_a_reading_whose_spans_lie_in_it(
    words: list[str],
) -> None:
    text = "".join(words)
    found = reading(text, "2022-06-05", "JP_MOD")
    spans = [each.span for each in found.unread]
    spans += [found.range_km.span] if found.range_km else []
    assert all(0 <= start <= end <= len(text) for start, end in spans)


PROSE = "".join(text for text, _ in statements())


@pytest.mark.parametrize(
    "text",
    [
        PROSE * (100_000 // len(PROSE)),
        PROSE.replace("。", "、")[:5_000] * 20,
        *(
            each * (100_000 // len(each))
            for each in (
                "1",
                "発",
                "約",
                " ",
                "1km ",
                "1、",
                "高度1km",
                "午前9時1分、",
                "計2発、",
                "5日",
                "韓国軍は、",
                "(",
                "(韓国軍)",
                "今年",
                "最大",
                "一",
                "1.",
                "1,111",
                "複数の",
                "から",
                "飛",
                "それぞれ",
                "東",
                "M6.1",
                "\u3099",
                "制裁さらに。",
                "を。",
                "。",
                "2発M6.1今年",
            )
        ),
    ],
    ids=lambda text: text[:8],
)
def test_a_long_text_is_read_in_time(text: str) -> None:
    assert grows_evenly(text, "ja")


CONTEXT = Context(published=Published(year=2026, month=12, day=31), authority="JP_MOD")
ERAS = {"令和": 2018, "平成": 1988}
HEDGES = {
    "{}": "as_stated",
    "約{}": "approx",
    "およそ{}": "approx",
    "{}程度": "approx",
    "約{}程度": "approx",
    "{}ほど": "approx",
    "{}前後": "approx",
    "{}余り": "approx",
    "少なくとも{}": "at_least",
    "{}以上": "at_least",
    "約{}以上": "at_least",
    "{}未満": "at_most",
    "{}以下": "at_most",
}
KANJI = "〇一二三四五六七八九"


def kanji(number: int) -> str:
    """A number under ten thousand as Japanese writes it in numerals."""
    said = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            said += ("" if digit == 1 and unit else KANJI[digit]) + unit
    return said


def day_written(day: date, way: str) -> str:
    if way == "era":
        era = "令和" if day >= date(2019, 5, 1) else "平成"
        return f"{era}{day.year - ERAS[era]}年{day.month}月{day.day}日"
    if way == "kanji":
        return f"{day.year}年{kanji(day.month)}月{kanji(day.day)}日"
    written = format_date(day, way, locale="ja")
    return f"{written}の" if way == "medium" else written


@given(
    day=st.dates(date(2000, 1, 1), date(2026, 12, 31)),
    way=st.sampled_from(["long", "medium", "era", "kanji"]),
    at=st.times(),
    clock=st.sampled_from(["ah時m分", "H時m分", "aK時m分"]),
    count=st.integers(1, 99),
)
def test_days_and_times_that_babel_writes_are_read_back(
    day: date, way: str, at: time, clock: str, count: int
) -> None:
    at = at.replace(second=0, microsecond=0)
    written = format_time(at, clock, locale="ja")
    text = (
        f"北朝鮮は{day_written(day, way)}{written}ごろ、弾道ミサイル"
        f"{count}発を発射した。"
    )
    found = read(text, "ja", CONTEXT)
    assert found.local_date is not None
    assert found.local_date.day == day
    assert found.local_time is not None
    assert found.local_time.time == at
    assert found.count_missiles is not None
    assert (found.count_missiles.low, found.count_missiles.high) == (count, count)


@given(
    length=st.integers(1, 19_999),
    height=st.integers(1, 9_999),
    hedges=st.tuples(*[st.sampled_from(sorted(HEDGES))] * 2),
    unit=st.sampled_from(["km", "㎞", "キロ", "キロメートル", "キロ・メートル", "㌔"]),
    form=st.sampled_from(["babel", "digits", "full", "kanji"]),
)
def test_lengths_that_babel_writes_are_read_back(
    length: int, height: int, hedges: tuple[str, str], unit: str, form: str
) -> None:
    lengths = [_number(length, form), _number(height, form)]
    far, high = (h.format(n + unit) for h, n in zip(hedges, lengths, strict=True))
    found = labels_of(
        read(
            f"弾道ミサイル1発が発射された。最高高度は{high}、飛距離は{far}だった。",
            "ja",
            CONTEXT,
        )
    )
    for name, number, hedge in (
        ("range_km", length, hedges[0]),
        ("apogee_km", height, hedges[1]),
    ):
        qualifier = HEDGES[hedge]
        assert found[name] == {
            "min": None if qualifier == "at_most" else number,
            "max": None if qualifier == "at_least" else number,
            "qualifier": qualifier,
        }


def _number(number: int, form: str) -> str:
    if form == "babel":
        return format_decimal(number, locale="ja")
    if form == "full":
        return str(number).translate({48 + n: 0xFF10 + n for n in range(10)})
    if form == "kanji" and number < 10_000 and number >= 100:
        return kanji(number)
    return str(number)


def unread_of(text: str) -> list[tuple[str, str]]:
    found = reading(text, "2022-07-02", "JP_MOD")
    return [(text[slice(*each.span)], each.reason) for each in found.unread]


def test_a_day_that_no_calendar_has_is_handed_back_with_its_words() -> None:
    for written in ("6月31日", "2月30日", "令和4年13月5日", "2022年6月31日"):
        found = unread_of(f"北朝鮮は{written}、弾道ミサイル1発を発射した。")
        assert found == [(written, "there is no such day")]


def test_a_time_that_no_clock_has_is_handed_back_with_its_words() -> None:
    found = unread_of("北朝鮮は2日午前9時75分ごろ弾道ミサイル1発を発射した。")
    assert found == [("午前9時75分", "there is no such time")]


def test_a_length_without_its_unit_is_handed_back_with_its_words() -> None:
    found = unread_of("2日に弾道ミサイル1発が発射され、飛距離は約350だった。")
    assert [(reason, "350" in words) for words, reason in found] == [
        ("a number without its unit", True)
    ]


def test_numbers_that_contradict_each_other_are_handed_back_with_their_words() -> None:
    found = unread_of("弾道ミサイル計2発が発射された。防衛省は計3発だと発表した。")
    assert found == [
        ("計2発", "two different counts"),
        ("計3発", "two different counts"),
    ]
