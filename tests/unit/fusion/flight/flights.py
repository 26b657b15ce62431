"""Thirteen lofted and flown shots, as they were reported in public.

The numbers at the end of a row are of this list of sources:

1. missilethreat.csis.org, "North Korea tests new IRBM" (2017-05)
2. hidabroot.com, "North Korea launches new type of missile" (30 minutes, Japan)
3. missilethreat.csis.org, "North Korea tests ICBM" (2017-07; KCNA: 39 minutes)
4. vice.com, article 59545d (Wright: 6,700 km; 37 minutes, US Pacific Command)
5. missilethreat.csis.org, "North Korea conducts 2nd ICBM test"
6. janes.com, article 72745 (47 minutes 12 seconds)
7. allthingsnuclear.org, 2017-07-29 (Wright: 10,400 km, rotation left out)
9. defence-industries.com, "North Korea says successfully launches new ICBM"
10. Wright, "North Korea's longest missile test yet", allthingsnuclear.org
11. en.yna.co.kr, AEN20220131000252325
13. defence-blog.com, quoting KCNA (4,052 s)
14. deccanherald.com 1094203 (Japan: 71 minutes, over 6,000 km, 1,100 km)
17. ramanacademy.in, quoting KCNA (4,135 s)
19. militaryview.com, quoting KCNA (4,015 s)
20. tass.com/world/1646163
21. head-post.com, quoting KCNA
22. allthingsnuclear.org, Wright on 2017-08-29 (14 to 15 minutes)
23. missilethreat.csis.org, "North Korea fires second missile over Japan"
24. en.inform.kz a3986563; txtreport.com 2022-10-04 (22 minutes)
"""

from __future__ import annotations

from typing import Final, NamedTuple

from watchword.fusion.flight.check import FlightCheck, check_flight
from watchword.model.fieldtext import parse_field
from watchword.model.quantity import Quantity


class Row(NamedTuple):
    """One flight as reported, and what the design page has of it.

    Args:
        day: When.
        apogee: In km, as typed.
        range: In km.
        time: In minutes.
        speed_m_s: Of the ellipse (K0).
        least_min: The ellipse's time.
        far_km: How far the ellipse's speed carries; 0: all round, or flown.
        generic_min: The page's generic time, with the Earth's rotation.
        standard_km: The page's generic range; 0 where it gives none.
        sources: Where the reported numbers were read.
    """

    day: str
    apogee: str
    range: str
    time: str
    speed_m_s: int
    least_min: float
    far_km: int
    generic_min: float
    standard_km: int
    sources: str


THIRTEEN: Final = (
    Row("2017-05-14", "2111.5", "787", "30", 5605, 27.9, 4356, 29.4, 4705, "1, 2"),
    Row("2017-07-04", "2802", "933", "39", 6204, 34.4, 5865, 36.9, 6772, "3"),
    Row("2017-07-28", "3724.9", "998", "47.2", 6810, 43.1, 8022, 46.2, 9669, "5, 6"),
    Row("2017-11-29", "4475", "950", "53", 7195, 50.3, 9983, 53.7, 12005, "9, 10"),
    Row("2022-01-30", "2000", "800", "30", 5495, 26.9, 4124, 28.4, 4453, "11"),
    Row(
        "2022-03-24",
        "6248.5",
        "1090",
        "67.5",
        7879,
        67.9,
        17766,
        71.7,
        17356,
        "13",
    ),
    Row(
        "2022-11-18",
        "6040.9",
        "999.2",
        "68.9",
        7811,
        65.8,
        16024,
        69.5,
        16756,
        "17",
    ),
    Row(
        "2023-02-18",
        "5768.5",
        "989",
        "66.9",
        7718,
        63.0,
        14525,
        66.6,
        16082,
        "19",
    ),
    Row("2023-07-12", "6648.4", "1001.2", "74.85", 7999, 72.0, 0, 74.5, 0, "20"),
    Row("2024-10-31", "7687.5", "1001.2", "85.93", 8276, 82.9, 0, 85.7, 0, "21"),
    Row("2017-08-29", "550", "2700", "14..15", 4668, 13.4, 2708, 15.4, 2707, "22"),
    Row("2017-09-15", "770", "3700", "19", 5278, 16.9, 3700, 19.0, 3708, "23"),
    Row("2022-10-04", "970", "4600", "22", 5717, 20.0, 4605, 22.2, 4621, "24"),
)

PUBLISHED_KM: Final = {
    "2017-05-14": 4500,  # CSIS [1]
    "2017-07-04": 6700,  # Wright [4]
    "2017-07-28": 10400,  # Wright [7]
    "2017-11-29": 13000,  # Wright: more than that [10]
}
"""Ranges on a standard trajectory that others have published."""

NAMED: Final = {row.day: row for row in THIRTEEN}


def km(field: str, text: str) -> Quantity:
    value = parse_field(field, text)
    assert isinstance(value, Quantity)
    return value


def checked(apogee: str, flown: str = "", time: str = "") -> FlightCheck:
    """Check numbers as a duty officer types them; empty is not given."""
    return check_flight(
        km("apogee_km", apogee) if apogee else None,
        km("range_km", flown) if flown else None,
        km("flight_time_min", time) if time else None,
    )


def of_row(row: Row) -> FlightCheck:
    return checked(row.apogee, row.range, row.time)
