"""Days in Korean: dates, words such as today, weekdays.

A day on which something was only reported gives way to one on which it happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from watchword.press.calendar import (
    Published,
    day_in_month_before,
    day_in_year,
    day_of_month,
    last_weekday,
)
from watchword.press.clause import Piece
from watchword.press.reading import Day, Unread
from watchword.press.text import Text

_DATE: Final = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s*년\s*)?"
    r"(?:(?P<rel>지난달|전달|이달|올해|지난해|작년)\s*)?"
    r"(?:(?<!\d)(?P<month>\d{1,2})\s*월\s*)?(?<![\d.])(?P<day>[0-3]?\d)\s*일"
    r"(?!\s*(?:간|만|째|동안|연속|새(?!벽)|뒤|전\b|전에))"
    r"|(?:(?P<year2>(?:19|20)\d\d|'\d\d)[.-]\s?)(?P<month2>\d{1,2})[.-]\s?"
    r"(?P<day2>\d{1,2})(?!\d)"
    r"|"
    r"(?<![\d.])(?P<month3>\d{1,2})\.\s?(?P<day3>\d{1,2})\.?\s?(?=\([월화수목금토일]\))"
)
_SAID: Final = re.compile(
    r"\s*(?:\([^)]{0,9}\)\s*)?(?:오전|오후)?\s*(?:밝혔|밝힌|밝히|전했|전하|발표|"
    r"보도|공지|말했|공개|알렸|주장|브리핑|성명|기자|회견|정례|국회|담화|논평)"
)
_NORTH_SAYS: Final = re.compile(r"(?:통신|신문|매체|중앙TV)[은는이가]\s*$")
_SPEAKER: Final = re.compile(r"[은는이가]\s*$")
_ABOUT: Final = re.compile(
    r"\s*(?:오전|오후)?\s*(?:국회에서\s*|브리핑에서\s*|회견에서\s*)?(?:['\"]|북한[이은의]?|북측이|지난)[^.,]{0,24}"
)
"""Between the day on which one speaks and that of what is spoken of."""
_EARLIER: Final = re.compile(
    r"[^.]{0,12}?(?:이후|만에|만이|만의|부터\s*지금|이래|에도|당시|때(?!문)|이어)|"
    r"\s*\([^)]{0,20}\)\s*이후|"
    r"\s*부터\s*(?:이달|다음\s*달|오는|\d{1,2}월)?\s*\d{1,2}일|\s*까지"
)
_WORDS: Final = re.compile(
    r"(?P<today>오늘|금일|이날)|(?P<before>그제|그저께)|(?P<yesterday>어제|전날|어젯밤)"
    r"(?!\s*(?:에\s*)?(?:이어|보다|까지|발사|에도))"
)
_TIMED: Final = re.compile(r"\d일\s?(?:오전|오후|새벽|아침|낮|저녁|밤|\d)")
_BACK: Final = {"today": 0, "yesterday": 1, "before": 2}
_WEEKDAY: Final = re.compile(r"([월화수목금토일])요일")


def day_in(
    text: Text,
    pieces: list[Piece],
    published: Published | None,
    unread: list[Unread],
    *,
    has_clock: bool,
) -> Day | None:
    """The day of the event.

    Args:
        text: The text.
        pieces: Its parts that are looked at.
        published: When it was published.
        unread: Takes days that no calendar has.
        has_clock: A clock time is told, of the day of publication if no other.
    """
    whole = None if published is None else published.whole
    word = None if whole is None else _by_word(text, pieces, whole)
    if word is not None and word.day != whole:
        return word
    before = len(unread)
    dates = list(_dates(text, pieces, published, unread))
    happened = [day for day, was_said in dates if not was_said]
    if happened or len(unread) > before:
        return happened[0] if happened else None
    if word is not None:
        return word
    if dates:
        return None if _by_north(text) else dates[0][0]
    if whole is None:
        return None
    return _last_resort(text, whole, has_clock=has_clock)


def _last_resort(text: Text, whole: date, *, has_clock: bool) -> Day | None:
    match = _WEEKDAY.search(text.form)
    if match is not None:
        span = text.span(match.start(), match.end())
        return Day(day=last_weekday(whole, "월화수목금토일".index(match[1])), span=span)
    if has_clock or "첫 번째" in text.form:
        return Day(day=whole, span=text.span(0, 0))
    return None


def _by_north(text: Text) -> bool:
    return re.search(r"(?:중앙통신|노동신문|중앙TV)", text.form) is not None


def _by_word(text: Text, pieces: list[Piece], published: date) -> Day | None:
    for piece in pieces:
        match = _WORDS.search(piece.words)
        if match is not None and match.lastgroup is not None:
            is_aside = piece is not pieces[0] or _TIMED.search(
                piece.words, 0, match.start()
            )
            if is_aside and match.lastgroup != "today":
                continue
            span = text.span(piece.start + match.start(), piece.start + match.end())
            back = timedelta(days=_BACK[match.lastgroup])
            return Day(day=published - back, span=span)
    return None


def _dates(
    text: Text, pieces: list[Piece], published: Published | None, unread: list[Unread]
) -> Iterator[tuple[Day, bool]]:
    """Each date, and whether it is only that of a report."""
    for piece in pieces:
        for match in _DATE.finditer(piece.words):
            after = piece.words[match.end() : match.end() + 24]
            if _EARLIER.match(after):
                continue
            span = text.span(piece.start + match.start(), piece.start + match.end())
            try:
                day = _day_of(match, published)
            except ValueError:
                unread.append(Unread(span=span, reason="there is no such day"))
                continue
            before = piece.words[max(0, match.start() - 12) : match.start()]
            was_said = (
                _SAID.match(after)
                or (_NORTH_SAYS.search(before) and _happened(piece.words, match.end()))
                or (_SPEAKER.search(before) and _quotes(piece.words, match.end()))
            )
            if day is not None:
                yield Day(day=day, span=span), bool(was_said)


def _quotes(words: str, start: int) -> bool:
    """Whether what is told with another day follows at once."""
    match = _DATE.search(words, start, start + 40)
    return (
        match is not None and _ABOUT.fullmatch(words, start, match.start()) is not None
    )


def _happened(words: str, start: int) -> bool:
    """Whether another day follows that is not only that of a report."""
    return any(
        not _SAID.match(words[match.end() : match.end() + 24])
        for match in _DATE.finditer(words, start)
    )


def _day_of(match: re.Match[str], published: Published | None) -> date | None:
    number = int(match["day"] or match["day2"] or match["day3"])
    month = int(match["month"] or match["month2"] or match["month3"] or 0)
    year = (match["year"] or match["year2"] or "").replace("'", "20")
    if year and month:
        return date(int(year), month, number)
    if month and match["rel"] in ("지난해", "작년"):
        return None if published is None else date(published.year - 1, month, number)
    if month:
        return day_in_year(published, month, number)
    if published is None:
        date(2000, 1, number)
        return None
    if match["rel"] in ("지난달", "전달"):
        return day_in_month_before(published, number)
    return day_of_month(published, number)
