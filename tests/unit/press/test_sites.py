from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from watchword.press.reading import Language
from watchword.press.sites import sites, sites_in
from watchword.press.text import Text

FACILITIES = Path("../shared/data/launches/dprk_facilities.csv")
NO_PLACE = frozenset({"unknown"})


def facilities() -> list[dict[str, str]]:
    if not FACILITIES.exists():
        return []
    return list(csv.DictReader(FACILITIES.read_text("utf-8-sig").splitlines()))


@pytest.mark.skipif(not FACILITIES.exists(), reason="the list is not here")
def test_every_facility_of_the_list_has_a_site_within_five_kilometres() -> None:
    missed = [
        row["facility_key"]
        for row in facilities()
        if row["facility_key"] not in NO_PLACE
        and min(_km(row, *at) for at in positions()) > 5
    ]
    assert missed == []


def positions() -> list[tuple[float, float]]:
    return [
        (each.lat_deg, each.lon_deg)
        for each in sites().values()
        if each.lat_deg is not None and each.lon_deg is not None
    ]


@pytest.mark.skipif(not FACILITIES.exists(), reason="the list is not here")
def test_what_is_said_to_be_of_the_list_lies_by_a_facility_of_it() -> None:
    listed = [row for row in facilities() if row["facility_key"] not in NO_PLACE]
    for site in sites().values():
        if site.source == "cns":
            assert site.lat_deg is not None
            assert site.lon_deg is not None
            near = min(_km(row, site.lat_deg, site.lon_deg) for row in listed)
            assert near < 3.1, site.key


def test_a_position_has_a_source_and_a_source_a_position() -> None:
    for site in sites().values():
        assert (site.source == "") == (site.lat_deg is None) == (site.lon_deg is None)


def test_only_provinces_are_told_by_their_middle() -> None:
    middles = {site.key for site in sites().values() if site.source == "middle"}
    assert all(sites()[key].rank == 1 for key in middles)
    assert "pyongyang" not in middles


def _km(row: dict[str, str], lat: float, lon: float) -> float:
    north = (float(row["lat"]) - lat) * 111.2
    east = (float(row["lon"]) - lon) * 111.2 * math.cos(math.radians(lat))
    return math.hypot(north, east)


@pytest.mark.parametrize("language", ["ko", "ja", "en", "de", "zh"])
def test_a_site_has_a_name_in_every_language_and_a_name_one_site(
    language: str,
) -> None:
    names = [name for site in sites().values() for name in site.names[language]]
    assert all(site.names[language] for site in sites().values())
    assert len(names) == len(set(names))


def test_every_site_lies_in_korea() -> None:
    for lat_deg, lon_deg in positions():
        assert 37 < lat_deg < 43.1
        assert 124 < lon_deg < 131


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("en", "from the Wŏnsan area", "wonsan"),
        ("en", "near Sunan International Airport", "pyongyang-airport"),
        ("en", "in North Pyongan Province", "north-pyongan"),
        ("en", "the Kusŏng ground", "kusong"),
        ("de", "aus der Provinz Nord-Pjöngan", "north-pyongan"),
        ("ja", "西海衛星発射場から", "tongchang-ri"),
        ("ja", "東倉里から", "tongchang-ri"),
        ("ja", "平安北道から", "north-pyongan"),
        ("ko", "평북 일대에서", "north-pyongan"),
        ("ko", "동창리에서", "tongchang-ri"),
        ("zh", "从平安北道", "north-pyongan"),
    ],
)
def test_a_site_is_known_by_the_ways_it_is_written(
    language: Language, text: str, key: str
) -> None:
    assert [site.key for _, site, _ in sites_in(Text(text), language)] == [key]


def test_a_province_is_coarser_than_a_town() -> None:
    assert sites()["north-pyongan"].rank < sites()["kusong"].rank
