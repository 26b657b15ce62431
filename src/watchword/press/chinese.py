"""Reading Chinese, simplified and traditional, as far as a statement is short."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

from watchword.press import chinese_words as chinese
from watchword.press.calendar import day_in_year, day_of_month, last_weekday
from watchword.press.clause import Piece, pieces
from watchword.press.context import Context, zone_of
from watchword.press.number import KANJI, east_number
from watchword.press.reading import (
    Amount,
    Clock,
    Count,
    Day,
    EventType,
    OtherType,
    Reading,
    Told,
    Unread,
    Zone,
)
from watchword.press.sites import sites_in
from watchword.press.telling import Telling
from watchword.press.text import Text

_NUMERALS: Final = "".join(KANJI) + "十"
_LAUNCHED: Final = re.compile(r"(?<!将)(?:发射|發射|射出|试射|試射|飞行约|飛行約|射向)")
_COMING: Final = re.compile(r"[将將可拟擬](?:发射|發射|试射|試射)")
_TESTED: Final = re.compile(r"核[试試][验驗]|疑爆|核爆|人工地震|爆炸")
_COUNTED_ALL: Final = re.compile(
    r"(?:今年|去年|至今|迄今|累计|累計)[^。]{0,30}\d+\s*[次枚]"
)
_CLOCK: Final = re.compile(
    r"(?P<half>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚间|晚間|深夜)?"
    r"(?<!\d)(?P<hour>\d{1,2})[时時点點](?:(?P<minute>\d{1,2})分|(?P<thirty>半))?"
    r"(?![间間])"
)
_ELIDED: Final = re.compile(r"[许許左右]{0,2}[至到和、](?P<minute>\d{1,2})分(?![钟鐘])")
_LATER: Final = ("下午", "傍晚", "晚上", "晚间", "晚間", "深夜")
_DATE: Final = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?:(?<!\d)(?P<month>\d{1,2})月)?"
    r"(?<!\d)(?P<day>\d{1,2})[日号號]"
)
_BACK: Final = re.compile(r"(?P<d0>今天|今日|当天|當天)|(?P<d1>昨天|昨日)|(?P<d2>前天)")
_WEEKDAY: Final = re.compile(r"(?:周|星期|週)([一二三四五六日])")
_COUNTED: Final = re.compile(
    rf"(?P<bound>至少|超过|超過)?(?<![\d.])(?P<number>\d{{1,3}}|[{_NUMERALS}]{{1,3}})"
    r"(?P<odd>多|余|餘)?[枚颗顆](?P<over>以上)?"
)
_SEVERAL: Final = re.compile(r"(?:数|數|多|几|幾)[枚颗顆]")
_EARLIER: Final = re.compile(
    r"\s*(?:此前|上次|上周|上週|上月|去年|之前|周[一二三四五六日]那枚)"
)
_SEA: Final = re.compile(
    r"(?:朝鲜|朝鮮|韩|韓)?半[岛島][东東西]部海域|日本海|[东東]海|黄海|太平洋"
)


def read_chinese(text: Text, context: Context) -> Reading:
    """What a Chinese text says of one event."""
    return _Chinese(text, context).reading()


class _Chinese(Telling):
    """One text, and what is asked of it."""

    language = "zh"
    measures = chinese.MEASURES
    lengths = chinese.LENGTHS

    def own(self) -> list[Piece]:
        sentences = pieces(self.text.form, chinese.SENTENCE)
        return [
            each
            for number, each in enumerate(sentences)
            if not number or not _EARLIER.match(each.words)
        ]

    def event_type(self) -> tuple[EventType, OtherType | None]:
        form = self.text.form
        is_missile = re.search(chinese.MISSILE, form) is not None
        launched = is_missile and any(
            _LAUNCHED.search(p.words) and not _COMING.search(p.words)
            for p in self.pieces
        )
        is_told = (
            launched and re.search(r"\d[时時日枚]|[枚颗顆]|公里", form) is not None
        )
        is_shaken = re.search(r"\d级|\d級|震级|规模|規模", form) is not None
        for kind, pattern in chinese.OTHERS:
            if pattern.search(form) and not (is_told and kind in _GIVING_WAY):
                return "other", kind
        if _COUNTED_ALL.search(form):
            return "other", "aggregate"
        if launched:
            return "launch", None
        if _TESTED.search(form) and (is_shaken or re.search(r"进行了|進行了", form)):
            return "nuclear_test", None
        return "other", "seismic_event" if is_shaken else None

    def clauses(self) -> list[Piece]:
        return [
            Piece(part.start + p.start, part.end + p.start, part.words)
            for p in self.pieces
            for part in pieces(p.words, chinese.CLAUSE)
        ]

    def clocks(self) -> list[Clock]:
        return list(self._clocks())

    def _clocks(self) -> Iterator[Clock]:
        half = ""
        for piece in self.pieces:
            for match in _CLOCK.finditer(piece.words):
                half = match["half"] or half
                span = self.text.span(
                    piece.start + match.start(), piece.start + match.end()
                )
                at = _time(match, half)
                if at is None:
                    reason = "there is no such time"
                    self.unread.append(Unread(span=span, reason=reason))
                    continue
                yield Clock(time=at, span=span)
                more = _ELIDED.match(piece.words, match.end())
                if more is not None and int(more["minute"]) < 60:
                    start = piece.start + more.start("minute")
                    span = self.text.span(start, piece.start + more.end())
                    yield Clock(time=at.replace(minute=int(more["minute"])), span=span)

    def day(self, *, has_clock: bool) -> Day | None:
        for piece in self.pieces:
            for match in _DATE.finditer(piece.words):
                span = self.text.span(
                    piece.start + match.start(), piece.start + match.end()
                )
                try:
                    day = self._day_of(match)
                except ValueError:
                    reason = "there is no such day"
                    self.unread.append(Unread(span=span, reason=reason))
                    return None
                if day is not None:
                    return Day(day=day, span=span)
        published = self.context.published
        whole = None if published is None else published.whole
        return None if whole is None else self._by_word(whole, has_clock=has_clock)

    def _day_of(self, match: re.Match[str]) -> date | None:
        number, published = int(match["day"]), self.context.published
        if match["year"] and match["month"]:
            return date(int(match["year"]), int(match["month"]), number)
        if match["month"]:
            return day_in_year(published, int(match["month"]), number)
        if published is None:
            date(2000, 1, number)
            return None
        return day_of_month(published, number)

    def _by_word(self, published: date, *, has_clock: bool) -> Day | None:
        form = self.text.form
        weekday = _WEEKDAY.search(form)
        if weekday is not None:
            span = self.text.span(weekday.start(), weekday.end())
            found = last_weekday(published, "一二三四五六日".index(weekday[1]))
            return Day(day=found, span=span)
        match = _BACK.search(form)
        if match is not None and match.lastgroup is not None:
            span = self.text.span(match.start(), match.end())
            back = timedelta(days=int(match.lastgroup[1:]))
            return Day(day=published - back, span=span)
        return Day(day=published, span=self.text.span(0, 0)) if has_clock else None

    def zone(self, day: Day | None, *, has_time: bool) -> tuple[Zone | None, bool]:
        if day is None and not has_time:
            return None, False
        for zone, pattern in chinese.ZONES.items():
            if pattern.search(self.text.form):
                return zone, False
        if self.context.authority[:2] in ("KR", "KP"):
            return "KST", True
        if self.context.authority[:2] == "JP":
            return "JST", True
        return zone_of(self.context, "zh", None if day is None else day.day), True

    def sites(self) -> tuple[Told, ...]:
        found = [f for f in sites_in(self.text, "zh") if self._is_from(f[0], f[2])]
        if any(site.rank > 1 for _, site, _ in found):
            found = [f for f in found if f[1].rank > 1]
        return tuple({told.stands_for: told for told, _, _ in found}.values())

    def _is_from(self, told: Told, start: int) -> bool:
        """Not where it was sent."""
        after = self.text.form[start + len(told.text) :][:16]
        to = re.match(r"[^,。]{0,10}(?:方向飞|方向飛|近海)", after)
        return self.is_own(start) and to is None

    def count(self) -> Count | None:
        for piece in self.pieces:
            match = _COUNTED.search(piece.words)
            if match is not None:
                start = piece.start + match.start()
                span = self.text.span(start, piece.start + match.end())
                number = int(east_number(match["number"]))
                is_open = match["bound"] or match["odd"] or match["over"]
                return Count(low=number, high=None if is_open else number, span=span)
        several = _SEVERAL.search(self.text.form)
        if several is None:
            return None
        span = self.text.span(several.start(), several.end())
        return Count(low=2, high=None, word="several", span=span)

    def weapon_class(self) -> Told | None:
        form = self.text.form
        found = [
            (match.start(), name, match)
            for name, pattern in chinese.CLASSES.items()
            if (match := pattern.search(form))
        ]
        if found:
            _, name, match = min(found, key=lambda each: each[:2])
            span = self.text.span(match.start(), match.end())
            return Told(text=match[0], stands_for=name, span=span)
        plain = re.search(chinese.MISSILE, form)
        if plain is None:
            return None
        span = self.text.span(plain.start(), plain.end())
        return Told(text=plain[0], stands_for="unknown", span=span)

    def landing_area(self) -> Told | None:
        match = _SEA.search(self.text.form)
        if match is None:
            return None
        return Told(text=match[0], span=self.text.span(match.start(), match.end()))

    def flight_time(self) -> Amount | None:
        times = self.of("duration")
        return times[0] if times else None

    def coordinates(self) -> tuple[Amount | None, Amount | None]:
        north, east = self.of("north"), self.of("east")
        return (north[0], east[0]) if north and east else (None, None)


_GIVING_WAY: Final = frozenset({"artillery", "diplomacy", "preparation", "warning"})


def _time(match: re.Match[str], half: str) -> time | None:
    hour = int(match["hour"])
    minute = 30 if match["thirty"] else int(match["minute"] or 0)
    if hour > 24 or minute > 59:
        return None
    if (half in _LATER and hour < 12) or (half == "中午" and hour < 3):
        hour += 12
    return time(hour % 24, minute)
