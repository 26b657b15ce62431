"""How many missiles a Korean text says, and of which class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from msgspec.structs import replace

from watchword.press.clause import Piece
from watchword.press.korean_words import CLASSES, COUNTS, NTH, PAIRS
from watchword.press.reading import Count, Told, Unread
from watchword.press.text import Span, Text

_MISSILE: Final = re.compile(
    r"미[사싸]일|발사체|비행체|탄도탄|로켓|유도무기|ICBM|IRBM|MRBM|SRBM|SLBM|"
    r"화성포?-?\s?\d+"
)
_NATIVE: Final = "|".join(sorted([*COUNTS, *PAIRS], key=len, reverse=True))
_COUNTED: Final = re.compile(
    r"(?:(?P<bound>최소한?|적어도|약|모두|총|각각|각|등)\s*)?"
    r"(?:(?:(?<![\d.,~-])(?P<least>\d{1,3})\s?[~-]\s?)?"
    r"(?<![\d.,])(?P<digits>\d{1,3})(?P<odd>여)?"
    rf"|(?<![가-힣])(?P<native>{_NATIVE}))\s?(?P<unit>발|"
    r"기(?=[가-힣]?[\s,.]|[를을가의는로])|개(?=[를가]|의\s\S{0,10}(?:미사일|비행체|발사체)|\s*(?:쏘|발사)))"
    r"(?!표|사|견|생|전|자|동|령|언|트)(?P<apiece>씩)?\s?(?P<over>이상|넘게)?"
)
_SEVERAL: Final = re.compile(
    r"(?:수|여러|복수의?|다수의?)\s?(?:발|기)(?![가-힣]{0,9}발)|수십\s?발|"
    r"(?:다수|복수|여러)의?\s(?!차례|곳|번)(?:[가-힣A-Z()-]{1,12}\s){0,2}?[가-힣]{0,8}(?:미사일|발사체)"
)
_ADDED_AFTER: Final = re.compile(r"[을를이]?\s?(?:추가|더\s|각각)")
_ADDED_BEFORE: Final = re.compile(r"(?:추가로|또)\s?$")
_ALL: Final = re.compile(r"(?:등|모두|총|합해|합쳐)\s[가-힣A-Z() ]{0,14}$")
_PART: Final = re.compile(r"(?:중|가운데|그중|당초|애초)(?:\s?(?:에서|에))?\s?$")
_WAS: Final = re.compile(r"(?:이라고|으로|이라)\s?[^,.]{0,6}다가")
_TIME: Final = re.compile(r"\d\s*시\s*\d{1,2}\s*분")
_JOINED: Final = re.compile(
    r"발(?:과|,|\s?및)\s(?:[가-힣]{1,8}\s?){0,2}(?:탄도미사일|순항미사일|[MSI]RBM|ICBM|SLBM)\s?$"
)
_AT_LEAST: Final = re.compile(r"(?:최소한?|적어도)\s[가-힣A-Z()]{0,10}$")
_LEAST: Final = ("최소", "최소한", "적어도")
_NOT_IT: Final = re.compile(
    r"\s*(?:급\s*)?[은는이가]?\s*(?:여부|인지|아니|아닌|가능성[은이]?\s*(?:낮|없))"
)


class _Said(NamedTuple):
    number: Count
    bound: str
    noun: str
    is_more: bool
    is_apiece: bool
    is_total: bool


def count_in(
    text: Text, pieces: list[Piece], unread: list[Unread], times: int = 0
) -> Count | None:
    """How many; of numbers of parts and of all, that of all.

    Args:
        text: The text.
        pieces: Its parts that are looked at.
        unread: Takes what contradicts itself.
        times: How many times of launch are told.
    """
    said = list(_counts(text, pieces))
    totals = [each.number for each in said if each.is_total]
    if totals:
        return totals[0]
    several = _several(text, pieces)
    if not said:
        return several or _listed(text, pieces)
    first = said[0]
    if several is not None and several.span.start < first.number.span.start:
        return several
    if any(_contradicts(first, other) for other in said[1:]):
        unread += [
            Unread(span=each.number.span, reason="two numbers of missiles are said")
            for each in said
        ]
        return None
    return _together(text, said, times)


def _together(text: Text, said: list[_Said], times: int) -> Count:
    """One count of several that are said one after the other."""
    first, *rest = said
    number = first.number
    if first.is_apiece and times > 1 and number.high is not None:
        return replace(number, low=number.low * times, high=number.low * times)
    if len(rest) > 1 and sum(each.number.low for each in rest) == number.low:
        return number  # all of them, and then how many at each time
    if rest and len(said) == times and _each_at_its_time(text, said):
        return _sum([each.number for each in said])
    more = [each.number for each in rest if each.is_more]
    return _sum([number, *more]) if more else number


def _sum(counts: list[Count]) -> Count:
    highs = [each.high for each in counts if each.high is not None]
    return Count(
        low=sum(each.low for each in counts),
        high=sum(highs) if len(highs) == len(counts) else None,
        span=counts[0].span._replace(end=counts[-1].span.end),
    )


def _each_at_its_time(text: Text, said: list[_Said]) -> bool:
    """Whether a time stands before each number, all of them in one sentence."""
    between = (
        text.given[one.number.span.end : other.number.span.start]
        for one, other in pairwise(said)
    )
    return all(_TIME.search(words) and "." not in words for words in between)


def _is_more(words: str, match: re.Match[str]) -> bool:
    """Whether it comes on top of the number before."""
    return (
        _ADDED_AFTER.match(words, match.end()) is not None
        or _ADDED_BEFORE.search(words, max(0, match.start() - 8), match.start())
        is not None
        or _JOINED.search(words, max(0, match.start() - 24), match.start()) is not None
    )


def _contradicts(first: _Said, other: _Said) -> bool:
    is_same = first.noun != "" and first.noun == other.noun
    is_other = first.number.high != other.number.high
    return is_same and is_other and not first.bound and not other.bound


def _counts(text: Text, pieces: list[Piece]) -> Iterator[_Said]:
    for piece in pieces:
        for index, match in enumerate(_COUNTED.finditer(piece.words)):
            if _PART.search(piece.words, max(0, match.start() - 8), match.start()):
                continue
            if _WAS.match(piece.words, match.end()):
                continue
            span = text.span(piece.start + match.start(), piece.start + match.end())
            if match["apiece"] and _more(piece.words, match.end()):
                continue
            before = piece.words[max(0, match.start() - 16) : match.start()].strip()
            noun = re.search(r"[가-힣]{0,4}\s?탄도미사일$", before)
            yield _Said(
                number=_count(match, span, before),
                bound=match["bound"] or "",
                noun="" if noun is None else noun[0],
                is_more=_is_more(piece.words, match),
                is_apiece=match["apiece"] is not None,
                is_total=match["bound"] in ("모두", "총")
                or (index > 0 and _ALL.search(before) is not None),
            )


def _more(words: str, start: int) -> bool:
    """Whether a number of all follows one of each."""
    return _COUNTED.search(words, start) is not None


def _count(match: re.Match[str], span: Span, before: str) -> Count:
    if match["digits"]:
        high = int(match["digits"])
        low = int(match["least"] or high)
    else:
        number = COUNTS.get(match["native"], 0)
        low, high = PAIRS.get(match["native"], (number, number))
    is_open = (
        match["bound"] in _LEAST
        or match["over"]
        or match["odd"]
        or _AT_LEAST.search(before) is not None
    )
    return Count(low=low, high=None if is_open else high, span=span)


def _several(text: Text, pieces: list[Piece]) -> Count | None:
    for piece in pieces:
        match = _SEVERAL.search(piece.words)
        if match is not None:
            span = text.span(piece.start + match.start(), piece.start + match.end())
            return Count(low=2, high=None, word="several", span=span)
    return None


def _listed(text: Text, pieces: list[Piece]) -> Count | None:
    """As many as are told one by one, "the first, the second", or are listed."""
    ordinals = {match["nth"] for p in pieces for match in NTH.finditer(p.words)}
    number = max(len(ordinals), text.form.count("\u2022"))
    if number < 2 or _MISSILE.search(text.form) is None:
        return None
    return Count(low=number, high=number, span=text.span(0, 0))


def class_in(text: Text, pieces: list[Piece]) -> Told | None:
    """The class that is named first; ``unknown`` where it is a missile and no more."""
    found = [
        (match.start(), name, match)
        for name, pattern in CLASSES.items()
        for piece in pieces
        for match in pattern.finditer(text.form, piece.start, piece.end)
        if not _NOT_IT.match(text.form[match.end() : match.end() + 16])
    ]
    if found:
        _, name, match = min(found, key=lambda each: each[:2])
        span = text.span(match.start(), match.end())
        return Told(text=match[0], stands_for=name, span=span)
    plain = _MISSILE.search(text.form)
    if plain is None:
        return None
    span = text.span(plain.start(), plain.end())
    return Told(text=plain[0], stands_for="unknown", span=span)
