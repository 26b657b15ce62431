"""From a text to what it says: the one door of the press room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from watchword.press.chinese import read_chinese
from watchword.press.claim import AnyClaim
from watchword.press.claiming import Claiming, Words
from watchword.press.claims_de import GERMAN
from watchword.press.claims_en import ENGLISH
from watchword.press.claims_ja import JAPANESE
from watchword.press.claims_ko import KOREAN
from watchword.press.context import Context
from watchword.press.english import read_english
from watchword.press.german import read_german
from watchword.press.japanese import read_japanese
from watchword.press.korean import read_korean
from watchword.press.reading import Language, Reading, Unread
from watchword.press.text import Span, Text

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
    reader = READERS.get(language)
    if reader is None:
        whole = Unread(
            span=Span(0, len(given)), reason="nobody reads this language yet"
        )
        return Reading(language=language, event_type="other", unread=(whole,))
    return reader(Text(given), context)


WORDS: Final[Mapping[Language, Words]] = {
    "de": GERMAN,
    "en": ENGLISH,
    "ja": JAPANESE,
    "ko": KOREAN,
}


def claims_in(given: str, language: Language, context: Context) -> tuple[AnyClaim, ...]:
    """What a text says that can be checked; none in a language without words.

    Args:
        given: The text.
        language: In which language it is.
        context: When it was published.
    """
    words = WORDS.get(language)
    if words is None:
        return ()
    return Claiming(Text(given), context, words).claims()
