"""An event's witnesses, each for itself."""

from __future__ import annotations

import pytest
from tests.unit.fusion.told import told

from watchword.fusion.flight.told import WitnessCheck, check_event
from watchword.fusion.fuse import fuse
from watchword.fusion.said import Said

AT = "2017-07-04T09:40"
KCNA = told(
    "KP_KCNA",
    observed_at=AT,
    apogee_km="2802",
    range_km="933",
    flight_time_min="39",
)
PACOM = told("US_PACOM", by="exercise.tokyo", observed_at=AT, flight_time_min="37")


def checks(*said: Said) -> dict[str, WitnessCheck]:
    (event,) = fuse(said)
    return {each.authority: each for each in check_event(event)}


def test_2017_07_04_has_a_doubtful_time_and_a_consistent_one() -> None:
    found = checks(KCNA, PACOM)
    assert found["KP_KCNA"].check.verdict == "doubtful"
    assert found["US_PACOM"].check.verdict == "consistent"
    assert found["KP_KCNA"].lent == ()
    assert found["US_PACOM"].lent == ("apogee_km", "range_km")
    assert found["US_PACOM"].statement == PACOM.name


def test_2022_03_24_has_an_impossible_time_and_a_consistent_one() -> None:
    at = "2022-03-24T14:33"
    kcna = told(
        "KP_KCNA",
        observed_at=at,
        apogee_km="6248.5",
        range_km="1090",
        flight_time_min="67.5",
    )
    mod = told(
        "JP_MOD",
        by="exercise.tokyo",
        observed_at=at,
        apogee_km=">=6000",
        range_km="~1100",
        flight_time_min="~71",
    )
    found = checks(kcna, mod)
    assert found["KP_KCNA"].check.verdict == "impossible"
    assert found["JP_MOD"].check.verdict == "consistent"


def test_the_swapped_row_of_2022_05_25_is_named_and_not_repaired() -> None:
    # CNS has apogee 360 and range 540; the JCS gave range 360, altitude 540.
    at = "2022-05-25T06:00"
    cns = told("CNS", observed_at=at, apogee_km="360", range_km="540")
    jcs = told(
        "KR_JCS",
        by="exercise.tokyo",
        observed_at=at,
        apogee_km="~540",
        range_km="~360",
    )
    found = checks(cns, jcs)
    assert found["CNS"].crosswise == ("KR_JCS",)
    assert found["KR_JCS"].crosswise == ("CNS",)
    assert found["CNS"].numbers["apogee_km"].low == 360
    assert found["CNS"].check.verdict == "cannot tell"


def test_witnesses_that_agree_as_said_are_not_crosswise() -> None:
    one = told("A", observed_at=AT, apogee_km="~500", range_km="~500")
    other = told(
        "B", by="exercise.tokyo", observed_at=AT, apogee_km="~510", range_km="~480"
    )
    assert all(not each.crosswise for each in checks(one, other).values())


def test_what_contradicts_lends_all_between_its_ends() -> None:
    low = told("A", observed_at=AT, apogee_km="2000", range_km="933")
    high = told(
        "B", by="exercise.tokyo", observed_at=AT, apogee_km="2802", range_km="933"
    )
    third = told("C", by="exercise.washington", observed_at=AT, flight_time_min="30")
    found = checks(low, high, third)["C"]
    assert (found.numbers["apogee_km"].low, found.numbers["apogee_km"].high) == (
        2000,
        2802,
    )
    assert found.check.verdict == "consistent"


def test_a_time_is_never_lent() -> None:
    apogee = told("A", by="exercise.tokyo", observed_at=AT, apogee_km="2802")
    found = checks(KCNA, apogee)["A"]
    assert "flight_time_min" not in found.numbers
    assert found.check.verdict == "cannot tell"
    assert found.check.standard is not None


def test_a_superseded_time_is_not_checked() -> None:
    later = told(
        "KP_KCNA", corrects=KCNA.name, said_s=9, observed_at=AT, flight_time_min="37"
    )
    (event,) = fuse([KCNA, later])
    found = {each.statement: each for each in check_event(event)}
    assert found[later.name].check.verdict == "consistent"
    assert "flight_time_min" not in found[KCNA.name].numbers


@pytest.mark.parametrize("count", ["8", ">=1", "1..2"])
def test_the_numbers_of_several_missiles_are_of_no_one(count: str) -> None:
    salvo = told(
        "JP_MOD",
        observed_at=AT,
        count=count,
        apogee_km="500",
        range_km="600",
        flight_time_min="3",
    )
    assert "several" in checks(salvo)["JP_MOD"].check.why
    assert checks(salvo)["JP_MOD"].check.verdict == "cannot tell"


def test_one_missile_counted_is_checked() -> None:
    one = told(
        "JP_MOD", observed_at=AT, count="1", apogee_km="500", flight_time_min="3"
    )
    assert checks(one)["JP_MOD"].check.verdict == "impossible"


def test_who_gives_neither_apogee_nor_time_is_not_checked() -> None:
    assert checks(told("A", observed_at=AT, range_km="600")) == {}


def test_only_launches_are_checked() -> None:
    burst = told("A", kind="nuclear_test", observed_at=AT, apogee_km="500")
    assert checks(burst) == {}
