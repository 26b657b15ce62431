"""How English makes claims."""

from __future__ import annotations

import re
from typing import Final

from watchword.press.claiming import Words

_MONTHS: Final = (
    "january february march april may june july august september october november"
    " december"
)
_NUMBERS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen"
    " fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
_NTH: Final = (
    " first second third fourth fifth sixth seventh eighth ninth tenth eleventh"
    " twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth"
    " nineteenth twentieth"
)
_VALUES: Final = {
    **{word: value for value, word in enumerate(_NUMBERS.split())},
    **{word: value for value, word in enumerate(_NTH.split(" ")) if word},
    "a dozen": 12,
    "two dozen": 24,
}
_ORDINALS: Final = "|".join(sorted(_NTH.split(), key=len, reverse=True))
_CARDINALS: Final = "a dozen|two dozen|" + "|".join(
    sorted(_NUMBERS.split()[1:], key=len, reverse=True)
)
_NAMES: Final = "|".join(_MONTHS.split())
_MONTH: Final = rf"(?P<month>{_NAMES})"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else _VALUES.get(text.lower())


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


ENGLISH: Final = Words(
    marks=re.compile(r"(?<=[a-z\d)\"'])[.!?][\"')]?(?=\s|$)|\n"),
    subjects=(
        (
            _re(
                r"\b(?:nuclear|atomic)(?: (?:weapons?|bomb|device))?"
                r" (?:tests?|explosions?|detonations?)\b"
                r"|\btests? of (?:a |an )?(?:nuclear|atomic) (?:weapons?|bomb|device)\b"
            ),
            "nuclear tests",
        ),
        (
            _re(r"\bcruise[- ]missile (?:tests?|launch(?:es)?|firings?)\b"),
            "cruise missile tests",
        ),
        (
            _re(r"\bmissile[- ](?:flight )?tests?\b|\bweapons tests?\b"),
            "missile tests",
        ),
        (
            _re(
                r"\b(?:missile |rocket |icbm |projectile )?"
                r"(?:test-)?(?:launch(?:es)?|firings?)\b(?! (?:site|pad|vehicle))"
            ),
            "launches",
        ),
        (
            _re(r"\b(?:meetings?|talks|summits?|face-to-face encounter|met)\b"),
            "meetings",
        ),
        (
            _re(
                r"\b(?:(?:ballistic|guided|such|suspected|short-range) ){0,3}missiles\b"
            ),
            "missiles",
        ),
    ),
    amount=_re(
        r"(?:\b(?:(?P<least>at least|no fewer than|no less than|a minimum of)"
        r"|(?P<most>at most|no more than|up to)|(?P<more>more than|over)"
        r"|(?P<fewer>fewer than|less than)|(?:exactly|a total of|already|conducted"
        r"|carried out|staged|a record))\s|\b(?=(?:\d{1,3}|[a-z]{3,9}(?: dozen)?)"
        r"(?: rounds of)?(?: \w+){0,2} (?:(?:missile|nuclear|weapons) tests"
        r"|missiles|launches)\b))"
        rf"(?P<number>\d{{1,4}}|{_CARDINALS})(?![\d.,]|\w)"
    ),
    number=_number,
    since=_re(
        rf"\bsince (?:late |early |mid-)?(?=(?:{_NAMES})\b|(?:19|20)\d\d\b)"
        rf"(?:{_MONTH},? ?)?(?:{_YEAR}\b)?"
    ),
    months={word: number for number, word in enumerate(_MONTHS.split(), 1)},
    first=_re(r"\bfirst\b"),
    nth=_re(rf"\b(?P<nth>\d{{1,3}}(?=st|nd|rd|th)|{_ORDINALS})(?:st|nd|rd|th)?\b"),
    year=_re(
        r"\b(?:this year|so far this year|(?:since the (?:start|beginning) "
        r"|(?<!half ))of the year)\b"
        r"|\bsince (?:the )?(?:start|beginning) of the year\b|\bsince new year\b"
    ),
    month=_re(r"\b(?:this month|so far this month)\b"),
    may=_re(r"\b(?:could|may|might|would be|likely|possible)\b"),
    coming=_re(
        r"\bin the (?:coming|next) (?:few )?(?:days|weeks|months)\b"
        r"|\b(?:at )?any (?:time|day)\b|\bsoon\b"
    ),
    speaker=_re(
        r",[\"']? (?P<before>[^,.;]{3,80}?) said\b"
        r"|\b(?:according to|said) (?P<who>(?:the |a |an )?[^.;]{3,80}?)"
        r"(?=,? (?:on|last|told|in|at|to)\b|[,.;]|$)"
    ),
    pact=_re(r"\b(?:pact|agreement|accord|treaty|gsomia|memorandum)\b"),
    acts=(
        (_re(r"\b(?:suspended|suspension|conditionally halted)\b"), "suspension"),
        (
            _re(
                r"\b(?:notified \w+[^.]{0,60}(?:terminate|end|withdraw)|(?:gave|given"
                r"|giving|served) (?:formal )?notice"
                r"|terminated?|termination|scrapped|ended|pulled out of"
                r"|withdrew from|denounced|cancell?ed)\b"
            ),
            "notice",
        ),
        (_re(r"\b(?:renewed|renewal|extended|prolonged)\b"), "renewal"),
        (_re(r"\b(?:signed|concluded)\b"), "signature"),
    ),
    on=_re(
        rf"\b(?:in|on|since) (?:(?:late |early |mid-)?{_MONTH}(?: \d{{1,2}})?,? )?"
        rf"{_YEAR}\b"
    ),
    denied=_re(
        r"\b(?:not|never|no|could|may|might|would|threaten(?:s|ed)?|considers?"
        r"|considering|called for)\b(?<!that it would)(?<!that seoul would)"
    ),
    of_year=_re(rf"\b(?:in|during|throughout|in all of) {_YEAR}\b"),
    from_month=_re(rf"\bsince (?:early |mid-)?{_MONTH}\b(?! ?,? ?\d)"),
)
"""The words of English."""
