"""What a text tells, asked in the same order in every language.

A language says how it writes times, counts, classes, sites; what is the same in
all of them is here: which values belong to which kind of event, and how several
of one kind become one.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar, Final

from msgspec.structs import replace

from watchword.press.amount import Measure, Measures
from watchword.press.clause import Piece
from watchword.press.context import Context
from watchword.press.reading import (
    Amount,
    Clock,
    Count,
    Day,
    EventType,
    Language,
    OtherType,
    Reading,
    Told,
    Unread,
    Zone,
)
from watchword.press.role import Rule, are_one, over_all, roles_of
from watchword.press.text import Span, Text

DATED: Final = frozenset(
    {None, "artillery", "collapse", "natural_earthquake", "seismic_event"}
)
"""Of what else happened on a day, that day is told."""

SINGLE: Final = frozenset({"natural_earthquake", "seismic_event"})
"""Two times of these are two of them, not a beginning and an end."""


_MILES: Final = re.compile(r"\bmi(?:les?)?\b|meilen?\b|\bmilles\b|\bfeet\b|\bfuß\b")
_MILES_FACTOR: Final = 1.3
"""So far apart two numbers that say the same may lie: people round, and one of
them is rounded to hundreds."""

LONGEST: Final = 20_000
"""A statement has some hundred characters; no more than these are read, and what
is left over is handed back as unread."""


class Telling(ABC):
    """One text of one language, and what is asked of it.

    Args:
        text: The text.
        context: Who says it, and when it was published.

    Attributes:
        pieces: The parts of the text that are the authority's own words, as
            far as they can be told apart; all of it where they cannot.
        found: The measures in them.
        unread: What could not be read, filled as it is asked.
        times: How many clock times are told.
        borrowed: The first piece, where it is another authority's and kept for
            what only it may tell, such as the day; its measures give way.
    """

    language: ClassVar[Language]
    measures: ClassVar[Measures]
    lengths: ClassVar[Rule]
    unitless: ClassVar[re.Pattern[str] | None] = None
    """A number that follows a cue and has no unit, group ``number``, asked of
    ``Text.low``; ``None``: not looked for."""

    def __init__(self, text: Text, context: Context) -> None:
        self.unread: list[Unread] = []
        if len(text.given) > LONGEST:
            span = Span(LONGEST, len(text.given))
            self.unread.append(Unread(span=span, reason="too long to be read whole"))
            text = Text(text.given[:LONGEST])
        self.text = text
        self.context = context
        self.times = 0
        self.borrowed: Piece | None = None
        self.pieces = self.own() or [Piece(0, len(text.form), text.form)]
        self._begins = [piece.start for piece in self.pieces]
        found = [m for m in self.measures.of(text) if self.is_own(m.start)]
        self.found = _giving_way(found, self.borrowed)

    @abstractmethod
    def own(self) -> list[Piece]:
        """The parts that are not another authority's words."""

    @abstractmethod
    def event_type(self) -> tuple[EventType, OtherType | None]:
        """What the text reports."""

    @abstractmethod
    def clauses(self) -> list[Piece]:
        """Where a length's cue may be looked for."""

    @abstractmethod
    def clocks(self) -> list[Clock]:
        """The times of launch or of shaking, in the order of the text."""

    @abstractmethod
    def day(self, *, has_clock: bool) -> Day | None:
        """The local day."""

    @abstractmethod
    def zone(self, day: Day | None, *, has_time: bool) -> tuple[Zone | None, bool]:
        """The zone, and whether it is inferred."""

    @abstractmethod
    def sites(self) -> tuple[Told, ...]:
        """From where."""

    @abstractmethod
    def count(self) -> Count | None:
        """How many missiles."""

    @abstractmethod
    def weapon_class(self) -> Told | None:
        """Of which class; ``unknown`` where it is a missile and no more is said."""

    @abstractmethod
    def landing_area(self) -> Told | None:
        """Where it came down."""

    @abstractmethod
    def flight_time(self) -> Amount | None:
        """From launch to impact, minutes."""

    def direction(self) -> Told | None:
        """In which direction."""
        return None

    def magnitude_type(self) -> Told | None:
        """On which scale a magnitude is."""
        return None

    def coordinates(self) -> tuple[Amount | None, Amount | None]:
        """Latitude and longitude of a source."""
        return None, None

    def was_changed(self) -> bool:
        """Whether the text says that a figure took the place of an earlier one."""
        return False

    def is_again(self, between: str) -> bool:
        """Whether what follows these words only repeats a length in another unit."""
        return between.strip() in ("(", "/")

    def is_own(self, start: int) -> bool:
        """Whether something that begins there is the authority's own words."""
        number = bisect_right(self._begins, start) - 1
        return number >= 0 and self.pieces[number].holds(start)

    def has_one_voice(self) -> bool:
        """Whether one authority says it all, so that two numbers contradict."""
        return False

    def reading(self) -> Reading:
        """All of it."""
        event_type, other_type = self.event_type()
        reading = Reading(
            language=self.language, event_type=event_type, other_type=other_type
        )
        if other_type not in DATED:
            return replace(reading, unread=tuple(self.unread))
        reading = self._timed(reading)
        if event_type == "launch":
            return self._launch(reading)
        return self._shaken(reading)

    def _timed(self, reading: Reading) -> Reading:
        clocks = self.clocks()
        self.times = len(clocks)
        day = self.day(has_clock=bool(clocks))
        zone, inferred = self.zone(day, has_time=bool(clocks))
        has_end = len(clocks) > 1 and reading.other_type not in SINGLE
        return replace(
            reading,
            local_date=day,
            local_time=clocks[0] if clocks else None,
            local_time_end=clocks[-1] if has_end else None,
            zone=zone,
            zone_inferred=inferred,
            unread=tuple(self.unread),
        )

    def _launch(self, reading: Reading) -> Reading:
        lengths = self.lengths_by_role()
        self._unitless()
        count = self.count()
        is_single = count is not None and count.high == 1
        return replace(
            reading,
            sites=self.sites(),
            count_missiles=count,
            weapon_class=self.weapon_class(),
            range_km=self._over(lengths.get("range_km", []), is_single=is_single),
            apogee_km=self._over(lengths.get("apogee_km", []), is_single=is_single),
            max_speed_mach=over_all(self.of("mach")),
            flight_time_min=self.flight_time(),
            landing_area=self.landing_area(),
            direction=self.direction(),
            unread=tuple(self.unread),
        )

    def _shaken(self, reading: Reading) -> Reading:
        lat, lon = self.coordinates()
        is_test = reading.event_type == "nuclear_test"
        is_told = is_test or reading.other_type == "seismic_event"
        return replace(
            reading,
            sites=self.sites() if is_told else (),
            magnitude=self.standing(self.of("magnitude")),
            magnitude_type=self.magnitude_type(),
            depth_km=over_all(self.lengths_by_role().get("depth_km", [])),
            yield_kt=self.standing(self.of("yield")) if is_test else None,
            lat_deg=lat,
            lon_deg=lon,
            unread=tuple(self.unread),
        )

    def _over(self, amounts: Sequence[Amount], *, is_single: bool) -> Amount | None:
        """One for all missiles; of a single one two that differ are none."""
        if not is_single or not self.has_one_voice():
            return over_all(amounts)
        if self.was_changed():
            return self.standing(amounts)
        if not are_one(amounts):
            reason = "two numbers contradict each other"
            self.unread += [Unread(span=a.span, reason=reason) for a in amounts]
            return None
        return over_all(amounts)

    def _unitless(self) -> None:
        if self.unitless is None:
            return
        for match in self.unitless.finditer(self.text.low):
            start, end = match.span("number")
            if self.is_own(start):
                span = self.text.span(start, end)
                self.unread.append(Unread(span=span, reason="a number without a unit"))

    def of(self, dimension: str) -> list[Amount]:
        """The measures of a dimension."""
        return [m.amount for m in self.found if m.dimension == dimension]

    def standing(self, amounts: Sequence[Amount]) -> Amount | None:
        """The last one where a figure was changed, else the first."""
        if not amounts:
            return None
        return amounts[-1] if self.was_changed() else amounts[0]

    def lengths_by_role(self) -> dict[str, list[Amount]]:
        """The lengths by what they are of."""
        lengths = self._once([m for m in self.found if m.dimension == "length"])
        found: dict[str, list[Amount]] = {}
        for measure, role in roles_of(
            lengths, self.clauses(), self.lengths, self.text.form
        ):
            found.setdefault(role, []).append(measure.amount)
        return found

    def _once(self, lengths: Sequence[Measure]) -> list[Measure]:
        """Without what repeats one in another unit; of the two the metric one."""
        form = self.text.low
        found: list[Measure] = []
        for number, measure in enumerate(lengths):
            between = form[lengths[number - 1].end : measure.start] if number else ""
            if not number or not self.is_again(between):
                found.append(measure)
            elif _MILES.search(form, found[-1].start, found[-1].end):
                found[-1] = _in_metres(found[-1], measure)
        return found


def _in_metres(miles: Measure, metres: Measure) -> Measure:
    """The same amount, by the number in kilometres and hedged as it was at first."""
    if metres.dimension != miles.dimension or _ratio(miles, metres) > _MILES_FACTOR:
        return miles
    qualifier = miles.amount.qualifier
    low, high = metres.amount.low, metres.amount.high
    amount = replace(
        metres.amount,
        low=None if qualifier == "at_most" else low,
        high=None if qualifier == "at_least" else high,
        qualifier=qualifier,
    )
    if metres.amount.qualifier != "as_stated" or None in (low, high):
        amount = metres.amount
    return replace(miles, amount=amount)


def _ratio(one: Measure, other: Measure) -> float:
    """How far apart two amounts are, from 1 on."""
    ends = [each.amount.high or each.amount.low or 0.0 for each in (one, other)]
    return max(ends) / min(ends) if min(ends) > 0 else float("inf")


def _giving_way(found: Sequence[Measure], borrowed: Piece | None) -> list[Measure]:
    if borrowed is None:
        return list(found)
    own = {m.dimension for m in found if not borrowed.holds(m.start)}
    return [m for m in found if m.dimension not in own or not borrowed.holds(m.start)]
