"""Clock times in Korean: when something was launched or shook, not when it fell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from typing import Final, NamedTuple

from watchword.press.clause import Piece
from watchword.press.reading import Clock, Unread
from watchword.press.text import Text

NEAR: Final = 70
"""So many characters after a time are looked at."""

_NIGHT: Final = ("밤", "심야", "한밤")
_HALF: Final = "오전|오후|새벽|아침|낮|저녁|심야|한밤|밤"
_CLOCK: Final = re.compile(
    rf"(?:(?P<half>{_HALF})\s*)?(?<![\d:.])(?P<hour>\d{{1,2}})"
    r"(?:\s*시\s*(?:(?P<minute>\d{1,2})\s*분\s*(?:(?P<second>[0-5]?\d)\s*초)?|"
    r"(?P<thirty>반))?|:(?P<min2>\d\d)(?::(?P<sec2>[0-5]\d))?)"
    r"(?:\s*(?:께|경|쯤|무렵|정각))?(?!\s*간)"
)
_MORE: Final = re.compile(
    r"\s*(?:부터|와|과|,|~|-|및)\s*(?P<minute>\d{1,2})\s*분"
    r"(?!\s*(?:간|동안|가량|정도|이상|여|\d))(?:께|경|쯤)?"
)
"""Minutes whose hour was said before."""

_NOON: Final = re.compile(r"(?:정오|(?P<midnight>자정))(?=에|부터|까지)")
_VAGUE: Final = re.compile(
    r"\s*(?:[가를을]\s*)?(?:넘|조금|약간|직후|직전|전후|이후|대에|대$|대\s|이전|지나)"
)
_TOLD: Final = (
    "쏜|쐈|쏘|쏴|발사|날아|포착|탐지|발생|감지|관측|실시|단행|사격|핵실험|지진"
)
_ENDED: Final = re.compile(
    rf"(?:(?!{_TOLD})[^,.]){{0,40}}?(?:발표|보도|속보|정정|회의|긴급|(?<!인)공지|브리핑|기자|"
    rf"보고)|(?:(?!{_TOLD})[^.]){{0,60}}?(?:떨어(?:졌|진)|낙하|탄착|추락|파편|통과|"
    r"상공을\s*지나(?![^.]{0,30}발사))"
)


class _Half(NamedTuple):
    """Which half of the day was last said, and the time it was said with."""

    word: str = ""
    before: time | None = None


def clocks_in(text: Text, pieces: list[Piece], unread: list[Unread]) -> list[Clock]:
    """The times, in the order of the text.

    Args:
        text: The text.
        pieces: Its parts that are looked at.
        unread: Takes times that no day has.
    """
    found: list[Clock] = []
    half = _Half()
    for piece in pieces:
        for match in _CLOCK.finditer(piece.words):
            after = piece.words[match.end() : match.end() + NEAR]
            half = _Half(match["half"]) if match["half"] else half
            has_minute = bool(match["minute"] or match["min2"])
            if (_VAGUE.match(after) and not has_minute) or _ENDED.match(after):
                continue
            end = match.start() + len(match[0].rstrip())
            span = text.span(piece.start + match.start(), piece.start + end)
            at = _time(match, half)
            if at is None:
                unread.append(Unread(span=span, reason="there is no such time"))
                continue
            half = half._replace(before=at)
            found.append(Clock(time=at, span=span))
            found += _same_hour(text, piece, match.end(), at)
        found += () if found else _noon(text, piece)
    return found


def _time(match: re.Match[str], half: _Half) -> time | None:
    hour = int(match["hour"])
    minute = 30 if match["thirty"] else int(match["minute"] or match["min2"] or 0)
    second = int(match["second"] or match["sec2"] or 0)
    if hour > 24 or minute > 59:
        return None
    hour = _hour(0 if hour == 24 else hour, half.word)
    at = time(hour, minute, second)
    was_inherited = not match["half"] and half.before is not None and hour < 12
    if was_inherited and half.before is not None and at < half.before:
        # "11:50 in the morning until 12:03": past noon.
        return at.replace(hour=hour + 12) if half.before.hour < 12 else at
    return at


def _hour(hour: int, half: str) -> int:
    if half in ("오전", "새벽", "아침", *_NIGHT) and hour == 12:
        return 0
    is_later = (
        (half in ("오후", "저녁") and hour < 12)
        or (half == "낮" and hour < 7)
        or (half in _NIGHT and 6 <= hour < 12)
    )
    return hour + 12 if is_later else hour


def _same_hour(text: Text, piece: Piece, start: int, at: time) -> Iterator[Clock]:
    while match := _MORE.match(piece.words, start):
        minute, start = int(match["minute"]), match.end()
        if minute > 59:
            return
        span = text.span(piece.start + match.start("minute"), piece.start + match.end())
        yield Clock(time=at.replace(minute=minute, second=0), span=span)


def _noon(text: Text, piece: Piece) -> list[Clock]:
    match = _NOON.search(piece.words)
    if match is None:
        return []
    span = text.span(piece.start + match.start(), piece.start + match.end())
    return [Clock(time=time(0 if match["midnight"] else 12), span=span)]
