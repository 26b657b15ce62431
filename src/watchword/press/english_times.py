"""English: clock times, days and zones, each as the text writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from watchword.press.reading import Zone

MONTHS: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}
WEEKDAYS: Final[Mapping[str, int]] = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
ZONES: Final[Mapping[Zone, re.Pattern[str]]] = {
    "JST": re.compile(r"\bjst\b|\bjapan(?:ese)?(?: standard)? time\b|\btokyo time\b"),
    "KST": re.compile(r"\bkst\b|\bkorean?(?: standard)? time\b|\bseoul time\b"),
    "UTC": re.compile(r"\butc\b|\bgmt\b|\buniversal time\b"),
    "EDT": re.compile(r"\bedt\b|\beastern (?:daylight )?time\b"),
    "EST": re.compile(r"\best\b|\beastern standard time\b"),
    "HST": re.compile(r"\bhst\b|\bhawaii(?:-aleutian| standard)? time\b"),
    "BJT": re.compile(r"\bbeijing time\b"),
}
UNLISTED: Final = re.compile(
    r"\b(?:c|p|m)[ds]t\b|\b(?:central|pacific|mountain) (?:daylight |standard )?time\b"
    r"|\bmsk\b|\bmoscow time\b"
)
"""A zone that is told and is none of those known: none is inferred instead."""

_MONTH: Final = "|".join(sorted(MONTHS, key=lambda name: (-len(name), name)))
CLOCK: Final = re.compile(
    r"(?<![\d.,:])(?P<hour>[01]?\d|2\d)(?::|h(?=\d\d\b)|\.(?=\d\d\s?[ap]\.?m))"
    r"(?P<minute>\d\d)(?::(?P<second>[0-5]\d))?(?![\d:])\s?(?P<half>[ap]\.?\s?m\b\.?)?"
    r"|(?<![\d.,:])(?P<only>1[0-2]|0?[1-9])\s?(?P<noon>[ap]\.?m\b\.?)"
    r"|(?<![\d.,:])(?P<four>[0-2]\d[0-5]\d)\s?(?=(?:hours|hrs|utc|gmt|kst|jst|local)\b)"
    r"|\bat (?:about |around )?(?P<army>[0-2]\d[0-5]\d)(?=,? (?:on|today|yesterday|mon"
    r"|tues"
    r"|wednes|thurs|fri|satur|sun)|\s*[.;]?$)"
    r"|(?<![\d.,:])\b(?P<bare>1[0-2]|[1-9])(?=\s?(?:and|to|-|until)\s?\d{1,2}"
    r"(?::\d\d)?\s?[ap]\.?m\b)"
    r"|(?:\bat|(?<=m )and|(?<=m\. )and) (?:exactly )?(?P<word>noon|midnight)\b"
)
VAGUE: Final = re.compile(r"\b(?:after|before|past|nearly|almost|by|until)\s$")
BETWEEN: Final = re.compile(r"\b(?:between|from)\s(?:about |around |approximately )?$")
_PART: Final = re.compile(
    r"\b\w{0,20}day (?:morning|afternoon|evening|night)\b"
    r"|\b(?:in the |this |early |late |tomorrow |yesterday )?(?:morning|"
    r"afternoon|evening)\b"
    r"|\bat night\b|\btonight\b|\bpredawn\b|\bbefore dawn\b"
)
_ENDED: Final = re.compile(
    r"\b(?:impact(?:ed|ing|s)?|land(?:ed|ing|s)?(?!-)|splash(?:ed|ing)? down"
    r"|splashdown|fell"
    r"|falling|came down|come down|coming down|dropped|fragments|debris|passed|passing"
    r"|crossed"
    r"|crossing|cancel+ed|lifted"
    r"|retracted|left the (?:airspace|room|area at)|hit the|alert|warning|advisory"
    r"|convened|ended|j-alert"
    r"|disappear(?:ed|ing)|overflew|flew over(?! the (?:yellow|east|west|sea|waters))"
    r"|vanish(?:ed|ing))\b"
    r"(?:(?!\d[ ]?[ap]\.?m\b)[^.;]|\d\.\d){0,100}$"
    r"|\b(?:said|reported|announced|issued|held|statement|briefing|meeting)\b"
    r"(?: (?!that\b)\w+){0,2} (?:at|around|about) (?:about |around )?$"
)
_FIRED_AGAIN: Final = re.compile(
    r"\b(?:fired|launched|lift\w{0,20}|launch(?! alert)|firing|carried out"
    r"|conducted)\b[^.;]{0,60}$"
)
_ENDS_AFTER: Final = re.compile(
    r"[\s,]*(?:(?:local time|jst|kst|japan time|that (?:day|morning))[\s,]*)?"
    r"(?P<what>it|they|the (?:missile|projectile)s?)?\s?(?:is believed to have )?"
    r"\b(?:landed|fell|splashed|came down|impacted|passed over)\b"
)
JOINED: Final = re.compile(
    r"\s*(?:,|and|to|-|until|or)\s*(?:again )?(?:at )?(?:around |about )?"
)
DATE: Final = re.compile(
    rf"\b(?P<month>{_MONTH})\b\.? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
    rf"(?!:|\d|\.\d| ?(?:km|kilomet|missile|"
    rf"ballistic))(?:,? (?P<year>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month2>{_MONTH})\b"
    rf"(?:,? (?P<year2>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<year3>(?:19|20)\d\d)-(?P<month3>\d\d)-(?P<day3>\d\d)\b"
)
OF_MONTH: Final = re.compile(
    r"\bon (?:\w+day,? )?the (?P<day>\d{1,2})(?:st|nd|rd|th)\b"
    r"(?! (?:launch|test|missile|time|floor|anniversary|parallel))"
)
WEEKDAY: Final = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
REPORTED: Final = re.compile(r"\b(?:said|reported|announced|released)(?: on)? $")
"""A day of reporting: North Korea's media report the day after."""

DAYS: Final = (
    (
        re.compile(r"\b[ap]\.?m\.?,? (?:on )?the (?:previous day|day before)\b(?! \w)"),
        1,
    ),
    (re.compile(r"\byesterday(?:'s)?\b"), 1),
    (re.compile(r"\btoday(?:'s)?\b|\bthis (?:morning|afternoon|evening)\b"), 0),
    (re.compile(r"\btwo days ago\b"), 2),
)
MEANT: Final = re.compile(
    r"\b(?:since|in|(?<!morning )(?<!hours )(?<!afternoon )(?<!evening )(?<!night )of"
    r"|after|anniversary of|compared (?:with|to)|until|between|before"
    r"|following|next|by)\s+(?:the )?$"
    r"|\b(?:last|previous(?:ly)?|earlier|most recent(?:ly)?|since)\b[^.,;]{0,40}$"
    r"|\b(?:than|unlike|like|similar|same|as with|resembl\w+|identical|response to"
    r"|as in|(?:variant|version|successor|copy) of"
    r"|(?:days?|weeks?|months?|hours?) (?:after|before))\b[^.;]{0,110}$"
)
REMEMBERED: Final = re.compile(
    r"(?:is|was|marks|marked|being) (?:[\w'-]+ ){0,6}(?:anniversary|birthday|holiday)\b"
)
"""What follows a day that is told for what else it is."""

NOT_DAY: Final = re.compile(
    r"\b(?:since|last|previous|after|following|until|next|by|before|through)"
    r" (?:\w+ )?$|\bday (?:before|after)\b[^.,;]{0,30}$"
)
_PARENTHESES: Final = re.compile(r"\([^()]{0,60}\)")


def half_of(match: re.Match[str]) -> str:
    """``a``, ``p``, or empty where the time itself does not say."""
    return (match["half"] or match["noon"] or "")[:1]


def half_after(matches: Sequence[re.Match[str]], words: str) -> str:
    """Of "7:44 and 8:22 AM" both are in the morning."""
    if matches[0]["four"] or matches[0]["army"] or matches[0]["word"]:
        return ""
    for match in matches[1:]:
        if half_of(match):
            return half_of(match)
    part = _PART.search(words)
    if part is None:
        return ""
    is_early = re.search(r"morning|dawn", part[0])
    return "a" if is_early else "p"


def numbers_of(match: re.Match[str]) -> tuple[int, int, int]:
    """Hour, minute and second as written."""
    four = match["four"] or match["army"]
    if four:
        return int(four[:2]), int(four[2:]), 0
    if match["word"]:
        return (12 if match["word"] == "noon" else 0), 0, 0
    alone = match["only"] or match["bare"]
    if alone:
        return int(alone), 0, 0
    return int(match["hour"]), int(match["minute"]), int(match["second"] or 0)


def is_end(
    words: str,
    match: re.Match[str],
    earlier: Sequence[re.Match[str]],
    *,
    is_later: bool = False,
) -> bool:
    """An impact's or a notice's time: the word for it stands by it.

    Args:
        words: A part of the text.
        match: The time in it.
        earlier: The time before it in that part, if any.
        is_later: A time was told in a part before.
    """
    before = words[max(0, match.start() - 130) : match.start()]
    start = earlier[-1].end() - (match.start() - len(before)) if earlier else 0
    between = before[max(0, start) :]
    tail = before if JOINED.fullmatch(between) else between
    if _ENDED.search(tail) and not _FIRED_AGAIN.search(tail):
        return True
    after = _ENDS_AFTER.match(words, match.end()) if earlier or is_later else None
    return after is not None and bool(after["what"] or not JOINED.fullmatch(between))


def goes_on(words: str, match: re.Match[str], earlier: Sequence[re.Match[str]]) -> bool:
    """Told in a row with the time before it."""
    between = words[earlier[-1].end() : match.start()] if earlier else ""
    return JOINED.fullmatch(between) is not None


def is_repeated(words: str, match: re.Match[str]) -> bool:
    """The same instant in another zone, in parentheses."""
    before = words[max(0, match.start() - 20) : match.start()]
    return re.search(r"\([^()]{0,20}$", before) is not None


def is_aside(words: str, start: int) -> bool:
    """A day told in parentheses with the time of another zone."""
    opened = words.rfind("(", max(0, start - 60), start)
    if opened < 0 or ")" in words[opened:start]:
        return False
    return CLOCK.search(words, opened, start + 60) is not None


def zone_in(low: str, *, has_time: bool) -> Zone | None:
    """The zone a text names for its times; not that of a time said again."""
    if has_time:
        low = _PARENTHESES.sub(lambda m: "" if CLOCK.search(m[0]) else m[0], low)
    return next((zone for zone, said in ZONES.items() if said.search(low)), None)
