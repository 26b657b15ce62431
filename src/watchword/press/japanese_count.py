"""Japanese: how many missiles, as ``計2発``, ``少なくとも6発``, ``数発``, ``3発目``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from watchword.press import japanese_words as japanese
from watchword.press.clause import Piece
from watchword.press.number import east_number
from watchword.press.reading import Count, Unread
from watchword.press.text import Text

_KANJI: Final = "[一二三四五六七八九十]"
_COUNTED: Final = re.compile(
    r"(?P<bound>少なくとも|最低でも|最低|計|合計|合わせて|あわせて|全部で|"
    r"総計)?(?:で)?\s*"
    rf"(?:約|およそ)?(?:(?<![\d.,])(?P<low>\d)(?:~|-|、|から|ないし))?"
    rf"(?:(?<![\d.,])(?P<number>\d{{1,3}})|(?P<kanji>{_KANJI}{{1,3}}))"
    r"\s*(?:余)?発(?!目|射|表|生|見|言|足|動|電|展|令|信|端|着|達|覚|行(?!った|い|う)|給|あたり|当)"
    r"(?P<over>以上|余り|超)?(?P<each>ずつ)?"
)
_SEVERAL: Final = re.compile(
    r"(?:複数|多数|(?P<ten>十数|数十)|数)(?:の(?:[^、。\d]{0,14}?))?"
    rf"(?:発(?!目|射)|{japanese.MISSILE})"
    rf"|{japanese.MISSILE}を?(?:複数|多数)(?=発射|撃)"
)
_NTH: Final = re.compile(rf"(?P<number>\d{{1,2}}|{_KANJI})(?:発|つ)目")
_TOTAL: Final = frozenset({"計", "合計", "合わせて", "あわせて", "全部で", "総計"})
_OPEN: Final = frozenset({"少なくとも", "最低でも", "最低"})
_AT_LEAST: Final = re.compile(
    rf"(?:少なくとも|最低)[^、。\d]{{0,6}}{japanese.MISSILE}(?:を|が)?$"
)
_PART: Final = re.compile(
    r"(?:うち|残る|残り|当初は?|最初の|最後の|次の|前回の?|昨年の?|先月の?|"
    r"いずれか|ほか|他)(?:の|、)?$"
)
_MORE: Final = re.compile(
    r"(?:さらに|更に|追加で|別に|ほかに|加え(?:て)?|続いて|続けて|その後|新たに|のち)"
    r"[^。]{0,30}$"
)
_AND: Final = re.compile(
    r"(?:を|が)?(?:、|と(?![しみさい発推])|および|及び|ならびに|並びに|に加え|"
    r"・)[^。、]{0,25}、?[^。、]{0,25}$"
)
_ONCE_MORE: Final = re.compile(
    r"いずれ|うち|それぞれ|同じ|この|これら|発射し|発射され|撃った|とも"
)
_CALLED: Final = re.compile(rf"{japanese.MISSILE}|発目")


class _Found(NamedTuple):
    """A count and where it stands."""

    start: int
    end: int
    number: Count
    is_total: bool
    is_each: bool = False


def count_in(
    text: Text, pieces: Sequence[Piece], times: int
) -> tuple[Count | None, list[Unread]]:
    """How many missiles, and what is told in two ways.

    Args:
        text: The text.
        pieces: Its authority's own words.
        times: How many times of launch are told.
    """
    found = [each for piece in pieces for each in _counted(text, piece)]
    totals = [each for each in found if each.is_total]
    if len({(each.number.low, each.number.high) for each in totals}) > 1:
        reason = "two different counts"
        return None, [Unread(span=each.number.span, reason=reason) for each in totals]
    if totals:
        return totals[0].number, []
    several = _several(text, pieces)
    if several is not None and (not found or several.start < found[0].start):
        return several.number, []
    return _together(text, pieces, found, times), []


def _counted(text: Text, piece: Piece) -> Iterator[_Found]:
    for match in _COUNTED.finditer(piece.words):
        before = piece.words[max(0, match.start() - 12) : match.start()]
        after = piece.words[match.end() : match.end() + 1]
        if _PART.search(before) or (before.endswith("もう") and after == "は"):
            continue
        number = int(match["number"] or east_number(match["kanji"]))
        if number == 0:
            continue
        start, end = piece.start + match.start(), piece.start + match.end()
        is_open = (
            match["bound"] in _OPEN
            or bool(match["over"])
            or _AT_LEAST.search(before) is not None
        )
        count = Count(
            low=int(match["low"] or number),
            high=None if is_open else number,
            span=text.span(start, end),
        )
        is_each = match["each"] is not None
        yield _Found(start, end, count, match["bound"] in _TOTAL, is_each)


def _several(text: Text, pieces: Sequence[Piece]) -> _Found | None:
    for piece in pieces:
        match = _SEVERAL.search(piece.words)
        if match is not None:
            start, end = piece.start + match.start(), piece.start + match.end()
            low = {"十数": 10, "数十": 20}.get(match["ten"] or "", 2)
            span = text.span(start, end)
            count = Count(low=low, high=None, word="several", span=span)
            return _Found(start, end, count, is_total=False)
    return None


def _together(
    text: Text, pieces: Sequence[Piece], found: Sequence[_Found], times: int
) -> Count | None:
    """One count, several that are told one after the other, or as many as times."""
    nth = {m["number"] for p in pieces for m in _NTH.finditer(p.words)}
    if not found:
        number = len(nth) if len(nth) > 1 else times if times > 1 else 0
        if not number or _CALLED.search(text.form) is None:
            return None
        return Count(low=number, high=number, span=text.span(0, 0))
    first = found[0].number
    rest = [each.number for each in found[1:]]
    if (
        first.high is not None
        and len(rest) > 1
        and sum(c.low for c in rest) == first.low
    ):
        return first  # all of them, and then how many at each time
    added = [first, *_added(text.form, found)]
    if first.high is None or any(each.high is None for each in added):
        low = sum(each.low for each in added)
        return Count(low=low, high=None, span=first.span)
    low, high = sum(c.low for c in added), sum(c.high or 0 for c in added)
    if times > 1 and (nth or found[0].is_each) and low < times:
        low = high = times
    return Count(low=low, high=high, span=first.span)


def _added(form: str, found: Sequence[_Found]) -> Iterator[Count]:
    """What is told to have been launched besides the first."""
    for last, each in pairwise(found):
        between = form[last.end : each.start]
        more = _MORE.search(between) is not None and "うち" not in between
        joined = _AND.match(between) and not _ONCE_MORE.search(between)
        if more or joined:
            yield each.number
