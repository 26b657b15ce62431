"""Claims: true, false, it depends, or it cannot be told."""

from __future__ import annotations

import pytest
from tests.counting import checked, fired, holding
from tests.unit.fusion.told import told

from watchword.picture.check import Verdict

APRIL = fired("JCS", "2022-04-16T18:00", count="2")
MAY = fired("JCS", "2022-05-04T12:03", count="1")
MAY_2 = fired("JCS", "2022-05-25T06:00", count="3")
CRUISE = fired("JCS", "2022-01-25T08:00", "missile.cruise", count="2")
SAID = [APRIL, MAY, MAY_2, CRUISE]
TEST_2017 = told("JMA", kind="nuclear_test", observed_at="2017-09-03T12:29")


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("at least 3 launches", "true"),
        ("at least 4 launches", "depends"),
        ("at least 5 launches", "false"),
        ("at most 4 launches", "true"),
        ("exactly 3 launches", "depends"),
        ("more than 3 launches", "depends"),
        ("fewer than 3 launches", "false"),
        ("at least 3 meetings", "cannot tell"),
        ("1 cruise missile test", "true"),
    ],
)
def test_an_amount_is_checked_by_every_rule_that_may_be_meant(
    claim: str, verdict: Verdict
) -> None:
    assert checked(claim, SAID).verdict == verdict


def test_the_answer_says_under_which_rules_it_holds_and_by_which_events() -> None:
    found = checked("at least 4 launches", SAID)
    assert holding(found) == {"salvos": False, "salvos-cruise": True}
    assert [ground.says for ground in found.grounds] == ["3", "4"]
    assert len(found.grounds[1].counts[0].taken) == 4


def test_what_the_record_does_not_hold_is_said() -> None:
    assert checked("first meeting since 2019-11", SAID).why == (
        "the record holds no meetings"
    )


def test_a_count_that_is_open_answers_only_where_its_ends_do() -> None:
    said = [APRIL, fired("JCS", "2022-05-25T06:00", count=">=2")]
    assert checked("at least 4 missiles", said).verdict == "true"
    assert checked("at least 5 missiles", said).verdict == "cannot tell"
    assert holding(checked("at least 4 missiles", said))["missiles"] is True
    assert holding(checked("at least 5 missiles", said))["missiles"] is None
    assert holding(checked("at most 3 missiles", said))["missiles"] is False
    assert holding(checked("exactly 4 missiles", said))["missiles"] is None


def test_for_want_of_reports_nothing_is_false_before_all_of_them_are_held() -> None:
    assert checked("at least 9 launches", SAID).verdict == "false"
    assert checked("at least 9 launches", SAID, whole_from="2022-02").verdict == (
        "cannot tell"
    )
    assert checked("at least 3 launches", SAID, whole_from="").verdict == "true"
    assert checked("at most 2 launches", SAID, whole_from="").verdict == "false"


def test_the_first_since_needs_the_one_before_and_none_between() -> None:
    def first(since: str, at: str = "", whole_from: str = "2017") -> str:
        claim = f"first launch day since {since}"
        found = checked(claim, [MAY, MAY_2], at=at, whole_from=whole_from)
        return str({True: "yes", False: "no", None: "?"}[holding(found)["days"]])

    assert first("2022-05-04", "2022-05-25") == "yes"
    assert first("2022-05-04") == "yes", "the latest, where none is named"
    assert first("2022-04", "2022-05-25") == "no", "there was none in April"
    assert first("2022-05-04", "2022-05-25", whole_from="") == "?"
    assert first("2022-05-25") == "yes", "none since: the next would be it"
    assert first("2022-05-25", "2022-06-01") == "no", "there was none that day"
    assert first("2022-04", "2022-05-25", whole_from="2022-05-01") == "no", "between"


def test_a_first_since_what_is_not_held_cannot_be_told() -> None:
    claim = "first nuclear test since 2017"
    assert checked(claim, SAID).verdict == "cannot tell"
    assert checked(claim, [TEST_2017], whole_from="2006").verdict == "true"
    again = told("JMA", kind="nuclear_test", observed_at="2022-06-01T12:00")
    both = [TEST_2017, again]
    assert checked(claim, both, whole_from="2006").verdict == "true"
    assert checked(claim, both, at="2022-06-01", whole_from="2006").verdict == "true"
    between = told("JMA", kind="nuclear_test", observed_at="2019-06-01T12:00")
    all_three = [*both, between]
    assert checked(claim, all_three, at="2022-06-01").verdict == "false"


@pytest.mark.parametrize(
    ("claim", "at", "holds"),
    [
        ("2nd launch day", "2022-05-04", True),
        ("1st launch day", "2022-05-04", False),
        ("3rd launch day", "", True),
        ("4th launch day", "", False),
    ],
)
def test_a_place_in_a_row_is_counted_from_the_beginning(
    claim: str, at: str, holds: object
) -> None:
    assert holding(checked(claim, SAID, at=at))["days"] is holds


def test_of_a_salvo_every_place_is_taken() -> None:
    for nth, holds in ((3, False), (4, True), (6, True), (7, False)):
        found = checked(f"{nth}th missile", [APRIL, MAY, MAY_2], at="2022-05-25")
        assert holding(found)["missiles"] is holds, nth
    assert checked("1st missile", []).verdict == "false"
    assert checked("1st missile", [], whole_from="").verdict == "cannot tell"
