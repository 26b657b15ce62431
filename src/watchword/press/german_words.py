"""German: the words by which values, kinds of text and authorities are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from watchword.press.amount import KM_A_MILE, Hedges, Measures, Unit, Wording
from watchword.press.number import COMMA, comma_number
from watchword.press.reading import OtherType, WeaponClass, Zone
from watchword.press.role import Cue, Rule


def words(pattern: str) -> re.Pattern[str]:
    """A pattern that is asked of German text."""
    return re.compile(pattern, re.IGNORECASE)


SENTENCE: Final = re.compile(
    r"(?<!\d)(?<!\bca)(?<!\bNr)[.!?][\"“]?(?=\s+[A-ZÄÖÜ\"„]|\s*$)|\n+"
)
CLAUSE: Final = re.compile(r";|,(?!\d)|(?<!\d)[.!?](?=\s|$)")

NUMBERS: Final[Mapping[str, int]] = {
    "ein": 1,
    "eine": 1,
    "einen": 1,
    "einer": 1,
    "eines": 1,
    "einem": 1,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "elf": 11,
    "zwölf": 12,
    "zwanzig": 20,
}

MEASURES: Final = Measures(
    Wording(
        digits=COMMA,
        number=comma_number,
        units={
            r"Kilometern?\b|km\b": Unit("length", 1.0),
            r"Meilen?\b": Unit("length", KM_A_MILE),
            r"Stunden?\b": Unit("duration", 60.0),
            r"Minuten?\b|min\b": Unit("duration", 1.0),
            r"Sekunden?\b": Unit("duration", 1 / 60),
            r"Kilotonnen?\b|kt\b": Unit("yield", 1.0),
            r"Tonnen?\b": Unit("yield", 0.001),
        },
        prefixed={
            r"\bMach\b": Unit("mach", 1.0),
            r"\b(?:Magnitude|Stärke|Erdbebenstärke)\b(?:\s+(?:von|mit|des Bebens"
            r"(?:\s+in\s+\w+)?(?:\s+am\s+\w+)?\s+mit))?": Unit("magnitude", 1.0),
        },
        joints=r"-|bis(?: zu)?|und|oder",
        hedges=Hedges(
            before={
                "at_least": r"mindestens|mehr als|über|wenigstens|gut",
                "at_most": r"bis zu|höchstens|maximal|weniger als|unter|knapp unter",
                "approx": r"etwa|rund|circa|ca\.?|ungefähr|schätzungsweise|knapp|fast"
                r"|annähernd|geschätzt(?:e[nr]?)?|Geschätzt wurden",
            },
            after={"at_least": r"oder mehr", "approx": r"(?:in )?etwa"},
        ),
        between="zwischen",
    )
)

LENGTHS: Final = Rule(
    cues=(
        Cue(
            "range_km",
            words(
                r"\bweit\b|\bReichweite\b|\bFlugweite\b|\bDistanz\b|\bStrecke\b|"
                r"\bEntfernung\b"
                r"|\bFlug über\b|\bflog(?:en)?\b|\bzurück(?:ge)?leg"
                r"|\bnach (?=\d[\d.]* (?:km|Kilometern)[^.]{0,20}(?:stürz|fiel|land|"
                r"ging|schlug))"
            ),
        ),
        Cue(
            "apogee_km",
            words(
                r"\bhoch\b|\b\w*höhe\b|\bHöhe\b|\bstieg(?:en)?\b|\baufgestiegen\b|"
                r"\bGipfelpunkt\b"
            ),
        ),
        Cue("depth_km", words(r"\btief\b|\bTiefe\b")),
        Cue(
            "elsewhere",
            words(
                r"\b(?:öst|west|nörd|süd|nordöst|nordwest|südöst|"
                r"südwest)lich(?:en)?\s+(?:von|der|des|vor)\b"
                r"|\bentfernt\b|\bvor der\b.{0,30}\bKüste\b|\bvon der\b.{0,30}\bKüste\b"
                r"|\bmöglichen? Reichweite\b|\bmaximalen? Reichweite\b|"
                r"\bkönn(?:t)?en?\b.{0,40}\b(?:weit|fliegen)"
            ),
        ),
    )
)

CLASSES: Final[Mapping[WeaponClass, re.Pattern[str]]] = {
    "ICBM": words(
        r"\bICBM\b|Interkontinental-?\s?rakete|interkontinental|Langstreckenrakete"
    ),
    "SLBM": words(r"\bSLBM\b|U-Boot-?(?:gestützt|Rakete)|von einem U-Boot"),
    "IRBM": words(r"\bIRBM\b|Mittelstrecken-?\s?rakete|\bMittelstrecken"),
    "SRBM": words(r"\bSRBM\b|ballistische[nrs]? Kurzstrecken|Kurzstreckenrakete"),
    "SLV": words(r"Trägerrakete|Satellitenrakete|Weltraumrakete|Weltraum-Trägerrakete"),
    "cruise": words(r"Marschflugkörper|Cruise[- ]Missile"),
}

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
    "CET": words(r"\bMEZ\b|\bMESZ\b|mitteleuropäische"),
    "UTC": words(r"\bUTC\b|\bGMT\b|Weltzeit"),
    "JST": words(r"japanische[rn]? (?:Orts)?zeit"),
    "KST": words(r"koreanische[rn]? (?:Orts)?zeit"),
}
AUTHORITIES: Final[Mapping[str, re.Pattern[str]]] = {
    "KR": words(
        r"südkoreanisch\w*|Südkoreas? (?:Militär|General|Armee|Verteidigung)|"
        r"Generalstab|\bJCS\b|Seoul|Yonhap"
    ),
    "JP": words(
        r"japanische[nrs]? (?!Küste|Gebiet|Meer|Luftraum)\w+|\bTokio\b|"
        r"Küstenwache|Kyodo|Hamada|Kishi"
    ),
    "KP": words(
        r"nordkoreanische[nrs]? (?:Staats|Medien|Angaben|Nachrichten)|\bKCNA\b"
    ),
    "US": words(
        r"US-(?:Militär|Erdbeben|Verteidigung|Regierung|Angaben)|Pentagon|USGS"
    ),
    "CN": words(r"\bChina (?:gab|meldete|maß)|chinesische[nrs]? Erdbeben"),
    "DE": words(r"\bBGR\b|Bundesanstalt"),
}

OTHERS: Final[tuple[tuple[OtherType, re.Pattern[str]], ...]] = (
    (
        "false_alarm",
        words(r"\bFehlalarm\b|irrtümlich|versehentlich|Falschmeldung|zurückgenommen"),
    ),
    ("collapse", words(r"\bEinsturz\b|eingestürzt|Einbruch des")),
    (
        "natural_earthquake",
        words(
            r"natürliche[sn]? (?:Erd)?beben|natürlichen Ursprungs|Nachbeben|"
            r"kein(?:en)? Atomtest"
            r"|ausgelöst(?:es)? Beben"
        ),
    ),
    ("artillery", words(r"\bArtillerie|Mehrfachraketenwerfer|Granaten|Raketenwerfer")),
    (
        "warning",
        words(
            r"\bwarn(?:en|te|t|ten)\b|\bkündigte?n?\b.{0,60}\ban\b|Schifffahrtswarnung"
        ),
    ),
    (
        "preparation",
        words(
            r"Vorbereitung(?:en)?|vorbereitet|bereitet\b.{0,40}\bvor\b|"
            r"könnte(?:n)? (?:bald|in den)"
            r"|Anzeichen|bevorstehen"
        ),
    ),
    (
        "diplomacy",
        words(
            r"\beinig(?:t|ten|en)\b|Treffen|Gespräch|Gipfel|Sanktion|"
            r"Sicherheitsrat|verurteil"
            r"|vereinbart|Abkommen|Verteidigungsminister.{0,40}trafen"
        ),
    ),
)
