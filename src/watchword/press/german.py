"""Reading German."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Final

from watchword.press import german_words as german
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
    r"(?:\w*raketen?|\w*geschosse?n?|Flugkörpern?|Marschflugkörpern?|Projektile?n?"
    r"|ICBM|SRBM|IRBM|SLBM)"
)
_NUMBER: Final = "|".join(sorted(german.NUMBERS, key=len, reverse=True))
_ADJECTIVES: Final = (
    r"(?:(?:weitere|mutmaßliche|ballistische|unbekannte|nordkoreanische|"
    r"neue|nicht näher"
    r"|bestimmte|taktische|strategische|vermutlich|vermutete)[nrsm]?\s+)*"
)
_COUNTED: Final = re.compile(
    rf"(?P<bound>mindestens|mehr als|rund|etwa|insgesamt|bis zu)?\s*"
    rf"\b(?P<number>\d{{1,3}}|{_NUMBER})\s+{_ADJECTIVES}(?P<noun>{_MISSILE})\b",
    re.IGNORECASE,
)
_SEVERAL: Final = re.compile(
    rf"\b(?:mehrere|einige|etliche|zahlreiche|verschiedene)\s+{_ADJECTIVES}{_MISSILE}",
    re.IGNORECASE,
)
_ONE: Final = re.compile(
    rf"\b(?:die|der|das|diese|dieses|den|dem)\s+(?:(?:am\s+\w+|"
    rf"in\s+[^,.]{{1,30}}?)\s+)?"
    rf"(?:\w+(?:te|ene|erte)\s+)?{_ADJECTIVES}(?:\w*rakete|\w*geschoss|Flugkörper)\b",
    re.IGNORECASE,
)
_LAUNCHED: Final = re.compile(
    r"abgefeuert|abgeschossen|gestartet|startete|\bStart\b|gefeuert|"
    r"geschossen|flog(?:en)?\b"
    r"|getestet|feuerte|testete|schoss\b|stürzte|landete|fiel\b",
    re.IGNORECASE,
)
_TOLD: Final = re.compile(
    r"\d\s*(?:Kilometer|km)|\bUhr\b|Richtung|ins\s+\w*[mM]eer|"
    r"in den Pazifik|stürzte|aus (?:der|dem)|am \w+tag\b"
    r"|am Mittwoch"
)
_NUCLEAR: Final = re.compile(
    r"Atom(?:waffen)?test|Nukleartest|Kernwaffentest|Wasserstoffbombe|"
    r"Explosion|Atombombentest"
    r"|künstliche[sn]? (?:Erd)?beben",
    re.IGNORECASE,
)
_SHAKEN: Final = re.compile(
    r"Beben|Magnitude|Stärke|seismisch|Tonnen|TNT", re.IGNORECASE
)
_AGGREGATE: Final = re.compile(
    r"(?:seit Jahresbeginn|in diesem Jahr|dieses Jahr|im Jahr \d{4}|"
    r"bislang|bisher)[^.]{0,60}"
    r"(?:\d+|\w+zehn)\s*(?:\w*tests?|\w*raketen|Mal|\w*starts)",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(
    r"(?<![\d.,])(?P<hour>[01]?\d|2[0-4])(?:[.:](?P<minute>[0-5]\d))?"
    r"(?:\s*(?P<joint>und|bis|-)\s*(?P<hour2>[01]?\d|"
    r"2[0-4])(?:[.:](?P<minute2>[0-5]\d))?)?\s*Uhr"
    r"(?:\s*(?P<after>[0-5]\d)\b)?(?P<half>\s*(?:morgens|früh|vormittags|"
    r"nachmittags|abends|nachts))?"
)
_ENDED: Final = re.compile(
    r"\b(?:stürzte|landete|fiel|aufgeschlagen|meldete|berichtete|teilte)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    rf"(?<![\d.])(?P<day>[0-3]?\d)\.\s*(?:(?"
    rf"P<month>{'|'.join(german.MONTHS)})\b|(?P<number>1[0-2]|0?[1-9])\.)"
    r"\s*(?P<year>(?:19|20)\d\d)?",
    re.IGNORECASE,
)
_EARLIER: Final = re.compile(
    r"\b(?:seit(?:\s+dem)?|zuletzt\s[^.]{0,40}am|nach dem|vom)\s*$", re.IGNORECASE
)
_WEEKDAY: Final = re.compile(
    rf"\b(?:am\s+)?(?:frühen\s+|späten\s+)?(?P<day>{'|'.join(german.WEEKDAYS)})"
    r"(?:morgen|vormittag|mittag|nachmittag|abend|nacht)?\b",
    re.IGNORECASE,
)
_TODAY: Final = re.compile(r"\bheute\b", re.IGNORECASE)
_YESTERDAY: Final = re.compile(r"\bgestern\b", re.IGNORECASE)
_LANDED: Final = re.compile(
    r"(?P<sea>Japanische[snm]? Meer|Ostmeer|Gelbe[snm]? Meer|Westmeer|"
    r"Pazifik(?: vor \w+)?)"
    r"|(?P<zone>(?:außerhalb|innerhalb) (?:der|"
    r"von Japans)? ?(?:japanischen )?(?:AWZ|EEZ|ausschließlichen Wirtschaftszone))"
    r"|(?P<far>östlich von Nordkorea)"
)
_FROM: Final = re.compile(
    r"\b(?P<place>Nord(?:west|ost)en Nordkoreas|Süd(?:west|"
    r"ost)en Nordkoreas|(?:Westen|Osten|Norden|Süden)"
    r" Nordkoreas|(?:Ost|West)küste(?: Nordkoreas)?|südlich von Pjöngjang|"
    r"nördlich von Pjöngjang"
    r"|östlich von Pjöngjang|westlich von Pjöngjang)"
)
_BEFORE: Final = re.compile(
    r"\s*(?:Zuvor|Zuletzt|Bereits|Allein in|Im vergangenen|Schon am|Vergangene)\b"
)


def read_german(text: Text, context: Context) -> Reading:
    """What a German text says of one event."""
    return _German(text, context).reading()


class _German(Telling):
    """One text, and what is asked of it."""

    language = "de"
    measures = german.MEASURES
    lengths = german.LENGTHS

    def own(self) -> list[Piece]:
        country, found = self.context.authority[:2], list[Piece]()
        for sentence in pieces(self.text.form, german.SENTENCE):
            for part in pieces(sentence.words, re.compile(r";")):
                piece = Piece(
                    part.start + sentence.start, part.end + sentence.start, part.words
                )
                quoted = {
                    name
                    for name, pattern in german.AUTHORITIES.items()
                    if pattern.search(piece.words)
                }
                other = quoted and country and country not in quoted
                if found and (_BEFORE.match(piece.words) or other):
                    continue
                found.append(piece)
        return found

    def event_type(self) -> tuple[EventType, OtherType | None]:
        form = self.text.form
        told = (
            _LAUNCHED.search(form) is not None
            and _TOLD.search(form) is not None
            and re.search(_MISSILE, form, re.IGNORECASE) is not None
        )
        shaken = _NUCLEAR.search(form) is not None and _SHAKEN.search(form) is not None
        for kind, pattern in german.OTHERS:
            if pattern.search(form) is None:
                continue
            if not _outweighed(kind, form, told=told, shaken=shaken):
                return "other", kind
        if shaken and not told:
            return "nuclear_test", None
        if _AGGREGATE.search(form) and not _COUNTED.match(form) and not told:
            return "other", "aggregate"
        if told:
            return "launch", None
        return "other", "seismic_event" if _SHAKEN.search(form) else None

    def clauses(self) -> list[Piece]:
        return [
            Piece(part.start + p.start, part.end + p.start, part.words)
            for p in self.pieces
            for part in pieces(p.words, german.CLAUSE)
        ]

    def clocks(self) -> list[Clock]:
        found: list[Clock] = []
        for piece in self.pieces:
            for match in _CLOCK.finditer(piece.words):
                if _ENDED.search(piece.words[: match.start()]) and found:
                    continue
                found += self._clocks(piece, match)
        return found

    def _clocks(self, piece: Piece, match: re.Match[str]) -> list[Clock]:
        half = (match["half"] or "").strip()
        said = [(match["hour"], match["minute"] or match["after"])]
        if match["hour2"]:
            said.append((match["hour2"], match["minute2"]))
        span = self.text.span(piece.start + match.start(), piece.start + match.end())
        found: list[Clock] = []
        for hour_text, minute in said:
            hour = int(hour_text)
            if half in ("nachmittags", "abends") and hour < 12:
                hour += 12
            try:
                found.append(Clock(time=time(hour % 24, int(minute or 0)), span=span))
            except ValueError:
                self.unread.append(Unread(span=span, reason="there is no such time"))
        return found

    def day(self, *, has_clock: bool) -> Day | None:
        for piece in self.pieces:
            for match in _DATE.finditer(piece.words):
                if _EARLIER.search(piece.words[: match.start()]):
                    continue
                found = self._dated(piece, match)
                if found is not None:
                    return found
        published = self.context.published
        whole = None if published is None else published.whole
        return None if whole is None else self._by_word(whole, has_clock=has_clock)

    def _dated(self, piece: Piece, match: re.Match[str]) -> Day | None:
        span = self.text.span(piece.start + match.start(), piece.start + match.end())
        named = match["month"]
        month = german.MONTHS[named.lower()] if named else int(match["number"])
        try:
            day: date | None
            if match["year"]:
                day = date(int(match["year"]), month, int(match["day"]))
            else:
                day = day_in_year(self.context.published, month, int(match["day"]))
        except ValueError:
            self.unread.append(Unread(span=span, reason="there is no such day"))
            return None
        return None if day is None else Day(day=day, span=span)

    def _by_word(self, published: date, *, has_clock: bool) -> Day | None:
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
                weekday = german.WEEKDAYS[match["day"].lower()]
                return Day(day=last_weekday(published, weekday), span=span)
        if has_clock:
            return Day(day=published, span=self.text.span(0, 0))
        return None

    def zone(self, day: Day | None, *, has_time: bool) -> tuple[Zone | None, bool]:
        if day is None and not has_time:
            return None, False
        for zone, pattern in german.ZONES.items():
            if pattern.search(self.text.form):
                return zone, False
        return zone_of(self.context, "de", None if day is None else day.day), True

    def sites(self) -> tuple[Told, ...]:
        place = _FROM.search(self.text.form)
        found = [
            f
            for f in sites_in(self.text, "de")
            if self.is_own(f[2]) and _is_from(self.text.form, f[2])
        ]
        if any(site.rank > 1 for _, site, _ in found):
            found = [f for f in found if f[1].rank > 1]
        elif place is not None:
            span = self.text.span(place.start("place"), place.end("place"))
            return (Told(text=place["place"], span=span),)
        return tuple({told.stands_for: told for told, _, _ in found}.values())

    def count(self) -> Count | None:
        for piece in self.pieces:
            for match in _COUNTED.finditer(piece.words):
                word = match["number"].lower()
                number = int(word) if word.isdecimal() else german.NUMBERS[word]
                is_open = (match["bound"] or "").lower() in ("mindestens", "mehr als")
                span = self.text.span(
                    piece.start + match.start(), piece.start + match.end("number")
                )
                return Count(low=number, high=None if is_open else number, span=span)
        return self._uncounted()

    def _uncounted(self) -> Count | None:
        form = self.text.form
        several, one = _SEVERAL.search(form), _ONE.search(form)
        if several is not None:
            span = self.text.span(several.start(), several.end())
            return Count(low=2, high=None, word="several", span=span)
        single = one or re.search(r"\b\w*(?:rakete|geschoss)\b", form, re.IGNORECASE)
        if single is None:
            return None
        return Count(low=1, high=1, span=self.text.span(single.start(), single.end()))

    def weapon_class(self) -> Told | None:
        form = self.text.form
        found = [
            (match.start(), name, match)
            for name, pattern in german.CLASSES.items()
            if (match := pattern.search(form)) and self.is_own(match.start())
        ]
        if found:
            _, name, match = min(found, key=lambda each: each[:2])
            span = self.text.span(match.start(), match.end())
            return Told(text=match[0], stands_for=name, span=span)
        plain = re.search(_MISSILE, form, re.IGNORECASE)
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

    def flight_time(self) -> Amount | None:
        for measure in self.found:
            if measure.dimension != "duration":
                continue
            around = self.text.form[max(0, measure.start - 30) : measure.end + 30]
            if re.search(r"\b(?:Flug|flog|geflogen|Luft)", around):
                return measure.amount
        return None

    def was_changed(self) -> bool:
        return (
            re.search(r"korrigiert|heraufgesetzt|revidiert", self.text.form) is not None
        )


def _is_from(form: str, start: int) -> bool:
    before = form[max(0, start - 16) : start]
    return (
        re.search(r"\b(?:Richtung|nach|über|zu)\s+(?:der\s+|dem\s+)?$", before) is None
    )


def _outweighed(kind: OtherType, form: str, *, told: bool, shaken: bool) -> bool:
    """An event that is told as having happened, whatever else is spoken of."""
    if kind in ("natural_earthquake", "collapse"):
        return False
    if kind == "false_alarm":
        return told
    if kind == "artillery":
        return "ballistisch" in form.lower()
    return told or (shaken and re.search(r"Stärke|Magnitude", form) is not None)
