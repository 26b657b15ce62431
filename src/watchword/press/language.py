"""In which language a text is: by its script, and among Latin ones by small words."""

from __future__ import annotations

import re
from typing import Final

from watchword.press.reading import Language

_HANGUL: Final = re.compile(r"[\uac00-\ud7a3]")
_KANA: Final = re.compile(r"[\u3041-\u30ff]")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_GERMAN: Final = re.compile(
    r"\b(?:der|die|das|und|nicht|wurde|nach|hat|haben|mit|eine[rmns]?|am|"
    r"auf|von|über)\b",
    re.IGNORECASE,
)
_FRENCH: Final = re.compile(
    r"\b(?:le|la|les|des|une|est|dans|avec|selon|été|vers|sur|du)\b", re.IGNORECASE
)
_ENGLISH: Final = re.compile(
    r"\b(?:the|and|was|were|from|with|its|that|said|into|of|by)\b", re.IGNORECASE
)
BEGINNING: Final = 4000
"""So many characters are looked at."""


def language_of(given: str) -> Language:
    """The language; English where nothing else shows."""
    form = given[:BEGINNING]
    scripts: tuple[tuple[re.Pattern[str], Language], ...] = (
        (_HANGUL, "ko"),
        (_KANA, "ja"),
        (_HAN, "zh"),
    )
    for pattern, language in scripts:
        if len(pattern.findall(form)) * 20 > len(form):
            return language
    counts: dict[Language, int] = {
        "en": len(_ENGLISH.findall(form)),
        "de": len(_GERMAN.findall(form)),
        "fr": len(_FRENCH.findall(form)),
    }
    return max(counts, key=lambda name: (counts[name], name == "en"))
