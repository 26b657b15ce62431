"""From a text to what it says: the one door of the press room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from watchword.press.chinese import read_chinese
from watchword.press.context import Context
from watchword.press.english import read_english
from watchword.press.german import read_german
from watchword.press.japanese import read_japanese
from watchword.press.korean import read_korean
from watchword.press.reading import Language, Reading
from watchword.press.text import Text

Reader = Callable[[Text, Context], Reading]

READERS: Final[Mapping[Language, Reader]] = {
    "de": read_german,
    "en": read_english,
    "ja": read_japanese,
    "ko": read_korean,
    "zh": read_chinese,
}


def read(given: str, language: Language, context: Context) -> Reading:
    """What a text says of one event.

    Args:
        given: The text.
        language: In which language it is.
        context: Who says it, and when.
    """
    return READERS[language](Text(given), context)
