"""Japanese: what a text reports, a launch, a nuclear test, or something else.

A sentence that speaks of talks, of a drill, of a count over a year is no witness
of a launch by itself, even where it has the word; one that gives the minute or
the kilometres of a flight is one whatever else it speaks of.
"""

from __future__ import annotations

import re
from typing import Final

from watchword.press import japanese_words as japanese
from watchword.press.clause import Piece, pieces
from watchword.press.japanese_clock import has_minute
from watchword.press.reading import EventType, OtherType

_LAUNCHED: Final = re.compile(
    r"発射(?!場|準備|台|施設|実験場|計画|拠点|方式|訓練|能力|車|予定|"
    r"時に備|さ?れ(?:れば|る(?:と|恐|おそ|可能))|すれ|"
    r"する|しよう|でき|の(?:兆候|準備|可能性|動き|構え|恐れ|おそれ)|"
    r"していな|されていな|して(?:は)?いない|せず)"
    r"|撃(?:った|ち|たれ|っ)|飛(?:翔|行)(?:し|距離|時間|に失敗)|飛距離|"
    r"試射(?:し|を[^。、]{0,12}(?:行|実施)|に成功)|"
    r"(?:高度|距離)(?:は|が)?(?:約|およそ)?\d|飛(?:び|んだ|ば)"
    r"|落下(?!の?(?:恐れ|おそれ|可能性))|落ちた|打ち上げ(?:た|られ)|"
    r"通過し|越えず|消失した"
)
_PLAINLY: Final = re.compile(
    r"発射を(?:把握|認識)して|可能性[がの]あるものが発射され(?:た|まし)"
    r"|\d発の?(?:弾道)?(?:ミサイル)?(?:を|が)[^。、]{0,12}発射(?:した|された)(?!こと|の[をにが])"
)
"""A launch that is told as one whatever is said of it."""
_FINITE: Final = re.compile(
    r"発射(?:した|しました|された|されました|さ|し(?=、|て)|を(?:確認|"
    r"探知|発表|受|把握|認識|行|試み|強行)|が(?:確認|探知))|試射(?:し|を|に)"
    r"|発射(?=。|$|\s|と|か)|撃(?:った|ち|たれ)|飛(?:んだ|び)|飛[翔行]し|"
    r"落下(?:し|した)|落ちた|"
    r"打ち上げ(?:た|られ)|\d発"
)
_TOLD: Final = re.compile(
    r"\d\s*分|\d\s*(?:km|キロ)|日本海|太平洋|黄海|EEZ|排他的|"
    r"[\d一二三四五六七八九数]発(?!目)|"
    r"発射(?:した|しました|し(?=、|て)|され|を確認|が確認|か|。|$)|撃った|複数|"
    r"試射(?:し|を|に)|標的"
)
_FLOWN: Final = re.compile(
    r"(?:飛|高度|距離)[^。]{0,24}\d\s*(?:km|キロ)|\d\s*(?:km|キロ)[^。]{0,12}飛|"
    r"\d\s*分間?飛"
)
_SUBJECT: Final = rf"{japanese.MISSILE}|高度|\d発|発目|発射され|衛星"
_NUCLEAR: Final = re.compile(
    r"核実験|人工(?:的な)?(?:地震|の揺れ)|水爆|核爆発|核弾頭の爆発実験|"
    r"自然(?:の)?地震(?:では?な|とは?(?:異|違)|の可能性(?:は|が)低)|爆発に(?:よる|伴)|"
    r"人為的な(?:地震|爆発)"
)
_SHAKEN: Final = re.compile(
    r"地震(?!観測)|揺れ|マグニチュード|(?<![A-Za-z])M\d|震源|規模|"
    r"キロトン|実施|行った|爆発|成功"
)
_MEASURED: Final = re.compile(
    r"(?<![A-Za-z])M[jwbLs]?\s?\d|マグニチュード|規模[はが]?\d|"
    r"(?:規模|出力|威力)[^。]{0,10}\d\s*(?:キロトン|kt)"
)
_YEARS: Final = (
    r"今年|昨年|去年|ことし|本年|これまで|過去|年初|年間|通算|\d{4}年|年に入|\d月に入"
)
_AGGREGATE: Final = re.compile(
    rf"(?:{_YEARS})(?:(?!回目|度目|番目)[^。]){{0,44}}?"
    r"(?<![月\d])(?:\d+|[一二三四五六七八九十]+)(?:回(?!目)|発(?!目)|度(?!目)|日間)"
    r"|\d(?:週間|日間|カ月|か月)で[^。]{0,6}\d+回"
    r"|過去の(?:核実験|発射)|(?:回|発)(?:に上る|に達し|を数え|となった)"
    rf"|(?:{_YEARS})[^。]{{0,30}}(?:回目|度目)(?:。|となる。|となった|だ。|とな)"
)
_JUDGED: Final = re.compile(
    r"核実験を(?:実施|強行)した(?:もの)?と(?:[^。、]{0,8})(?:断定|判断|推定|みられ|確認)"
)
_DAY: Final = re.compile(
    r"(?<!\d)\d{1,2}日(?!間|目|ぶり|連続|からの)|月[一二三四五六七八九十]{1,3}日|"
    r"きょう|今日|本日|昨日|きのう|昨夜|けさ|今朝"
)
_LISTED: Final = re.compile(r"\d[日年](?:に|が|の)?は?M\d")


class Kind:
    """What a text reports.

    Args:
        form: Its form.
    """

    def __init__(self, form: str) -> None:
        self.form = form
        self.has_subject = re.search(_SUBJECT, form) is not None
        self.is_nuclear = _NUCLEAR.search(form) is not None
        self.sentences = pieces(form, japanese.SENTENCE)

    def event_type(self) -> tuple[EventType, OtherType | None]:
        """The type, and what else it is."""
        is_shaken = self._is_shaken()
        for kind, pattern in japanese.OTHERS:
            if pattern.search(self.form) and not self._outweighs(kind, pattern):
                return "other", kind
        if is_shaken and not self._is_launch(japanese.NOT_LAUNCHED):
            return self._shaken()
        if self._is_launch(japanese.NOT_LAUNCHED):
            return "launch", None
        if _AGGREGATE.search(self.form):
            return "other", "aggregate"
        has_shaken = re.search(r"地震|マグニチュード|震源", self.form)
        return "other", "seismic_event" if has_shaken else None

    def _shaken(self) -> tuple[EventType, OtherType | None]:
        if len(_LISTED.findall(self.form)) > 1:
            return "other", "aggregate"
        if not self._tests():
            return "other", "aggregate" if _AGGREGATE.search(self.form) else None
        return "nuclear_test", None

    def _tests(self) -> list[Piece]:
        """The sentences that tell of a test itself."""
        return [
            s
            for s in self.sentences
            if (_SHAKEN.search(s.words) or _NUCLEAR.search(s.words))
            and not japanese.ANNIVERSARY.search(s.words)
            and (_MEASURED.search(s.words) or not _AGGREGATE.search(s.words))
        ]

    def _is_shaken(self) -> bool:
        return self.is_nuclear and (_SHAKEN.search(self.form) is not None)

    def _outweighs(self, kind: OtherType, pattern: re.Pattern[str]) -> bool:
        """Whether something is told as having happened, whatever else is spoken of."""
        if kind == "artillery":
            return japanese.BALLISTIC.search(self.form) is not None and (
                self._is_launch(japanese.NOT_LAUNCHED)
            )
        if kind == "natural_earthquake":
            return False
        if kind in ("false_alarm", "collapse"):
            left = [s for s in self.sentences if not pattern.search(s.words)]
            return any(self._is_hard(s.words) or self._is_test(s.words) for s in left)
        if any(
            self._is_hard(s.words) or self._is_test(s.words) for s in self.sentences
        ):
            return True
        unless = japanese.TALKS if kind == "diplomacy" else pattern
        return self._is_launch(unless) or self._is_soft_test(unless)

    def _is_launch(self, unless: re.Pattern[str]) -> bool:
        return any(
            self._is_hard(s.words)
            or (self._is_told(s.words) and not unless.search(s.words))
            for s in self.sentences
        )

    def _is_hard(self, words: str) -> bool:
        """A launch with its minute or its kilometres."""
        if not _LAUNCHED.search(words) or japanese.NEVER_LAUNCHED.search(words):
            return False
        if japanese.OTHERS_OWN.search(words):
            return False
        if _PLAINLY.search(words) and not japanese.NOT_LAUNCHED.search(words):
            return not _AGGREGATE.search(words) or _DAY.search(words) is not None
        if not self.has_subject:
            return False
        if japanese.CONDITION.search(words):
            return False
        return has_minute(words) or _FLOWN.search(words) is not None

    def _is_told(self, words: str) -> bool:
        if not (_LAUNCHED.search(words) and _TOLD.search(words)):
            return False
        if japanese.NEVER_LAUNCHED.search(words) or japanese.NOT_LAUNCHED.search(words):
            return False
        if japanese.OTHERS_OWN.search(words):
            return False
        if _AGGREGATE.search(words) and not _DAY.search(words):
            return False
        return self.has_subject and (_FINITE.search(words) is not None)

    def _is_test(self, words: str) -> bool:
        """A test with its magnitude."""
        return (
            self.is_nuclear
            and (_MEASURED.search(words) or _JUDGED.search(words)) is not None
            and not japanese.ANNIVERSARY.search(words)
        )

    def _is_soft_test(self, unless: re.Pattern[str]) -> bool:
        return any(
            japanese.TESTED.search(s.words)
            and not unless.search(s.words)
            and not japanese.ANNIVERSARY.search(s.words)
            and not _AGGREGATE.search(s.words)
            for s in self.sentences
        )
