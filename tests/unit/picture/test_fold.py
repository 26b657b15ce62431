from __future__ import annotations

from collections.abc import Collection

import pytest
from tests.unit.fusion.told import told, without

from watchword.errors import UsageError
from watchword.fusion.fuse import fuse
from watchword.fusion.said import Said
from watchword.fusion.window import touches
from watchword.picture.fold import Change, fold, refold

JCS = told("KR_JCS", observed_at="2022-05-04T12:03", range_km="~470")
MOD = told("JP_MOD", observed_at="2022-05-04T12:02", range_km="~500")
OTHER_DAY = told("KR_JCS", observed_at="2022-05-07T14:07")


class Shelf:
    """Reports in a tuple, answering as a store would."""

    def __init__(self, *reports: Said) -> None:
        self.reports = reports

    def named(self, name: str) -> Said | None:
        return next((each for each in self.reports if each.name == name), None)

    def touching(self, said: Said) -> Collection[Said]:
        return [each for each in self.reports if touches(each, said)]


def test_the_first_report_puts_its_own_event() -> None:
    assert fold(Shelf(), JCS) == Change(held=JCS, block=(JCS.name,), put=fuse([JCS]))


def test_a_second_witness_replaces_the_event_and_leaves_other_days_alone() -> None:
    change = fold(Shelf(JCS, OTHER_DAY), MOD)
    assert change.block == tuple(sorted((JCS.name, MOD.name)))
    assert change.put == fuse([JCS, MOD])
    assert len(change.put) == 1


def test_a_report_that_comes_again_changes_nothing() -> None:
    again = fold(Shelf(JCS, MOD), MOD)
    assert again.put == fuse([JCS, MOD])
    assert again.held == MOD


def test_a_field_opened_later_joins_those_held() -> None:
    change = fold(Shelf(without(JCS, "range_km"), MOD), without(JCS, "observed_at"))
    assert change.held == JCS
    assert change.put == fuse([JCS, MOD])


def test_a_time_opened_later_decides_the_old_neighbours_too() -> None:
    evening = told("KR_JCS", stated_on="2022-05-04", observed_at="2022-05-04T23:00")
    day_only = without(evening, "observed_at")
    change = fold(Shelf(day_only, MOD), evening)
    assert set(change.block) == {evening.name, MOD.name}
    assert len(fuse([day_only, MOD])) == 1
    assert len(change.put) == 2


def test_another_header_under_a_held_name_is_refused() -> None:
    with pytest.raises(UsageError, match="same statement"):
        fold(Shelf(told("KR_JCS", name="aa")), told("JP_MOD", name="aa"))


def test_a_whole_block_folds_as_it_fuses() -> None:
    assert refold((MOD, JCS)) == fuse((JCS, MOD))
