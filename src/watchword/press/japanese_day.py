"""Japanese: days, as ``令和4年6月5日``, ``先月25日``, ``きのう``, ``日曜日``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from watchword.press.calendar import (
    Published,
    day_in_month_before,
    day_in_year,
    day_of_month,
    last_weekday,
)
from watchword.press.clause import Piece
from watchword.press.number import east_number
from watchword.press.reading import Day, Unread
from watchword.press.text import Text

ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925}
"""Each era's year nought."""

_YEARS_BACK: Final = {
    "今年": 0, "ことし": 0, "本年": 0, "昨年": 1, "去年": 1, "一昨年": 2, "おととし": 2,
}  # fmt: skip
_KANJI: Final = "[一二三四五六七八九十]"
_DATE: Final = re.compile(
    r"(?:(?P<era>令和|平成|昭和)(?P<eras>\d{1,2}|元)年|"
    r"(?<!\d)(?P<year>(?:19|20)\d\d)年|"
    rf"(?P<rely>{'|'.join(_YEARS_BACK)})の?)?"
    rf"(?:(?<!\d)(?P<month>\d{{1,2}}|{_KANJI}{{1,2}})月|(?P<relm>先月|前月|今月|同月))?"
    rf"(?:(?<![\d.])(?P<day>\d{{1,2}})|(?<=月)(?P<kanji>{_KANJI}{{1,3}}))日"
    r"(?!間|目|ぶり|連続|連日|後|前(?!後)|にも|以来|以降|以後|以内|余|置き|おき|本|米)"
    r"|(?<!\d)(?P<year2>(?:19|"
    r"20)\d\d)[/.-](?P<month2>\d{1,2})[/.-](?P<day2>\d{1,2})(?!\d)"
)
_NOT_IT: Final = re.compile(
    r"[^、。]{0,10}?(?:の前回|の(?:核)?実験(?:は|が|で)|以来|ぶり|がM)|から\d+年"
)
_TOLD_ON: Final = re.compile(r"[^、。]{0,16}(?:は|が|も)\s*$")
_ITS_MAKER: Final = re.compile(
    r"(?:北朝鮮|同国|ミサイル|飛翔体)(?:側)?(?:は|が|も)\s*$"
)
_THEN: Final = re.compile(
    r"(?:未明|早朝|朝|午前|午後|夜|夕方?)(?:まで)?(?:に)?、(?=[^、。]{0,10}\d{1,2}日)|"
    r"(?:、|の(?:記者)?会見|に(?:発表|公表)|付)"
)
_WORDS: Final = (
    (2, re.compile(r"おととい|一昨日")),
    (1, re.compile(r"きのう|昨日|前日|昨夜|昨晩")),
    (0, re.compile(r"きょう|今日|本日|けさ|今朝|今夜|今晩|今夕")),
)
_WEEKDAY: Final = re.compile(
    r"(?P<before>先週の?)?(?P<day>[月火水木金土日])曜日?|"
    r"\((?P<short>[月火水木金土日])\)"
)
_WEEK: Final = 7


class _Found(NamedTuple):
    """A day that is written out.

    Attributes:
        start: Where in the form.
        end: Where it ends.
        day: Which; ``None``: its year or month is not known.
        is_telling: It is perhaps only the day on which an authority spoke.
    """

    start: int
    end: int
    day: date | None
    is_telling: bool


def day_in(
    text: Text,
    pieces: Sequence[Piece],
    published: Published | None,
    *,
    has_clock: bool,
) -> tuple[Day | None, list[Unread]]:
    """The day that is told, and what looks like one and is none."""
    unread: list[Unread] = []
    for piece in pieces:
        found = list(_written(text, piece, published, unread))
        own = [each for each in found if not each.is_telling] or found
        if own and own[0].day is not None:
            span = text.span(own[0].start, own[0].end)
            return Day(day=own[0].day, span=span), unread
    whole = None if published is None else published.whole
    if unread or whole is None:
        return None, unread
    return _by_word(text, whole, has_clock=has_clock), unread


def _written(
    text: Text, piece: Piece, published: Published | None, unread: list[Unread]
) -> list[_Found]:
    found: list[_Found] = []
    for match in _DATE.finditer(piece.words):
        if _NOT_IT.match(piece.words, match.end()):
            continue
        start, end = piece.start + match.start(), piece.start + match.end()
        try:
            day = _day_of(match, published)
        except ValueError:
            span = text.span(start, end)
            unread.append(Unread(span=span, reason="there is no such day"))
            continue
        found.append(_Found(start, end, day, _is_telling(piece.words, match)))
    return found


def _is_telling(words: str, match: re.Match[str]) -> bool:
    before = words[max(0, match.start() - 20) : match.start()]
    return (
        _TOLD_ON.search(before) is not None
        and _ITS_MAKER.search(before) is None
        and _THEN.match(words, match.end()) is not None
    )


def _day_of(match: re.Match[str], published: Published | None) -> date | None:
    if match["year2"]:
        return date(int(match["year2"]), int(match["month2"]), int(match["day2"]))
    number = int(match["day"] or east_number(match["kanji"]))
    month = int(east_number(match["month"])) if match["month"] else None
    year = _year_of(match, published)
    if year is not None and month is not None:
        return date(year, month, number)
    if month is not None:
        return day_in_year(published, month, number)
    if published is None or published.month is None:
        date(2000, 1, number)
        return None
    if match["relm"] in ("先月", "前月"):
        return day_in_month_before(published, number)
    return day_of_month(published, number)


def _year_of(match: re.Match[str], published: Published | None) -> int | None:
    if match["era"]:
        return ERAS[match["era"]] + (1 if match["eras"] == "元" else int(match["eras"]))
    if match["year"]:
        return int(match["year"])
    if match["rely"] and published is not None:
        return published.year - _YEARS_BACK[match["rely"]]
    return None


def _by_word(text: Text, published: date, *, has_clock: bool) -> Day | None:
    for back, pattern in _WORDS:
        match = pattern.search(text.form)
        if match is not None:
            span = text.span(match.start(), match.end())
            return Day(day=published - timedelta(days=back), span=span)
    match = _WEEKDAY.search(text.form)
    if match is not None:
        span = text.span(match.start(), match.end())
        return Day(day=_weekday(match, published), span=span)
    return Day(day=published, span=text.span(0, 0)) if has_clock else None


def _weekday(match: re.Match[str], published: date) -> date:
    weekday = "月火水木金土日".index(match["day"] or match["short"])
    if match["before"]:
        monday = published - timedelta(days=published.weekday() + _WEEK)
        return monday + timedelta(days=weekday)
    return last_weekday(published, weekday)
