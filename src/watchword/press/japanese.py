"""Reading Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from watchword.press import japanese_words as japanese
from watchword.press.amount import Measure
from watchword.press.clause import Piece, carried, pieces
from watchword.press.context import Context, zone_of
from watchword.press.japanese_clock import clocks_in
from watchword.press.japanese_count import count_in
from watchword.press.japanese_day import day_in
from watchword.press.japanese_kind import Kind
from watchword.press.japanese_own import own_pieces
from watchword.press.japanese_place import direction_in, landing_in, sites_of
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

_NOT_IT: Final = re.compile(
    r"(?:ミサイル)?(?:級|の)?(?:では?な|かどうか|か否か|の可能性は低|"
    r"とは(?:異|違)|と同型|発射実験場)"
)
_BARE: Final = re.compile(
    r"(?:高度|飛距離|飛[翔行]距離)(?:は|が)?(?:約|およそ)?(?P<number>(?<!\d)\d{1,6})"
    r"(?=。|だ|、(?!約|およそ|\d)|(?:で|を|に)[^\d]|程度|飛)"
)
_EACH_OF: Final = re.compile(
    r"(高度|距離)(?:と|、)(?:最高|最大|水平|飛)?(?:翔|行)?(高度|"
    r"距離)は(?:、)?(?:それぞれ|順に)"
)
_PAIR: Final = 2
_NTH: Final = re.compile(r"[\d一二三四五六](?:発|つ)目")
_FLYING: Final = re.compile(r"飛[翔行んび](?!場)|滞空")
_NO_FLIGHT: Final = re.compile(
    r"\s*(?:間)?(?:後|前|ぶり|以内|おき|間隔|にわたり|にかけ|の間|遅れ|早く)"
)
_CHANGED: Final = re.compile(r"修正|訂正|引き上げ|(?P<down>下方|引き下げ)|改めた|更新")
_OLD_BOMBS: Final = re.compile(r"(?:広島|長崎)[^。、]{0,16}$")


def read_japanese(text: Text, context: Context) -> Reading:
    """What a Japanese text says of one event."""
    return _Japanese(text, context).reading()


class _Japanese(Telling):
    """One text, and what is asked of it."""

    language = "ja"
    measures = japanese.MEASURES
    lengths = japanese.LENGTHS

    def own(self) -> list[Piece]:
        return own_pieces(self.text, self.context.authority)

    def event_type(self) -> tuple[EventType, OtherType | None]:
        return Kind(self.text.form).event_type()

    def clauses(self) -> list[Piece]:
        return [
            Piece(part.start + p.start, part.end + p.start, part.words)
            for p in self.pieces
            for part in carried(pieces(p.words, japanese.CLAUSE), _waits)
        ]

    def clocks(self) -> list[Clock]:
        found = clocks_in(self.text, self.pieces)
        self.unread += found.unread
        return found.told

    def day(self, *, has_clock: bool) -> Day | None:
        whole = [Piece(0, len(self.text.form), self.text.form)]
        published = self.context.published
        day, unread = day_in(self.text, self.pieces, published, has_clock=has_clock)
        if day is None and not unread:
            day, unread = day_in(self.text, whole, published, has_clock=has_clock)
        self.unread += unread
        return day

    def zone(self, day: Day | None, *, has_time: bool) -> tuple[Zone | None, bool]:
        if day is None and not has_time:
            return None, False
        for zone, pattern in japanese.ZONES.items():
            if pattern.search(self.text.form):
                return zone, False
        return zone_of(self.context, "ja", None if day is None else day.day), True

    def sites(self) -> tuple[Told, ...]:
        return sites_of(self.text, self.is_own)

    def count(self) -> Count | None:
        count, unread = count_in(self.text, self.pieces, self.times)
        self.unread += [*unread, *self._bare()]
        return count

    def _bare(self) -> list[Unread]:
        """Lengths that have no unit."""
        return [
            Unread(
                span=self.text.span(p.start + m.start(), p.start + m.end()),
                reason="a number without its unit",
            )
            for p in self.pieces
            for m in _BARE.finditer(p.words)
        ]

    def lengths_by_role(self) -> dict[str, list[Amount]]:
        match = _EACH_OF.search(self.text.form)
        found = [m for m in self.found if m.dimension == "length"]
        after = [m.amount for m in found if match and m.start >= match.end()]
        if match is None or len(after) != len(found) or len(after) != _PAIR:
            return super().lengths_by_role()
        roles = ["apogee_km" if "高度" in g else "range_km" for g in match.groups()]
        return {role: [each] for role, each in zip(roles, after, strict=True)}

    def weapon_class(self) -> Told | None:
        found = [
            (piece.start + match.start(), name, match)
            for piece in self.pieces
            for name, pattern in japanese.CLASSES.items()
            for match in pattern.finditer(piece.words)
            if not _NOT_IT.match(piece.words, match.end())
        ]
        if found:
            at, name, match = min(found, key=lambda each: each[:2])
            span = self.text.span(at, at + len(match[0]))
            return Told(text=match[0], stands_for=name, span=span)
        plain = japanese.PLAIN.search(self.text.form)
        if plain is None:
            return None
        span = self.text.span(plain.start(), plain.end())
        return Told(text=plain[0], stands_for="unknown", span=span)

    def landing_area(self) -> Told | None:
        return landing_in(self.text)

    def direction(self) -> Told | None:
        return direction_in(self.text)

    def flight_time(self) -> Amount | None:
        form = self.text.form
        for measure in _joined([m for m in self.found if m.dimension == "duration"]):
            near = form[max(0, measure.start - 10) : measure.end + 10]
            if _FLYING.search(near) and not _NO_FLIGHT.match(form, measure.end):
                return measure.amount
        return None

    def coordinates(self) -> tuple[Amount | None, Amount | None]:
        north, east = self.of("north"), self.of("east")
        return (north[0], east[0]) if north and east else (None, None)

    def of(self, dimension: str) -> list[Amount]:
        if dimension != "yield":
            return super().of(dimension)
        form = self.text.form
        return [
            m.amount
            for m in self.found
            if m.dimension == "yield"
            and not _OLD_BOMBS.search(form, max(0, m.start - 20), m.start)
        ]

    def standing(self, amounts: Sequence[Amount]) -> Amount | None:
        found = super().standing(amounts)
        match = _CHANGED.search(self.text.form)
        if found is None or match is None or found.low == found.high:
            return found
        # "From 70 to 120" of what was raised: the higher one stands.
        end = found.low if match["down"] else found.high
        return replace(found, low=end, high=end)

    def was_changed(self) -> bool:
        return _CHANGED.search(self.text.form) is not None


def _waits(words: str) -> bool:
    """Whether only what follows says what it is of: "the first 350 km"."""
    return _NTH.search(words) is not None and not any(
        cue.pattern.search(words) for cue in japanese.LENGTHS.cues
    )


def _joined(durations: Sequence[Measure]) -> Iterator[Measure]:
    """Hours and the minutes that follow them as one."""
    last: Measure | None = None
    for each in durations:
        if last is not None and last.end == each.start:
            yield replace(last, amount=_sum(last.amount, each.amount), end=each.end)
            last = None
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def _sum(hours: Amount, minutes: Amount) -> Amount:
    return replace(
        hours,
        low=(hours.low or 0.0) + (minutes.low or 0.0),
        high=(hours.high or 0.0) + (minutes.high or 0.0),
        span=hours.span._replace(end=minutes.span.end),
    )
