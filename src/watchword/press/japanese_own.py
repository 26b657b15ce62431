"""Japanese: which of a text's words are its authority's own, of this launch.

What another authority says, and what is told of an earlier launch, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from watchword.press import japanese_words as japanese
from watchword.press.clause import Piece, pieces
from watchword.press.text import Text

_SPEAKS: Final = (
    r"[^、。()]{0,14}?(?:は|も(?!と)|では|によ(?:れば|ると|る)|が(?:発表|分析|推定|推計)|"
    r"の(?:発表|分析|推定))"
)
_ASIDE: Final = re.compile(r"\([^()]{0,80}\)")
_BEFORE: Final = re.compile(
    r"\s*(?:なお|また|ちなみに|一方)?、?(?:北朝鮮(?:は|による)|同国は)?、?"
    r"(?:これまで(?!の(?:分析|情報|ところ)|に(?:得|判|分))|前回|過去(?!最)|昨年|去年|"
    r"一昨年|おととし|(?:\d+|数)(?:日|週間|カ月|か月)前|前日[夜朝夕]?(?:に|は|の)|前夜|先週|以前|当初(?:は|、)|今年に入|ことしに入)"
)
_LAST_TIME: Final = re.compile(r"前回|前年")
_SO_MANY: Final = re.compile(
    r"(?:今年|ことし|年初|年内|通算)[^。]{0,40}?(?:\d|[一二三四五六七八九十]){1,3}"
    r"(?:回|発|度)"
)
_OTHER_DAY: Final = re.compile(
    r"\s*(?:(?:なお|また|北朝鮮は|同国は)、?)?(?:先月|前月|今月|同月|今年|昨年)?"
    r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:に|の|には|未明|午前|午後|早朝)"
)
_ANY_DAY: Final = re.compile(r"(?<!\d)(?P<day>\d{1,2})日(?!間|ぶり|連続|目)")
_MINUTE: Final = re.compile(r"\d時\d")


def own_pieces(text: Text, authority: str) -> list[Piece]:
    """The authority's own words of this launch, in order; none: not told apart.

    Args:
        text: The text.
        authority: As in ``Context``; of one that is not known, whoever is named
            first is taken for it.
    """
    country = authority[:2] or _first_named(text.form)
    found: list[Piece] = []
    days: set[str] = set()
    for sentence in pieces(text.form, japanese.SENTENCE):
        if found and _is_earlier(sentence.words, days):
            continue
        kept = list(_without_others(sentence, country))
        if kept and not days:
            days = {m["day"] for m in _ANY_DAY.finditer(sentence.words)}
        found += kept
    return found


def countries_in(words: str, country: str) -> set[str]:
    """Of which countries authorities are named, as a text of ``country`` names them."""
    found = {c for c, p in japanese.AUTHORITIES.items() if p.search(words)}
    if country and japanese.ANY_COUNTRYS.search(words):
        found.add(country)
    return found


def _first_named(form: str) -> str:
    first = [
        (match.start(), country)
        for country, pattern in japanese.AUTHORITIES.items()
        if (match := pattern.search(form))
    ]
    return min(first)[1] if first else ""


def _is_earlier(words: str, days: set[str]) -> bool:
    if _MINUTE.search(words) and not _OTHER_DAY.match(words):
        return False
    if _BEFORE.match(words) or _LAST_TIME.search(words) or _SO_MANY.search(words):
        return True
    other = _OTHER_DAY.match(words)
    return other is not None and bool(days) and other["day"] not in days


def _without_others(sentence: Piece, country: str) -> Iterator[Piece]:
    """What is left of a sentence without what others say in it."""
    start = 0
    for at, end in _others(sentence.words, country):
        if at > start:
            yield _part(sentence, start, at)
        start = max(start, end)
    if sentence.words[start:].strip(" 。、"):
        yield _part(sentence, start, len(sentence.words))


def _part(piece: Piece, start: int, end: int) -> Piece:
    return Piece(piece.start + start, piece.start + end, piece.words[start:end])


def _others(words: str, country: str) -> Iterator[tuple[int, int]]:
    if not country:
        return
    for aside in _ASIDE.finditer(words):
        named = countries_in(aside[0], country)
        if named and country not in named:
            yield aside.span()
    topics = sorted(_topics(words, country))
    for number, (at, speaker) in enumerate(topics):
        end = topics[number + 1][0] if number + 1 < len(topics) else len(words)
        if speaker != country:
            yield at, end


def _topics(words: str, country: str) -> set[tuple[int, str]]:
    found = {
        (match.start(), name)
        for name, pattern in _TOPICS.items()
        for match in pattern.finditer(words)
    }
    own = {at for at, name in found if name == country}
    for match in _ANY_TOPIC.finditer(words):
        if match.start() not in {at for at, _ in found}:
            own.add(match.start())
    return {each for each in found if each[0] not in own} | {(a, country) for a in own}


_AT: Final = r"(?:^|(?<=[、\s(]))(?:一方、?|また、|なお、)?"
_TOPICS: Final = {
    country: re.compile(rf"{_AT}(?:{pattern.pattern}){_SPEAKS}")
    for country, pattern in japanese.AUTHORITIES.items()
}
_ANY_TOPIC: Final = re.compile(rf"{_AT}(?:{japanese.ANY_COUNTRYS.pattern}){_SPEAKS}")
