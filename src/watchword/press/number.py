"""Numbers as four languages write them: digits, and the words they need.

Rule 1: a comma or a point is read as the language reads it: ``1.100`` is eleven
        hundred in German and one and a tenth in English.
Rule 2: a dot or comma between groups of three is a separator of thousands only
        where that language has it so; ``6.1`` is never sixty-one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

POINT: Final = r"(?<!\d)(?:\d{1,3}(?:,\d{3})++(?:\.\d++)?|\d++(?:\.\d++)?)"
"""Digits where a point comes before decimals: en, ko, ja, zh."""

COMMA: Final = r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
"""Digits where a comma does: de, fr."""

KANJI: Final[Mapping[str, int]] = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
SINO_KOREAN: Final[Mapping[str, int]] = {
    "영": 0,
    "공": 0,
    "일": 1,
    "이": 2,
    "삼": 3,
    "사": 4,
    "오": 5,
    "육": 6,
    "륙": 6,
    "칠": 7,
    "팔": 8,
    "구": 9,
}
_TENS: Final[Mapping[str, int]] = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "십": 10,
    "백": 100,
    "천": 1000,
}
_MYRIADS: Final[Mapping[str, int]] = {"万": 10_000, "萬": 10_000, "만": 10_000}


def point_number(text: str) -> float:
    """Digits with a point before decimals.

    Raises:
        ValueError: They are none.
    """
    return float(text.replace(",", "").replace(" ", ""))


def comma_number(text: str) -> float:
    """Digits with a comma before decimals.

    Raises:
        ValueError: They are none.
    """
    return float(text.replace(".", "").replace(" ", "").replace(",", "."))


def east_number(text: str) -> float:
    """Digits, numerals, or both: ``4600``, ``4千600``, ``三百``, ``칠백``, ``3천``.

    Raises:
        ValueError: It is none of these.
    """
    if not text:
        raise ValueError(text)
    try:
        return point_number(text)
    except ValueError:
        return float(_by_places(text))


def _by_places(text: str) -> float:
    total, group, digits = 0.0, 0.0, ""
    for part in re.findall(rf"{POINT}|\S", text):
        unit = _TENS.get(part) or _MYRIADS.get(part)
        if unit is None:
            digits += _digit(part)
            continue
        value = point_number(digits) if digits else 1.0
        if unit == 10_000:
            value = group + (point_number(digits) if digits else 0.0)
            total, group = total + (value or 1.0) * unit, 0.0
        else:
            group += value * unit
        digits = ""
    return total + group + (point_number(digits) if digits else 0.0)


def _digit(part: str) -> str:
    if part[0].isdecimal():
        return part
    found = KANJI.get(part, SINO_KOREAN.get(part))
    if found is None:
        raise ValueError(part)
    return str(found)
