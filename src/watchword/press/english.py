"""Reading English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import Final

from watchword.press import english_words as english
from watchword.press.calendar import day_in_year, last_weekday
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
from watchword.press.sites import sites_in
from watchword.press.telling import Telling
from watchword.press.text import Text

_MISSILE: Final = (
    r"(?:missiles?|projectiles?|rockets?|ICBMs?|SRBMs?|IRBMs?|MRBMs?|"
    r"SLBMs?|launch(?:es)?)"
)
_KIND: Final = (
    r"(?:(?:suspected|unidentified|unspecified|short-|medium-|"
    r"intermediate-|long-|close-"
    r"|range|ballistic|cruise|submarine-launched|intercontinental|hypersonic|solid-fuel"
    r"|apparent|presumed|new|strategic|tactical|guided|more|other|North Korean"
    r"|type of|what appears to be|of)[ -]*)*"
)
_NUMBER: Final = "|".join(sorted(english.NUMBERS, key=len, reverse=True))
_COUNTED: Final = re.compile(
    rf"(?P<bound>at least |up to |more than |over |about |some |around |nearly )?"
    rf"\b(?P<number>\d{{1,3}}|{_NUMBER})\b(?P<gap>[ -]+{_KIND})(?P<noun>{_MISSILE})\b",
    re.IGNORECASE,
)
_SEVERAL: Final = re.compile(
    rf"\b(?:multiple|several|a number of|a series of|various|"
    rf"numerous)\s+{_KIND}{_MISSILE}"
    rf"|\b(?:the )?(?:{_KIND})(?:missiles|projectiles|missile launches)\b",
    re.IGNORECASE,
)
_ONE: Final = re.compile(
    rf"\b(?:the|this|that|its|\w+day's|today's|yesterday's)\s+{_KIND}"
    rf"(?:missile|projectile|ICBM|SRBM|IRBM|SLBM)\b(?!s|\s+launches)",
    re.IGNORECASE,
)
_LAUNCHED: Final = re.compile(
    r"\b(?:fired|launched|test-fired|lobbed|shot)\b|\b(?:launch(?:es)?|missiles?"
    r"|projectiles?)\b.{0,40}\b(?:detected|tracked|launched|fired)\b"
    r"|\b(?:flew|travel+ed|splashed down|apogee|flown)\b"
    r"|\bdetected\b.{0,60}\blaunch|\baware of the (?:missile )?launch"
    r"|\b(?:distance|altitude|apogee)\b.{0,60}\b(?:km|kilomet|miles)",
    re.IGNORECASE | re.DOTALL,
)
_NUCLEAR: Final = re.compile(
    r"\bnuclear (?:test|explosion|detonation|device|blast)|\bunderground explosion"
    r"|\bhydrogen bomb|\bman-made (?:quake|earthquake|tremor)"
    r"|\bartificial (?:quake|earthquake|tremor)|\bsuspected explosion",
    re.IGNORECASE,
)
_SHAKEN: Final = re.compile(
    r"\b(?:magnitude|quake|earthquake|tremor|seismic|yield|kilotons?|"
    r"conducted|detonated"
    r"|carried out)\b",
    re.IGNORECASE,
)
_AGGREGATE: Final = re.compile(
    r"\b(?:this|last|since the start of the|"
    r"so far this) year\b.{0,60}\b(?:days|occasions"
    r"|times|rounds)\b|\bhas (?:fired|launched|conducted|tested)\b.{0,40}\b(?:this year"
    r"|since|in (?:19|20)\d\d)\b|\bbrings? the (?:total|number)\b",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(
    r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])(?::|"
    r"\.(?=\d\d\s*[ap]\.?m))(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d))?\s*(?P<half>[ap]\.?\s?m\b\.?)?"
    r"|(?<![\d.,:])(?P<only>1[0-2]|0?[1-9])\s*(?P<noon>[ap]\.?m\b\.?)"
    r"|(?<![\d.,:])(?P<four>[0-2]\d[0-5]\d)\s*(?=(?:hours|UTC|GMT|KST|JST)\b)",
    re.IGNORECASE,
)
_VAGUE: Final = re.compile(
    r"\b(?:after|before|past|shortly after|just after|just before)\s+$", re.IGNORECASE
)
_HALVES: Final = re.compile(
    r"\b(?P<day>in the (?:morning|afternoon|evening)|\w*day (?P<part>morning|afternoon"
    r"|evening|night)|(?:this )?(?P<bare>morning|afternoon|evening))\b",
    re.IGNORECASE,
)
_ENDED: Final = re.compile(
    r"\b(?:impact(?:ed|ing)?|land(?:ed|ing)|splash(?:ed|ing) down|fell|"
    r"falling|came down"
    r"|issued|announced|cancel+ed|retracted|said|reported)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_MONTH: Final = "|".join(sorted(english.MONTHS, key=len, reverse=True))
_DATE: Final = re.compile(
    rf"\b(?P<month>{_MONTH})\b\.? (?P<day>\d{{1,2}})(?:st|nd|rd|"
    rf"th)?\b(?:,? (?P<year>\d{{4}}))?"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month2>{_MONTH})\b"
    rf"(?:,? (?P<year2>\d{{4}}))?",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(rf"\b(?:{'|'.join(english.WEEKDAYS)})\b", re.IGNORECASE)
_TODAY: Final = re.compile(
    r"\btoday(?:'s)?\b|\bthis (?:morning|afternoon|evening)\b", re.IGNORECASE
)
_YESTERDAY: Final = re.compile(r"\byesterday(?:'s)?\b", re.IGNORECASE)
_LANDED: Final = re.compile(
    r"\b(?:into|toward|towards|in) (?:the )?(?P<sea>(?:East|Yellow|"
    r"West) Sea|Sea of Japan"
    r"|sea between Korea and Japan|Pacific(?: Ocean)?|waters? (?:off|"
    r"east of|west of)[^.,;]{3,40})"
    r"|\b(?P<zone>(?:outside|inside|within) (?:of )?(?:Japan's |"
    r"its )?(?:EEZ|exclusive economic zone))",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"\b(?:from|near) (?:an? |the )?(?P<place>inland area|western coast|"
    r"east(?:ern)? coast"
    r"|west coast|(?:north|south)?(?:eastern|western) (?:part|coast|area))\b",
    re.IGNORECASE,
)


_SEMICOLON: Final = re.compile(r";")
_TOLD_LAUNCH: Final = re.compile(
    r"\b(?:fired|launched|test-fired|lobbed)\b(?! (?:a )?(?:\d+|nineteen|\w+teen))"
    r".{0,120}(?:\d{1,2}:\d\d|\bkm\b|kilomet|miles|into the|toward)|\bflew\b",
    re.IGNORECASE | re.DOTALL,
)
_FLIGHT: Final = re.compile(r"\b(?:altitude|apogee)\b", re.IGNORECASE)
_MAGNITUDE: Final = re.compile(r"magnitude|\bM ?\d", re.IGNORECASE)
_CHANGED: Final = re.compile(
    r"\b(?:raised|revised|upgraded|corrected|updated|later) (?:it )?to\b|\blater\b",
    re.IGNORECASE,
)
_FLEW: Final = re.compile(
    r"\bfl(?:ew|ying|ight|own|y)\b|\btravel|\bin the air\b|\bairborne\b", re.IGNORECASE
)
_ORDINAL: Final = re.compile(r"\b(?:its|the|for the|first|No\.?)\s+$|#$", re.IGNORECASE)
_NOT: Final = re.compile(r"\b(?:not|rather than|no) (?:an? |believed to be an? )?$")
_MEANT: Final = re.compile(
    r"\b(?:since|in|of|after|anniversary of|compared (?:with|to)|until|between)\s+$",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(
    r"\s*(?:,|and|to|-|until|or)\s*(?:around |about )?", re.IGNORECASE
)
_AGAIN: Final = re.compile(r"\s*(?:\(|,? or )\s*|\s*/\s*", re.IGNORECASE)
_TOWARDS: Final = re.compile(
    r"\b(?:toward|towards|into|over|to)\s+(?:the )?$", re.IGNORECASE
)


def read_english(text: Text, context: Context) -> Reading:
    """What an English text says of one event."""
    return _English(text, context).reading()


def event_type_of(form: str) -> tuple[EventType, OtherType | None]:
    """What a text reports; ``other`` with its kind where that is no event of ours."""
    launched = _LAUNCHED.search(form) is not None
    for kind, pattern in english.OTHERS:
        if pattern.search(form) is not None and not _outweighed(kind, form):
            return "other", kind
    if _NUCLEAR.search(form) and _SHAKEN.search(form):
        return "nuclear_test", None
    if _AGGREGATE.search(form) and not _CLOCK.search(form):
        return "other", "aggregate"
    if launched and (re.search(_MISSILE, form, re.IGNORECASE) or _FLIGHT.search(form)):
        return "launch", None
    return "other", "seismic_event" if _SHAKEN.search(form) else None


def _outweighed(kind: OtherType, form: str) -> bool:
    """A launch that is told as having happened, whatever else is spoken of."""
    if kind in ("false_alarm", "natural_earthquake", "collapse", "artillery"):
        return kind == "artillery" and "ballistic" in form.lower()
    return _TOLD_LAUNCH.search(form) is not None or (
        _NUCLEAR.search(form) is not None and _MAGNITUDE.search(form) is not None
    )


class _English(Telling):
    """One text, and what is asked of it."""

    language = "en"
    measures = english.MEASURES
    lengths = english.LENGTHS

    def own(self) -> list[Piece]:
        return _own(pieces(self.text.form, english.SENTENCE), self.context)

    def event_type(self) -> tuple[EventType, OtherType | None]:
        return event_type_of(self.text.form)

    def clauses(self) -> list[Piece]:
        return [c for p in self.pieces for c in _clauses(p)]

    def was_changed(self) -> bool:
        return _CHANGED.search(self.text.form) is not None

    def is_again(self, between: str) -> bool:
        return _AGAIN.fullmatch(between) is not None

    def flight_time(self) -> Amount | None:
        times = [m for m in self.found if m.dimension == "duration"]
        for measure in times:
            around = self.text.form[max(0, measure.start - 60) : measure.end + 40]
            if _FLEW.search(around):
                return measure.amount
        return None

    def sites(self) -> tuple[Told, ...]:
        found = [f for f in sites_in(self.text, "en") if self.is_own(f[2])]
        if any(site.rank > 1 for _, site, _ in found):
            found = [each for each in found if each[1].rank > 1]
        found = [each for each in found if _is_from(self.text.form, each[2])]
        named = tuple({told.stands_for: told for told, _, _ in found}.values())
        if named:
            return named
        place = _PLACE.search(self.text.form)
        if place is None:
            return ()
        span = self.text.span(place.start("place"), place.end("place"))
        return (Told(text=place["place"], span=span),)

    def count(self) -> Count | None:
        for piece in self.pieces:
            for match in _COUNTED.finditer(piece.words):
                if _ORDINAL.search(piece.words[: match.start("number")]):
                    continue
                return self._counted(piece, match)
        return self._uncounted()

    def _counted(self, piece: Piece, match: re.Match[str]) -> Count:
        word = match["number"].lower()
        number = int(word) if word.isdecimal() else english.NUMBERS[word]
        bound = (match["bound"] or "").strip().lower()
        open_above = bound in ("at least", "more than", "over")
        span = self.text.span(
            piece.start + match.start(), piece.start + match.end("number")
        )
        return Count(low=number, high=None if open_above else number, span=span)

    def _uncounted(self) -> Count | None:
        form = self.text.form
        several, one = _SEVERAL.search(form), _ONE.search(form)
        if (
            several is not None
            and self.times > 1
            and several[0].lower().startswith("the")
        ):
            span = self.text.span(several.start(), several.end())
            return Count(low=self.times, high=self.times, span=span)
        if several is not None:
            span = self.text.span(several.start(), several.end())
            return Count(low=2, high=None, word="several", span=span)
        if one is not None:
            return Count(low=1, high=1, span=self.text.span(one.start(), one.end()))
        return None

    def weapon_class(self) -> Told | None:
        form = self.text.form
        first = [
            (match.start(), name, match)
            for name, pattern in english.CLASSES.items()
            if (match := pattern.search(form))
            and not _NOT.search(form[: match.start()])
        ]
        if first:
            _, name, match = min(first)
            span = self.text.span(match.start(), match.end())
            return Told(text=match[0], stands_for=name, span=span)
        plain = re.search(_MISSILE, form, re.IGNORECASE)
        if plain is None:
            return None
        span = self.text.span(plain.start(), plain.end())
        return Told(text=plain[0], stands_for="unknown", span=span)

    def landing_area(self) -> Told | None:
        match = _LANDED.search(self.text.form)
        if match is None:
            return None
        group = "sea" if match["sea"] else "zone"
        span = self.text.span(match.start(group), match.end(group))
        return Told(text=match[group], span=span)

    def clocks(self) -> list[Clock]:
        found: list[tuple[Clock, bool]] = []
        for piece in self.pieces:
            matches = list(_CLOCK.finditer(piece.words))
            for number, match in enumerate(matches):
                before = piece.words[: match.start()]
                if _VAGUE.search(before) and not match["minute"]:
                    continue
                if self._is_end(before, matches[:number]):
                    continue
                half = _half(match) or _half_after(matches[number:], piece.words)
                clock = self._clock(piece, match, half)
                if clock is not None:
                    found.append((clock, True))
        return [clock for clock, _ in found]

    def _is_end(self, before: str, earlier: Sequence[re.Match[str]]) -> bool:
        """An impact's or a notice's time: the word for it stands before it."""
        start = earlier[-1].end() if earlier else 0
        tail = before[start:] if not _JOINED.fullmatch(before[start:]) else before
        return _ENDED.search(tail) is not None

    def _clock(self, piece: Piece, match: re.Match[str], half: str) -> Clock | None:
        span = self.text.span(piece.start + match.start(), piece.start + match.end())
        hour, minute, second = _numbers(match)
        if half == "p" and hour < 12:
            hour += 12
        elif half == "a" and hour == 12:
            hour = 0
        try:
            return Clock(time=time(hour, minute, second), span=span)
        except ValueError:
            self.unread.append(Unread(span=span, reason="there is no such time"))
            return None

    def day(self, *, has_clock: bool) -> Day | None:
        published = self.context.published
        for piece in self.pieces:
            for match in _DATE.finditer(piece.words):
                if _MEANT.search(piece.words[: match.start()]):
                    continue
                found = self._named_day(piece, match)
                if found is not None:
                    return found
        whole = None if published is None else published.whole
        if whole is None:
            return None
        return self._day_by_word(whole, has_clock=has_clock)

    def _named_day(self, piece: Piece, match: re.Match[str]) -> Day | None:
        month = english.MONTHS[(match["month"] or match["month2"]).lower()]
        number = int(match["day"] or match["day2"])
        year = match["year"] or match["year2"]
        span = self.text.span(piece.start + match.start(), piece.start + match.end())
        try:
            if year is not None:
                return Day(day=date(int(year), month, number), span=span)
            found = day_in_year(self.context.published, month, number)
        except ValueError:
            self.unread.append(Unread(span=span, reason="there is no such day"))
            return None
        return None if found is None else Day(day=found, span=span)

    def _day_by_word(self, published: date, *, has_clock: bool) -> Day | None:
        form = self.text.form
        for pattern, back in ((_YESTERDAY, 1), (_TODAY, 0)):
            match = pattern.search(form)
            if match is not None:
                span = self.text.span(match.start(), match.end())
                return Day(day=published - timedelta(days=back), span=span)
        for piece in self.pieces:
            match = _WEEKDAY.search(piece.words)
            if match is not None:
                start = piece.start + match.start()
                span = self.text.span(start, piece.start + match.end())
                weekday = english.WEEKDAYS[match[0].lower()]
                return Day(day=last_weekday(published, weekday), span=span)
        if not has_clock:
            return None
        return Day(day=published, span=self.text.span(0, 0))

    def zone(self, day: Day | None, *, has_time: bool) -> tuple[Zone | None, bool]:
        if day is None and not has_time:
            return None, False
        for zone, pattern in english.ZONES.items():
            if pattern.search(self.text.form):
                return zone, False
        return zone_of(self.context, "en", None if day is None else day.day), True


def _own(sentences: Sequence[Piece], context: Context) -> list[Piece]:
    """The sentences that are not another authority's."""
    country = context.authority[:2]
    found: list[Piece] = []
    for sentence in sentences:
        for part in _parts(sentence):
            quoted = {
                name
                for name, pattern in english.AUTHORITIES.items()
                if pattern.search(part.words)
            }
            if not quoted or not country or country in quoted or not found:
                found.append(part)
    return found


def _parts(sentence: Piece) -> Iterator[Piece]:
    return iter(
        Piece(p.start + sentence.start, p.end + sentence.start, p.words)
        for p in pieces(sentence.words, _SEMICOLON)
    )


def _clauses(piece: Piece) -> Iterator[Piece]:
    for part in pieces(piece.words, english.CLAUSE):
        yield Piece(part.start + piece.start, part.end + piece.start, part.words)


def _is_from(form: str, start: int) -> bool:
    return _TOWARDS.search(form[max(0, start - 24) : start]) is None


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    if match["four"]:
        return int(match["four"][:2]), int(match["four"][2:]), 0
    if match["only"]:
        return int(match["only"]), 0, 0
    return int(match["hour"]), int(match["minute"]), int(match["second"] or 0)


def _half(match: re.Match[str]) -> str:
    return ((match["half"] or match["noon"] or "")[:1]).lower()


def _half_after(matches: Sequence[re.Match[str]], words: str) -> str:
    """Of "7:44 and 8:22 AM" both are in the morning."""
    for match in matches[1:]:
        if _half(match):
            return _half(match)
    part = _HALVES.search(words)
    if part is None or matches[0]["four"]:
        return ""
    word = part[0].lower()
    return "a" if "morning" in word else "p"
