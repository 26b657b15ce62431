"""German: classes of missiles, sites, where it came down, and who is quoted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from watchword.press.reading import WeaponClass

CLASSES: Final[Mapping[WeaponClass, re.Pattern[str]]] = {
    "ICBM": re.compile(
        r"\bicbms?\b|interkontinental|langstrecken-?rakete"
        r"|ballistische\w{0,20} langstrecken|(?:großer|interkontinentaler) reichweite"
    ),
    "SLBM": re.compile(
        r"\bslbms?\b|u-boot-?(?:gestützt|rakete|abgefeuert)|von einem (?:\w+ )?u-boot"
        r"|\bein (?:\w+ )?u-boot\b[^.;]{0,60}\brakete\b"
        r"|von u-booten"
    ),
    "IRBM": re.compile(r"\birbms?\b|mittelstrecken|mittlerer reichweite"),
    "SRBM": re.compile(
        r"\bsrbms?\b|kurzstreckenrakete|ballistische\w{0,20} kurzstrecken"
        r"|kurzstrecken-?rakete|raketen? (?:kurzer|geringer) reichweite"
    ),
    "SLV": re.compile(
        r"trägerrakete|satellitenrakete|weltraumrakete|\w{0,30}satellit(?:en)?\b"
    ),
    "cruise": re.compile(r"marschflugkörper|cruise[- ]missile"),
}
"""In the order in which they are looked for."""

PLAIN: Final = re.compile(
    r"\b\w{0,40}raketen?\b|\braketen-?(?:start|test|versuch)s?\b"
    r"|\b\w{0,30}geschosse?n?\b|flugkörper|projektile?"
)
NOT: Final = re.compile(
    r"\b(?:nicht|keine?[rnms]?|statt|weder|noch|anders als|ausgeschlossen|nach)"
    r" (?:(?:zu|wie|um|eine?[rnms]?|die|auf|von|etwa|ballistische\w?) ){0,3}$"
)
ELSEWHEN: Final = re.compile(
    r"\b(?:vor \w+ (?:tagen|wochen|monaten|jahren)|vorwoche|vergangenen?|zuletzt"
    r"|(?<!keine )(?<!keiner )(?<!nie )zuvor"
    r"|könnten?|würde|im (?:vorjahr|jahr \d{4})|letzten|droht\w{0,20})\b"
)
LANDED: Final = re.compile(
    r"(?P<sea>japanische[snm]? meer|ostmeer|gelbe[snm]? meer|westmeer"
    r"|pazifik(?: vor \w+)?)"
    r"|(?P<zone>(?:außerhalb|innerhalb) (?:der|von japans)? ?(?:japanischen )?"
    r"(?:awz|eez|ausschließlichen wirtschaftszone))"
    r"|(?P<far>östlich von nordkorea)"
)
FROM: Final = re.compile(
    r"\b(?P<place>nord(?:west|ost)en nordkoreas|süd(?:west|ost)en nordkoreas"
    r"|(?:westen|osten|norden|süden) nordkoreas|(?<!- und )(?:(?:nord|süd)?(?:ost"
    r"|west))küste"
    r"(?: nordkoreas)?|(?:süd|nörd|öst|west|nordöst|nordwest|südöst|südwest)lich von"
    r" pjöngjang|landesinneren?|provinz [a-zäöüß-]+(?:-[a-z]+)?)\b"
)
TOWARDS: Final = re.compile(
    r"\b(?:richtung|nach|über|zu|vor|auf)\s+(?:der\s+|dem\s+)?$"
)
SEA: Final = re.compile(
    r"\b(?:gewässern?|meer|küste|see|insel|seegebiet)\b[\w -]{0,16}$"
)
"""From the sea off a place is from that place."""

TALKS: Final = re.compile(
    r"(?:fernsehen|agentur|regierung|führung|medien|sprecher\w{0,20}|ministerium"
    r"|militär"
    r"|generalstab|hieß es|botschaft|parade|staatsführung|macht\w{0,20}"
    r"|korrespondent\w{0,20})"
    r" (?:in|aus) $"
)
"""Who speaks from there does not launch from there."""

NAMED: Final = re.compile(
    r"-(?:rakete|klasse|test|geschoss|typ)|\s(?:rakete|raketen)\b"
)

AT: Final = re.compile(
    r"\b(?:raum|region|gebiet|nähe|umgebung|nahe|bei|aus|in|von|um|hauptstadt|gegend"
    r"|stadt|flughafen|unweit|großraum)(?: (?:von|der|um|"
    r"hauptstadt))?(?: hauptstadt)?\s+$"
)

AUTHORITIES: Final[Mapping[str, re.Pattern[str]]] = {
    "KR": re.compile(
        r"südkoreanisch\w{0,20}|südkoreas? (?:militär|general|armee|verteidigung|"
        r"streitkräfte)"
        r"|\bsüdkorea (?:ging|sprach|nannte|gab|schätzte|zählte|meldete|bezifferte)\b"
        r"|generalstab|\bjcs\b|\bseoul|yonhap|\bkma\b"
    ),
    "JP": re.compile(
        r"japanische[nrs]? (?!küste|gebiet|meer|luftraum|insel|zeit|ortszeit|"
        r"staatsgebiet"
        r"|ausschließ|awz|wirtschafts|hauptinsel)\w+|\btokio|küstenwache|"
        r"kyodo|hamada|kishi"
        r"|\bnhk\b|japans (?:regierung|verteidigung)|\bjapan (?:ging|sprach|nannte|gab"
        r"|schätzte|zählte|meldete|bezifferte)\b|\bjma\b"
    ),
    "KP": re.compile(
        r"nordkoreanische[nrs]? (?:staats|medien|angaben|nachrichten)|"
        r"\bkcna\b|staatsmedien"
    ),
    "US": re.compile(
        r"us-(?:militär|erdbeben|verteidigung|regierung|angaben|geolog|streit|behörde)"
        r"|pentagon|\busgs\b|indopacom"
    ),
    "CN": re.compile(
        r"\bchina (?:gab|meldete|maß)|chinesische[nrs]? erdbeben|\bcenc\b"
    ),
    "DE": re.compile(r"\bbgr\b|bundesanstalt"),
    "CT": re.compile(r"\bctbto\b|teststoppvertrag\w{0,20}"),
}
"""Who is quoted, by the country in which an authority's name begins."""

PRIOR: Final = re.compile(
    r"\s*(?:zuvor|zuletzt|bereits|allein in|im vergangenen|schon am|"
    r"vergangene\w?|erst am"
    r"|erst vor|in der vorwoche|im vorjahr|letzte)\b"
)
EACH: Final = re.compile(
    r";(?![^()]{0,40}\))|,\s(?=(?:während|wohingegen|wogegen|japan\w{0,20} |tokio )\b)"
)
