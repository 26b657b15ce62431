"""Reading English."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from watchword.press import english_places as places
from watchword.press import english_times as times
from watchword.press.amount import Measure
from watchword.press.calendar import day_in_year, day_of_month, last_weekday
from watchword.press.clause import Piece, pieces
from watchword.press.context import Context, zone_of
from watchword.press.english_counts import (
    SEVERAL,
    added_up,
    contradiction,
    counts_in,
    later_in,
)
from watchword.press.english_kinds import BEGINNING, MISSILE, is_of_others, kind_of
from watchword.press.english_measures import LENGTHS, MEASURES, UNITLESS
from watchword.press.english_numbers import number_of
from watchword.press.english_uncounted import in_order, uncounted
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
    WeaponClass,
    Zone,
)
from watchword.press.sites import Site, sites_in
from watchword.press.telling import Telling
from watchword.press.text import Text

_SHORT: Final = (
    "a.m",
    "p.m",
    "A.M",
    "P.M",
    "U.S",
    "No",
    "Gen",
    "Mr",
    "Lt",
    "Col",
    "St",
)
_MONTHS: Final = ("Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec")
_NO_END: Final = "".join(rf"(?<!\b{re.escape(each)}\.)" for each in (*_SHORT, *_MONTHS))
SENTENCE: Final = re.compile(
    rf"[.!?]{_NO_END}\"?(?=\s+[A-Z\"0-9]|\s*$)"
    r"|(?<=[ap]\.m)\.(?=\s(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|Jan|Feb|Mar"
    r"|Apr"
    r"|May\b|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Local|Hawaii"
    r"|Eastern)(?:(?:North|South) Korea(?:n|'s)? (?!time|standard)"
    r"|[A-Z][a-z]*(?:'s)? (?!time)[a-z]))"
    r"|\n+"
)
CLAUSE: Final = re.compile(r";|,(?!\d)|(?<![ap]\.m)[.!?]\"?(?=\s|$)|\s(?=while )")
_CHANGED: Final = re.compile(
    r"\b(?:raised|revised|upgraded|corrected|updated|downgraded|later|amended)"
    r" (?:\w+ )?(?:to|from|at)\b|\blater (?:put|said|raised|revised|"
    r"corrected)\b|\blater\b"
)
_FLEW: Final = re.compile(
    r"\bfl(?:ew|ying|ight|own|y)\b|\btravel|\bin the air\b|\bairborne\b|\bstayed\b"
    r"|\btracked\b[^.;]{0,20}\bfor\b|\buntil it\b|\bcovered\b|\baloft\b"
)
_NO_FLIGHT: Final = re.compile(r"^\s*(?:later|ago|apart|interval|after|earlier)\b")
_CAME_DOWN: Final = re.compile(
    r"\b(?:land(?:ed|ing)|splash\w{0,20}|came down|fell|impact\w{0,20}|crash\w{0,20}"
    r"|plunged)\b"
)
_LATER: Final = re.compile(r" (?:later|after (?:launch|lift-?off|it was))\b")
_DURING: Final = re.compile(r"(?:km|kilomet\w+|miles) over [\d,]+ \w+$")
_AND: Final = re.compile(r",? (?:and )?")
_AGAIN: Final = re.compile(r"\s*(?:\(|,? or )\s*|\s*/\s*")


def read_english(text: Text, context: Context) -> Reading:
    """What an English text says of one event."""
    return _English(text, context).reading()


class _English(Telling):
    """One text, and what is asked of it."""

    language = "en"
    measures = MEASURES
    lengths = LENGTHS
    unitless = UNITLESS

    def own(self) -> list[Piece]:
        country = self.context.authority[:2]
        country = country if country in places.AUTHORITIES else ""
        low = self.text.low
        self.sentences = [
            piece._replace(words=low[piece.start : piece.end])
            for piece in pieces(self.text.form, SENTENCE)
        ]
        found: list[Piece] = []
        self.cut: list[Piece] = []
        was_other = False
        self.voices: set[str] = set()
        for part in _parts(self.sentences):
            quoted = _quoted(part.words, country)
            self.voices |= quoted
            goes_on = not quoted and was_other and places.GOES_ON.match(part.words)
            was_other = bool(
                country and ((quoted and country not in quoted) or goes_on)
            )
            if not was_other:
                found.append(part)
            elif not found:
                found.append(part)
                self.borrowed = part
        return found

    def event_type(self) -> tuple[EventType, OtherType | None]:
        first = [s.words for s in self.sentences if s.start < BEGINNING]
        first = [each[:BEGINNING] for each in first]
        return kind_of(first, self.context.published)

    def clauses(self) -> list[Piece]:
        if not self.cut:
            self.cut = [
                Piece(part.start + p.start, part.end + p.start, part.words)
                for p in self.pieces
                for part in pieces(p.words, CLAUSE)
            ]
        return self.cut

    def was_changed(self) -> bool:
        return _CHANGED.search(self.text.low) is not None

    def has_one_voice(self) -> bool:
        return len(self.voices) <= 1

    def is_again(self, between: str) -> bool:
        return _AGAIN.fullmatch(between) is not None

    def flight_time(self) -> Amount | None:
        low = self.text.low
        for measure in self.found:
            if measure.dimension != "duration":
                continue
            before = low[max(0, measure.start - 110) : measure.start]
            around = before + low[measure.start : measure.end + 40]
            if _CAME_DOWN.search(before) and _LATER.match(low, measure.end):
                return measure.amount
            if _FLEW.search(around) and not _NO_FLIGHT.search(low[measure.end :][:12]):
                return self._with_rest(measure)
        return None

    def _with_rest(self, whole: Measure) -> Amount:
        """An hour and 14 minutes are one time."""
        low = self.text.low
        for rest in self.found:
            between = low[whole.end : rest.start]
            if (
                rest.dimension == "duration"
                and rest.start > whole.start
                and _AND.fullmatch(between)
            ):
                amount = whole.amount
                if None in (amount.low, amount.high, rest.amount.low, rest.amount.high):
                    return amount
                return replace(
                    amount,
                    low=round((amount.low or 0) + (rest.amount.low or 0), 6),
                    high=round((amount.high or 0) + (rest.amount.high or 0), 6),
                )
        amount = whole.amount
        if amount.low is not None and _DURING.search(low[: whole.end][-70:]):
            return replace(amount, high=amount.low, qualifier="as_stated")
        return amount

    def sites(self) -> tuple[Told, ...]:
        low = self.text.low
        found = [
            each
            for each in sites_in(self.text, "en")
            if self.is_own(each[2])
            and _is_from(low, each[0].text, each[2], each[1].rank)
        ]
        if any(site.rank > 1 for _, site, _ in found):
            found = [each for each in found if each[1].rank > 1]
        found = _without_larger(low, found)
        now = [each for each in found if not self._is_earlier(each[2])]
        found = now or found
        named = tuple({told.stands_for: told for told, _, _ in found}.values())
        if all(site.rank == 1 for _, site, _ in found):
            unlisted = self._unlisted()
            if unlisted is not None:
                return (unlisted,)
        place = None if named else places.place_in(low)
        if place is None:
            return named
        start, end = place.span("place")
        return (Told(text=self.text.form[start:end], span=self.text.span(start, end)),)

    def _is_earlier(self, start: int) -> bool:
        """Named in a clause that speaks of another time before it names it."""
        clause = next((each for each in self.clauses() if each.holds(start)), None)
        if clause is None:
            return False
        return places.EARLIER.search(clause.words[: start - clause.start]) is not None

    def _unlisted(self) -> Told | None:
        match = places.UNLISTED.search(self.text.form)
        if match is None or not self.is_own(match.start()):
            return None
        start, end = match.span("place")
        return Told(text=match["place"], span=self.text.span(start, end))

    def count(self) -> Count | None:
        found = counts_in(self.pieces)
        low = self.text.low
        later = later_in(low) if found else None
        if later is not None:
            number = number_of(later["number"])
            span = self.text.span(*later.span("number"))
            return Count(low=number, high=number, span=span)
        clash = contradiction(found)
        if clash is not None and not self.was_changed() and self.has_one_voice():
            reason = "two numbers contradict each other"
            self.unread += [
                Unread(span=self.text.span(each.start, each.end), reason=reason)
                for each in clash
            ]
            return None
        if not found:
            return self._uncounted()
        total = added_up(found, low)
        several = SEVERAL.search(low)
        if total.low == 1 and several is not None and several.start() < total.start:
            return self._uncounted()
        span = self.text.span(total.start, total.end)
        if total.low == 1 and total.high == 1:
            return Count(low=in_order(low), high=in_order(low), span=span)
        return Count(low=total.low, high=total.high, span=span)

    def _uncounted(self) -> Count | None:
        return uncounted(self.text, self.times, is_between=self.is_between)

    def weapon_class(self) -> Told | None:
        found = [
            (start, order, end, name)
            for clause in self.clauses()
            if not places.ELSEWHEN.search(clause.words)
            for order, (name, pattern) in enumerate(places.CLASSES.items())
            for start, end in _unless_denied(pattern, clause)
        ]
        if not found and places.ELSEWHEN.search(self.text.low):
            found = self._class_before()
        if found:
            start, _, end, name = min(found)
            for later in sorted(found):
                before = self.text.low[max(0, later[0] - 60) : later[0]]
                if name in ("SRBM", "MRBM") and places.IS_TAKEN_FOR.search(before):
                    start, _, end, name = later
            span = self.text.span(start, end)
            return Told(text=self.text.form[start:end], stands_for=name, span=span)
        plain = places.PLAIN.search(self.text.low)
        if plain is None:  # a launch is of a missile, whatever it is called
            return Told(text="", stands_for="unknown", span=self.text.span(0, 0))
        span = self.text.span(plain.start(), plain.end())
        return Told(
            text=self.text.form[slice(*plain.span())], stands_for="unknown", span=span
        )

    def _class_before(self) -> list[tuple[int, int, int, WeaponClass]]:
        """Named in a clause that only then comes to speak of another time."""
        return [
            (start, order, end, name)
            for clause in self.clauses()
            for order, (name, pattern) in enumerate(places.CLASSES.items())
            for start, end in _unless_denied(pattern, clause)
            if not places.ELSEWHEN.search(clause.words[: start - clause.start])
        ]

    def landing_area(self) -> Told | None:
        match = places.LANDED.search(self.text.low)
        if match is None:
            return None
        start, end = match.span("sea" if match["sea"] else "zone")
        return Told(text=self.text.form[start:end], span=self.text.span(start, end))

    def _of_missiles(self) -> list[Piece]:
        """The parts that are not of planes or balloons, beside one of missiles."""
        if not any(MISSILE.search(piece.words) for piece in self.pieces):
            return self.pieces
        return [piece for piece in self.pieces if not is_of_others(piece.words)]

    def clocks(self) -> list[Clock]:
        found: list[Clock] = []
        self.is_vague = self.is_between = False
        for piece in self._of_missiles():
            matches = list(times.CLOCK.finditer(piece.words))
            was_end = False
            for number, match in enumerate(matches):
                before = piece.words[max(0, match.start() - 24) : match.start()]
                if times.VAGUE.search(before) and not match["minute"]:
                    self.is_vague = True
                    continue
                earlier = matches[max(0, number - 1) : number]
                was_end = times.is_end(
                    piece.words, match, earlier, is_later=bool(found)
                ) or (was_end and times.goes_on(piece.words, match, earlier))
                if was_end or (found and times.is_repeated(piece.words, match)):
                    continue
                rest = matches[number : number + 3]
                near = piece.words[max(0, match.start() - 160) : match.end() + 80]
                half = times.half_of(match) or times.half_after(rest, near)
                clock = self._clock(piece, match, half)
                if clock is not None:
                    found.append(clock)
                    self.is_between |= times.BETWEEN.search(before) is not None
        return found

    def _clock(self, piece: Piece, match: re.Match[str], half: str) -> Clock | None:
        span = self.text.span(piece.start + match.start(), piece.start + match.end())
        hour, minute, second = times.numbers_of(match)
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
        before = len(self.unread)
        for piece in self._of_missiles():
            for match in times.DATE.finditer(piece.words):
                if (
                    times.MEANT.search(
                        piece.words[max(0, match.start() - 120) : match.start()]
                    )
                    or times.is_aside(piece.words, match.start())
                    or times.REMEMBERED.match(piece.words, match.end() + 1)
                ):
                    continue
                found = self._named_day(piece, match)
                if found is not None:
                    return found
                if len(self.unread) > before:
                    return None
        whole = None if published is None else published.whole
        if whole is None:
            return None
        return self._day_by_word(whole, has_clock=has_clock or self.is_vague)

    def _named_day(self, piece: Piece, match: re.Match[str]) -> Day | None:
        named = match["month"] or match["month2"]
        month = times.MONTHS[named] if named else int(match["month3"])
        number = int(match["day"] or match["day2"] or match["day3"])
        year = match["year"] or match["year2"] or match["year3"]
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
        for pattern, back in times.DAYS:
            match = pattern.search(self.text.low)
            if match is not None:
                span = self.text.span(match.start(), match.end())
                return Day(day=published - timedelta(days=back), span=span)
        for piece in self._of_missiles():
            for match in times.WEEKDAY.finditer(piece.words):
                if times.NOT_DAY.search(
                    piece.words[max(0, match.start() - 50) : match.start()]
                ) or times.is_aside(piece.words, match.start()):
                    continue
                if self.context.authority.startswith("KP") and times.REPORTED.search(
                    piece.words[max(0, match.start() - 16) : match.start()]
                ):
                    continue
                start = piece.start + match.start()
                span = self.text.span(start, piece.start + match.end())
                day = last_weekday(published, times.WEEKDAYS[match[0]])
                return Day(day=day, span=span)
            numbered = times.OF_MONTH.search(piece.words)
            if numbered is not None:
                return self._numbered(piece, numbered)
        if not has_clock:
            return None
        return Day(day=published, span=self.text.span(0, 0))

    def _numbered(self, piece: Piece, match: re.Match[str]) -> Day | None:
        span = self.text.span(piece.start + match.start(), piece.start + match.end())
        published = self.context.published
        try:
            found = (
                None
                if published is None
                else day_of_month(published, int(match["day"]))
            )
        except ValueError:
            self.unread.append(Unread(span=span, reason="there is no such day"))
            return None
        return None if found is None else Day(day=found, span=span)

    def zone(self, day: Day | None, *, has_time: bool) -> tuple[Zone | None, bool]:
        if day is None and not has_time:
            return None, False
        zone = times.zone_in(self.text.low, has_time=has_time)
        if zone is not None:
            return zone, False
        if times.UNLISTED.search(self.text.low):
            return None, False
        return zone_of(self.context, "en", None if day is None else day.day), True


def _parts(sentences: list[Piece]) -> list[Piece]:
    return [
        Piece(p.start + sentence.start, p.end + sentence.start, p.words)
        for sentence in sentences
        for p in pieces(sentence.words, places.EACH)
    ]


def _quoted(words: str, country: str) -> set[str]:
    found = {n for n, said in places.AUTHORITIES.items() if said.search(words)}
    if not found and places.MINISTRY.search(words):
        return {country if country in ("KR", "JP") else "JP"}
    return found


def _without_larger(
    low: str, found: list[tuple[Told, Site, int]]
) -> list[tuple[Told, Site, int]]:
    """Without places that only say where the one before them lies."""
    kept = found[:1]
    for (told, _, start), each in pairwise(found):
        between = low[start + len(told.text) : each[2]]
        if not places.AGAIN.fullmatch(between) or " and " in between:
            kept.append(each)
    return kept


def _is_from(low: str, name: str, start: int, rank: int) -> bool:
    before = low[max(0, start - 50) : start]
    if places.NAMED.match(low, start + len(name)):
        return False
    is_named = places.ARTICLE.search(before) and places.WITH_ARTICLE.match(
        low, start + len(name)
    )
    if is_named or places.INTO_SEA.search(before):
        return False
    if places.SEA.search(before):
        return True
    if places.TOWARDS.search(before) or places.TALKS.search(before):
        return False
    return rank > 1 or places.AT.search(before) is not None


def _unless_denied(pattern: re.Pattern[str], clause: Piece) -> list[tuple[int, int]]:
    return [
        (clause.start + match.start(), clause.start + match.end())
        for match in pattern.finditer(clause.words)
        if not places.NOT.search(
            clause.words[max(0, match.start() - 50) : match.start()]
        )
        and not places.NOT_CLASS.match(clause.words, match.end())
    ]
