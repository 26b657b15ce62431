"""How well the association does on what authorities said of 74 launches."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from tests.unit.fusion.told import told

from watchword.fusion.associate import associate
from watchword.fusion.said import Said

BY = {"KR": "exercise.seoul", "KP": "exercise.seoul", "JP": "exercise.tokyo"}
NEEDED = 0.98

Row = dict[str, str]
Pairs = set[frozenset[str]]


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[Row]:
    path = shared / "launches" / "dprk_authority_reports.csv"
    if not path.is_file():
        pytest.skip("launches/dprk_authority_reports.csv is absent")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("times", ["as given", "hours only"])
def test_reports_of_one_launch_meet_and_others_do_not(
    rows: list[Row], seed: int, times: str
) -> None:
    said, launch_of = _filed(rows, hours_only=times == "hours only")
    truth = _pairs(_groups(launch_of))
    Random(seed).shuffle(said)  # noqa: S311 - an order, not a secret
    found = _pairs([[s.name for s in group] for group in associate(said)])
    right = len(found & truth)
    assert len(truth) > 70
    assert right / len(found) >= NEEDED, "precision"
    assert right / len(truth) >= NEEDED, "recall"


def _filed(rows: list[Row], *, hours_only: bool) -> tuple[list[Said], dict[str, str]]:
    said: dict[tuple[str, str], Said] = {}
    launch_of: dict[str, str] = {}
    for second, row in enumerate(rows):
        launch = row["event_key"] + row["event_group"]
        authority = row["authority"].removesuffix("_rev")
        corrected = said.get((launch, authority))
        statement = told(
            authority,
            by=BY[authority[:2]],
            said_s=second,
            corrects=corrected.name if corrected else "",
            also=_fields(row, hours_only=hours_only),
        )
        said[launch, row["authority"]] = statement
        launch_of[statement.name] = launch
    return list(said.values()), launch_of


def _fields(row: Row, *, hours_only: bool) -> dict[str, str]:
    fields = {"stated_on": row["local_date"]}
    if row["utc_first"] and hours_only:
        fields["observed_hour"] = row["utc_first"][:13] + ":00Z"
    elif row["utc_first"]:
        fields["observed_at"] = row["utc_first"]
    if row["utc_last"] and not hours_only:
        fields["observed_until"] = row["utc_last"]
    if row["site_as_reported"]:
        fields["site"] = row["site_as_reported"]
    for name in ("range_km", "apogee_km"):
        if row[f"{name}_min"]:
            fields[name] = f"~{row[f'{name}_min']}..{row[f'{name}_max']}"
    if row["count_min"]:
        low, high = row["count_min"], row["count_max"]
        fields["count"] = f"{low}..{high}" if high else f">={low}"
    return fields


def _groups(launch_of: dict[str, str]) -> list[list[str]]:
    launches: dict[str, list[str]] = {}
    for name, launch in launch_of.items():
        launches.setdefault(launch, []).append(name)
    return list(launches.values())


def _pairs(groups: list[list[str]]) -> Pairs:
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}
