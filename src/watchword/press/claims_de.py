"""How German makes claims."""

from __future__ import annotations

import re
from typing import Final

from watchword.press.claiming import Words

_MONTHS: Final = (
    "januar februar märz april mai juni juli august september oktober november dezember"
)
_NUMBERS: Final = (
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn"
    " vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig"
)
_NTH: Final = (
    " erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft dreizehnt"
    " vierzehnt fünfzehnt sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst"
)
_VALUES: Final = {
    **{word: value for value, word in enumerate(_NUMBERS.split())},
    **{word: value for value, word in enumerate(_NTH.split(" ")) if word},
    "siebent": 7,
}
_ORDINALS: Final = "|".join(sorted(_NTH.split(), key=len, reverse=True))
_CARDINALS: Final = "|".join(sorted(_NUMBERS.split()[2:], key=len, reverse=True))
_MONTH: Final = rf"(?P<month>{'|'.join(_MONTHS.split())})"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else _VALUES.get(text.lower())


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


GERMAN: Final = Words(
    marks=re.compile(r"(?<=[^\W\d])[.!?][\"')]?(?=\s|$)|(?<=\d{4})\.(?=\s|$)|\n"),
    subjects=(
        (
            _re(
                r"\b(?:atombomben|atomwaffen|nuklear|atom|kernwaffen)-?(?:waffen)?"
                r"tests?\b|\b(?:nukleare|atomare)[rnms]? tests?\b"
            ),
            "nuclear tests",
        ),
        (
            _re(
                r"\bmarschflugkörper-?(?:tests?|starts?)\b"
                r"|\btests? (?:mit|von) marschflugkörpern\b"
            ),
            "cruise missile tests",
        ),
        (
            _re(
                r"\b\w{0,30}raketen-?(?:tests?|versuche?n?)\b"
                r"|\btests? (?:mit|von) (?:\w{1,30} )?\w{0,30}raketen\b"
            ),
            "missile tests",
        ),
        (
            _re(
                r"\b\w{0,30}raketen-?(?:starts?|abschüsse?n?|abschuss)\b"
                r"|\b(?:starts?|abschuss) (?:einer"
                r"|von) (?:\w{1,30} )?\w{0,30}raketen?\b"
            ),
            "launches",
        ),
        (
            _re(
                r"\b\w{0,30}treffens?\b|\b\w{0,20}gespräche?n?\b"
                r"|\b\w{0,20}begegnung(?:en)?\b|\bgipfel(?:treffen)?s?\b|\btrafen\b"
            ),
            "meetings",
        ),
        (
            _re(r"\braketen (?:getestet|gestartet)\b"),
            "missile tests",
        ),
        (
            _re(r"\b(?:ballistische[nr]? |mutmaßliche[nr]? ){0,2}\w{0,20}raketen\b"),
            "missiles",
        ),
    ),
    amount=_re(
        r"(?:\b(?:(?P<least>mindestens|wenigstens|nicht weniger als)"
        r"|(?P<most>höchstens|maximal|bis zu)|(?P<more>mehr als|über)"
        r"|(?P<fewer>weniger als|unter)|(?:genau|insgesamt|bereits|schon))\s"
        r"|\b(?=(?:\d{1,3}|[a-zäöüß]{3,14}) (?:\w+ )?(?:\w{0,20}raketen-?tests?"
        r"|\w{0,10}tests"
        r"|\w{0,20}raketen(?:starts)?)\b))"
        rf"(?P<number>\d{{1,4}}|{_CARDINALS})(?![\d.,]|\w)"
    ),
    number=_number,
    since=_re(
        r"\bseit (?:dem |ende |anfang |mitte )?"
        rf"(?=(?:{'|'.join(_MONTHS.split())})\b|(?:jahr )?(?:19|20)\d\d\b)"
        rf"(?:{_MONTH} ?)?(?:jahr )?(?:{_YEAR}\b)?"
    ),
    months={word: number for number, word in enumerate(_MONTHS.split(), 1)},
    first=_re(r"\berste[rnsm]?\b|\berstmals\b|\bzum ersten mal\b"),
    nth=_re(rf"\b(?:(?P<nth>\d{{1,3}}(?=\.)|{_ORDINALS})(?:\.|e[rnsm]?\b))"),
    year=_re(
        r"\b(?:in diesem jahr|dieses jahr(?:es)?|seit jahresbeginn|heuer"
        r"|im laufenden jahr"
        r"|seit (?:anfang|beginn) des jahres|seit anfang dieses jahres)\b"
    ),
    month=_re(r"\b(?:in diesem monat|diesen monat|dieses monats)\b"),
    may=_re(r"\b(?:könnten?|dürften?|möglicherweise|droht|werde|wäre)\b"),
    coming=_re(
        r"\bin den (?:kommenden|nächsten) (?:tagen|wochen|monaten)\b"
        r"|\bjederzeit\b|\bbald\b|\bdemnächst\b"
    ),
    speaker=_re(
        r"\b(?:sagte|erklärte|teilte|sagt)(?: am \w{1,20})? "
        r"(?P<who>(?:der|die|das|ein|eine) [^.;]{2,80}?)"
        r"(?=,? (?:letzte|vergangene|am|gegenüber|vor|in|mit)\b|[.;]|$)"
    ),
    pact=_re(
        r"\b\w{0,30}(?:abkommens?|pakte?s?|vereinbarung(?:en)?|vertrags?|gsomia)\b"
    ),
    acts=(
        (
            _re(
                r"\bsetzten?\b[^.]{3,100}\baus\b|\b(?:ausgesetzt|aussetzung|"
                r"suspendiert(?:e|en)?)\b"
            ),
            "suspension",
        ),
        (
            _re(
                r"\b(?:kündig(?:te|ten|t)|gekündigt|kündigung|aufkündig\w{1,6}"
                r"|aufgekündigt)\b"
            ),
            "notice",
        ),
        (_re(r"\b(?:verlängert(?:e|en)?|erneuert(?:e|en)?)\b"), "renewal"),
        (_re(r"\b(?:unterzeichnet(?:e|en)?|unterschrieben?)\b"), "signature"),
    ),
    on=_re(rf"\b(?:im|am \d{{1,2}}\.|seit) (?:jahr )?(?:{_MONTH} )?{_YEAR}\b"),
    denied=_re(
        r"\b(?:nicht|kein|keine[nmrs]?|nur|könnten?|würde|droht(?:e|en)?|erwägt"
        r"|waffenstillstand)\b"
    ),
    of_year=_re(
        rf"(?:\bim (?:ganzen |gesamten )?jahre? |^\s*(?=\d{{4}} [a-zäöü])){_YEAR}\b"
    ),
    from_month=_re(rf"\bseit (?:anfang |mitte )?{_MONTH}\b(?! ?\d)"),
)
"""The words of German."""
