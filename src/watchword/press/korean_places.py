"""Places in Korean: from where, in which direction, and where it came down."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from watchword.press.reading import Told
from watchword.press.sites import Site, sites_in
from watchword.press.text import Text

_LANDED: Final = re.compile(
    r"(?P<sea>동해|서해|북?태평양|남해)(?=\s?(?:상|로|쪽|에|상공|해상|,|방향))"
    r"|(?P<zone>(?:일본\s?)?(?:EEZ|배타적\s?경제수역)(?:\([^)]{0,12}\))?\s?"
    r"(?:밖|바깥|안|내|외))"
    r"|(?P<far>일본[^,.]{0,12}?[동서남북]{1,2}쪽(?:으로)?\s?[\d,]{1,7}여?\s?km"
    r"[^,.]{0,8}?(?:해상|바다|해역))"
)
_DIRECTION: Final = re.compile(
    r"(?P<way>(?:동북|북동|남동|동남|서북|북서|남서|서남|동|서|남|북)쪽)"
    r"(?=\s?으로|\s?방향)"
)
_AREA: Final = re.compile(
    r"\s*(?:일대|일원|인근|부근|지역|근처|등지|등\s|에서|비행장|공항|"
    r"으?로부터|해역|앞바다|군)"
)
_FELL: Final = r"(?:폭발|추락|낙하|탄착|떨어|사라|소실|통과|파편)"
_NOT_FROM: Final = re.compile(
    r"\s*(?:추정|계열|급|미사일|북방|방향|쪽\s?(?:으로|동해|해상)|탄도)"
    r"|\s*\(?(?:준?중거리|중장거리|IRBM)"
    r"|\s*(?:[동서남북]{1,2}(?:쪽|방))?\s*(?:약\s*)?(?:\d+\s?여?\s?km\s*)?"
    r"(?:해상|해역|바다|앞바다|상공|내륙)(?:에서|에|으로)?\s*(?:공중\s*)?(?:에서\s*)?"
    rf"{_FELL}"
    r"|(?:\s[가-힣]{2,4}?)?\s*[군시]?\s*(?:앞바다|앞\s*해상|앞)?의?\s*(?:\S{1,6}\s)?(?:무인도|알섬|피도|표적|목표)"
)
_WITHIN: Final = re.compile(
    r"(?:시|군|구역)?\s*(?:(?:동|서|남|북|북동|북서|남동|남서)(?:쪽|방)|인근|근처|부근)?"
    r"(?:의|에\s*있는)?\s*"
)
"""Between a place and a finer one in or by it."""

_NORTH: Final = re.compile(
    r"북한\s?(?P<where>(?:내륙|서해안|동해안|서부|동부|북부|남부|서해상|동해상)"
    r"(?:\s?지역)?)"
)
_UNLISTED: Final = re.compile(
    r"(?:(?:평안|함경|황해)[남북]도|[평함황][남북]|자강도|강원도|[량양]강도)\s"
    r"(?!모처|[동서남북]{1,2}[부쪽]|내륙|[동서]?해안|여러|전역|일대|인근|지역)"
    r"(?P<where>[가-힣]{2,4}?)(?:시|군|읍|리)?\s?"
    r"(?=일대|일원|인근|부근|지역|근처|등지|해상|비행장|공항|에서|로부터)"
)
"""A place that the gazetteer does not have, known by the province before it."""
_COMMON: Final = frozenset({"kumgang", "kwail"})
"""Names that are words too: only with a word for a place after them."""


def sites_of(text: Text, is_own: Callable[[int], bool]) -> tuple[Told, ...]:
    """From where, finer places before the provinces and cities around them.

    Args:
        text: The text.
        is_own: Whether what begins there is looked at.
    """
    found = [f for f in sites_in(text, "ko") if is_own(f[2]) and _is_place(text, f)]
    if any(site.rank > 1 for _, site, _ in found):
        found = [f for f in found if f[1].rank > 1]
    following = [*found[1:], None]
    found = [
        f for f, g in zip(found, following, strict=False) if not _holds(text, f, g)
    ]
    if any(site.key == "punggye-ri" for _, site, _ in found):
        found = [f for f in found if f[1].key != "kilju"]
    unlisted = _UNLISTED.search(text.form)
    if unlisted and is_own(unlisted.start()) and all(s.rank == 1 for _, s, _ in found):
        span = text.span(*unlisted.span("where"))
        return (Told(text=unlisted["where"], span=span),)
    named = tuple({told.stands_for: told for told, _, _ in found}.values())
    if named:
        return named
    match = _NORTH.search(text.form)
    if match is None:
        return ()
    span = text.span(match.start("where"), match.end("where"))
    return (Told(text=match["where"], span=span),)


_Found = tuple[Told, Site, int]


def _holds(text: Text, found: _Found | None, other: _Found | None) -> bool:
    """Whether a place only says where the next one, a finer one, is."""
    if found is None or other is None:
        return False
    between = text.form[found[2] + len(found[0].text) : other[2]]
    return _WITHIN.fullmatch(between) is not None


def _is_place(text: Text, found: tuple[Told, Site, int]) -> bool:
    told, site, start = found
    end = start + len(told.text)
    before, after = text.form[max(0, start - 1) : start], text.form[end : end + 40]
    if "가" <= before <= "힣" or _NOT_FROM.match(after):
        return False
    is_name_too = site.key in _COMMON or told.text == "무수단"
    return not is_name_too or _AREA.match(after) is not None


def landing_in(text: Text) -> Told | None:
    """Where it came down, or was sent."""
    match = _LANDED.search(text.form)
    if match is None or match.lastgroup is None:
        return None
    span = text.span(match.start(match.lastgroup), match.end(match.lastgroup))
    return Told(text=match[match.lastgroup], span=span)


def direction_in(text: Text) -> Told | None:
    """In which direction it was sent."""
    match = _DIRECTION.search(text.form)
    if match is None:
        return None
    span = text.span(match.start("way"), match.end("way"))
    return Told(text=match["way"], span=span)
