"""Japanese: clock times, as ``午前9時6分``, ``同30分``, ``1分から23分にかけて``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from typing import Final, NamedTuple

from watchword.press.clause import Piece
from watchword.press.reading import Clock, Unread
from watchword.press.text import Text

_ABOUT: Final = r"(?:ごろ|頃|ころ)"
_CLOCK: Final = re.compile(
    r"(?P<half>午前|午後|未明|早朝|朝|昼|夕方|夜|深夜)?(?:の|、)?(?<![\d:.])"
    r"(?P<hour>\d{1,2})"
    r"(?:時(?!間)(?:(?P<minute>\d{1,2})分(?:(?P<second>\d{1,2})秒)?|(?P<thirty>半))?"
    r"|:(?P<min2>\d\d)(?::(?P<sec2>\d\d))?)(?![\d間])"
    r"|同(?P<only>\d{1,2})分(?!間)"
    r"|(?P<noon>正午)(?=に|から|、)"
)
_MORE: Final = re.compile(
    rf"{_ABOUT}?(?:に|まで)?(?:から|と|や|、|・|および|及び|ならびに|並びに|~|-)"
    rf"同?(?P<minute>\d{{1,2}})分(?!間|後|以|ほど|程度|余|飛)"
)
_VAGUE: Final = re.compile(r"(?:すぎ|過ぎ|前(?!半)|台|以降|以前)")
_ENDS: Final = (
    r"落下|落ち|着水|着弾|墜落|消失|消え|通過|発表|発信|発令|取り消|速報|会見|更新"
)
_ENDED: Final = re.compile(
    rf"{_ABOUT}?(?:に|、)?(?:(?!発射|撃|飛び立)[^。]){{0,45}}?(?:{_ENDS})"
)
_SAID: Final = re.compile(
    rf"{_ABOUT}?(?:の|から(?:の)?|に(?:は)?)?(?:臨時|緊急)?(?:記者)?"
    r"(?:会見|発表|談話|[^、。]{0,6}(?:報道|放送|番組)|現在|時点|公表|発令|発信|更新)"
)
_FELL: Final = re.compile(
    r"落下(?:推定)?時刻[^。、]{0,12}$|落下(?:した)?のは[^。、]{0,8}$"
)
_WARNED: Final = re.compile(
    r"(?:海上保安庁|海保|Jアラート|エムネット|消防庁|NHK)[^。]{0,12}は[^。]{0,8}$"
)
_THAT_IS: Final = re.compile(r"[(](?:日本|韓国)時間(?:\d+日)?$")
_SPEAKER: Final = re.compile(r"(?:政府|[省相官庁軍]|本部)は(?:\d{1,2}日)?の?$")
_THEN_FIRED: Final = re.compile(
    r"(?:ごろ|頃)?(?:に)?、北朝鮮(?:が|から)[^。]{0,30}\d時\d"
)
_LATE: Final = frozenset({"午後", "夕方", "昼"})
_NIGHT: Final = frozenset({"夜", "深夜"})
_EARLY: Final = frozenset({"午前", "未明", "早朝", "朝"})
_EVENING: Final = 6
"""From this hour on an hour at night is before midnight."""


class Clocks(NamedTuple):
    """The times that a text tells.

    Attributes:
        told: Of launch or of shaking, in the order of the text.
        unread: What looks like a time and is none.
    """

    told: list[Clock]
    unread: list[Unread]


class _Scan:
    """One pass: a time without its half of the day or hour has the last one's."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.half = ""
        self.hour: int | None = None
        self.found = Clocks([], [])

    def piece(self, piece: Piece) -> None:
        done = 0
        for match in _CLOCK.finditer(piece.words):
            if match["only"]:
                if match.start() >= done:
                    self._only(piece, match, "only")
                continue
            self.half = "午後" if match["noon"] else match["half"] or self.half
            self.hour = 12 if match["noon"] else int(match["hour"])
            if not self._is_told(piece.words, match):
                continue
            self._add(piece, match, _minute(match), _second(match))
            done = self._more(piece, match)

    def _more(self, piece: Piece, match: re.Match[str]) -> int:
        """Minutes of the same hour, one after the other, and where they end."""
        end = match.end()
        more = _MORE.match(piece.words, end)
        while more is not None:
            self._only(piece, more, "minute")
            end = more.end()
            more = _MORE.match(piece.words, end)
        return end

    def _only(self, piece: Piece, match: re.Match[str], group: str) -> None:
        if self.hour is None or _ENDED.match(piece.words, match.end()):
            return
        self._add(piece, match, int(match[group]), 0)

    def _is_told(self, words: str, match: re.Match[str]) -> bool:
        if _SAID.match(words, match.end()):
            return False
        has_minute = match["minute"] or match["min2"]
        if not has_minute and _VAGUE.match(words, match.end()):
            return False
        before = words[max(0, match.start() - 60) : match.start()]
        if _FELL.search(before) or _WARNED.search(before):
            return False
        if _SPEAKER.search(before) and _THEN_FIRED.match(words, match.end()):
            return False
        is_later = bool(self.found.told) or "発射" in before
        return not (is_later and _ENDED.match(words, match.end()))

    def _add(
        self, piece: Piece, match: re.Match[str], minute: int, second: int
    ) -> None:
        span = self.text.span(piece.start + match.start(), piece.start + match.end())
        try:
            at = time(_hour(self.half, self.hour or 0), minute, second)
        except ValueError:
            self.found.unread.append(Unread(span=span, reason="there is no such time"))
            return
        before = piece.words[max(0, match.start() - 8) : match.start()]
        if self.found.told and _THAT_IS.search(before):
            self.found.told.pop()
        self.found.told.append(Clock(time=at, span=span))


def clocks_in(text: Text, pieces: Sequence[Piece]) -> Clocks:
    """The times of launch or of shaking; those of impact and of telling left out."""
    scan = _Scan(text)
    for piece in pieces:
        scan.piece(piece)
    return scan.found


def has_minute(words: str) -> bool:
    """Whether a time is told to the minute."""
    return any(m["minute"] or m["min2"] for m in _CLOCK.finditer(words))


def _minute(match: re.Match[str]) -> int:
    return 30 if match["thirty"] else int(match["minute"] or match["min2"] or 0)


def _second(match: re.Match[str]) -> int:
    return int(match["second"] or match["sec2"] or 0)


def _hour(half: str, hour: int) -> int:
    """Of 24; half past twelve at noon is ``午後0時30分`` or ``午後12時30分``."""
    if half in _LATE or (half in _NIGHT and hour >= _EVENING):
        return hour + 12 if hour < 12 else hour
    return 0 if hour == 12 and half in _EARLY | _NIGHT else hour
