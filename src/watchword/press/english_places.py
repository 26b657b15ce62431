"""English: classes of missiles, sites, where it came down, and who is quoted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from watchword.press.reading import WeaponClass

CLASSES: Final[Mapping[WeaponClass, re.Pattern[str]]] = {
    "ICBM": re.compile(
        r"\bicbms?\b"
        r"|\binter-?continental(?:[- ]range)? (?:\w+ )?(?:ballistic )?(?:missile"
        r"|rocket)|\blong[- ]range ballistic|\bicbm-(?:class|range|type)"
    ),
    "SLBM": re.compile(
        r"\bslbms?\b|\bsubmarine[- ](?:(?:launched|fired|based) )?ballistic"
        r"|\bsubmarine[- ](?:launched|fired) missile"
        r"|ballistic missiles? (?:\w+ )?(?:\w+ )?from a submarine"
    ),
    "IRBM": re.compile(
        r"\birbms?\b|\bintermediate- (?:and|or|to) long-range ballistic"
        r"|\bintermediate-(?:and|or|to)-long-range (?:\w+ ){0,2}(?:missile|rocket)"
        r"|\bintermediate[- ]range(?:,? (?:or longer|hypersonic|"
        r"solid-fuel(?:ed)?"
        r"|class))?(?:,? \w+)? missile|\bintermediate[- ]range (?:\w+ )?ballistic"
        r"|\bintermediate[- ]range or longer"
    ),
    "MRBM": re.compile(r"\bmrbms?\b|\bmedium[- ]ranged? (?:\w+ )?ballistic"),
    "SRBM": re.compile(
        r"\bsrbms?\b|\b(?:short|close)[- ]ranged? (?:\w+ )?ballistic"
        r"|\bballistic missiles?,? (?:\w+ ){1,5}short[- ]range"
    ),
    "SLV": re.compile(
        r"\bspace (?:launch vehicle|rocket)|\bsatellite[- ](?:launch(?!(?:ing)?[- ]"
        r"(?:site|ground|station|cent(?:er|re)|facilit|pad|complex|base))|carrier)"
        r"|\bcarrier rocket|\b(?:spy|reconnaissance|military|observation"
        r"|surveillance|communications) satellite"
    ),
    "cruise": re.compile(r"\bcruise missiles?\b"),
}
"""In the order in which they are looked for."""

PLAIN: Final = re.compile(
    r"\bhypersonic glider|\bballistic missiles?\b|\bhwasong(?:pho)?-\d+|\b(?:missiles?"
    r"|projectiles?|rockets?|launch(?:es)?)\b"
)
NOT: Final = re.compile(
    r"\b(?:not|rather than|no|instead of|unlike|neither|nor|ruled out|than|smaller than"
    r"|after|n't)"
    r" (?:(?:an?|the|any|believed|likely|to|be|been|it|being|appear|consistent|with"
    r"|seem"
    r"|thought|of|full|considered|characteristic|match) ){0,4}$"
)
ELSEWHEN: Final = re.compile(
    r"\b(?:last (?:week|month|year)|(?:days?|weeks?|months?|"
    r"years?) (?:ago|earlier|before"
    r"|after)|since|previous(?:ly)?|in (?:19|20)\d\d|earlier (?:this|in)|had (?:also )?"
    r"(?:fired|launched|tested)|threaten\w{0,20}|could|may (?:soon )?(?:test|"
    r"fire|launch)|would"
    r"|compared|similar (?:\w+ )?(?:missiles?|types?))\b"
)
IS_TAKEN_FOR: Final = re.compile(
    r"\b(?:presumed|believed|suspected|assessed|thought|estimated|judged"
    r"|likely) to (?:be"
    r"|have been) (?:an? )?(?:new |kind |type |of |modified ){0,3}$"
)
"""What follows says more exactly what it was."""

NOT_CLASS: Final = re.compile(
    r"s? (?:is|was|has|had|cannot|could|can)(?: not|n't)? (?:be |been )?ruled out\b|"
    r"[- ](?:capab|engine|program|technolog|tests? in)"
)

LANDED: Final = re.compile(
    r"\b(?:into|toward|towards|in|to) (?:the )?(?:waters of (?:the )?)?"
    r"(?P<sea>(?:east|yellow|west) sea|sea of japan|sea between korea and japan"
    r"|(?:north(?:ern|west)? )?pacific(?: ocean)?|waters? (?:off|east of|west of)"
    r"[^.,;]{3,40})"
    r"|\b(?P<zone>(?:outside|inside|within) (?:of )?(?:japan's |its )?"
    r"(?:eez|exclusive economic zone))"
)
PLACE: Final = re.compile(
    r"\b(?:from|near|in|around|areas of) (?:an? |the |its "
    r"|(?:north korea|the (?:north|country))'s )?(?P<place>inland areas?(?! (?:of"
    r"|in) (?:(?:north|south) )?(?:hwanghae|pyongan"
    r"|hamgyong))|"
    r"(?:north|south)?-?"
    r"(?:east|west)(?:ern)? coast|(?:north|south)?-?(?:eastern|western|"
    r"ern) (?:part|coast"
    r"|area|region|province)|(?:(?:north|south) )?(?:hwanghae|pyongan"
    r"|hamgyong) province"
    r"|west coast|east coast)\b(?! of (?:japan|south korea|the united))"
)
_DOWN: Final = re.compile(
    r"\b(?:land(?:ed|ing)|fell|falling|came down|coming down|splash\w{0,6}|dropp(?:ed"
    r"|ing)"
    r"|toward|towards|into|hit|hitting)\b[^.;,]{0,40}$"
)


def place_in(low: str) -> re.Match[str] | None:
    """A part of the country that it was fired from, not one where it came down."""
    return next(
        (
            match
            for match in PLACE.finditer(low)
            if not _DOWN.search(low, max(0, match.start() - 60), match.start())
        ),
        None,
    )


TOWARDS: Final = re.compile(
    r"\b(?:toward|towards|into|over|to|off|coast of|target in|island in|target near"
    r"|hit|reach|direction of)\s+(?:the |an? (?:island|target) (?:in|near|off) )?$"
)
SEA: Final = re.compile(
    r"\b(?:from|in|at)(?: the)? (?:waters?|sea|area|coast|shore|port|somewhere)\b"
    r"[\w -]{0,30}$"
    r"|\bfrom (?:an? |the )?(?:[\w-]+ )?(?:submarine|ship|vessel|barge)\b[\w ]{0,20}$"
    r"|\b(?:fired|launched) off $|\b(?:fired|launched) off (?:the )?(?:\w+ )?coast of $"
)
"""From the sea off a place is from that place."""

INTO_SEA: Final = re.compile(
    r"\b(?:km|kilomet(?:er|re)s|miles) (?:to the )?[a-z -]{3,24} of (?:the )?$"
    r"|\b(?:into|toward|towards|over) (?:the )?(?:waters|sea)\b"
    r"(?:(?! from\b)[\w -]){0,40}$"
)
"""Into the sea off a place is not from it, nor is so many kilometres from a place."""

EARLIER: Final = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours) after\b|\blast (?:week|month|year)\b"
    r"|\bprevious(?:ly)?\b|\bsince\b"
)
"""What follows in the clause is of another time."""

UNLISTED: Final = re.compile(
    r"\b(?:[Ff]rom|[Nn]ear|[Aa]round) (?:(?:the|an?|waters off|near|around|a site"
    r"|a location|an"
    r" area|somewhere|its|the town of|the county of|eastern|western|northern|central"
    r" county of|in) ){0,4}"
    r"(?P<place>(?!North|South|East|West|Sea|Japan|Korea|Monday|Tuesday|Wednesday"
    r"|Thursday"
    r"|Friday|Saturday|Sunday|The|DPRK|U\.S|US|Pyongyang|China|Seoul|Tokyo|Guam|Hawaii)"
    r"[A-Z][a-z]{2,20}(?:-(?:ri|ni|dong|do|up|Ri)\b| Ni\b| Ri\b)?)"
    r"(?= (?:area|[Cc]ounty|region|district|airfield|airport|and traveled)\b|(?:,"
    r"| in) (?:in )?"
    r"(?:North|South|Jagang|Kangwon|Chagang|Ryanggang)|(?<=(?:ri|ni|Ni|Ri|up))\b)"
)
"""A place that the gazetteer does not know, told to be one by the words beside it."""

NAMED: Final = re.compile(
    r"\s(?:missiles?|rockets?|intermediate|ballistic|irbms?|tests?\b(?! site| ground"
    r"| facilit)|types?|class|engine"
    r"|medium|projectiles?|series|launch(?:es)?\b(?! site| facility| pad| station))\b"
    r"|-(?:class|type|\d)|s\b"
)
"""What follows makes the name a missile's or a ship's, not a place's."""

ARTICLE: Final = re.compile(
    r"(?<!from)(?<!near)(?<! in)(?<! at)(?<!around)(?<! of)(?<! off) (?:the|an?) $"
)
WITH_ARTICLE: Final = re.compile(r"\s*(?:[.,;)]|$|(?:in|was|were|is|has|had|since)\b)")
"""What follows a name that stands with an article and is a missile's."""

AGAIN: Final = re.compile(
    r"(?:,? (?:area|airfield|airport|region|county|peninsula|city|facility|base"
    r"|district"
    r"|shipyard))?(?:,? located)?,? (?:near|in|of|close to|outside|by|around|on"
    r"|north of"
    r"|south of|east of|west of)\b[^;.()\d]{0,40}(?<!, )"
)
"""Between a place and a larger one that only says where it is."""

AT: Final = re.compile(
    r"\b(?:from|near|in|at|around|outside|of|close to|vicinity of|north|"
    r"south|east|west)"
    r"(?: the)?(?: (?:\w+ )?(?:areas?|suburbs?|outskirts|vicinity|regions?)"
    r" (?:of|in|near|around))?(?: the| its| north korea's| the (?:north|country)'s)?"
    r"(?: inland)?(?: (?:far )?(?:north|south|central|east|west)(?:-?(?:east|west"
    r"|central))?(?:ern)?)?"
    r"(?: (?:capital|city|"
    r"capital city)(?: of)?,?)?\s+$"
)
TALKS: Final = re.compile(
    r"\b(?:dispatch|report|reported|talks|said|meeting) (?:from|in) $"
)

AUTHORITIES: Final[Mapping[str, re.Pattern[str]]] = {
    "KR": re.compile(
        r"\bjcs\b|\bsouth korea(?:n|'s)? (?:joint|military|army|defen[cs]e|officials?"
        r"|authorities)|\bseoul(?:'s)?\b(?! time)|\bjoint chiefs|\bkma\b|\brok\b"
        r"|\bthe military\b|\bsouth korea (?:said|put|estimated|spoke|counted|says"
        r"|reported)\b|\bkorea meteorological|"
        r"\bnational intelligence service|\bnis\b"
    ),
    "JP": re.compile(
        r"\bjapan(?:ese|'s)? (?:government|media|(?:ministry|minister) of defen[cs]e"
        r"|defen[cs]e|coast guard|officials?|broadcaster|meteorological)|"
        r"\btokyo\b(?! time)"
        r"|\bjma\b|\bnhk\b|\bkyodo\b|\bjapan (?:said"
        r"|put|estimated|says|reported)"
    ),
    "KP": re.compile(
        r"\bkcna\b|\bnorth korea(?:n|'s)? (?:press|state|official|media)"
        r"|\bpyongyang (?:said|claim)|\bstate media\b|\bkorean central news"
    ),
    "US": re.compile(
        r"\bpentagon\b|\bu\.?s\.? (?:military|officials?|pacific|strategic|geological"
        r"|indo-pacific|army)|\busgs\b|\bindopacom\b|\bnorad\b|\bstratcom\b"
    ),
    "CN": re.compile(
        r"\bcenc\b|\bchina's|\bchinese (?!territor|border|sea)|\bchina earthquake"
    ),
    "CT": re.compile(r"\bctbto\b"),
}
"""Who is quoted, by the country in which an authority's name begins."""

MINISTRY: Final = re.compile(r"\b(?:the|vice) defen[cs]e minist(?:er|ry)\b")
"""Of the country that speaks; Japan's where that is not known."""

GOES_ON: Final = re.compile(
    r"\s*(?:it|he|she|they|the (?:ministry|minister|government|agency|broadcaster"
    r"|spokes\w+)|that (?:statement|estimate)) (?:also |had )?(?:said|"
    r"says|added|put|puts"
    r"|estimated?|stated|gave|spoke)\b"
)
EACH: Final = re.compile(
    r";(?![^()]{0,40}\))|,?\s(?=(?:while|whereas|although) )|,\s(?=but )"
)
"""Where another authority may take the word within a sentence."""
