"""German: clock times, days and zones, each as the text writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from watchword.press.german_numbers import SMALL
from watchword.press.reading import Zone

MONTHS: Final[Mapping[str, int]] = {
    "januar": 1,
    "jänner": 1,
    "februar": 2,
    "märz": 3,
    "april": 4,
    "mai": 5,
    "juni": 6,
    "juli": 7,
    "august": 8,
    "september": 9,
    "oktober": 10,
    "november": 11,
    "dezember": 12,
    "jan.": 1,
    "feb.": 2,
    "aug.": 8,
    "sept.": 9,
    "okt.": 10,
    "nov.": 11,
    "dez.": 12,
}
WEEKDAYS: Final[Mapping[str, int]] = {
    "montag": 0,
    "dienstag": 1,
    "mittwoch": 2,
    "donnerstag": 3,
    "freitag": 4,
    "samstag": 5,
    "sonnabend": 5,
    "sonntag": 6,
}
ZONES: Final[Mapping[Zone, re.Pattern[str]]] = {
    "CET": re.compile(r"\bmez\b|\bmesz\b|mitteleuropäische|deutscher zeit"),
    "UTC": re.compile(r"\butc\b|\bgmt\b|\bweltzeit\b"),
    "JST": re.compile(r"\bjst\b|japanische[rn]? (?:orts)?zeit"),
    "KST": re.compile(r"\bkst\b|koreanische[rn]? (?:orts)?zeit"),
}
_HALF: Final = r"\s?(?:morgens|früh|vormittags|nachmittags|abends|nachts|am \w+)"
_WORDS: Final[Mapping[str, int]] = {"ein": 1, **SMALL}
CLOCK: Final = re.compile(
    rf"\b(?P<word>{'|'.join(_WORDS)})\suhr\b(?:\s(?P<word2>[0-5]?\d)\b(?!\.))?"
    rf"(?P<half2>{_HALF}\b)?|"
    r"(?:(?<![\d.,:])(?P<hour0>[01]?\d|2\d)[.:](?P<minute0>\d\d)"
    r"(?:,\s(?:um )?\d{1,2}[.:]\d\d){0,6},\s(?:um )?)?"
    r"(?<![\d.,:])(?P<hour>[01]?\d|2\d)(?:[.:](?P<minute>\d\d))?"
    r"(?:\s?(?P<joint>und|bis|-)\s?(?:(?:um|gegen|etwa) )?(?P<hour2>[01]?\d|2\d)"
    r"(?:[.:](?P<minute2>\d\d))?)?\s?uhr\b"
    rf"(?:\s?(?P<after>[0-5]\d)\b(?!\.))?(?P<half>{_HALF}\b)?"
    r"|(?<![\d.,:])(?P<hour3>[01]?\d|2\d)(?::|h)(?P<minute3>\d\d)(?![\d:])"
    r"(?=\s?(?:utc|gmt|mez|mesz|kst|jst|ortszeit|\())"
)
_PART: Final = re.compile(r"\b\w{0,30}(?:nachmittag|abend)s?\b")
VAGUE: Final = re.compile(r"\b(?:nach|vor|bis|seit)\s(?:etwa\s)?$")
_ENDED: Final = re.compile(
    r"\b(?:stürzte|landete|fiel|aufgeschlagen|einschlag|niedergegangen|ging|schlug"
    r"|überflog|aufgehoben|alarm|warnung|sitzung|pressekonferenz)\b"
    r"[^.;]{0,40}$"
    r"|\b(?:meldete|berichtete|teilte)(?: \w+)? (?:um|gegen|am) (?:etwa )?$"
)
_ENDS_AFTER: Final = re.compile(
    r"\s?(?:ortszeit\s)?(?:\w+\s){0,2}(?:stürzte|landete|fiel|schlug|ging)\b[^.;]{0,30}"
    r"\b(?:meer|pazifik|wasser|nieder|auf|ein)\b"
    r"|(?:(?!\d uhr|abgefeuert|gestartet)[^.;,]){0,90}?\b(?:gestürzt|niedergegangen"
    r"|gelandet|aufgeschlagen|überflogen|gefallen|eingeschlagen"
    r"|überquert|hinweg\w{0,20}|verschwunden)\b"
)
_MONTH: Final = "|".join(map(re.escape, sorted(MONTHS, key=lambda n: (-len(n), n))))
DATE: Final = re.compile(
    rf"(?<![\d.,])(?P<day>[0-3]?\d)\.\s?(?:(?P<month>{_MONTH})(?!\w)"
    r"|(?P<number>1[0-2]|0?[1-9])\.(?!\d{1,2}(?!\d)))(?:\s?(?P<year>(?:19|20)\d\d\b))?"
)
OF_MONTH: Final = re.compile(r"\bam (?P<day>[0-3]?\d)\.(?=\s(?:des monats|d\.\s?m\.))")
EARLIER: Final = re.compile(
    r"\b(?:seit(?:\s+dem)?|(?:zuletzt|bereits|schon|zuvor|"
    r"erst)\s[^.]{0,40}|nach dem|vom"
    r"|bis(?: zum)?|vor dem|ab dem|jahrestag des|dem test vom)\s*$"
)
WEEKDAY: Final = re.compile(
    rf"\b(?P<day>{'|'.join(WEEKDAYS)})"
    r"(?:s|morgen|früh|vormittag|mittag|nachmittag|abend|nacht)?\b"
)
NOT_DAY: Final = re.compile(
    r"\b(?:seit|nach|nächsten?|kommenden?|bis|vergangenen?|vorigen?|"
    r"letzten?|vor|zuletzt"
    r"|zuvor|(?:wie|als|seit) (?:\w+ ){1,3}vom)\s(?:(?:dem|den|am|zum)\s)?$"
)
DAYS: Final = (
    (re.compile(r"\bvorgestern\b"), 2),
    (re.compile(r"\bgestern\b|\bgestrigen?\b"), 1),
    (re.compile(r"\bheute\b|\bheutigen?\b"), 0),
)
_PARENTHESES: Final = re.compile(r"\([^()]{0,60}\)")


def is_end(words: str, match: re.Match[str]) -> bool:
    """An impact's or a notice's time: the word for it stands by it."""
    before = words[max(0, match.start() - 70) : match.start()]
    return (
        _ENDED.search(before) is not None
        or _ENDS_AFTER.match(words, match.end()) is not None
    )


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


def times_of(match: re.Match[str], words: str) -> list[tuple[int, int]]:
    """Hours and minutes as meant: ``6 Uhr abends`` is at 18."""
    if match["word"]:
        hour = _WORDS[match["word"]]
        around = words[max(0, match.start() - 24) : match.start()]
        around += match["half2"] or ""
        late = 12 if _is_late(around) and hour < 12 else 0
        return [(hour + late, int(match["word2"] or 0))]
    if match["hour3"]:
        return [(int(match["hour3"]), int(match["minute3"]))]
    said = [
        (
            match["hour"],
            match["minute"] or (match["after"] if not match["hour2"] else None),
        )
    ]
    if match["hour0"]:
        said.insert(0, (match["hour0"], match["minute0"]))
    if match["hour2"]:
        said.append((match["hour2"], match["minute2"] or match["after"]))
    around = (match["half"] or "").strip() or words[
        max(0, match.start() - 24) : match.start()
    ]
    is_late = _is_late(around)
    return [
        (int(hour) + (12 if is_late and int(hour) < 12 else 0), int(minute or 0))
        for hour, minute in said
    ]


def _is_late(around: str) -> bool:
    return _PART.search(around) is not None and "vormittag" not in around


def zone_in(low: str, *, has_time: bool) -> Zone | None:
    """The zone a text names for its times; not that of a time said again."""
    if has_time:
        low = _PARENTHESES.sub(
            lambda m: "" if CLOCK.search(m[0]) or re.search(r"\d uhr", m[0]) else m[0],
            low,
        )
    return next((zone for zone, said in ZONES.items() if said.search(low)), None)
