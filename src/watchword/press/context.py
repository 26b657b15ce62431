"""What is known of a text besides its words."""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec

from watchword.press.calendar import Published
from watchword.press.reading import Language, Zone

_SUMMER: Final = (3, 11)
"""Months between which the east of the United States has summer time, roughly:
its first and last days are not told apart."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Who says it, and when it was published.

    Args:
        published: The day; ``None``: not known, and no day is taken from it.
        authority: Who says it, such as ``KR_JCS``; empty: not known.
    """

    published: Published | None = None
    authority: str = ""


def zone_of(context: Context, language: Language, day: date | None) -> Zone:
    """The zone of a local time whose text names none: inferred, and marked so.

    The authority's own; a list in Japanese or another language that quotes it
    without a day of publication keeps Korea's, which has the same clock.
    """
    country = context.authority[:2]
    if country == "US" and context.published is not None:
        summer = day is None or _SUMMER[0] <= day.month < _SUMMER[1]
        return "EDT" if summer else "EST"
    if country == "CN" or language == "zh":
        return "BJT"
    if country == "DE":
        return "CET"
    own = country == "JP" and language == "ja" and context.published is not None
    return "JST" if own else "KST"
