"""German: how many missiles, where no number stands before the word for them."""

from __future__ import annotations

import re
from typing import Final

from watchword.press.german_counts import KIND, NOUN
from watchword.press.german_numbers import NUMBER, number_of
from watchword.press.reading import Count
from watchword.press.text import Text

_SEVERAL: Final = re.compile(
    rf"\b(?:mehrere|einige|etliche|zahlreiche|verschiedene|"
    rf"eine reihe(?: von)?|eine salve"
    rf"(?: von)?|mehreren|einigen|dutzende)\s+{KIND}{NOUN}"
)
_PLURAL: Final = re.compile(
    r"\b(?:\w{0,40}raketen(?:starts|tests)?"
    r"|\w{0,30}geschosse)(?!\w)"
)
_ONE: Final = re.compile(
    r"\b(?:die|der|das|diese|dieses|den|dem)\s+(?:\w+\s+){0,6}?"
    r"(?:\w{0,40}rakete|\w{0,30}geschoss|flugkörper|projektil)\b"
)
_SINGLE: Final = re.compile(r"\b\w{0,40}(?:rakete|geschoss|satellit)\b")
EACH: Final = re.compile(rf"\bje(?:weils)? (?:eine?n?|1) {KIND}{NOUN}")
"""One at each of the times."""

_THE_MANY: Final = re.compile(
    rf"\b(?:die|der|den|alle"
    rf"|diese) (?P<number>(?!eine?[nrsm]?\b)(?:{NUMBER})) {KIND}{NOUN}"
)
"""A number told as known already."""

_LAUNCH: Final = re.compile(
    r"\bdie (?:\w+ )?(?:(?:flug|gipfel)?höhe|reichweite|flugweite|distanz)\b"
    r"|\b(?:ein|der|dieser|sein) (?:\w+ )?(?:raketen|satelliten)-?(?:start|test"
    r"|versuch)\b"
)
"""One, where no missile is named by itself."""

_FIRST: Final = re.compile(
    r"\bdie erste (?:rakete )?(?:\w+ ){0,4}?(?:flog|startete|scheiterte)"
)
_SECOND: Final = re.compile(r"\b(?:die|und die) zweite (?:rakete )?(?:\w+ )?")
_THIRD: Final = re.compile(r"\b(?:die|und die) dritte (?:rakete )?(?:\w+ )?")

_BOTH: Final = re.compile(
    rf"\b(?:die |der |den )?(?:beiden?|zwei) (?:\w+ ){{0,4}}?{KIND}{NOUN}"
)


def uncounted(text: Text, times: int) -> Count | None:
    """How many, by the form of the word: mehrere, die drei, je eine, die Rakete.

    Args:
        text: The text.
        times: How many clock times of launches it tells.
    """
    low = text.low
    each = EACH.search(low)
    if each is not None and times > 1:
        return _many(text, each, times)
    several = _SEVERAL.search(low)
    told, both = _THE_MANY.search(low), _BOTH.search(low)
    if several is None and told is not None:
        return _many(text, told, number_of(told["number"]))
    if several is None and both is not None:
        return _many(text, both, 2)
    one = _ONE.search(low) or _SINGLE.search(low) or _LAUNCH.search(low)
    if several is None and one is not None:
        return _many(text, one, in_order(low))
    several = several or _PLURAL.search(low)
    return None if several is None else _several(text, several)


def _many(text: Text, match: re.Match[str], number: int) -> Count:
    return Count(low=number, high=number, span=text.span(match.start(), match.end()))


def _several(text: Text, match: re.Match[str]) -> Count:
    span = text.span(match.start(), match.end())
    return Count(low=2, high=None, word="several", span=span)


def in_order(low: str) -> int:
    """How many are told as the first, the second and the third; 1: not so told."""
    first = _FIRST.search(low)
    if first is None or _SECOND.search(low, first.end()) is None:
        return 1
    return 2 if _THIRD.search(low, first.end()) is None else 3
