from __future__ import annotations

from tests.unit.fusion.told import told, without

from watchword.fusion.window import (
    CLOCK,
    DAY,
    HOUR,
    gap_ns,
    reach_of,
    touches,
    window_of,
)
from watchword.model.time import MINUTE_NS, parse_instant


def test_the_finest_time_that_is_open_is_used() -> None:
    whole = told(
        "KR_JCS",
        observed_at="2022-06-05T09:08",
        observed_until="2022-06-05T09:43",
        stated_on="2022-06-05",
    )
    salvo = window_of(whole.report.fields)
    assert salvo is not None
    assert salvo.last_ns - salvo.start_ns + 1 == 36 * MINUTE_NS
    assert salvo.grain == CLOCK
    day = window_of(without(whole, "observed_at", "observed_until").report.fields)
    assert day is not None
    assert day.grain == DAY


def test_an_hour_typed_as_a_minute_is_still_the_hour() -> None:
    window = window_of({"observed_hour": parse_instant("2022-05-25T05:00+09:00")})
    assert window is not None
    assert window.start_ns == parse_instant("2022-05-25T05:00+09:00").ns
    assert window.last_ns == parse_instant("2022-05-25T06:00+09:00").ns - 1
    assert window.grain == HOUR


def test_ends_told_out_of_order_still_give_an_interval() -> None:
    said = told(
        "KR_JCS", observed_at="2022-06-05T09:43", observed_until="2022-06-05T09:08"
    )
    window = window_of(said.report.fields)
    assert window is not None
    assert window.start_ns < window.last_ns


def test_windows_that_follow_at_once_have_no_gap() -> None:
    first = window_of(told("a", observed_at="2022-05-25T05:59").report.fields)
    second = window_of(told("b", observed_at="2022-05-25T06:00").report.fields)
    third = window_of(told("b", observed_at="2022-05-25T06:02").report.fields)
    assert first is not None
    assert second is not None
    assert third is not None
    assert gap_ns(first, second) == gap_ns(second, first) == 0
    assert gap_ns(first, third) == 2 * MINUTE_NS


def test_no_open_time_reaches_nowhere() -> None:
    assert reach_of(told("KR_JCS", site="Sunan")) is None


def test_a_free_statement_reaches_nowhere_even_with_a_time() -> None:
    said = told("KP_KCNA", kind="statement", stated_on="2022-05-25", text="...")
    assert reach_of(said) is None


def test_reaches_meet_where_the_gap_is_no_more_than_the_gate() -> None:
    first = reach_of(told("KR_JCS", observed_at="2022-05-25T06:00"))
    near = reach_of(told("JP_MOD", observed_at="2022-05-25T06:11"))
    far = reach_of(told("JP_MOD", observed_at="2022-05-25T06:12"))
    assert first is not None
    assert near is not None
    assert far is not None
    assert first.meets(near)
    assert near.meets(first)
    assert not first.meets(far)
    assert near.meets(far)


def test_what_is_in_two_rooms_does_not_meet() -> None:
    one = reach_of(told("KR_JCS", observed_at="2022-05-25T06:00"))
    other = reach_of(told("KR_JCS", status="actual", observed_at="2022-05-25T06:00"))
    assert one is not None
    assert other is not None
    assert not one.meets(other)


def test_a_correction_touches_its_target_years_away() -> None:
    first = told("JP_MOD", observed_at="2022-06-05T09:06")
    later = told("JP_MOD", corrects=first.name, stated_on="2024-06-05")
    assert touches(first, later)
    assert touches(later, first)


def test_exercise_and_actual_never_touch() -> None:
    real = told("KR_JCS", status="actual", observed_at="2022-05-25T06:00")
    drill = told("JP_MOD", observed_at="2022-05-25T06:00")
    assert not touches(real, drill)
