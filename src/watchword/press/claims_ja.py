"""How Japanese makes claims."""

from __future__ import annotations

import re
from typing import Final

from watchword.press.claiming import Words
from watchword.press.number import east_number

_DIGITS: Final = r"\d{1,4}|[一二三四五六七八九十百]{1,5}"
_TIMES: Final = rf"、? ?(?:{_DIGITS})(?:回|度|件)"
_ANY: Final = (
    r"(?<!距離弾道)(?<!陸間弾道)(?<!発射弾道)(?<!巡航)(?<!距離)(?<!距離の弾道)"
)
"""Of no class by itself: what is said of one class is no claim of all of them."""
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)年"
_MONTH: Final = r"(?P<month>\d{1,2})月"


def _number(text: str) -> int | None:
    try:
        return int(east_number(text))
    except ValueError:
        return None


JAPANESE: Final = Words(
    marks=re.compile(r"[。!?\n]"),
    subjects=(
        (re.compile(r"核 ?実験"), "nuclear tests"),
        (
            re.compile(r"巡航ミサイル(?:の)?(?:発射実験|試射|発射)"),
            "cruise missile tests",
        ),
        (
            re.compile(rf"{_ANY}ミサイル(?:の)?(?:発射実験|実験|試験|試射)"),
            "missile tests",
        ),
        (
            re.compile(
                rf"{_ANY}(?:ミサイル|飛翔体)(?:など)?(?:の|を(?:[^。、]{{0,8}}[回度件])?)?発射|"
                r"(?<![級Mル星体機]の)(?<![級Mル星体艦]を)(?<![級Mル星体艦回度件])発射"
            ),
            "launches",
        ),
        (re.compile(r"会談|会合|首脳会議|協議"), "meetings"),
    ),
    amount=re.compile(
        rf"(?:(?P<least>少なくとも|最低|(?={_TIMES}以上))|(?P<most>最大|多くとも)"
        rf"|(?P<more>(?={_TIMES}(?:を超|超)))|(?P<fewer>(?={_TIMES}未満))"
        r"|計|合計|すでに|既に)?で?、? ?(?<![\d月日])(?<!この日)(?<!1日に)"
        rf"(?P<number>{_DIGITS})(?:回|度|件)(?!目)"
    ),
    number=_number,
    since=re.compile(rf"{_YEAR}(?:{_MONTH}(?:\d{{1,2}}日)?)?(?:以来|以降|ぶり)"),
    months={},
    first=re.compile(r"初めて|初の|初と|最初|はじめて|以来(?=の|、|と|だ|で|。|$)"),
    nth=re.compile(rf"(?P<nth>{_DIGITS})(?:回|度|例)目"),
    year=re.compile(r"(?:今年|ことし|本年)(?!の?\d{1,2}月|[上下]半期)"),
    month=re.compile(r"今月"),
    may=re.compile(r"可能性|かもしれ|恐れ|おそれ|見通し|見方|得る|うる"),
    coming=re.compile(r"(?:数日|数週間|近日|今後数日)(?:以内|中|内)?|近く|いつでも"),
    speaker=re.compile(
        r"(?P<who>[一-龠ァ-ヶーA-Za-z]{1,20}(?:の[一-龠ァ-ヶー]{0,12})?"
        r"(?:報道官|大臣|長官|当局者|防衛相))(?=[はが]|によると)"
    ),
    pact=re.compile(r"協定|条約|GSOMIA"),
    acts=(
        (re.compile(r"(?:通告|効力|終了)[^。]{0,12}停止|凍結"), "suspension"),
        (
            re.compile(
                r"(?:終了|破棄)(?:を|する(?:と|ことを))?(?:通告|決定|通知|表明)|破棄"
            ),
            "notice",
        ),
        (re.compile(r"延長|更新"), "renewal"),
        (re.compile(r"締結|署名"), "signature"),
    ),
    on=re.compile(rf"{_YEAR}(?:{_MONTH})?"),
    denied=re.compile(r"しない|せず|ない|検討|可能性|かもしれ|休戦"),
)
"""The words of Japanese."""
