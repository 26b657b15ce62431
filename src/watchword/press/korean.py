"""Reading Korean."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Final

from watchword.press import korean_words as korean
from watchword.press.calendar import day_in_year, day_of_month, last_weekday
from watchword.press.clause import Piece, pieces
from watchword.press.context import Context, zone_of
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
from watchword.press.sites import Site, sites_in
from watchword.press.telling import Telling
from watchword.press.text import Text

_MISSILE: Final = (
    r"(?:미사일|발사체|비행체|탄도탄|로켓|ICBM|IRBM|MRBM|SRBM|SLBM|화성-?\s?\d+)"
)
_NATIVE: Final = "|".join(sorted(korean.COUNTS, key=len, reverse=True))
_COUNTED: Final = re.compile(
    rf"(?P<bound>최소(?:한)?|적어도|약|모두|총|각각|"
    rf"등)?\s*(?:(?<![\d.,])(?P<digits>\d{{1,3}})(?:여\s*)?"
    rf"|(?<![가-힣])(?P<native>{_NATIVE}))\s*(?P<unit>발|기(?=[가-힣]?\s|"
    rf"[를을가의는])|개)(?!표|사|견|생|전|자|동|령|언|트)"
    r"\s*(?P<over>이상|넘게)?"
)
_SEVERAL: Final = re.compile(
    r"(?:수|여러|복수의?|다수의?)\s*(?:발|기)(?![가-힣]*발)|여러\s*(?:발|"
    r"기)|수십\s*발|다수의\s*\S*미사일"
)
_LAUNCHED: Final = re.compile(
    r"쐈|쏜|쏘(?:았|아|고|며)|발사(?:했|하였|해|한|돼|됐|된|되|하고|하며|"
    r"한 것)|날아|비행(?:했|한|거리)"
    r"|포착|탐지|떨어(?:졌|진)|낙하"
)
_NUCLEAR: Final = re.compile(r"핵\s*실험|인공\s*지진|수소탄|핵폭발|폭발에 의한")
_SHAKEN: Final = re.compile(r"규모|지진|진앙|위력|강행|실시했|단행|kt|킬로톤")
_AGGREGATE: Final = re.compile(
    r"(?:올해|올\s*들어|지난해|작년|집권|이후|그동안|지금까지|"
    r"\d{4}년)[^.]{0,40}(?:모두|총|통산|합쳐|누적)?\s*"
    r"\d+\s*(?:차례|회|번|발)(?:나|의|를|에|\s*걸쳐|\s*이상)?"
)
_ORDINAL: Final = re.compile(r"\d+\s*(?:번째|차)")
_HALF: Final = r"오전|오후|새벽|아침|낮|정오|저녁|밤|심야|한밤"
_CLOCK: Final = re.compile(
    rf"(?P<half>{_HALF})?\s*(?<![\d:.])(?P<hour>[01]?\d|"
    rf"2[0-4])\s*(?:시\s*(?:(?P<minute>[0-5]?\d)\s*분"
    r"\s*(?:(?P<second>[0-5]?\d)\s*초)?|(?P<thirty>반))?|"
    r":(?P<min2>[0-5]\d)(?::(?P<sec2>[0-5]\d))?)"
    r"(?P<tail>\s*(?:께|경|쯤|무렵|정각))?(?!\s*간)"
)
_VAGUE: Final = re.compile(
    r"^\s*(?:가\s*)?(?:넘어|조금|직후|전후|이후|대에|대$|대\s|이전|지나)"
)
_ENDED: Final = re.compile(
    r"^[^,.]{0,30}?(?:떨어(?:졌|진)|낙하|발표|보도|속보|정정|회의|긴급|"
    r"공지|브리핑|기자)"
)
_DATE: Final = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s*년\s*)?(?:(?P<rel>지난달|이달|올해|지난해|작년)\s*)?"
    r"(?:(?P<month>1[0-2]|"
    r"0?[1-9])\s*월\s*)?(?<![\d.])(?P<day>[0-3]?\d)\s*일(?!\s*(?:간|만|째|"
    r"동안|연속|새|뒤|전\b|전에))"
)
_TODAY: Final = re.compile(r"오늘|금일|이날")
_YESTERDAY: Final = re.compile(r"어제|전날|어젯밤")
_WEEKDAY: Final = re.compile(r"([월화수목금토일])요일")
_EARLIER: Final = re.compile(
    r"^[^.]{0,12}(?:이후|만에|만이|만의|부터\s*지금|이래|에도|당시|때|"
    r"이어)|^\s*\([^)]*\)\s*이후"
)
_LANDED: Final = re.compile(
    r"(?P<sea>동해|서해|태평양|남해)(?=\s*(?:상|로|쪽|에|상공|해상|,|방향))"
    r"|(?P<zone>(?:일본\s*)?(?:EEZ|"
    r"배타적\s*경제수역)(?:\([^)]*\))?\s*(?:밖|바깥|안|내|외))"
    r"|(?P<far>일본[^,.]{0,12}(?:동|서|남|"
    r"북){1,2}쪽(?:으로)?\s*[\d,]+여?\s*(?:km)[^,.]{0,8}?(?:해상|바다|해역))"
)
_DIRECTION: Final = re.compile(
    r"(?P<way>(?:동북|북동|남동|동남|서북|북서|남서|서남|동|서|남|북)쪽)(?=으로)"
)
_AREA: Final = re.compile(
    r"^\s*(?:일대|일원|인근|부근|지역|근처|등지|등\s|에서|비행장|공항|"
    r"으?로부터|해역|앞바다)"
)
_PROVINCE: Final = re.compile(
    r"(?:평안|함경|황해|강원|자강|양강)(?:남|북)?도|(?:평|함|황)(?:남|북)"
)
_NORTH: Final = re.compile(
    r"북한\s*(?P<where>(?:내륙|서해안|동해안|서부|동부|북부|남부|서해상|"
    r"동해상)(?:\s*지역)?)"
)


def read_korean(text: Text, context: Context) -> Reading:
    """What a Korean text says of one event."""
    return _Korean(text, context).reading()


class _Korean(Telling):
    """One text, and what is asked of it."""

    language = "ko"
    measures = korean.MEASURES
    lengths = korean.LENGTHS

    def own(self) -> list[Piece]:
        country, found = self.context.authority[:2], list[Piece]()
        for sentence in pieces(self.text.form, korean.SENTENCE):
            quoted = {
                n for n, p in korean.AUTHORITIES.items() if p.search(sentence.words)
            }
            earlier = _BEFORE.match(sentence.words) is not None
            if found and (earlier or (quoted and country and country not in quoted)):
                continue
            found.append(sentence)
        return found

    def event_type(self) -> tuple[EventType, OtherType | None]:
        form = self.text.form
        launched = _LAUNCHED.search(form) and re.search(_MISSILE, form)
        told = bool(launched) and _is_told(form)
        for kind, pattern in korean.OTHERS:
            if pattern.search(form) is None:
                continue
            if not _outweighed(kind, form, told=told):
                return "other", kind
        if _NUCLEAR.search(form) and _SHAKEN.search(form) and not told:
            is_test = re.search(r"인공\s*지진|핵\s*실험", form)
            return ("nuclear_test", None) if is_test else ("other", "seismic_event")
        if _AGGREGATE.search(form) and not told:
            return "other", "aggregate"
        if launched:
            return "launch", None
        return "other", "seismic_event" if "규모" in form else None

    def clauses(self) -> list[Piece]:
        return [
            Piece(part.start + p.start, part.end + p.start, part.words)
            for p in self.pieces
            for part in pieces(p.words, korean.CLAUSE)
        ]

    def clocks(self) -> list[Clock]:
        found: list[Clock] = []
        half = ""
        for piece in self.pieces:
            for match in _CLOCK.finditer(piece.words):
                after = piece.words[match.end() :]
                half = match["half"] or half
                if _VAGUE.match(after) and not (match["minute"] or match["min2"]):
                    continue
                if _ENDED.match(after) and found:
                    continue
                clock = self._clock(piece, match, half)
                if clock is not None:
                    found.append(clock)
        return found

    def _clock(self, piece: Piece, match: re.Match[str], half: str) -> Clock | None:
        start = piece.start + match.start() + len(match[0]) - len(match[0].lstrip())
        span = self.text.span(start, piece.start + match.end())
        hour = int(match["hour"])
        if half in ("오후", "저녁", "밤", "낮", "정오") and hour < 12:
            hour += 12 if half != "밤" or hour >= 6 else 0
        if half in ("오전", "새벽", "아침") and hour == 12:
            hour = 0
        minute = 30 if match["thirty"] else int(match["minute"] or match["min2"] or 0)
        try:
            return Clock(
                time=time(
                    hour % 24, minute, int(match["second"] or match["sec2"] or 0)
                ),
                span=span,
            )
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
        if match["year"] and match["month"]:
            return date(int(match["year"]), int(match["month"]), number)
        if match["month"]:
            return day_in_year(published, int(match["month"]), number)
        if published is None:
            date(2000, 1, number)
            return None
        if match["rel"] == "지난달" and published.month is not None:
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
            weekday = "월화수목금토일".index(match[1])
            return Day(day=last_weekday(published, weekday), span=span)
        if has_clock or "첫 번째" in form:
            return Day(day=published, span=self.text.span(0, 0))
        return None

    def zone(self, day: Day | None, *, has_time: bool) -> tuple[Zone | None, bool]:
        if day is None and not has_time:
            return None, False
        for zone, pattern in korean.ZONES.items():
            if pattern.search(self.text.form):
                return zone, False
        return zone_of(self.context, "ko", None if day is None else day.day), True

    def sites(self) -> tuple[Told, ...]:
        found = [f for f in sites_in(self.text, "ko") if self.is_own(f[2])]
        found = [f for f in found if self._is_place(f)]
        if any(site.rank > 1 for _, site, _ in found):
            found = [f for f in found if f[1].rank > 1]
        if any(site.key == "punggye-ri" for _, site, _ in found):
            found = [f for f in found if f[1].key != "kilju"]
        named = tuple({told.stands_for: told for told, _, _ in found}.values())
        if named:
            return named
        match = _NORTH.search(self.text.form)
        if match is None:
            return ()
        span = self.text.span(match.start("where"), match.end("where"))
        return (Told(text=match["where"], span=span),)

    def _is_place(self, found: tuple[Told, Site, int]) -> bool:
        told, site, start = found
        form = self.text.form
        before, after = form[:start], form[start + len(told.text) :]
        if before[-1:] and "가" <= before[-1] <= "힣":
            return False
        return not (site.key == "kumgang" and not _AREA.match(after))

    def count(self) -> Count | None:
        first: Count | None = None
        for piece in self.pieces:
            for match in _COUNTED.finditer(piece.words):
                count = self._counted(piece, match)
                if match["bound"] in ("모두", "총"):
                    return count
                first = first or count
        several = _SEVERAL.search(self.text.form)
        if first is None and several is not None:
            span = self.text.span(several.start(), several.end())
            return Count(low=2, high=None, word="several", span=span)
        return first

    def _counted(self, piece: Piece, match: re.Match[str]) -> Count:
        digits = match["digits"]
        number = int(digits) if digits else korean.COUNTS[match["native"]]
        is_open = match["bound"] in ("최소", "최소한", "적어도") or bool(match["over"])
        span = self.text.span(piece.start + match.start(), piece.start + match.end())
        return Count(low=number, high=None if is_open else number, span=span)

    def weapon_class(self) -> Told | None:
        found = [
            (match.start(), name, match)
            for name, pattern in korean.CLASSES.items()
            for piece in self.pieces[:2]
            if (match := pattern.search(self.text.form, piece.start, piece.end))
            and not _NOT_IT.match(self.text.form[match.end() :])
        ]
        if found:
            _, name, match = min(found, key=lambda each: each[:2])
            span = self.text.span(match.start(), match.end())
            return Told(text=match[0], stands_for=name, span=span)
        plain = re.search(_MISSILE, self.text.form)
        if plain is None:
            return None
        span = self.text.span(plain.start(), plain.end())
        return Told(text=plain[0], stands_for="unknown", span=span)

    def landing_area(self) -> Told | None:
        for match in _LANDED.finditer(self.text.form):
            name = next(n for n, v in match.groupdict().items() if v is not None)
            span = self.text.span(match.start(name), match.end(name))
            return Told(text=match[name], span=span)
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
        if not north or not east:
            return None, None
        if (north[0].low or 0) > 90:
            self.unread.append(
                Unread(span=north[0].span, reason="there is no such latitude")
            )
            return None, None
        return north[0], east[0]

    def magnitude_type(self) -> Told | None:
        return None

    def was_changed(self) -> bool:
        return re.search(r"상향\s*조정|수정했|정정해|높여", self.text.form) is not None


_BEFORE: Final = re.compile(
    r"\s*(?:지난|앞서|앞선|이에 앞서|작년|올해 들어|\d{1,2}월 \d{1,2}일 같은)"
)
_NOT_IT: Final = re.compile(
    r"\s*(?:급\s*)?(?:여부|인지|이?\s*아니|은 아닌|가능성은 낮)"
)


def _is_told(form: str) -> bool:
    """A launch that is told as having happened, with a time, a number or a sea."""
    return (
        re.search(rf"(?:{_LAUNCHED.pattern})", form) is not None
        and re.search(r"\d\s*분|\d\s*(?:km|㎞)|동해|서해|\d\s*발", form) is not None
    )


def _outweighed(kind: OtherType, form: str, *, told: bool) -> bool:
    """An event that is told as having happened, whatever else is spoken of."""
    if kind in ("false_alarm", "natural_earthquake", "collapse"):
        return False
    if kind == "artillery" and "탄도미사일" not in form.replace(" ", ""):
        return False
    return told or (_NUCLEAR.search(form) is not None and "규모" in form)
