"""Reading Korean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from watchword.press import korean_words as korean
from watchword.press.clause import Piece, carried, pieces
from watchword.press.context import Context, zone_of
from watchword.press.korean_clocks import clocks_in
from watchword.press.korean_counts import class_in, count_in
from watchword.press.korean_days import day_in
from watchword.press.korean_kinds import kind_of
from watchword.press.korean_places import direction_in, landing_in, sites_of
from watchword.press.korean_voices import voices
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
from watchword.press.telling import Telling
from watchword.press.text import Text

_FLIGHT: Final = re.compile(r"비행|날[아았랐]|난\s|솟|떨어|낙하|폭발|사라")
_CHANGED: Final = re.compile(
    r"(?P<up>상향)\s*조정|하향\s*조정|수정했|정정해|높여|바[꿨꾼]|고쳤|고쳐"
)
_NEAR: Final = 20


def read_korean(text: Text, context: Context) -> Reading:
    """What a Korean text says of one event."""
    return _Korean(text, context).reading()


class _Korean(Telling):
    """One text, and what is asked of it."""

    language = "ko"
    measures = korean.MEASURES
    lengths = korean.LENGTHS
    unitless = korean.UNITLESS

    def own(self) -> list[Piece]:
        found = voices(self.text.form, self.context.authority[:2])
        self.others = found.others
        return found.own

    def event_type(self) -> tuple[EventType, OtherType | None]:
        return kind_of(self.text.form)

    def clauses(self) -> list[Piece]:
        return [
            Piece(part.start + p.start, part.end + p.start, part.words)
            for p in self.pieces
            for part in carried(pieces(p.words, korean.CLAUSE), _waits)
        ]

    def clocks(self) -> list[Clock]:
        return clocks_in(self.text, self.pieces, self.unread)

    def day(self, *, has_clock: bool) -> Day | None:
        published, unread = self.context.published, self.unread
        day = day_in(self.text, self.pieces, published, unread, has_clock=False)
        if day is None and not unread and self.others:
            day = day_in(self.text, self.others, published, unread, has_clock=False)
        if day is None and not unread:
            day = day_in(self.text, [], published, unread, has_clock=has_clock)
        return day

    def zone(self, day: Day | None, *, has_time: bool) -> tuple[Zone | None, bool]:
        if day is None and not has_time:
            return None, False
        for zone, pattern in korean.ZONES.items():
            if pattern.search(self.text.form):
                return zone, False
        return zone_of(self.context, "ko", None if day is None else day.day), True

    def sites(self) -> tuple[Told, ...]:
        return sites_of(self.text, self.is_own)

    def count(self) -> Count | None:
        own = count_in(self.text, self.pieces, self.unread, self.times)
        return own or count_in(self.text, self.others, self.unread)

    def weapon_class(self) -> Told | None:
        own = class_in(self.text, self.pieces)
        if own is None or own.stands_for == "unknown":
            return class_in(self.text, self.others) or own
        return own

    def landing_area(self) -> Told | None:
        return landing_in(self.text)

    def direction(self) -> Told | None:
        return direction_in(self.text)

    def flight_time(self) -> Amount | None:
        times = [each for each in self.of("duration") if self._is_flown(each)]
        if len(times) < 2:
            return times[0] if times else None
        first, second = times[:2]
        between = self.text.given[first.span.end : second.span.start]
        if between.strip() or first.low is None or second.low is None:
            return first
        # "One hour and six minutes" is one time of flight.
        low = first.low + second.low
        span = first.span._replace(end=second.span.end)
        high = None if second.high is None else low
        return replace(second, low=low, high=high, span=span)

    def _is_flown(self, amount: Amount) -> bool:
        """Not how long something else went on."""
        start, end = amount.span
        words = self.text.given[max(0, start - _NEAR) : end + _NEAR]
        return _FLIGHT.search(words) is not None

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

    def was_changed(self) -> bool:
        return _CHANGED.search(self.text.form) is not None

    def standing(self, amounts: Sequence[Amount]) -> Amount | None:
        found = super().standing(amounts)
        match = _CHANGED.search(self.text.form)
        if found is None or match is None or found.low == found.high:
            return found
        # "From 4.3 to 4.8" of what was raised: the higher one stands.
        end = found.high if match["up"] else found.low
        return replace(found, low=end, high=end)


def _waits(words: str) -> bool:
    """Whether only what follows says what it is of: "the first 350 km"."""
    return korean.ONE_OF.search(words) is not None and not any(
        cue.pattern.search(words) for cue in korean.LENGTHS.cues
    )
