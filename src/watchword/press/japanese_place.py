"""Japanese: places; sites, parts of the country, where it came down, which way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from watchword.press.reading import Told
from watchword.press.sites import Site, sites_in
from watchword.press.text import Text

_PART: Final = (
    r"北朝鮮(?:(?:北東|北西|南東|南西|東|西|南|北|中)部|内陸部?|[東西]岸)|"
    r"(?:北東|北西|南東|南西|東|西|南|北|中)部|内陸(?:部)?|(?:朝鮮半島)?(?:東|西)岸|"
    r"(?:首都)?平壌(?:近郊|郊外)"
)
_FROM: Final = (
    r"から(?!(?:約|およそ)?[\d,]{1,6}(?:キロ|km))|より|の海(?:上|域)|"
    r"で(?:、|弾道|ミサイル|発射)"
)
_PLACE: Final = re.compile(
    rf"(?<![都道府県日])(?P<place>(?:{_PART})(?:付近|一帯|地域)?)"
    rf"(?=(?:(?:と|や|及び|および|ならびに|並びに|・"
    rf"|、)(?:{_PART})(?:付近|一帯|地域)?)?"
    rf"(?:{_FROM}))"
)
_OFF: Final = re.compile(
    r"(?:郡|市)?(?:の)?(?:沖|近海|前の海|(?:北東|北西|南東|南西|東|西|南"
    r"|北)(?:方|側)?(?:の|約|およそ|へ|に|\d|沖)|"
    r"に落|の標的|を狙)"
)
_AWAY: Final = (
    r"(?:東|西|南|北)(?:方|側|沖)?(?:の)?(?:約|およそ)?"
    r"[\d,]{1,6}(?:キロ・?メートル|キロ|km)"
)
_SEA: Final = re.compile(
    r"日本海上空で消失"
    r"|EEZ(?:\([^()]{0,40}\))?内への飛翔は?(?:が)?確認され(?:ず|て(?:い)?ない)"
    rf"|[^、。は\s]{{0,12}}{_AWAY}"
    r"|朝鮮半島東岸付近(?=の)|(?:日本の)?(?:EEZ"
    r"|排他的経済水域)(?:\([^()]{0,40}\))?の?[外内]"
    r"|日本海|太平洋|黄海(?![南北]道)|東シナ海"
)
_DIRECTION: Final = re.compile(
    r"(?P<way>北東|北西|南東|南西|東|西|南|北)(?:方向?"
    r"|側)?(?:へ|に向|の方向|の海へ|に(?=発射))"
)


_WITHIN: Final = re.compile(
    r"(?:市|郡)?(?:付近|近郊|郊外|近く|(?:東|西|南|北|北東|北西|南東|南西)(?:方|側))?の|"
    r"(?:市|郡)"
)
"""Between a place and a finer one in or by it."""
_UNLISTED: Final = re.compile(
    r"(?:(?:平安|咸鏡|黄海)[南北]道|慈江道|江原道|両江道)の?・?"
    r"(?!(?:北東|北西|南東|南西|東|西|南|北)部|内陸|[東西]?海岸|一帯|付近)"
    r"(?P<where>[一-龠]{2,4}?)(?:郡|市)?"
    r"(?=付近|一帯|周辺|近郊|地区|地域|から|より)"
)
"""A place that the gazetteer does not have, known by the province before it."""
_COMMON: Final = frozenset({"onchon"})
"""Names that are words too: only within a province, with a word for a place after."""
_AREA: Final = re.compile(r"(?:付近|一帯|地域|周辺|から)")
_Found = tuple[Told, Site, int]


def sites_of(text: Text, is_own: Callable[[int], bool]) -> tuple[Told, ...]:
    """From where: sites, else parts of the country, else provinces.

    Args:
        text: The text.
        is_own: Whether what begins there is the authority's own words.
    """
    found = [
        each
        for each in sites_in(text, "ja")
        if is_own(each[2])
        and not _OFF.match(text.form, each[2] + len(each[0].text))
        and not _is_word(text, each)
    ]
    if any(site.rank > 1 for _, site, _ in found):
        found = [each for each in found if each[1].rank > 1]
    following = [*found[1:], None]
    found = [
        f for f, g in zip(found, following, strict=False) if not _holds(text, f, g)
    ]
    if any(site.key == "punggye-ri" for _, site, _ in found):
        found = [each for each in found if each[1].key != "kilju"]
    unlisted = _UNLISTED.search(text.form)
    if unlisted and is_own(unlisted.start()) and all(s.rank == 1 for _, s, _ in found):
        span = text.span(*unlisted.span("where"))
        return (Told(text=unlisted["where"], span=span),)
    parts = _parts(text, is_own)
    if parts and all(site.rank == 1 for _, site, _ in found):
        return parts
    return tuple({told.stands_for: told for told, _, _ in reversed(found)}.values())[
        ::-1
    ]


def _is_word(text: Text, found: _Found) -> bool:
    """Whether it is a word of the language where it stands, and no name."""
    told, site, start = found
    if site.key not in _COMMON or told.text.endswith("郡"):
        return False
    before = text.form[max(0, start - 2) : start]
    return "道" not in before or not _AREA.match(text.form, start + len(told.text))


def _holds(text: Text, found: _Found | None, other: _Found | None) -> bool:
    """Whether a place only says where the next one, a finer one, is."""
    if found is None or other is None:
        return False
    between = text.form[found[2] + len(found[0].text) : other[2]]
    return _WITHIN.fullmatch(between) is not None


def _parts(text: Text, is_own: Callable[[int], bool]) -> tuple[Told, ...]:
    """Parts of the country, where no site is named."""
    found: dict[str, Told] = {}
    for match in _PLACE.finditer(text.form):
        if is_own(match.start()):
            span = text.span(match.start("place"), match.end("place"))
            told = Told(text=match["place"], span=span)
            found.setdefault(match["place"], told)
    return tuple(found.values())


def landing_in(text: Text) -> Told | None:
    """Where it came down."""
    return _first(text, _SEA, 0)


def direction_in(text: Text) -> Told | None:
    """Which way it flew."""
    return _first(text, _DIRECTION, "way")


def _first(text: Text, pattern: re.Pattern[str], group: str | int) -> Told | None:
    match = pattern.search(text.form)
    if match is None:
        return None
    span = text.span(match.start(group), match.end(group))
    return Told(text=match[group], span=span)
