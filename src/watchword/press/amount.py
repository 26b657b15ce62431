"""Numbers with a unit and a hedge, wherever a text has them.

A language brings its words; this finds every number with a unit, ranges joined,
thousands and decimals as the language writes them.  What an amount is of, a
range or an apogee, is for the language to say: it looks at the words around.

Numbers are found first and the words around each looked at in a window, so that
the time taken grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import msgspec

from watchword.press.reading import Amount, Qualifier
from watchword.press.text import Span, Text

KM_A_MILE: Final = 1.609
"""As the labels convert; a statute mile has 1.609344 km."""

KM_A_NAUTICAL_MILE: Final = 1.852
KM_A_FOOT: Final = 0.0003048

LONGEST_CHAIN: Final = 10
"""So many numbers may share a unit that is said once."""

WINDOW: Final = 40
"""How many characters before a number, or between two, are looked at."""

DIGITS: Final = 15
"""A number with more is none that anybody measured."""

NEVER: Final = "(?!)"
"""A pattern that nothing matches."""

Dimension = str
"""``length`` in km, ``duration`` in min, ``mach``, ``magnitude``, ``yield`` in kt,
``degree``: what a language's units say."""


class Unit(NamedTuple):
    """A unit as a language writes it.

    Attributes:
        dimension: What it measures.
        factor: From the number written to the number kept.
    """

    dimension: Dimension
    factor: float


class Hedges(msgspec.Struct, frozen=True, kw_only=True):
    """A language's hedges, each a pattern.

    Args:
        before: By qualifier what stands before the number.
        after: By qualifier what stands after the unit.
        inner: By qualifier what stands between the number and the unit.
    """

    before: Mapping[Qualifier, str]
    after: Mapping[Qualifier, str]
    inner: Mapping[Qualifier, str] = msgspec.field(default_factory=dict)


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A number with its unit, found in a text.

    Args:
        dimension: What its unit measures.
        amount: The value, in the unit that is kept.
        start: Where it begins in ``Text.form``, hedge included.
        end: Where it ends there.
    """

    dimension: Dimension
    amount: Amount
    start: int
    end: int


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """How a language writes amounts.

    Args:
        digits: A pattern for a number in lower case, words included where the
            language counts in words here.
        number: Reads what it matches.
        units: By pattern the unit; longer ones are tried first.
        prefixed: Units that stand before their number, as ``Mach 6``.
        joints: What joins the two numbers of a range, a pattern.
        lists: What stands between numbers whose unit is said once, at the end.
        hedges: The language's hedges.
        between: What stands before a range and is part of it, a pattern.
        apart: What stands after a unit where that amount is one by itself,
            though words of a range join it to the one before.
        edge: What stands before a hedge, a pattern of no width.
    """

    digits: str
    number: Callable[[str], float]
    units: Mapping[str, Unit]
    prefixed: Mapping[str, Unit]
    joints: str
    lists: str = NEVER
    hedges: Hedges
    between: str = NEVER
    apart: str = NEVER
    edge: str = ""


class Measures:
    """Finds the measures of one language.

    Args:
        wording: How it writes them.
    """

    def __init__(self, wording: Wording) -> None:
        self.number = wording.number
        self.units = [*wording.units.values(), *wording.prefixed.values()]
        suffixed = _named("u", wording.units)
        before = _named("b", wording.hedges.before.values())
        hedge = rf"(?:(?:{before})\s*)?"
        hedges = wording.hedges
        self.qualifiers = (*hedges.before, *hedges.after, *hedges.inner)
        first = len(hedges.before) + len(hedges.after)
        inner = rf"(?:(?:{_named('b', hedges.inner.values(), first)})\s*)?"
        self.digits = re.compile(f"(?:{wording.digits})")
        self.suffix = _compiled(rf"\s*{inner}(?:{suffixed})")
        self.prefix = _compiled(
            rf"(?:{_named('u', wording.prefixed, len(wording.units))})\s*{hedge}"
        )
        self.join = _compiled(
            rf"\s*(?:(?:{inner}(?:{suffixed})\s*)?(?:{wording.joints})"
            rf"|{wording.lists})\s*{hedge}"
        )
        self.before = _compiled(rf"{wording.edge}(?:{before})\s*$")
        after = _named("b", wording.hedges.after.values(), len(wording.hedges.before))
        self.after = _compiled(rf"\s*(?:{after})")
        self.between = _compiled(rf"{wording.edge}(?:{wording.between})\s*$")
        self.apart = _compiled(rf"\s*(?:{wording.apart})")

    def of(self, text: Text) -> Iterator[Measure]:
        """Every measure of a text, in order of where it begins."""
        yield from sorted(
            _Search(self, text).measures(), key=lambda each: (each.start, each.end)
        )


class _Join(NamedTuple):
    unit: Unit | None
    hedges: frozenset[Qualifier]


class _Search:
    """The numbers of one text, and what joins each to the next."""

    def __init__(self, words: Measures, text: Text) -> None:
        self.words = words
        self.text = text
        self.spots = [match.span() for match in words.digits.finditer(text.low)]
        self.taken = 0
        self._units: dict[int, re.Match[str] | None] = {}
        self._joins: dict[int, _Join | None] = {}

    def measures(self) -> Iterator[Measure]:
        prefixed = list(self._prefixed())
        yield from prefixed
        ends = {each.end for each in prefixed}
        for at, (start, end) in enumerate(self.spots):
            if at < self.taken or end in ends or not self._begins(start):
                continue
            last = self._last(at)
            match = None if last is None else self._unit(last)
            if last is None or match is None:
                continue
            self.taken = last + 1
            unit = self._unit_of(match)
            inner = self._hedges_in(match)
            found = self._measure(unit, at, last, start, match.end(), inner)
            if found is not None:
                yield found

    def _begins(self, start: int) -> bool:
        """Not the number of a type, as in ``KN-23``, nor the minutes of a time."""
        low = self.text.low
        before = low[max(0, start - 2) : start]
        return not (before[-1:] == ":" or (before[-1:] == "-" and before[:1].isalpha()))

    def _prefixed(self) -> Iterator[Measure]:
        done = 0
        for match in self.words.prefix.finditer(self.text.low):
            at = bisect_left(self.spots, (match.end(), 0))
            if at < done or at == len(self.spots) or self.spots[at][0] != match.end():
                continue
            last = at
            while last + 1 < min(len(self.spots), at + LONGEST_CHAIN):
                join = self._join(last)
                if join is None or join.unit is not None or self._unit(last + 1):
                    break
                last += 1
            done = last + 1
            end = self.spots[last][1]
            unit, hedges = self._unit_of(match), self._hedges_in(match)
            found = self._measure(unit, at, last, match.start(), end, hedges)
            if found is not None:
                yield found

    def _last(self, at: int) -> int | None:
        """The last number that shares the unit said after it."""
        found: int | None = None
        inner: Unit | None = None
        for last in range(at, min(len(self.spots), at + LONGEST_CHAIN)):
            match = self._unit(last)
            unit = None if match is None else self._unit_of(match)
            if match is not None and inner is not None and self._is_apart(match):
                break
            if unit is not None and inner in (None, unit):
                found = last
            join = self._join(last)
            if join is None or (unit is not None and join.unit is None):
                break
            if join.unit is not None:
                if inner not in (None, join.unit):
                    break
                inner = join.unit
        return found

    def _is_apart(self, match: re.Match[str]) -> bool:
        return self.words.apart.match(self.text.low, match.end()) is not None

    def _unit(self, at: int) -> re.Match[str] | None:
        if at not in self._units:
            end = self.spots[at][1]
            self._units[at] = self.words.suffix.match(self.text.low, end)
        return self._units[at]

    def _join(self, at: int) -> _Join | None:
        if at not in self._joins:
            self._joins[at] = self._joined(at) if at + 1 < len(self.spots) else None
        return self._joins[at]

    def _joined(self, at: int) -> _Join | None:
        end, start = self.spots[at][1], self.spots[at + 1][0]
        if start - end > WINDOW:
            return None
        match = self.words.join.match(self.text.low, end)
        if match is None or match.end() != start:
            return None
        unit = next(
            (
                self.words.units[int(name[1:])]
                for name, said in match.groupdict().items()
                if name[0] == "u" and said is not None
            ),
            None,
        )
        return _Join(unit=unit, hedges=self._hedges_in(match))

    def _unit_of(self, match: re.Match[str]) -> Unit:
        names = match.groupdict().items()
        name = next(n for n, said in names if n[0] == "u" and said is not None)
        return self.words.units[int(name[1:])]

    def _hedges_in(self, match: re.Match[str]) -> frozenset[Qualifier]:
        return frozenset(
            self.words.qualifiers[int(name[1:])]
            for name, said in match.groupdict().items()
            if name[0] == "b" and said is not None
        )

    def _measure(  # noqa: PLR0913, PLR0917 (where it stands, and what stands there)
        self,
        unit: Unit,
        at: int,
        last: int,
        start: int,
        end: int,
        hedges: frozenset[Qualifier] = frozenset(),
    ) -> Measure | None:
        low = self.text.low
        said = [low[slice(*spot)] for spot in self.spots[at : last + 1]]
        if any(len(each) > DIGITS for each in said):
            return None
        try:
            numbers = [self.words.number(each) for each in said]
        except ValueError:
            return None
        for number in range(at, last):
            join = self._join(number)
            hedges |= frozenset() if join is None else join.hedges
        start, before = self._before(start, is_range=last > at)
        end, after = self._after(end)
        amount = _amount(numbers, unit, hedges | before | after)
        span = self.text.span(start, end)
        return Measure(
            dimension=unit.dimension,
            amount=msgspec.structs.replace(amount, span=span),
            start=start,
            end=end,
        )

    def _before(
        self, start: int, *, is_range: bool
    ) -> tuple[int, frozenset[Qualifier]]:
        found: frozenset[Qualifier] = frozenset()
        low = self.text.low
        for _ in range(3):
            match = self.words.before.search(low, max(0, start - WINDOW), start)
            if match is None:
                break
            found, start = found | self._hedges_in(match), match.start()
        if is_range:
            match = self.words.between.search(low, max(0, start - WINDOW), start)
            start = start if match is None else match.start()
        return start, found

    def _after(self, end: int) -> tuple[int, frozenset[Qualifier]]:
        match = self.words.after.match(self.text.low, end)
        if match is None:
            return end, frozenset()
        return match.end(), self._hedges_in(match)


def _amount(numbers: list[float], unit: Unit, hedges: frozenset[Qualifier]) -> Amount:
    ends = (min(numbers) * unit.factor, max(numbers) * unit.factor)
    # "About 350 km or more" is a bound: what it says of the end counts.
    bounds: tuple[Qualifier, ...] = ("at_least", "at_most", "approx")
    stated: Qualifier = "as_stated"
    qualifier = next((each for each in bounds if each in hedges), stated)
    return Amount(
        low=None if qualifier == "at_most" else round(ends[0], 6),
        high=None if qualifier == "at_least" else round(ends[1], 6),
        qualifier=qualifier,
        span=Span(0, 0),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _named(letter: str, patterns: Iterable[str], first: int = 0) -> str:
    """The patterns as one, longer ones first, each a group by its number."""
    numbers = {pattern: number for number, pattern in enumerate(patterns, first)}
    ordered = sorted(numbers, key=lambda each: (-len(each), each))
    return "|".join(f"(?P<{letter}{numbers[each]}>{each})" for each in ordered) or NEVER
