"""Launch and test sites by the names that five languages give them.

Positions are those of the places, not of a launch, to some kilometres, and each
row says where its own is from:

* ``cns``: the list of facilities in the missile test database of the James Martin
  Center for Nonproliferation Studies, or within three kilometres of one of it;
  what that list has as unknown is no site here.
* ``geonames``: the town in the GeoNames gazetteer.
* ``wikipedia``: the coordinates of the article on the town or the test site.
* ``airfields``: the airfield in the list of aviationsmilitaires.net.
* ``globalsecurity``: "an island one mile off the mainland south of Sinpo".
* ``middle``: a point near the middle of a province, no place in it.
* none: no source was found, and there is no position: only the name is known.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import msgspec

from watchword.press.reading import Language, Told
from watchword.press.text import Text

Source = Literal[
    "", "airfields", "cns", "geonames", "globalsecurity", "middle", "wikipedia"
]
_LATIN: Final = frozenset({"de", "en", "fr"})


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A place from which something was launched, or where it was tested.

    Args:
        key: Its name in the gazetteer.
        lat_deg: Latitude; ``None``: not known.
        lon_deg: Longitude; ``None``: not known.
        source: Where the position is from; empty: it is not known.
        rank: 1: a city or province in which others lie, 2 or more: finer.
        names: By language every way to write it.
    """

    key: str
    lat_deg: float | None
    lon_deg: float | None
    source: Source
    rank: int
    names: Mapping[str, tuple[str, ...]]


@cache
def sites() -> Mapping[str, Site]:
    """All of them, by key.

    The list is a part of the package, as the words of the grammars are: the same
    at every call, and nothing of the world is read (ADR 70).
    """
    source = files(__package__).joinpath("sites.csv").read_text("utf-8")
    return {row["key"]: _site(row) for row in csv.DictReader(source.splitlines())}


def _site(row: Mapping[str, str]) -> Site:
    return Site(
        key=row["key"],
        lat_deg=float(row["lat"]) if row["lat"] else None,
        lon_deg=float(row["lon"]) if row["lon"] else None,
        source=msgspec.convert(row["source"], Source),
        rank=int(row["rank"]),
        names={
            language: tuple(filter(None, row[language].split("|")))
            for language in ("ko", "ja", "en", "de", "zh")
        },
    )


@cache
def _pattern(language: Language) -> tuple[re.Pattern[str], Mapping[str, Site]]:
    asked = "en" if language == "fr" else language
    by_name = {name: site for site in sites().values() for name in site.names[asked]}
    listed = "|".join(map(re.escape, sorted(by_name, key=lambda n: (-len(n), n))))
    whole = rf"\b(?:{listed})\b" if language in _LATIN else f"(?:{listed})"
    return re.compile(whole), by_name


def sites_in(text: Text, language: Language) -> list[tuple[Told, Site, int]]:
    """Every site that a text names, and where in its form it begins."""
    pattern, by_name = _pattern(language)
    return [
        (
            Told(
                text=match[0],
                stands_for=by_name[match[0]].key,
                span=text.span(match.start(), match.end()),
            ),
            by_name[match[0]],
            match.start(),
        )
        for match in pattern.finditer(text.form)
    ]
