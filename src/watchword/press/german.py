"""Reading German."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Final

from watchword.press import german_places as places
from watchword.press import german_times as times
from watchword.press.calendar import day_in_year, last_weekday
from watchword.press.clause import Piece, pieces
from watchword.press.context import Context, zone_of
from watchword.press.german_counts import (
    added_up,
    contradiction,
    counts_in,
    later_in,
)
from watchword.press.german_kinds import BEGINNING, kind_of
from watchword.press.german_measures import LENGTHS, MEASURES, UNITLESS
from watchword.press.german_numbers import number_of
from watchword.press.german_uncounted import EACH, in_order, uncounted
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

_SHORT: Final = ("ca", "Nr", "Okt", "Nov", "Dez", "Sept", "Jan", "Feb", "Aug", "bzw")
_NO_END: Final = "".join(rf"(?<!\b{each}\.)" for each in _SHORT)
SENTENCE: Final = re.compile(
    rf"[.!?](?<!\d\.){_NO_END}[\"“]?(?=\s+[A-ZÄÖÜ\"„\d]|\s*$)"
    r"|\.(?<=\d{2}\.)(?=\s+[A-ZÄÖÜ][a-zäöü]+ (?:war|ist|hat|flog|stieg))"
    r"|\.(?<=\b\d{4}\.)(?=\s+[A-ZÄÖÜ])|\n+"
)
CLAUSE: Final = re.compile(r";|,(?!\d)|(?<!\d)[.!?](?=\s|$)")
_CHANGED: Final = re.compile(
    r"korrigiert|heraufgesetzt|revidiert|später|nach oben|nach unten gesetzt"
)
_FLIGHT: Final = re.compile(
    r"\b(?:\w{0,20}flug|flog|geflogen|luft\b|zurück|unterwegs|in der luft)"
)
_LASTED: Final = re.compile(
    r"\s(?:nach dem (?:start|abschuss)|lang|dauernde\w?"
    r"|währende\w?)\b"
)
_CAME_DOWN: Final = re.compile(
    r"\b(?:schlug|fiel|stürzte|landete|ging)(?:en)?(?: \w+){0,3} nach\s*$"
)
_NO_FLIGHT: Final = re.compile(r"^\s*(?:später|zuvor|danach|abstand)")


def read_german(text: Text, context: Context) -> Reading:
    """What a German text says of one event."""
    return _German(text, context).reading()


class _German(Telling):
    """One text, and what is asked of it."""

    language = "de"
    measures = MEASURES
    lengths = LENGTHS
    unitless = UNITLESS

    def own(self) -> list[Piece]:
        country, low = self.context.authority[:2], self.text.low
        self.sentences = [
            piece._replace(words=low[piece.start : piece.end])
            for piece in pieces(self.text.form, SENTENCE)
        ]
        self.voices: set[str] = set()
        self.cut: list[Piece] = []
        found: list[Piece] = []
        for part in _parts(self.sentences):
            quoted = {
                n for n, said in places.AUTHORITIES.items() if said.search(part.words)
            }
            self.voices |= quoted
            is_other = bool(quoted and country and country not in quoted)
            if found and (is_other or places.PRIOR.match(part.words)):
                continue
            if is_other:
                self.borrowed = part
            found.append(part)
        return found

    def event_type(self) -> tuple[EventType, OtherType | None]:
        first = [s.words[:BEGINNING] for s in self.sentences if s.start < BEGINNING]
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

    def clocks(self) -> list[Clock]:
        found: list[Clock] = []
        for piece in self.pieces:
            for match in times.CLOCK.finditer(piece.words):
                before = piece.words[max(0, match.start() - 16) : match.start()]
                if times.VAGUE.search(before) and not (
                    match["minute"] or match["after"]
                ):
                    continue
                if times.is_end(piece.words, match) or (
                    found and times.is_repeated(piece.words, match)
                ):
                    continue
                found += self._clocks(piece, match)
        return found

    def _clocks(self, piece: Piece, match: re.Match[str]) -> list[Clock]:
        span = self.text.span(piece.start + match.start(), piece.start + match.end())
        try:
            return [
                Clock(
                    time=time(0 if (hour, minute) == (24, 0) else hour, minute),
                    span=span,
                )
                for hour, minute in times.times_of(match, piece.words)
            ]
        except ValueError:
            self.unread.append(Unread(span=span, reason="there is no such time"))
            return []

    def day(self, *, has_clock: bool) -> Day | None:
        before = len(self.unread)
        for piece in self.pieces:
            for match in times.DATE.finditer(piece.words):
                if times.EARLIER.search(
                    piece.words[max(0, match.start() - 60) : match.start()]
                ):
                    continue
                found = self._dated(piece, match)
                if found is not None:
                    return found
                if len(self.unread) > before:
                    return None
        published = self.context.published
        whole = None if published is None else published.whole
        return None if whole is None else self._by_word(whole, has_clock=has_clock)

    def _dated(self, piece: Piece, match: re.Match[str]) -> Day | None:
        span = self.text.span(piece.start + match.start(), piece.start + match.end())
        named = match["month"]
        month = times.MONTHS[named] if named else int(match["number"])
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
        for pattern, back in times.DAYS:
            match = pattern.search(self.text.low)
            if match is not None:
                span = self.text.span(match.start(), match.end())
                return Day(day=published - timedelta(days=back), span=span)
        for piece in self.pieces:
            for match in times.WEEKDAY.finditer(piece.words):
                if times.NOT_DAY.search(
                    piece.words[max(0, match.start() - 30) : match.start()]
                ) or times.is_aside(piece.words, match.start()):
                    continue
                start = piece.start + match.start()
                span = self.text.span(start, piece.start + match.end())
                day = last_weekday(published, times.WEEKDAYS[match["day"]])
                return Day(day=day, span=span)
        if has_clock:
            return Day(day=published, span=self.text.span(0, 0))
        return None

    def zone(self, day: Day | None, *, has_time: bool) -> tuple[Zone | None, bool]:
        if day is None and not has_time:
            return None, False
        zone = times.zone_in(self.text.low, has_time=has_time)
        if zone is not None:
            return zone, False
        return zone_of(self.context, "de", None if day is None else day.day), True

    def sites(self) -> tuple[Told, ...]:
        low = self.text.low
        found = [
            each
            for each in sites_in(self.text, "de")
            if self.is_own(each[2])
            and _is_from(low, each[0].text, each[2], each[1].rank)
        ]
        place = next(
            (m for m in places.FROM.finditer(low) if self.is_own(m.start())), None
        )
        if any(site.rank > 1 for _, site, _ in found):
            found = [each for each in found if each[1].rank > 1]
        elif place is not None:
            span = self.text.span(*place.span("place"))
            return (Told(text=self.text.form[slice(*place.span("place"))], span=span),)
        return tuple({told.stands_for: told for told, _, _ in found}.values())

    def count(self) -> Count | None:
        low = self.text.low
        found = [] if EACH.search(low) and self.times > 1 else counts_in(self.pieces)
        later = later_in(low) if found else None
        if later is not None:
            number = number_of(later["number"])
            return Count(
                low=number, high=number, span=self.text.span(*later.span("number"))
            )
        clash = contradiction(found)
        if clash is not None and not self.was_changed() and self.has_one_voice():
            reason = "two numbers contradict each other"
            self.unread += [
                Unread(span=self.text.span(each.start, each.end), reason=reason)
                for each in clash
            ]
            return None
        if not found:
            return uncounted(self.text, self.times)
        total = added_up(found, low)
        span = self.text.span(total.start, total.end)
        if total.low == 1 and total.high == 1:
            return Count(low=in_order(low), high=in_order(low), span=span)
        return Count(low=total.low, high=total.high, span=span)

    def weapon_class(self) -> Told | None:
        found = [
            (clause.start + match.start(), order, clause.start + match.end(), name)
            for clause in self.clauses()
            if not places.ELSEWHEN.search(clause.words)
            for order, (name, pattern) in enumerate(places.CLASSES.items())
            for match in pattern.finditer(clause.words)
            if not places.NOT.search(
                clause.words[max(0, match.start() - 40) : match.start()]
            )
        ]
        if found:
            start, _, end, name = min(found)
            span = self.text.span(start, end)
            return Told(text=self.text.form[start:end], stands_for=name, span=span)
        plain = places.PLAIN.search(self.text.low)
        if plain is None:  # a launch is of a missile, whatever it is called
            return Told(text="", stands_for="unknown", span=self.text.span(0, 0))
        text = self.text.form[slice(*plain.span())]
        return Told(text=text, stands_for="unknown", span=self.text.span(*plain.span()))

    def landing_area(self) -> Told | None:
        match = places.LANDED.search(self.text.low)
        if match is None:
            return None
        name = next(n for n, v in match.groupdict().items() if v is not None)
        start, end = match.span(name)
        return Told(text=self.text.form[start:end], span=self.text.span(start, end))

    def flight_time(self) -> Amount | None:
        low = self.text.low
        for measure in self.found:
            if measure.dimension != "duration":
                continue
            before = low[max(0, measure.start - 40) : measure.start]
            around = before + low[measure.start : measure.end + 60]
            if _LASTED.match(low, measure.end) or _CAME_DOWN.search(before):
                return measure.amount
            if _FLIGHT.search(around) and not _NO_FLIGHT.search(
                low[measure.end :][:12]
            ):
                return measure.amount
        return None


def _parts(sentences: list[Piece]) -> list[Piece]:
    return [
        Piece(p.start + sentence.start, p.end + sentence.start, p.words)
        for sentence in sentences
        for p in pieces(sentence.words, places.EACH)
    ]


def _is_from(low: str, name: str, start: int, rank: int) -> bool:
    before = low[max(0, start - 40) : start]
    named = places.NAMED.match(low, start + len(name)) or before.endswith(
        ("typ ", "typs ", "modell ")
    )
    if named or places.TALKS.search(before):
        return False
    if places.SEA.search(before):
        return True
    if places.TOWARDS.search(before):
        return False
    return rank > 1 or places.AT.search(before) is not None
