"""English: number words, and a pattern for whichever of them counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_TO_NINETEEN: Final = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = [
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]

SMALL: Final[Mapping[str, int]] = {
    word: number for number, word in enumerate(_TO_NINETEEN, 1)
}
"""Words that may stand before a unit."""

NUMBERS: Final[Mapping[str, int]] = {
    **SMALL,
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    **{
        f"{ten}-{one}": 10 * tens + ones
        for tens, ten in enumerate(_TENS, 2)
        for ones, one in enumerate(_TO_NINETEEN[:9], 1)
    },
    "a": 1,
    "an": 1,
    "single": 1,
    "a single": 1,
    "another": 1,
    "yet another": 1,
    "a pair of": 2,
    "pair of": 2,
    "a couple of": 2,
    "both": 2,
    "half a dozen": 6,
    "a dozen": 12,
    "dozen": 12,
    "two dozen": 24,
}
"""Words that may count missiles."""

NUMBER: Final = r"\d{1,3}(?![\d,.]*\d)|" + "|".join(
    sorted(NUMBERS, key=lambda word: (-len(word), word))
)


def number_of(word: str) -> int:
    """What a match of ``NUMBER`` counts."""
    return int(word) if word.isdecimal() else NUMBERS[word]
