from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.press.growth import grows_evenly
from tests.unit.press.said import (
    Statement,
    read_statement,
    without_ways,
)
from tests.unit.press.said import statements as table

from watchword.press.calendar import parse_published
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
