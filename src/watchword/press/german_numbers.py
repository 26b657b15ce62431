"""German: number words, and a pattern for whichever of them counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_WORDS: Final = [
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
    "zwanzig",
    "einundzwanzig",
    "zweiundzwanzig",
    "dreiundzwanzig",
    "vierundzwanzig",
    "fünfundzwanzig",
]

SMALL: Final[Mapping[str, int]] = {
    word: number for number, word in enumerate(_WORDS[:11], 2)
}
"""Two to twelve."""

NUMBERS: Final[Mapping[str, int]] = {
    **{word: number for number, word in enumerate(_WORDS, 2)},
    **dict.fromkeys(("ein", "eine", "einen", "einer", "eines", "einem"), 1),
    **dict.fromkeys(("einzelne", "eine einzelne", "eine einzige"), 1),
    "zweier": 2,
    "dreier": 3,
    "ein paar": 2,
    "ein dutzend": 12,
    "dreißig": 30,
}
"""Words that may count missiles."""

NUMBER: Final = r"\d{1,3}(?![\d.,]*\d)|" + "|".join(
    sorted(NUMBERS, key=lambda word: (-len(word), word))
)


def number_of(word: str) -> int:
    """What a match of ``NUMBER`` counts."""
    return int(word) if word.isdecimal() else NUMBERS[word]
