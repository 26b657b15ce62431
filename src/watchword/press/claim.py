"""What a text says that can be checked: counts, firsts, places in a row, papers.

None of it is an event.  ``claiming.py`` finds them, the ``claims_*`` files are
the words of the languages.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

import msgspec

from watchword.press.text import Span

Subject = Literal[
    "cruise missile tests",
    "launches",
    "meetings",
    "missile tests",
    "missiles",
    "nuclear tests",
]
"""Of what; ``missile tests`` where a text does not say how they are counted."""

Act = Literal["notice", "renewal", "signature", "suspension"]
"""What was done to an agreement."""


class Dates(NamedTuple):
    """Local days, from a first to a last, both of them in it."""

    first: date
    last: date


class CountClaim(msgspec.Struct, frozen=True, kw_only=True, tag="count"):
    """So many in a period: "at least 18 missile tests this year".

    Args:
        subject: Of what.
        low: At least so many; ``None``: no such end.
        high: At most so many; ``None``: no such end.
        within: The period, as far as the text can know of it.
        span: The words.
        speaker: Who says so, where the text names one.
    """

    subject: Subject
    low: int | None
    high: int | None
    within: Dates
    span: Span
    speaker: Span | None = None


class FirstClaim(msgspec.Struct, frozen=True, kw_only=True, tag="first"):
    """None between two: "the first nuclear test since 2017".

    Args:
        subject: Of what.
        since: When the one before was.
        possible: It has not happened yet, and may.
        when: The words that say when it may: "in the coming days".
        span: The words.
        speaker: Who says so, where the text names one.
    """

    subject: Subject
    since: Dates
    possible: bool = False
    when: Span | None = None
    span: Span
    speaker: Span | None = None


class NthClaim(msgspec.Struct, frozen=True, kw_only=True, tag="nth"):
    """A place in a row: "the seventh launch this month".

    Args:
        subject: Of what.
        nth: Which, from 1.
        within: Counted from the beginning of this period on.
        span: The words.
        speaker: Who says so, where the text names one.
    """

    subject: Subject
    nth: int
    within: Dates
    span: Span
    speaker: Span | None = None


class PaperClaim(msgspec.Struct, frozen=True, kw_only=True, tag="paper"):
    """Something was done to an agreement: notice of ending it was given.

    Args:
        act: What.
        when: On which days; ``None``: the text does not say.
        span: The words.
        speaker: Who says so, where the text names one.
    """

    act: Act
    when: Dates | None
    span: Span
    speaker: Span | None = None


AnyClaim = CountClaim | FirstClaim | NthClaim | PaperClaim
