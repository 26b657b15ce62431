"""German: how amounts are written, and what a length is of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from watchword.press.amount import (
    KM_A_MILE,
    KM_A_NAUTICAL_MILE,
    Hedges,
    Measures,
    Unit,
    Wording,
)
from watchword.press.german_numbers import SMALL
from watchword.press.number import COMMA, comma_number
from watchword.press.role import Cue, Rule

_LARGE: Final[Mapping[str, int]] = {
    f"{ones}{name}": number * of
    for name, of in (("hundert", 100), ("tausend", 1000))
    for ones, number in {"": 1, "ein": 1, **SMALL}.items()
}


def _number(text: str) -> float:
    small = SMALL.get(text) or _LARGE.get(text)
    return comma_number(text) if small is None else float(small)


MEASURES: Final = Measures(
    Wording(
        digits=rf"{COMMA}|\b(?:{'|'.join([*_LARGE, *SMALL])})(?:\b|(?=fach))",
        number=_number,
        units={
            r"-?kilometern?\b|-?km\b": Unit("length", 1.0),
            r"(?:kilometern?|km|meilen)(?:/h| pro \w+| in der stunde| je stunde)\b"
            r"|stundenkilometern?\b": Unit("speed", 1.0),
            r"seemeilen?\b|nautische meilen?\b": Unit("length", KM_A_NAUTICAL_MILE),
            r"meilen?\b": Unit("length", KM_A_MILE),
            r"-?metern?\b": Unit("length", 0.001),
            r"stunden?\b": Unit("duration", 60.0),
            r"-?minuten?\b|-?min\b\.?": Unit("duration", 1.0),
            r"-?sekunden?\b": Unit("duration", 1 / 60),
            r"-?kilotonnen?\b|kt\b": Unit("yield", 1.0),
            r"-?tonnen?\b": Unit("yield", 0.001),
            r"-?fache[rnms]? schallgeschwindigkeit": Unit("mach", 1.0),
        },
        prefixed={
            r"\bmach(?: von)?": Unit("mach", 1.0),
            r"\b(?:\w{0,30}magnitude|\w{0,30}stärke)\b(?:\s+(?:von|mit|bei"
            r"|des (?:künstlichen )?bebens"
            r"(?:\s+in\s+\w+)?(?:\s+am\s+\w+)?(?:\s+gab\s+\w+)?\s+mit))?"
            r"|\bm(?=\s?\d,\d)": Unit("magnitude", 1.0),
        },
        joints=r"-|,?\s*(?:und\s+)?(?:die|das|der) (?:andere|zweite|dritte|letzte)\b"
        r"(?=(?:\s[a-zäöü]+){0,2}\s\d)|bis(?: zu)?\b|und\b|oder\b|beziehungsweise\b"
        r"|bzw\.",
        lists=r",(?=\s*\d[\d.]*\s*(?:,|und\b|oder\b|bzw|beziehungsweise))",
        hedges=Hedges(
            before={
                "at_least": r"(?:weit|deutlich) (?:über|mehr als)|mindestens(?: aber)?"
                r"|mehr als"
                r"|über|wenigstens|nicht weniger als"
                r"|minimal",
                "at_most": r"bis zu|höchstens|maximal|weniger als|unter|knapp unter"
                r"|nicht mehr als|nicht einmal|maximalen",
                "approx": r"gut|knapp über|etwas mehr als|etwa|rund|circa|ca\.?|zirka"
                r"|ungefähr|schätzungsweise|knapp"
                r"|fast|annähernd|geschätzt(?:e[nr]?)?|geschätzt wurden|um die|nahezu"
                r"|beinahe|in etwa|an die|~",
            },
            after={"at_least": r"oder mehr", "approx": r"(?:in )?etwa"},
        ),
        between="zwischen|von",
        apart=r"(?:hoch|höhe|in die höhe)",
        edge=r"(?<!\w)",
    )
)

LENGTHS: Final = Rule(
    cues=(
        Cue(
            "range_km",
            re.compile(
                r"\bweit\b(?! über| mehr| unter)|\breichweiten?\b|\bflugweiten?\b"
                r"|\bdistanz(?:en)?\b|"
                r"\bstrecken?\b"
                r"|\bentfernung(?:en)?\b(?<!kilometer entfernung)"
                r"(?<!kilometern entfernung)"
                r"(?<!km entfernung)"
                r"|\bflug (?:über|von)\b|\bflugstrecken?\b|\bflugdistanz"
                r"|\bvom (?:start|abschuss)\w{0,20}(?: entfernt)?"
                r"|\bnach (?=(?:rund |etwa |ca\. |ungefähr |gut |knapp |mehr als "
                r"|circa )?"
                r"\d[\d.]* ?(?:km|kilometern)\b)"
                r"|\b(?:die|das|der) (?:andere|erste|zweite|dritte|letzte)\b"
            ),
        ),
        # "At a height of 60 km flew the missile": the verb is of what comes next.
        Cue(
            "range_km",
            re.compile(
                r"\bflog(?:en)?\b|\bgeflogen\b|\bzurück(?:ge|zu)?leg|\bzurück\b"
                r"|\blegten?\b"
            ),
            after=6,
        ),
        Cue(
            "apogee_km",
            re.compile(
                r"\bhoch\b|\berreich\w+ (?=(?:(?:rund|etwa|knapp|gut|mehr als) )?\d)"
                r"|\b\w{0,30}höhe\b|\bhöhen?\b|\bstieg(?:en)?\b|"
                r"\b(?:auf)?gestiegen\b"
                r"|\bgipfelpunkt\w{0,20}|\bscheitel\w{0,20}|\baufstieg\w{0,20}"
                r"|\bapogäum"
            ),
        ),
        Cue("depth_km", re.compile(r"\btief\b|\b\w{0,30}tiefe\b|\btiefen\b")),
        Cue(
            "elsewhere",
            re.compile(
                r"\b(?:öst|west|nörd|süd|nordöst|nordwest|südöst|südwest)lich(?:en)?\s+"
                r"(?:von|der|des|vor|japans|hokkaidos)\b|\bentfernt\w{0,20}|"
                r"\bvor der\b[^,.]{0,30}"
                r"\bküste\b|\bvon der\b[^,.]{0,30}\b(?:küste|grenze)\b|\bmögliche[nr]? "
                r"reichweite\b|\bmaximale[nr]? reichweite\b|\btheoretisch\w{0,20}"
                r"|\bentfernung\b(?:(?<=kilometern entfernung)"
                r"|(?<=kilometer entfernung)|(?<=km entfernung))"
                r"|\b(?:habe|hat|haben|hätte|besitzt"
                r"|besitze) eine (?:\w+ )?reichweite von\b"
                r"(?![^;]{0,50}(?:erreicht|zurück))"
                r"|\bvor\b(?:(?<=kilometer vor)|(?<=kilometern vor)|(?<=km vor))"
                r"|\b(?:ihre|seine|deren|dessen) (?:\w+ )?reichweite (?:beträgt|liegt"
                r"|betrage"
                r"|liege|wird)\b|\breich(?:en|te|t)\b[^.]{0,16}|\bum [\w ]{2,20}(?= in)"
                r"|\bkönn\w{0,20}\b(?:[^,.]|\.\d){0,40}\b(?:weit|fliegen|erreichen|"
                r"treffen)"
                r"|\bvor (?:japan|hokkaido)\b|\blang\b|\bradius\b|\bumkreis\b|"
                r"\bsperr\w+"
            ),
        ),
    ),
    is_behind=True,
    elided=re.compile(
        r"\b(?:die|das) (?:andere|zweite|dritte)\b[^;.()]{0,40}$", re.IGNORECASE
    ),
    beyond=re.compile(r"\s*,?\s*(?:und|bevor|ehe|sowie|dann)\s(?!\d)", re.IGNORECASE),
)
"""Cues of a length in kilometres; ``elsewhere`` is none of the fields."""

UNITLESS: Final = re.compile(
    r"\b(?:flog(?:en)?|höhe von|reichweite von|strecke von|distanz von|stieg(?:en)?)\s+"
    r"(?:(?:etwa|rund|ungefähr|mindestens|mehr als|bis zu|auf|gut|knapp)\s+){0,2}"
    r"(?P<number>\d[\d.]*(?:,\d+)?)(?![\d.,]*\d)"
    r"(?=\s*(?:[.,;)]|$|und\b|weit\b|hoch\b|mit\b|erreicht))"
)
