"""English: the words by which values, kinds of text and authorities are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from watchword.press.amount import (
    KM_A_FOOT,
    KM_A_MILE,
    KM_A_NAUTICAL_MILE,
    Hedges,
    Measures,
    Unit,
    Wording,
)
from watchword.press.number import POINT, point_number
from watchword.press.reading import OtherType, WeaponClass, Zone
from watchword.press.role import Cue, Rule


def words(pattern: str) -> re.Pattern[str]:
    """A pattern that is asked of English text."""
    return re.compile(pattern, re.IGNORECASE)


_SMALL: Final[Mapping[str, int]] = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        1,
    )
}


def _number(text: str) -> float:
    small = _SMALL.get(text.lower())
    return point_number(text) if small is None else float(small)


SENTENCE: Final = re.compile(
    r"(?<!a\.m)(?<!p\.m)(?<!U\.S)(?<!\bNo)(?<!\bGen)(?<!\bMr)[.!?]\"?(?"
    r"=\s+[A-Z\"0-9]|\s*$)"
    r"|\n+"
)
CLAUSE: Final = re.compile(r";|(?<!\d),(?!\d)|(?<=[a-z]), |[.!?]\"?(?=\s+[A-Z\"]|\s*$)")

MEASURES: Final = Measures(
    Wording(
        digits=rf"{POINT}|\b(?:{'|'.join(_SMALL)})\b",
        number=_number,
        units={
            r"k(?:ilo)?met(?:er|re)s?\b|kms?\b": Unit("length", 1.0),
            r"nautical miles?\b": Unit("length", KM_A_NAUTICAL_MILE),
            r"miles?\b|mi\b": Unit("length", KM_A_MILE),
            r"f(?:ee|oo)t\b": Unit("length", KM_A_FOOT),
            r"hours?\b": Unit("duration", 60.0),
            r"-?minutes?\b|min\b": Unit("duration", 1.0),
            r"-?seconds?\b": Unit("duration", 1 / 60),
            r"-?kilotons?\b|-?kilotonnes?\b|kt\b": Unit("yield", 1.0),
            r"-?tons?\b|-?tonnes?\b": Unit("yield", 0.001),
            r"-?magnitude\b": Unit("magnitude", 1.0),
        },
        prefixed={
            r"mach": Unit("mach", 1.0),
            r"magnitude(?: of)?|\bM(?=\d)|\bmb(?=\s?\d)": Unit("magnitude", 1.0),
        },
        joints=r"-|to|and|or",
        hedges=Hedges(
            before={
                "at_least": r"at least|more than|over|above|exceeding|no less than"
                r"|in excess of|beyond|upwards of",
                "at_most": r"at most|up to|less than|under|below|no more than|within",
                "approx": r"about|around|some|approximately|approx\.?|roughly|nearly"
                r"|almost|an estimated|estimated at|estimated|close to|circa|~"
                r"|an approximate|(?:an )?approximate (?:range|apogee|altitude) of"
                r"|estimated to be",
            },
            after={"at_least": r"or (?:more|higher|farther)"},
        ),
        between="between",
    )
)

LENGTHS: Final = Rule(
    cues=(
        Cue(
            "range_km",
            words(
                r"\bfl(?:ew|ying|own|ight of|y)\b|\btravel+(?:ed|ing|s)?\b|\brange\b"
                r"|\bdistance\b|\bcover(?:ed|ing)\b|\bdownrange\b|\bwent\b"
                r"|\bthe (?:other|first|second|third|last)\b"
            ),
            after=2,
        ),
        Cue(
            "apogee_km",
            words(
                r"\baltitudes?\b|\bapogees?\b|\bhigh\b|\bheight\b|\brose\b|\brising\b"
                r"|\bpeak(?:ed|ing)?\b|\bascend(?:ed|ing)\b|\breached up\b|"
                r"\bclimb(?:ed|ing)\b"
                r"|\bsoar(?:ed|ing)\b"
            ),
        ),
        Cue("depth_km", words(r"\bdeep\b|\bdepth\b|\bunderground\b")),
        Cue(
            "elsewhere",
            words(
                r"\b(?:off|from) (?:the |Japan's |its )?(?:\w+ )?(?:coast|shore|"
                r"border|Hokkaido)"
                r"|\b(?:north|south|east|west|north-?east|north-?west|south-?east"
                r"|south-?west)(?:ern)? of\b|\baway\b|\bmaximum range of\b|"
                r"\bcapable of\b"
                r"|\bcould (?:fly|reach|travel)\b|\bcan (?:fly|reach|travel)\b|"
                r"\bexclusion\b"
                r"|\bradius\b|\bwide\b|\bborder\b"
            ),
        ),
    ),
)
"""Cues of a length in kilometres; ``elsewhere`` is none of the fields."""

CLASSES: Final[Mapping[WeaponClass, re.Pattern[str]]] = {
    "ICBM": words(
        r"\bICBMs?\b|intercontinental(?:-range)? ballistic|long-range ballistic"
        r"|\bICBM-class"
    ),
    "SLBM": words(r"\bSLBMs?\b|submarine-launched ballistic"),
    "IRBM": words(
        r"\bIRBMs?\b|intermediate[- ]range(?:,? (?:or longer|hypersonic))?"
        r"(?: ballistic)? missile|intermediate-range ballistic"
    ),
    "MRBM": words(r"\bMRBMs?\b|medium[- ]range ballistic"),
    "SRBM": words(r"\bSRBMs?\b|(?:short|close)[- ]range ballistic"),
    "SLV": words(r"space launch vehicle|satellite launch|carrier rocket"),
    "cruise": words(r"\bcruise missiles?\b"),
}
"""In the order in which they are looked for."""

NUMBERS: Final[Mapping[str, int]] = {
    "a": 1,
    "an": 1,
    "one": 1,
    "single": 1,
    "two": 2,
    "pair": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "dozen": 12,
    "eighteen": 18,
}
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
    "JST": words(r"\bJST\b|\bJapan(?:ese)?(?: standard)? time\b|\bTokyo time\b"),
    "KST": words(r"\bKST\b|\bKorean?(?: standard)? time\b|\bSeoul time\b"),
    "UTC": words(r"\bUTC\b|\bGMT\b"),
    "EDT": words(r"\bEDT\b|\bEastern (?:daylight )?time\b"),
    "EST": words(r"\bEST\b"),
    "HST": words(r"\bHST\b|\bHawaii(?:-Aleutian| standard)? time\b"),
    "BJT": words(r"\bBeijing time\b"),
}
AUTHORITIES: Final[Mapping[str, re.Pattern[str]]] = {
    "KR": words(
        r"\bJCS\b|South Korea(?:n|'s)? (?:Joint|military|army|defen[cs]e)|"
        r"\bSeoul('s)?\b"
        r"|Joint Chiefs|\bKMA\b|\bROK\b|the military\b"
    ),
    "JP": words(
        r"\bJapan(?:ese|'s)? (?:government|media|(?:Ministry|Minister) of Defen[cs]e"
        r"|defen[cs]e|coast guard)|\bTokyo\b|the defen[cs]e minist(?:er|ry)\b|\bJMA\b"
    ),
    "KP": words(
        r"\bKCNA\b|North Korea(?:n|'s)? (?:press|state|official|media)|\bPyongyang said"
    ),
    "US": words(
        r"\bPentagon\b|\bU\.?S\.? (?:military|officials?|Pacific)|\bUSGS\b|INDOPACOM"
    ),
    "CN": words(r"\bCENC\b|China's|\bChinese\b"),
}
"""Who is quoted, by the country in which an authority's name begins."""

OTHERS: Final[tuple[tuple[OtherType, re.Pattern[str]], ...]] = (
    (
        "false_alarm",
        words(
            r"\b(?:false alarm|erroneous(?:ly)?|by mistake|mistakenly|false alert"
            r"|retract(?:ed|ion)|was no (?:missile|launch))\b"
        ),
    ),
    (
        "collapse",
        words(r"\bcollaps(?:e|ed|ing)\b|\bcave-in\b"),
    ),
    (
        "natural_earthquake",
        words(
            r"\bnatural(?:ly occurring)?\b.{0,40}\b(?:quake|earthquake|tremor)"
            r"|(?:quake|earthquake|event)s?\b.{0,80}\b(?:natural|not man-made"
            r"|unlikely to be man-made|not artificial)|induced by|\baftershock"
        ),
    ),
    (
        "artillery",
        words(
            r"\bartillery\b|\bmultiple(?:-| )(?:rocket )?launch(?:er)?s?(?: rocket)?\b"
            r"|\bMLRS\b|\bhowitzers?\b"
        ),
    ),
    (
        "preparation",
        words(
            r"\bwould be (?:a|its|the)\b|\bprepar(?:ing|ations?|ed) (?:for|to)\b"
            r"|\bon alert for\b|\bsigns? of\b|\bsatellite (?:images?|imagery)\b"
            r"|\bready to (?:conduct|launch|test)\b|\bcould (?:conduct|launch|test)\b"
        ),
    ),
    (
        "warning",
        words(
            r"\bnavigation(?:al)? warning|\bplans? to launch|\bnotified\b|\bno-sail\b"
            r"|\bintends? to launch"
        ),
    ),
    (
        "diplomacy",
        words(
            r"\bagreed?\b|\btalks\b|\bsummit\b|\bmeeting\b|\bsanctions?\b|"
            r"\bmet (?:with|in)\b"
            r"|\bwant(?:s)? a\b|\bwould (?:answer|respond)\b|\bsecurity council\b"
            r"|\bcondemn(?:ed|s)?\b"
        ),
    ),
)
