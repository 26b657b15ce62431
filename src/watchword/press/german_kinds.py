"""German: what kind of event a text reports, told from all that it only speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from watchword.press.calendar import Published
from watchword.press.reading import EventType, OtherType

_P = re.compile

MISSILE: Final = _P(
    r"rakete(?!n(?:angriff|alarm|abwehr|programm|warn|bedroh|stützpunkt|werfer))"
    r"|geschoss|flugkörper|projektil|\b(?:icbm|slbm|irbm|srbm)\b|satellit|hwasong"
)
_FIRED: Final = _P(
    r"\b(?:abgefeuert\w{0,20}|abgeschossen\w{0,20}|verschossen|gestartet\w{0,20}|"
    r"startete\w{0,20}|gefeuert\w{0,20}"
    r"|geschossen|feuerten?|schoss(?:en)?|testeten?|getestet\w{0,20}|testet|feuert"
    r"|schießt"
    r"|(?:ins (?:welt)?all|auf den weg) (?:geschickt|gebracht)"
    r"|startet|abfeuerte|hat\b[^.;]{0,60}\bgezündet)\b"
)
_SEEN: Final = _P(
    r"\b(?:entdeckte|registrierten?|registriert|erfassten?|erfasst|"
    r"bestätigten?|bestätigt"
    r"|meldeten?|zählten?|verfolgten?|beobachtet\w{0,20}|verzeichnet\w{0,20}|ortete"
    r"|gemeldet"
    r"|festgestellt"
    r"|erfolgte)\b"
    r"(?!, ob\b)[^.;]{0,80}(?:start|rakete|geschoss|abschuss|flugkörper)"
    r"|\b(?:start|abschuss|test)\b[^.;]{0,80}\b(?:erfolgte|registriert|verfolgt|"
    r"festgestellt|erfasst"
    r"|entdeckt|bestätigt|geglückt|gelang)"
    r"|\braketenstarts?\b[^.;]{0,60}\b(?:bedrohung|bedrohten?|gefahr)\b"
    r"|\b(?:abschuss|start)\b[^.;]{0,50}\braketen?\b[^.;]{0,30}\b(?:unterrichtet"
    r"|informiert)\b"
    r"|(?:rakete|geschoss|flugkörper|projektil|satellit|objekt)\w{0,20}[^.;]{0,60}"
    r"\b(?:entdeckt|registrierte?|geortet|ortete|zählte|entdeckte|erfasst|beobachtet"
    r"|gesichtet)\b"
)
_FLEW: Final = _P(
    r"\b(?:flog(?:en)?|geflogen|stürzten?|landeten?|fiel(?:en)?|"
    r"ging(?:en)?\b[^.;]{0,40}"
    r"\bnieder|schlug(?:en)?\b[^.;]{0,40}\b(?:ein|auf)|überflog(?:en)?|"
    r"legten?\b[^.;]{0,60}"
    r"\bzurück|zurückgelegt|stieg(?:en)?|explodierte|niedergegangen|gefallen"
    r"|aufgeschlagen"
    r"|eingeschlagen"
    r"|hob(?:en)?\b[^.;]{0,80}\bab|explodiert|"
    r"abgehoben|herunter(?:ging|kam|gekommen)|"
    r"abgestürzt|zerbrach)\b"
    r"|\b(?:raketen)?(?:test|start|versuch)\b[^.;]{0,90}\b(?:misslungen|misslang"
    r"|missglückte?"
    r"|fehlgeschlagen|fehlschlug|scheiterte|gescheitert)\b"
    r"|\bkam(?:en)?\b[^.;]{0,70}\bkilometer weit|\b(?:\w{0,10}höhe|reichweite"
    r"|flugweite|entfernung)\b[^.;]{0,60}\b(?:km|kilometern?)\b"
)
_LENGTH: Final = _P(r"(?<![\d,.])\d[\d.,]*\s?(?:km|kilometer|meilen|seemeilen)")
_CLOCK: Final = _P(r"\b\d{1,2}(?:[.:]\d\d)? uhr\b|\b\d{1,2}:\d\d\b")
_NORTH: Final = _P(r"nordkorea(?!nisch)|pjöngjang|pjong|kim jong|\bder norden\b")
_ALLIED: Final = _P(
    r"atacms|hyun?moo|boden-boden|patriot|tomahawk|minuteman|thaad|trident"
)
_FOREIGN: Final = _P(
    r"\W*(?:\w+ )?(?:iran|china|russland|indien|pakistan|israel|hamas|huthi\w{0,20}"
    r"|ukraine"
    r"|teheran|moskau|peking) (?:hat|haben|testete|feuerte|schoss|startete"
    r"|bestätigte)\b"
)
_ALLIES: Final = _P(
    r"\b(?:haben|hat|feuerten?|schoss(?:en)?|testeten?|starteten?) (?:\w+ ){0,2}?"
    r"(?:südkorea|die usa|die verbündeten)\b"
    r"|\b(?:südkorea|usa|verbündeten|alliierten)(?: und (?:die )?\w+)? "
    r"(?:haben|hat|feuerten?|schoss(?:en)?|testeten?|starteten?)\b"
)
_ENGINE: Final = _P(
    r"triebwerk|\bantriebs?\b|\braketenmotor|\bfeststoffmotor|\bmotor\b"
    r"|gefechtskopf(?:test)?"
)
_WHEN: Final = _P(r"\bnachdem\b[^.;]{0,90}$")
_DAY: Final = _P(
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)"
    r"|uhr\b|heute|gestern"
)
"""What something happened after is news only with its own day."""

_BEFORE: Final = _P(
    r"\b(?:wenn|falls|sollte|ob|bevor|keine[nrs]?|nicht(?! in japans| innerhalb"
    r"| auf japan| näher| identifiz| genau"
    r"| weniger)"
    r"|(?<!wie )(?<!noch )nie|niemals|weder|würde|könnte"
    r"|dementiert\w{0,20}|bestreitet|bestritt|verurteil\w+|jahrestag|"
    r"simulier\w+|angeblich nicht"
    r"|ohne|solange|bis (?!zu\b|\d|\w+ uhr)|hätte)\b[^.;]{0,80}$"
)
_AFTER: Final = _P(
    r"(?:(?! und )[^.;,]){0,24}\b(?:könn(?:t?en?|t?e)|sollen?|sollt?en?|würden?|"
    r"dürften? (?:noch|bald"
    r"|in)|wird|müss\w+|darf|dürfen)\b|\s+werden\b(?! sei)"
)
_STILL: Final = _P(r"\s+worden\b|\s+haben\b")
PERIOD: Final = _P(
    r"\bseit \w+ (?:macht|amts|regierungs)\w+\b|\bende (?:19|20)\d\d\b|^\s*(?:19"
    r"|20)\d\d\b"
    r"|\bhalbjahr\b|\bquartal\b|\bseit jahresbeginn\b|\bin diesem jahr\b"
    r"|\bdieses jahr\b|"
    r"\bim (?:ganzen )?jahr \d{4}"
    r"|\bseit (?:anfang |ende |mitte )?(?:\d{4}|januar|februar|märz|april|mai|juni|juli"
    r"|august|september|oktober|november|dezember|jahren|wochen|monaten)\b|\bbislang\b"
    r"|\bbisher\b|\bvergangenen? (?:jahr\w{0,20}|monat\w{0,20}|woche\w{0,20})"
    r"|\bvorjahr|"
    r"\bim laufenden jahr|\bgehenden jahr\b"
    r"|\bvor \w+ jahren\b|\bjahrestag|\bin den (?:vergangenen|letzten)\b|\bvorwoche"
    r"|\bletzte[ns]? (?:jahr|monat|woche)|\binsgesamt\b|\bjemals\b|"
    r"\bso viele\b(?![^.;]{0,30}\ban einem (?:einzigen )?tag"
    r"| auf einmal)|\bim (?:januar"
    r"|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"
    r"(?: \d{4})?\b|\bdiesen monat\b|\bin diesem monat\b"
)
_ORDINAL: Final = _P(
    r"\b\d{1,2}[.·]\s?(?:\w+)?(?:test|start|mal|rakete)|\b(?:erste(?!n? (?:halbjahr"
    r"|quartal|sechs|drei))|zweite|"
    r"dritte|vierte|fünfte"
    r"|sechste|siebte|siebente|achte|neunte|zehnte|\w+zehnte|\w+zigste"
    r"|erst(?!en? (?:halbjahr|quartal)))[rnsm]?\b"
    r"|\berstmals\b|\bzum \w+ mal\b"
)
_YEAR: Final = _P(r"(?<![.\d])(?:19|20)\d\d\b(?!\s*(?:km|kilometer|uhr|meilen))")
_NUCLEAR: Final = _P(
    r"\b(?:atom(?:waffen|bomben)?|nuklear(?:waffen)?|kernwaffen)-?(?:test|"
    r"versuch|explosion"
    r"|sprengung)(?!gelände|anlage|stopp|areal|moratorium|ort\b|s?stopp)"
    r"|wasserstoffbombe|\bexplosion|\bsprengsatz|künstlich|von menschen|\bdetonation"
    r"|\batombombe\b|\bkernwaffe\b"
    r"|\bh-bombe"
)
_MADE: Final = _P(
    r"\b(?:durchgeführt(?:e[nrs]?)?|vorgenommen|gezündet|zündete|testete|getestet"
    r"|unternommen"
    r"|unternahm|gelungen|geglückt|vollzogen|erprobt|erfolgte|ereignete)\b"
    r"|\bführte\b[^.;]{0,80}\bdurch\b|\bnahm\b[^.;]{0,60}\bvor\b"
)
_SHAKEN: Final = _P(
    r"beben|magnitude|\bstärke\b|seismisch|erschütterung|\btnt\b|kilotonn"
)
_NOT_NATURAL: Final = _P(
    r"\b(?:kein(?:e[nrms]?)?|nicht|statt|anders als|unterscheid\w+|weder)"
    r"(?: (?:um|ein(?:e[nrms]?)?|auf|von|bei|wie|aus|sich|der|"
    r"die))* natürlich\w{0,20}(?: \w+beben)?"
)
_NATURAL: Final = _P(
    r"natürlich\w{0,20}|\bnachbeben|tektonisch|\bnicht (?:künstlich|von menschen"
    r"|durch eine)"
    r"|\bkeine?n? (?:\w+ )?(?:atomtest|nukleartest|kernwaffentest|"
    r"atomwaffentest|explosion"
    r"|hinweise? auf (?:eine )?(?:explosion|einen))|ausgelöst(?:es|e) beben"
    r"|\binduziert|\bkein künstlich|\b(?:nach)?folgen? (?:de[sr]"
    r"|eine[sr]) (?:\w+ ){0,2}\w{0,20}test"
)
_COLLAPSE: Final = _P(
    r"\beinsturz|eingestürzt|\beinsturzbeben|\beinbruch de[sr]|"
    r"einge?brochen\w{0,20} (?:stollen|tunnel)"
    r"|stürzte\w{0,20} (?:ein|\w+ ein)\b|\berdfall|\bbergrutsch|zusammengebrochen"
    r"|\bkollaps"
)
_GROUND: Final = _P(
    r"stollen|tunnel|hohlraum|berg|beben|seismisch|testgelände|magnitude|stärke"
)
_FALSE: Final = _P(
    r"\bfehlalarm|irrtümlich|versehentlich|falschmeldung|zurückgenommen|falscher alarm"
    r"|fälschlicherweise|aus versehen|\bfalschen? knopf|\bfehlerhafte"
)
_GUNS: Final = _P(
    r"artillerie|mehrfachraketenwerfer|granaten|raketenwerfer|haubitz|geschütz"
)
_HEARD: Final = _P(r"registriert|beobachtet|festgestellt|geortet|entdeckt|verzeichnet")
_UNLIKE: Final = _P(
    r"\b(?:keine?|nicht|anders als|statt)\s+(?:\w+ ){0,2}\w{0,30}rakete\w{0,20}"
)
_AGGREGATE: Final = _P(
    r"(?:^\s*(?:19|20)\d\d|seit \w+ (?:macht|amts)\w+|seit jahresbeginn|in diesem jahr"
    r"|dieses jahr|im jahr \d{4}|"
    r"bislang|bisher|insgesamt"
    r"|vergangenen jahr|vorjahr|seit \d{4}|seit (?:anfang|ende|mitte)"
    r"|in den vergangenen|"
    r"im laufenden jahr|gehenden jahr"
    r"|so viele|in diesem monat|seit (?:januar|\w+ jahren))[^.]{0,90}"
    r"(?:test|rakete|\bmal\b|start)"
    r"|(?:test|rakete|start)\w{0,12}[^.]{0,60}(?:in diesem jahr|"
    r"seit jahresbeginn|im jahr \d{4}"
    r"|bislang|bisher|vergangenen jahr|seit \d{4}|seit anfang|so viele)"
)
_WARNING: Final = _P(
    r"\bwarn(?:en|te|t|ten|ung)\b|\bkündigte?n?\b|angekündigt|ankündigung|schifffahrts"
    r"|\bunterrichtete?\b|informierte\b|sperrgebiet|sperrzone|\bplant\b|\bplane\b"
)
_PREPARATION: Final = _P(
    r"vorbereitung|vorbereitet|\bbereitet\b|könnten? (?:bald|in den|"
    r"jederzeit|demnächst)"
    r"|anzeichen|bevorsteh|satellitenbild|bereitschaft|abgeschlossen|"
    r"\bbereit\b|jederzeit"
    r"|aktivitäten|hinweise auf"
)
_DIPLOMACY: Final = _P(
    r"\beinig(?:t|ten|en)\b|treffen|\btrafen\b|gespräch|gipfel|sanktion|sicherheitsrat"
    r"|verurteil|vereinbar|abkommen|verhandlung|telefon|besuch|forder|appell|manöver"
    r"|übung|resolution|beraten|beriet|minister"
)
_DOT: Final = re.compile(r"(?<=\d)\.(?=\d)")
"""A dot within a number ends no sentence."""

_ORDER: Final = re.compile(r"(?<=\d)\.(?=\s\w)")
"""Nor does one behind a number that orders."""

BEGINNING: Final = 4000
"""So many characters are asked what the event is."""


def kind_of(
    sentences: Sequence[str], published: Published | None
) -> tuple[EventType, OtherType | None]:
    """What a text reports; ``other`` with its kind where that is no event of ours.

    Args:
        sentences: Of the text's beginning, in lower case.
        published: Years before it are of something earlier.
    """
    sentences = [_ORDER.sub("·", _DOT.sub(":", each)) for each in sentences]
    text = " ".join(sentences)
    current = [each for each in sentences if not _is_past(each, published)]
    told = [each for each in current if tells_launch(each)]
    if not told and (_SHAKEN.search(text) or _COLLAPSE.search(text)):
        found = _shaken(text, current)
        if found is not None:
            return found
    if _FALSE.search(text) and not any(_stands(each) for each in told):
        return "other", "false_alarm"
    is_guns = _GUNS.search(text) and not any(_names_missile(each) for each in told)
    if is_guns and (
        told
        or any(
            _GUNS.search(each)
            for each in sentences
            if _FIRED.search(each) or _HEARD.search(each)
        )
    ):
        return "other", "artillery"
    if not told and any(_is_made(each) for each in current):
        return "nuclear_test", None
    if told:
        return "launch", None
    return "other", _otherwise(text)


def tells_launch(sentence: str) -> bool:
    """Whether a sentence tells a launch as having happened."""
    if MISSILE.search(sentence) is None and _LENGTH.search(sentence) is None:
        return False
    if _ENGINE.search(sentence) and _LENGTH.search(sentence) is None:
        return False
    has_clock = _CLOCK.search(sentence) is not None
    for pattern in (_FIRED, _SEEN, _FLEW):
        for match in pattern.finditer(sentence):
            if pattern is _FIRED and MISSILE.search(sentence) is None:
                continue
            if _is_theirs(sentence):
                continue
            if _is_blocked(sentence, match):
                continue
            if has_clock or not _is_counted(sentence, match):
                return True
    return False


def _is_theirs(sentence: str) -> bool:
    """Fired by the allies and not by the North."""
    if _NORTH.search(sentence):
        return False
    if _ALLIED.search(sentence) or _FOREIGN.match(sentence):
        return True
    return (
        _ALLIES.search(sentence) is not None
        and re.search(r"\b(?:wurden?|worden|sei(?:en)?)\b", sentence) is None
        and not re.search(r"zufolge|laut|angaben", sentence)
    )


def _is_blocked(sentence: str, match: re.Match[str]) -> bool:
    before = sentence[max(0, match.start() - 110) : match.start()]
    if _WHEN.search(before) and not _DAY.search(sentence):
        return True
    if _BEFORE.search(sentence[max(0, match.start() - 110) : match.start()]):
        return True
    if _STILL.match(sentence, match.end()):
        return False
    return _AFTER.match(sentence, match.end()) is not None


def _is_counted(sentence: str, match: re.Match[str]) -> bool:
    """Of a period, not of a day: no single launch is told."""
    around = sentence[max(0, match.start() - 140) : match.end() + 90]
    return PERIOD.search(around) is not None and _ORDINAL.search(around) is None


def _is_past(sentence: str, published: Published | None) -> bool:
    if re.search(r"\bjahrestag|\bvor \w+ jahren\b", sentence):
        return True
    if published is None:
        return False
    years = [int(match[0]) for match in _YEAR.finditer(sentence)]
    limit = published.year - (1 if (published.month or 12) == 1 else 0)
    return (
        bool(years)
        and max(years) < limit
        and _ORDINAL.search(sentence) is None
        and _CLOCK.search(sentence) is None
        and re.search(r"\bseit\b|natürlich|magnitude von|stärke von|beben", sentence)
        is None
    )


def _shaken(
    text: str, current: Sequence[str]
) -> tuple[EventType, OtherType | None] | None:
    for sentence in current:
        plain = _NOT_NATURAL.sub(" ", sentence)
        if _COLLAPSE.search(plain) and _GROUND.search(text):
            return "other", "collapse"
        if _NATURAL.search(plain) and _SHAKEN.search(text):
            return "other", "natural_earthquake"
        if _is_made(sentence):
            return "nuclear_test", None
    speaks = any(_NUCLEAR.search(each) for each in current)
    measured = any(
        _SHAKEN.search(each)
        and re.search(
            r"\d,\d|\d[\d.]* (?:kilo)?tonnen|registrier|gemessen|verzeichn", each
        )
        for each in current
    )
    return ("nuclear_test", None) if speaks and measured else None


def _is_made(sentence: str) -> bool:
    for match in _MADE.finditer(sentence):
        around = sentence[max(0, match.start() - 110) : match.end() + 60]
        if _NUCLEAR.search(around) is None or _is_blocked(sentence, match):
            continue
        if not _is_counted(sentence, match) and "nachdem" not in around:
            return True
    return False


def _stands(sentence: str) -> bool:
    return not _FALSE.search(sentence) and not re.search(
        r"alarm|warnung|\bnhk\b", sentence
    )


def _names_missile(sentence: str) -> bool:
    plain = _UNLIKE.sub(" ", sentence)
    return re.search(r"ballistisch|marschflug|rakete(?!n?werfer)", plain) is not None


def _otherwise(text: str) -> OtherType | None:
    if _SHAKEN.search(text) and re.search(r"\d,\d", text):
        return "seismic_event"
    kinds: tuple[tuple[OtherType, re.Pattern[str]], ...] = (
        ("aggregate", _AGGREGATE),
        ("warning", _WARNING),
        ("preparation", _PREPARATION),
        ("diplomacy", _DIPLOMACY),
        ("seismic_event", _SHAKEN),
    )
    return next((kind for kind, pattern in kinds if pattern.search(text)), None)
