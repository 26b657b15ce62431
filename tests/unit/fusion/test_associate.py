"""Public facts of 2022, retyped; times are Korean, as they were given.

Sources: statements of South Korea's Joint Chiefs of Staff and Japan's Ministry
of Defense of 25 May and 5 June 2022, as carried by the press of those days.
"""

from __future__ import annotations

from itertools import permutations

from tests.unit.fusion.told import told, without

from watchword.fusion.associate import associate
from watchword.fusion.said import Said

TOKYO = "exercise.tokyo"

JCS_A = told("KR_JCS", observed_at="2022-05-25T06:00", range_km="~360", site="Sunan")
JCS_B = told("KR_JCS", observed_at="2022-05-25T06:37", apogee_km="~20", site="Sunan")
JCS_C = told("KR_JCS", observed_at="2022-05-25T06:42", range_km="~760", site="Sunan")
MOD_A = told("JP_MOD", by=TOKYO, observed_at="2022-05-25T05:59", range_km="~300")
MOD_C = told("JP_MOD", by=TOKYO, observed_at="2022-05-25T06:42", range_km="~750")
MAY_25 = (JCS_A, JCS_B, JCS_C, MOD_A, MOD_C)

SALVO_JCS = told(
    "KR_JCS",
    observed_at="2022-06-05T09:08",
    observed_until="2022-06-05T09:43",
    count="8",
)
SALVO_MOD = told(
    "JP_MOD",
    by=TOKYO,
    observed_at="2022-06-05T09:06",
    observed_until="2022-06-05T09:41",
    count=">=6",
)
SALVO_REVISED = told(
    "JP_MOD",
    by=TOKYO,
    said_s=9,
    corrects=SALVO_MOD.name,
    count="8",
    stated_on="2022-06-05",
)


def grouped(*said: Said) -> set[frozenset[str]]:
    return {frozenset(s.name for s in group) for group in associate(said)}


def events(*groups: tuple[Said, ...]) -> set[frozenset[str]]:
    return {frozenset(s.name for s in group) for group in groups}


def test_nothing_gives_nothing() -> None:
    assert associate(()) == ()


def test_three_launches_of_one_morning_are_three_in_every_order() -> None:
    expected = events((JCS_A, MOD_A), (JCS_B,), (JCS_C, MOD_C))
    assert all(grouped(*order) == expected for order in permutations(MAY_25))


def test_a_salvo_and_its_correction_are_one_event() -> None:
    whole = (SALVO_JCS, SALVO_MOD, SALVO_REVISED)
    assert grouped(*whole) == events(whole)


def test_a_correction_without_its_target_joins_on_its_own_merits() -> None:
    assert grouped(SALVO_JCS, SALVO_REVISED) == events((SALVO_JCS, SALVO_REVISED))


def test_a_day_joins_the_only_launch_of_that_day() -> None:
    kcna = told("KP_KCNA", stated_on="2022-06-05", count="8")
    assert grouped(SALVO_JCS, SALVO_MOD, kcna) == events((SALVO_JCS, SALVO_MOD, kcna))


def test_a_day_with_three_launches_is_neither_glued_nor_guessed() -> None:
    kcna = told("KP_KCNA", stated_on="2022-05-25")
    assert grouped(*MAY_25, kcna) == events(
        (JCS_A, MOD_A), (JCS_B,), (JCS_C, MOD_C), (kcna,)
    )


def test_a_day_joins_the_one_launch_that_its_figures_fit() -> None:
    kcna = told("KP_KCNA", stated_on="2022-05-25", range_km="755", apogee_km="50")
    both = (JCS_C, MOD_C, kcna)
    fitting = told(
        "KR_JCS", observed_at="2022-05-25T06:37", range_km="~80", apogee_km="~20"
    )
    assert grouped(JCS_A, MOD_A, fitting, *both) == events(
        (JCS_A, MOD_A), (fitting,), both
    )


def test_washingtons_date_of_the_day_before_is_the_same_morning() -> None:
    washington = told(
        "US_INDOPACOM", by="exercise.washington", stated_on="2022-05-24-05:00"
    )
    assert grouped(JCS_A, MOD_A, washington) == events((JCS_A, MOD_A, washington))


def test_two_days_without_a_clock_join_each_other() -> None:
    jcs = told("KR_JCS", stated_on="2022-01-25", count="2")
    kcna = told("KP_KCNA", stated_on="2022-01-25", count="2")
    next_day = told("KP_KCNA", stated_on="2022-01-26")
    assert grouped(jcs, kcna, next_day) == events((jcs, kcna), (next_day,))


def test_an_hour_joins_the_launch_in_it() -> None:
    hour = told("US_INDOPACOM", observed_hour="2022-05-25T05:00")
    assert grouped(*MAY_25, hour) == events(
        (JCS_A, MOD_A, hour), (JCS_B,), (JCS_C, MOD_C)
    )


def test_one_statement_quoted_by_two_parties_is_in_one_event() -> None:
    relayed = told("KR_JCS", by=TOKYO, observed_at="2022-05-25T06:00", range_km="~360")
    assert grouped(JCS_A, MOD_A, relayed) == events((JCS_A, MOD_A, relayed))


def test_statements_and_reports_without_a_time_stand_alone() -> None:
    free = told("KP_KCNA", kind="statement", stated_on="2022-05-25", text="...")
    again = told("KR_JCS", kind="statement", stated_on="2022-05-25", text="...")
    sealed = without(JCS_A, "observed_at")
    assert grouped(free, again, sealed, MOD_A) == events(
        (free,), (again,), (sealed,), (MOD_A,)
    )


def test_exercise_and_actual_stay_two_events() -> None:
    real = told("JP_MOD", status="actual", observed_at="2022-05-25T05:59")
    assert grouped(JCS_A, real) == events((JCS_A,), (real,))


def test_a_collapse_eight_minutes_after_a_test_is_another_event() -> None:
    test = told("a", kind="seismic_event", observed_at="2017-09-03T12:30:01")
    collapse = told("b", kind="seismic_event", observed_at="2017-09-03T12:38:32")
    assert grouped(test, collapse) == events((test,), (collapse,))


def test_groups_and_members_come_in_canonical_order() -> None:
    groups = associate(MAY_25)
    assert [name for g in groups for name in sorted(s.name for s in g)] == [
        s.name for g in groups for s in g
    ]
    assert [g[0].name for g in groups] == sorted(g[0].name for g in groups)


def test_a_month_of_daily_launches_is_one_event_a_day() -> None:
    days = [f"2022-01-{day:02d}" for day in range(1, 31)]
    clocks = [told("KR_JCS", observed_at=f"{day}T12:00") for day in days]
    dates = [told("KP_KCNA", stated_on=day) for day in days]
    expected = events(*zip(clocks, dates, strict=True))
    assert grouped(*dates, *reversed(clocks)) == expected
