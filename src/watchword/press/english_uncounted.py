"""English: how many missiles, where no number stands before the word for them."""

from __future__ import annotations

import re
from typing import Final

from watchword.press.english_counts import KIND, NOT_ONE, SEVERAL
from watchword.press.english_numbers import NUMBER, number_of
from watchword.press.reading import Count
from watchword.press.text import Text

_THE_MANY: Final = re.compile(
    rf"\b(?:the|these|those|all) (?P<number>{NUMBER})[ -]+{KIND}"
    rf"(?:missiles|projectiles|rockets|icbms|srbms)\b{NOT_ONE}"
)
"""A number told as known already."""

_PLURAL: Final = re.compile(
    rf"\b(?P<the>the )?{KIND}(?:(?:missiles|projectiles|icbms|srbms)\b|"
    rf"missile launches|launches (?:was|were|occurred|took place|came)\b)"
)
_LAUNCH: Final = re.compile(
    r"\b(?:the|this|that|its) (?:latest |failed |new |\w+ )?(?:launch|test"
    r"|firing)\b(?!es)"
    r"[^.;]{0,120}\b(?:was|were|flew|is)\b|\bit (?:flew|travel+ed|was (?:fired"
    r"|launched)"
    r"|landed|rose|reached|is (?:believed|presumed|estimated|thought) to have)\b"
    r"|\bthe (?:flight )?(?:altitude|distance|range|apogee|height)\b"
    r"|\b(?:conducted|carried out|made|attempted|staged) (?:its|an?|another|the)"
    r" (?:[\w-]+ ){0,5}(?:launch|test-fire|test firing)\b"
    r"|\bthe hwasong(?:pho)?-\d+[a-z]{0,2}\b(?! (?:missiles|launches|tests))"
)
"""One, where no missile is named at all."""

_ONE: Final = re.compile(
    rf"\b(?:the|this|that|its|[\w.]{{1,20}}'s|what)\s+{KIND}"
    rf"(?:missile|projectile|icbm|srbm|irbm|slbm|rocket|satellite)\b(?!s|\s+launches)"
    rf"{NOT_ONE}"
)
_FIRST: Final = re.compile(
    r"\bthe first(?: (?:missile|projectile|one|rocket))?,? (?:\w+ ){0,2}?(?:flew|was"
    r"|launched"
    r"|fired|at|travel+ed|reached|rose)\b"
)
_SECOND: Final = re.compile(
    r"\bthe second(?: (?:missile|projectile|one|rocket))?,? (?:flew|was|launched|fired"
    r"|at"
    r"|travel+ed|reached|rose|about|some|around)\b"
)
_THIRD: Final = re.compile(_SECOND.pattern.replace("second", "third"))
_BARE: Final = re.compile(
    rf"\b(?:missile|projectile|[im]rbm|srbm|icbm"
    rf"|slbm)\b{NOT_ONE}"
)
"""As a headline has it, with no article."""

_BOTH: Final = re.compile(
    r"\b(?:the two|both) (?:[\w-]+ ){0,5}(?:missiles|projectiles)"
)
_ONE_AND_OTHER: Final = re.compile(r"\bone\b[^.;]{0,90}\bthe other\b(?! \w+s\b)")


def uncounted(text: Text, times: int, *, is_between: bool) -> Count | None:
    """How many, by the form of the word: several, the three, both, the missile.

    Args:
        text: The text.
        times: How many clock times of launches it tells.
        is_between: They are the ends of a stretch of time, not one a missile.
    """
    low = text.low
    several = SEVERAL.search(low)
    if several is not None:
        return _several(text, several)
    told, both = _THE_MANY.search(low), _BOTH.search(low)
    if told is not None or both is not None:
        return _told(text, told, both)
    plural, one = _PLURAL.search(low), _ONE.search(low)
    if plural is not None and (one is None or plural.start() < one.start()):
        if times > 1 and plural["the"] and not is_between:
            return _many(text, plural, times)
        two = _ONE_AND_OTHER.search(low)
        return _several(text, plural) if two is None else _many(text, plural, 2)
    one = one or _LAUNCH.search(low) or _BARE.search(low)
    return None if one is None else _many(text, one, in_order(low))


def _told(
    text: Text, told: re.Match[str] | None, both: re.Match[str] | None
) -> Count | None:
    if told is not None:
        return _many(text, told, number_of(told["number"]))
    return None if both is None else _many(text, both, 2)


def _many(text: Text, match: re.Match[str], number: int) -> Count:
    return Count(low=number, high=number, span=text.span(match.start(), match.end()))


def _several(text: Text, match: re.Match[str]) -> Count:
    span = text.span(match.start(), match.end())
    return Count(low=2, high=None, word="several", span=span)


def in_order(low: str) -> int:
    """How many are told as the first, the second and the third; 1: not so told."""
    if _FIRST.search(low) is None:
        return 1
    return 3 if _THIRD.search(low) else 2 if _SECOND.search(low) else 1
