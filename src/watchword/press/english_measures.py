"""English: how amounts are written, and what a length is of."""

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
from watchword.press.english_numbers import SMALL
from watchword.press.number import POINT, point_number
from watchword.press.role import Cue, Rule

_LARGE: Final[Mapping[str, int]] = {
    f"{ones} {name}": number * of
    for name, of in (("hundred", 100), ("thousand", 1000))
    for ones, number in {"a": 1, **SMALL}.items()
}


def _number(text: str) -> float:
    small = 0 if text == "zero" else _LARGE.get(text) or SMALL.get(text)
    return point_number(text) if small is None else float(small)


_LEAST: Final = (
    r"at least|more than|over|above|exceed(?:ing|ed|s)?|no less than|not less than"
    r"|no fewer than"
    r"|in excess of|beyond|upwards of|a minimum of|greater than|higher than"
    r"|farther than|further than|longer than|topping|(?<=climbed )past|(?<=rose )past"
    r"|(?<=soared )past"
)
_MOST: Final = (
    r"at most|up to|less than|under|below|no more than|not more than|within|just under"
    r"|a maximum of|fewer than|as much as|as far as|as high as"
)
_APPROX: Final = (
    r"about|around|some|approximately|approx\.?|roughly|nearly|almost|an estimated"
    r"|estimated at|estimated|close to|circa|ca\.|~|an approximate|estimated to be"
    r"|(?:an )?approximate (?:range|apogee|altitude|distance) of|in the region of"
    r"|something like|just over"
)

MEASURES: Final = Measures(
    Wording(
        digits=rf"{POINT}|\b(?:{'|'.join([*_LARGE, *SMALL])}|zero)\b",
        number=_number,
        units={
            r"-?k(?:ilo)?met(?:er|re)s?\b|-?kms?\b": Unit("length", 1.0),
            r"(?:kms?|k(?:ilo)?met(?:er|re)s?|miles?)(?:/h|ph|/s| per \w+| an hour)\b"
            r"|mph\b|knots?\b": Unit("speed", 1.0),
            r"nautical[ -]miles?\b|nmi\b": Unit("length", KM_A_NAUTICAL_MILE),
            r"-?miles?\b|-?mi\b": Unit("length", KM_A_MILE),
            r"-?f(?:ee|oo)t\b|ft\b": Unit("length", KM_A_FOOT),
            r"-?met(?:er|re)s?\b": Unit("length", 0.001),
            r"-?hours?\b": Unit("duration", 60.0),
            r"-?minutes?\b|-?mins?\b": Unit("duration", 1.0),
            r"-?seconds?\b|-?secs?\b|s\b": Unit("duration", 1 / 60),
            r"-?kilotons?\b|-?kilotonnes?\b|kt\b": Unit("yield", 1.0),
            r"-?tons?\b|-?tonnes?\b": Unit("yield", 0.001),
            r"-?magnitude\b|in magnitude\b|on the (?:richter|magnitude) scale"
            r"|mb\b": Unit("magnitude", 1.0),
            r"times the speed of sound": Unit("mach", 1.0),
        },
        prefixed={
            r"\bmach": Unit("mach", 1.0),
            r"\bmagnitude(?: of| was put at| was| is| at|:)?|\bm(?=\s?\d\.\d)"
            r"|\bmb(?=\s?\d)|"
            r"\bmw(?=\s?\d)"
            r"|\bml(?=\s?\d)|\b(?:tremor|quake|earthquake|event) (?:of|measuring)"
            r"(?= \d\.\d\b(?! ?(?:km|kilo|met|mag|in\b|on\b|mi|feet)))"
            r"|\brichter scale (?:reading|measurement) of": Unit("magnitude", 1.0),
        },
        joints=r"-|,?\s*to\b|,?\s*and\b|,?\s*or\b|through",
        lists=r",(?=\s*\d[\d.]*\s*(?:,|and\b|or\b))",
        hedges=Hedges(
            before={"at_least": _LEAST, "at_most": _MOST, "approx": _APPROX},
            after={
                "at_least": r"or (?:more|higher|farther|further|longer|faster"
                r"|greater|above|beyond)\b|plus\b",
                "at_most": r"or less",
                "approx": r"or so",
            },
            inner={"approx": r"-odd"},
        ),
        between=r"between|from",
        apart=r"(?:in )?(?:high|altitude|height|apogee|above|up\b)",
        edge=r"(?<!\w)",
    )
)

LENGTHS: Final = Rule(
    cues=(
        Cue(
            "range_km",
            re.compile(
                r"(?<!capable of )\bfl(?:ew|ying|own|ight (?:of|at|was|being|distance"
                r"|range)|y)\b"
                r"|\btravel+(?:ed|ing|s)?\b|\brange\b|\branges\b"
                r"|\bdistances?\b|\bcover(?:ed|ing)\b|\bdownrange\b|\bwent\b"
                r"|\bhaving gone\b|\bafter(?= (?:about |around |some )?\d[\d,]* ?k)"
                r"|\bin (?:distance|range)\b|\bfar\b(?! (?:exceed|above|more|over"
                r"|beyond|higher|below))"
                r"|\bthe (?:other|first|second|third|last)\b(?! (?:[a-z]+ ){0,2}[\d,.]+"
                r" ?(?:km|kilomet\w+|miles) (?:north|south|east|west|off|from|away))"
                r"|\bhit(?:ting)? (?:(?:the|a|its|their|an|set|target|mock|designated"
                r"|simulated) ){1,4}(?:targets?|waters|island)\b"
                r"|\bfrom (?:the|its) launch (?:site|point|pad)\b|\btargeted waters\b"
                r"|\bfrom where (?:it|they) (?:was|were|had been|took|lifted)\b"
                r"|\b(?:fell|falling|land(?:ed|ing)|came down|coming down"
                r"|dropp(?:ed|ing)|splash(?:ed|ing) down|plung(?:ed|ing))"
                r"(?: (?:in|into|outside|inside|off) [a-z' ]{3,30}?)?"
                r"(?= (?:(?:about|some|around|roughly|approximately|nearly) )?[\d,.]+"
                r" ?(?:km|kilomet(?:er|re)s) away\b(?! from))"
                r"|-long flight\b"
            ),
            after=2,
        ),
        Cue(
            "apogee_km",
            re.compile(
                r"\baltitudes?\b|\bapogees?\b|\bhigh\b|\bheights?\b|\brose\b|\brising\b"
                r"|\bpeak(?:ed|ing)?\b|\bascend(?:ed|ing)\b|\breached up\b"
                r"|\breach(?:ed|ing) (?:(?:more|than|about|around|some|over|up|to"
                r"|roughly"
                r"|nearly|approximately|at|least|an|estimated) ){0,3}(?=\d)"
                r"|(?<=km )at (?=(?:about |around |some |roughly |up to )?\d)"
                r"|(?<=km or so )at (?=(?:about |around |some |roughly |up to )?\d)"
                r"|(?<=kilometers )at (?=(?:about |around |some |roughly |up to )?\d)"
                r"|\b(?:both|each|all) at (?=(?:about |around |some |roughly )?\d)"
                r"|(?<=km )up\b(?! to)|\bat (?:its|their) highest\b|\bwent (?:well "
                r"|far |high )?above\b"
                r"|\btopp(?:ed|ing) out\b"
                r"|\bclimb(?:ed|ing)\b|\bsoar(?:ed|ing)\b|\binto space\b"
                r"|\b(?:flew|flying|reached|reaching) as high as\b|\bmaximum height\b"
            ),
        ),
        Cue("depth_km", re.compile(r"\bdeep\b|\bdepth\b|\bunderground\b")),
        Cue(
            "elsewhere",
            re.compile(
                r"\b(?:off|from) (?:the |japan's |its |south korea's )?(?:\w+ )?"
                r"(?:coast|shore|border|hokkaido|seoul|tokyo|japan|capital|island)"
                r"|\b(?:north|south|east|west|north-?east|north-?west|south-?east"
                r"|south-?west)(?:ern|ward)? of\b|\baway\b|\bmaximum range of\b"
                r"|\b(?:could|would|can|may|might) (?:have an?|give|reach"
                r"|extend)\b[^,.;]{0,30}"
                r"|\b(?:has|have|whose|possible|potential|maximum|full"
                r"|an effective) (?:an? )?"
                r"(?:maximum |potential |estimated |possible )?range\b(?: of)?"
                r"|\benough to (?:reach|hit|strike)\b[^,.;]{0,20}|\bwithin (?:range"
                r"|reach)\b"
                r"|\b(?:their|its|whose) (?:\w+ )?range (?:is|can be)\b(?! (?:believed"
                r"|estimated|thought|put))|\bthan the\b|\b(?:the|a"
                r"|its) second(?: peak)? (?:of|at)\b(?= \d)"
                r"|\bcapable of\b|\bdesigned (?:to|for)\b|\bestimated range of\b"
                r"|\b(?:could|can|able to|would|might) (?:have )?"
                r"(?:fly|reach|travel|hit|strike|flown|cover)"
                r"|\bexclusion\b|\bradius\b|\bwide\b|\bborder\b|\blong\b|"
                r"\bmissiles with\b"
                r"|(?<!climbed )(?<!rose )(?<!soared )\bpast (?:the )?"
                r"|\bdemilitari[sz]ed\b|\btarget\b|\bcompared\b"
            ),
        ),
    ),
    is_behind=True,
    elided=re.compile(r"\bthe (?:other|second|third)\b[^;.()]{0,40}$", re.IGNORECASE),
    beyond=re.compile(
        r"\s*(?:\([^()]{0,40}\)\s*)?,?\s*(?:and|before|but|then)\s(?!\d)", re.IGNORECASE
    ),
)
"""Cues of a length in kilometres; ``elsewhere`` is none of the fields."""

UNITLESS: Final = re.compile(
    r"\b(?:flew|travel+ed|covered|altitude of|apogee of|range of|distance of|rose to)"
    r"\s+(?:a distance of\s+)?(?:(?:about|around|some|roughly|approximately|up to"
    r"|at least|more than|over|nearly)\s+){0,2}"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)(?![\d.,]*\d)(?=\s*(?:[.,;)]|$|"
    r"and\b(?!\s+(?:\w+\s+){0,2}\d)|at\b|with\b|before\b))"
)
