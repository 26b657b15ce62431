"""Numbers with a unit and a hedge, wherever a text has them.

A language brings its words; this finds every number with a unit, ranges joined,
thousands and decimals as the language writes them.  What an amount is of, a
range or an apogee, is for the language to say: it looks at the words around.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from watchword.press.reading import Amount, Qualifier
from watchword.press.text import Text

KM_A_MILE: Final = 1.609
"""As the labels convert; a statute mile has 1.609344 km."""

KM_A_NAUTICAL_MILE: Final = 1.852
KM_A_FOOT: Final = 0.0003048

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
    """

    before: Mapping[Qualifier, str]
    after: Mapping[Qualifier, str]


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
        digits: A pattern for a number, words included where the language
            counts in words here.
        number: Reads what it matches.
        units: By pattern the unit; longer ones are tried first.
        prefixed: Units that stand before their number, as ``Mach 6``.
        joints: What joins the two numbers of a range, a pattern.
        lists: What stands between numbers whose unit is said once, at the end.
        hedges: The language's hedges.
        between: What stands before a range and is part of it, a pattern.
    """

    digits: str
    number: Callable[[str], float]
    units: Mapping[str, Unit]
    prefixed: Mapping[str, Unit]
    joints: str
    lists: str = NEVER
    hedges: Hedges
    between: str = NEVER


class Measures:
    """Finds the measures of one language.

    Args:
        wording: How it writes them.
    """

    def __init__(self, wording: Wording) -> None:
        self._number = wording.number
        self._digits = re.compile(f"(?:{wording.digits})", re.IGNORECASE)
        self._hedges = wording.hedges
        self._patterns = [*_after_number(wording), _before_number(wording)]

    def of(self, text: Text) -> Iterator[Measure]:
        """Every measure of a text, in order of where it begins."""
        found = [
            each
            for units, pattern in self._patterns
            for match in pattern.finditer(text.form)
            if (each := self._measure(text, units, match)) is not None
        ]
        yield from sorted(found, key=lambda each: (each.start, each.end))

    def _measure(
        self, text: Text, units: Sequence[Unit], match: re.Match[str]
    ) -> Measure | None:
        unit = units[_which(match)]
        try:
            said = [match["low"], *self._digits.findall(match["rest"] or "")]
            numbers = [self._number(each) for each in said]
        except ValueError:
            return None
        ends = (min(numbers) * unit.factor, max(numbers) * unit.factor)
        qualifier = self._qualifier(match)
        return Measure(
            dimension=unit.dimension,
            amount=Amount(
                low=None if qualifier == "at_most" else round(ends[0], 6),
                high=None if qualifier == "at_least" else round(ends[1], 6),
                qualifier=qualifier,
                span=text.span(match.start(), match.end()),
            ),
            start=match.start(),
            end=match.end(),
        )

    def _qualifier(self, match: re.Match[str]) -> Qualifier:
        groups = match.groupdict()
        found: set[Qualifier] = set()
        for letter, table in (("b", self._hedges.before), ("a", self._hedges.after)):
            for number, qualifier in enumerate(table):
                if groups.get(f"{letter}{number}") is not None:
                    found.add(qualifier)
        # "About 350 km or more" is a bound: what it says of the end counts.
        for qualifier in ("at_least", "at_most", "approx"):
            if qualifier in found:
                return qualifier
        return "as_stated"


def _after_number(
    wording: Wording,
) -> Iterator[tuple[list[Unit], re.Pattern[str]]]:
    """A pattern a dimension: both ends of a range are of one."""
    hedges, digits = wording.hedges, wording.digits
    for dimension in dict.fromkeys(u.dimension for u in wording.units.values()):
        own = {p: u for p, u in wording.units.items() if u.dimension == dimension}
        inner = "|".join(sorted(own, key=_long))
        yield (
            list(own.values()),
            re.compile(
                rf"(?:(?:{wording.between})\s*)?{_before(hedges)}(?P<low>{digits})"
                rf"(?P<rest>(?:{_more(wording, inner)}){{0,9}})"
                rf"\s*(?:{_listed(own)}){_after(hedges)}",
                re.IGNORECASE,
            ),
        )


def _before_number(wording: Wording) -> tuple[list[Unit], re.Pattern[str]]:
    hedges, units = wording.hedges, wording.prefixed
    return list(units.values()), re.compile(
        rf"{_before(hedges)}(?:{_listed(units)})\s*(?:(?:{_any(hedges)})\s*)?"
        rf"(?P<low>{wording.digits})(?P<rest>(?:{_more(wording, NEVER)}){{0,9}})"
        rf"{_after(hedges)}",
        re.IGNORECASE,
    )


def _more(wording: Wording, inner: str) -> str:
    """One more number of a range, its unit perhaps said again, or of a list."""
    hedge = rf"(?:(?:{_any(wording.hedges)})\s*)?"
    return (
        rf"\s*(?:(?:{inner})?\s*(?:{wording.joints})|{wording.lists})"
        rf"\s*{hedge}(?:{wording.digits})"
    )


def _before(hedges: Hedges) -> str:
    return f"(?:(?:{_named('b', hedges.before)})\\s*)*"


def _after(hedges: Hedges) -> str:
    return f"(?:\\s*(?:{_named('a', hedges.after)}))*"


def _any(hedges: Hedges) -> str:
    return "|".join(hedges.before.values()) or NEVER


def _named(letter: str, patterns: Mapping[Qualifier, str]) -> str:
    named = (f"(?P<{letter}{n}>{each})" for n, each in enumerate(patterns.values()))
    return "|".join(named) or NEVER


def _listed(units: Mapping[str, Unit]) -> str:
    numbers = {pattern: number for number, pattern in enumerate(units)}
    ordered = sorted(units, key=_long)
    return "|".join(f"(?P<u{numbers[each]}>{each})" for each in ordered) or NEVER


def _long(pattern: str) -> tuple[int, str]:
    return -len(pattern), pattern


def _which(match: re.Match[str]) -> int:
    found = match.groupdict()
    return next(int(n[1:]) for n, v in found.items() if n[0] == "u" and v is not None)
