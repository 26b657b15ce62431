"""Reading Japanese."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Final

from watchword.press import japanese_words as japanese
from watchword.press.calendar import day_in_year, day_of_month, last_weekday
from watchword.press.clause import Piece, pieces
from watchword.press.context import Context, zone_of
from watchword.press.number import east_number
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

_MISSILE: Final = (
    r"(?:ミサイル|飛翔体|発射体|弾道弾|ICBM|IRBM|MRBM|SRBM|SLBM|ロケット|火星\d+)"
)
_COUNTED: Final = re.compile(
    r"(?P<bound>少なくとも|計|合計|合わせて|さらに|約|"
    r"最低)?\s*(?P<number>\d{1,3}|[一二三四五六七八九十]+)"
    r"\s*発(?!目|射|表|生|見|言|足|動|電|展|令|信|端)(?P<over>以上)?"
)
_NTH: Final = re.compile(r"(?P<number>\d{1,2}|[一二三四五六七八九十]+)発目")
_SEVERAL: Final = re.compile(
    rf"(?:複数|数|多数)(?:発|の(?:短距離|中距離|巡航|"
    rf"弾道)*(?:弾道)?{_MISSILE})|複数の\S{{0,8}}{_MISSILE}"
)
_LAUNCHED: Final = re.compile(
    r"発射(?:し|され|した|を|が確認|後)|撃(?:った|ち|たれ|っ)|飛(?:翔|"
    r"行)(?:し|距離|時間|に失敗)|飛(?:び|んだ|ば)"
    r"|落下|落ちた|打ち上げ|通過し|越えず|消失した"
)
_TOLD: Final = re.compile(
    r"\d\s*分|\d\s*(?:km|キロ)|日本海|EEZ|\d発|"
    r"[一二三四五六七八九]発(?!目)|発射(?:した|され)"
)
_NUCLEAR: Final = re.compile(
    r"核実験|人工(?:的な)?地震|水爆|核爆発|自然地震では?ない|爆発に(?:よる|伴)"
)
_SHAKEN: Final = re.compile(
    r"地震|マグニチュード|(?<![A-Za-z])M\d|震源|規模|キロトン|実施|爆発"
)
_AGGREGATE: Final = re.compile(
    r"(?:今年|昨年|ことし|これまで|過去|\d{4}年)[^。]{0,40}(?:\d+|"
    r"[一二三四五六七八九十]+)(?:回|発|日)"
    r"|過去の(?:核実験|発射)"
)
_HALF: Final = r"午前|午後|未明|早朝|朝|昼|夕方|夜|深夜|正午"
_CLOCK: Final = re.compile(
    rf"(?P<half>{_HALF})?(?:の)?(?<![\d:.])(?P<hour>[01]?\d|"
    rf"2[0-4])(?:時(?:(?P<minute>[0-5]?\d)分"
    r"(?:(?P<second>[0-5]?\d)秒)?|(?P<thirty>半))?|"
    r":(?P<min2>[0-5]\d)(?::(?P<sec2>[0-5]\d))?)"
    r"(?!間)(?P<tail>ごろ|頃|ころ)?|"
    r"(?<=[とや、])(?:同)?(?P<only>[0-5]?\d)分(?=ごろ|頃|ころ|に)"
)
_VAGUE: Final = re.compile(r"^(?:すぎ|過ぎ|前(?!半)|台|以降|以前)")
_ENDED: Final = re.compile(
    r"^(?:ごろ|頃|ころ)?(?:に)?(?:(?!発射|撃|飛)[^。、]){0,24}?(?:落下|"
    r"落ちた|着水|消失|発表|発信|取り消|速報|会見)"
)
_DATE: Final = re.compile(
    r"(?:(?P<era>令和|平成)(?P<eras>\d{1,2}|元)年|(?P<year>(?:19|"
    r"20)\d\d)年|(?P<rely>昨年|去年|今年|ことし))?"
    r"(?:(?P<month>1[0-2]|0?[1-9])月|(?P<relm>今月|先月|前月|同月|同年\d{1,2}月))?"
    r"(?<![\d.])(?P<day>[0-3]?\d)日(?!間|目|ぶり|連続|後|前|にも|以来|以降|以後)"
)
_ERAS: Final = {"令和": 2018, "平成": 1988}
_TODAY: Final = re.compile(r"きょう|今日|本日|けさ|今朝")
_YESTERDAY: Final = re.compile(r"きのう|昨日|前日|昨夜")
_WEEKDAY: Final = re.compile(r"([月火水木金土日])曜日?")
_EARLIER: Final = re.compile(
    r"^[^。、]{0,10}(?:の前回|の(?:核)?実験(?:は|が|で)|以来|ぶり|がM)"
)
_SEA: Final = re.compile(
    r"日本海上空で消失|EEZ(?:\([^)]*\))?内への飛翔は?(?:が)?確認され(?:ず|"
    r"て(?:い)?ない)"
    r"|[^、。は]{0,12}?(?:東|西|南|北)(?:約|およそ)[\d,]+(?:キロ・?メートル|キロ|km)"
    r"|朝鮮半島東岸付近(?=の)|(?:日本の)?(?:EEZ|排他的経済水域)(?:\([^)]*\))?の?[外内]"
    r"|日本海|太平洋|黄海|東シナ海"
)
_DIRECTION: Final = re.compile(
    r"(?P<way>北東|北西|南東|南西|東|西|南|北)(?:方向)?(?:へ|に向け|の方向へ|の海へ)"
)
_PLACE: Final = re.compile(
    r"(?P<place>(?:北朝鮮の?)?(?:内陸部|西部|東部|北部|西岸付近|東岸付近|"
    r"西岸|東岸)(?:付近)?|朝鮮半島東岸付近"
    r"|平壌近郊)(?=から|の海|より|で)"
)
_BEFORE: Final = re.compile(
    r"\s*(?:これまで|前回|過去|昨年の|去年の|なお、|(?:先月|今月)?\d{1,2}日にも)"
)
_NOT_IT: Final = re.compile(r"(?:級|の)?(?:では?ない|かどうか|の可能性は低)")


def read_japanese(text: Text, context: Context) -> Reading:
    """What a Japanese text says of one event."""
    return _Japanese(text, context).reading()


class _Japanese(Telling):
    """One text, and what is asked of it."""

    language = "ja"
    measures = japanese.MEASURES
    lengths = japanese.LENGTHS

    def own(self) -> list[Piece]:
        country, found = self.context.authority[:2], list[Piece]()
        for sentence in pieces(self.text.form, japanese.SENTENCE):
            quoted = {
                name
                for name, pattern in japanese.AUTHORITIES.items()
                if pattern.search(sentence.words)
            }
            earlier = _BEFORE.match(sentence.words) is not None
            if found and (earlier or (quoted and country and country not in quoted)):
                continue
            found.append(sentence)
        return found

    def event_type(self) -> tuple[EventType, OtherType | None]:
        form = self.text.form
        told = (
            _LAUNCHED.search(form) is not None
            and _TOLD.search(form) is not None
            and re.search(rf"{_MISSILE}|高度|発目|発射され", form) is not None
        )
        shaken = _NUCLEAR.search(form) is not None and _SHAKEN.search(form) is not None
        for kind, pattern in japanese.OTHERS:
            if pattern.search(form) is not None and not _outweighed(
                kind, form, told=told, shaken=shaken
            ):
                return "other", kind
        if _AGGREGATE.search(form) and not _CLOCK.search(form) and not told:
            return "other", "aggregate"
        if shaken and not re.search(_MISSILE, form):
            is_list = len(re.findall(r"\d日がM", form)) > 1
            return ("other", "aggregate") if is_list else ("nuclear_test", None)
        if told:
            return "launch", None
        return "other", "seismic_event" if _SHAKEN.search(form) else None

    def clauses(self) -> list[Piece]:
        return [
            Piece(part.start + p.start, part.end + p.start, part.words)
            for p in self.pieces
            for part in pieces(p.words, japanese.CLAUSE)
        ]

    def clocks(self) -> list[Clock]:
        found: list[Clock] = []
        half, hour = "", 0
        for piece in self.pieces:
            for match in _CLOCK.finditer(piece.words):
                after = piece.words[match.end() :]
                half = match["half"] or half
                if _VAGUE.match(after) and not (match["minute"] or match["min2"]):
                    continue
                if _ENDED.match(after) and found:
                    continue
                if match["only"]:
                    clock = self._clock(piece, match, half, hour) if found else None
                else:
                    hour = int(match["hour"])
                    clock = self._clock(piece, match, half, hour)
                if clock is not None:
                    found.append(clock)
        return found

    def _clock(
        self, piece: Piece, match: re.Match[str], half: str, hour: int
    ) -> Clock | None:
        span = self.text.span(piece.start + match.start(), piece.start + match.end())
        minute = 30 if match["thirty"] else 0
        minute = int(match["minute"] or match["min2"] or match["only"] or minute)
        second = int(match["second"] or match["sec2"] or 0)
        if half in ("午後", "夕方", "夜", "昼", "正午") and hour < 12:
            hour += 12
        elif half in ("午前", "未明", "早朝", "朝", "深夜") and hour == 12:
            hour = 0
        try:
            return Clock(time=time(hour % 24, minute, second), span=span)
        except ValueError:
            self.unread.append(Unread(span=span, reason="there is no such time"))
            return None

    def day(self, *, has_clock: bool) -> Day | None:
        for piece in self.pieces:
            for match in _DATE.finditer(piece.words):
                if _EARLIER.match(piece.words[match.end() :]):
                    continue
                found = self._dated(piece, match)
                if found is not None:
                    return found
        published = self.context.published
        whole = None if published is None else published.whole
        return None if whole is None else self._by_word(whole, has_clock=has_clock)

    def _dated(self, piece: Piece, match: re.Match[str]) -> Day | None:
        span = self.text.span(piece.start + match.start(), piece.start + match.end())
        try:
            day = self._day_of(match)
        except ValueError:
            self.unread.append(Unread(span=span, reason="there is no such day"))
            return None
        return None if day is None else Day(day=day, span=span)

    def _day_of(self, match: re.Match[str]) -> date | None:
        number, published = int(match["day"]), self.context.published
        year = int(match["year"]) if match["year"] else None
        if match["era"]:
            past = 1 if match["eras"] == "元" else int(match["eras"])
            year = _ERAS[match["era"]] + past
        if year is not None and match["month"]:
            return date(year, int(match["month"]), number)
        if match["month"]:
            return day_in_year(published, int(match["month"]), number)
        if published is None:
            date(2000, 1, number)
            return None
        if match["relm"] in ("先月", "前月") and published.month is not None:
            before = date(published.year, published.month, 1) - timedelta(days=1)
            return before.replace(day=number)
        return day_of_month(published, number)

    def _by_word(self, published: date, *, has_clock: bool) -> Day | None:
        form = self.text.form
        for pattern, back in ((_YESTERDAY, 1), (_TODAY, 0)):
            match = pattern.search(form)
            if match is not None:
                span = self.text.span(match.start(), match.end())
                return Day(day=published - timedelta(days=back), span=span)
        match = _WEEKDAY.search(form)
        if match is not None:
            span = self.text.span(match.start(), match.end())
            weekday = "月火水木金土日".index(match[1])
            return Day(day=last_weekday(published, weekday), span=span)
        if has_clock:
            return Day(day=published, span=self.text.span(0, 0))
        return None

    def zone(self, day: Day | None, *, has_time: bool) -> tuple[Zone | None, bool]:
        if day is None and not has_time:
            return None, False
        for zone, pattern in japanese.ZONES.items():
            if pattern.search(self.text.form):
                return zone, False
        return zone_of(self.context, "ja", None if day is None else day.day), True

    def sites(self) -> tuple[Told, ...]:
        found = [f for f in sites_in(self.text, "ja") if self.is_own(f[2])]
        if any(site.rank > 1 for _, site, _ in found):
            found = [f for f in found if f[1].rank > 1]
        if any(site.key == "punggye-ri" for _, site, _ in found):
            found = [f for f in found if f[1].key != "kilju"]
        places = self._places()
        if places and all(site.rank == 1 for _, site, _ in found):
            return places
        return tuple({told.stands_for: told for told, _, _ in found}.values())

    def _places(self) -> tuple[Told, ...]:
        """Parts of the country, where no site is named."""
        found = {
            match["place"]: Told(
                text=match["place"],
                span=self.text.span(match.start("place"), match.end("place")),
            )
            for match in _PLACE.finditer(self.text.form)
            if self.is_own(match.start())
        }
        return tuple(found.values())

    def count(self) -> Count | None:
        several = _SEVERAL.search(self.text.form)
        found: list[tuple[int, Count]] = []
        for piece in self.pieces:
            for match in _COUNTED.finditer(piece.words):
                count = self._counted(piece, match)
                if match["bound"] in ("計", "合計", "合わせて"):
                    return count
                found.append((piece.start + match.start(), count))
        if several is not None and (not found or several.start() < found[0][0]):
            span = self.text.span(several.start(), several.end())
            return Count(low=2, high=None, word="several", span=span)
        return self._together([count for _, count in found])

    def _together(self, counts: list[Count]) -> Count | None:
        """One count, several that are told one after the other, or as many as times."""
        times = self.times
        nth = {m["number"] for p in self.pieces for m in _NTH.finditer(p.words)}
        if not counts:
            number = len(nth) if len(nth) > 1 else times if times > 1 else 0
            is_missile = re.search(rf"{_MISSILE}|発目", self.text.form) is not None
            if number and is_missile:
                return Count(low=number, high=number, span=self.text.span(0, 0))
            return None
        first = counts[0]
        if times > 1 and first.high is not None:
            total = sum(each.low for each in counts)
            number = max(total if len(counts) == times else 0, first.low)
            number = max(number, times if nth else 0)
            return Count(low=number, high=number, span=first.span)
        return first

    def _counted(self, piece: Piece, match: re.Match[str]) -> Count:
        number = int(east_number(match["number"]))
        is_open = match["bound"] in ("少なくとも", "最低") or bool(match["over"])
        span = self.text.span(piece.start + match.start(), piece.start + match.end())
        return Count(low=number, high=None if is_open else number, span=span)

    def weapon_class(self) -> Told | None:
        form = self.text.form
        found = [
            (match.start(), name, match)
            for name, pattern in japanese.CLASSES.items()
            if (match := pattern.search(form))
            and self.is_own(match.start())
            and not _NOT_IT.match(form[match.end() :])
        ]
        if found:
            _, name, match = min(found, key=lambda each: each[:2])
            span = self.text.span(match.start(), match.end())
            return Told(text=match[0], stands_for=name, span=span)
        plain = re.search(rf"{_MISSILE}|発目|発射", form)
        if plain is None:
            return None
        span = self.text.span(plain.start(), plain.end())
        return Told(text=plain[0], stands_for="unknown", span=span)

    def landing_area(self) -> Told | None:
        for match in _SEA.finditer(self.text.form):
            span = self.text.span(match.start(), match.end())
            return Told(text=match[0], span=span)
        return None

    def direction(self) -> Told | None:
        match = _DIRECTION.search(self.text.form)
        if match is None:
            return None
        span = self.text.span(match.start("way"), match.end("way"))
        return Told(text=match["way"], span=span)

    def flight_time(self) -> Amount | None:
        times = self.of("duration")
        return times[0] if times else None

    def coordinates(self) -> tuple[Amount | None, Amount | None]:
        north, east = self.of("north"), self.of("east")
        return (north[0], east[0]) if north and east else (None, None)

    def was_changed(self) -> bool:
        return re.search(r"修正|訂正|引き上げ|改めた", self.text.form) is not None


def _outweighed(kind: OtherType, form: str, *, told: bool, shaken: bool) -> bool:
    """An event that is told as having happened, whatever else is spoken of."""
    if kind in ("false_alarm", "natural_earthquake", "collapse"):
        return False
    if kind == "artillery":
        return "弾道ミサイル" in form
    return told or (shaken and re.search(r"M\d|マグニチュード", form) is not None)
