"""Rows as the demo shows them; figures of May and June 2022, retyped."""

from __future__ import annotations

import pytest
from tests.unit.fusion.told import told

from watchword.errors import UsageError
from watchword.fusion.said import Said
from watchword.picture.picture import picture
from watchword.picture.table import Row, authorities, rows

SEOUL, TOKYO = "exercise.seoul", "exercise.tokyo"
JCS = told(
    "KR_JCS",
    observed_at="2022-05-04T12:03",
    count="1",
    range_km="~470",
    apogee_km="~780",
    site="Sunan",
)
MOD = told(
    "JP_MOD",
    by=TOKYO,
    observed_at="2022-05-04T12:02",
    count="1",
    range_km="~500",
    apogee_km="~800",
)
SALVO = told(
    "KR_JCS",
    observed_at="2022-06-05T09:08",
    observed_until="2022-06-05T09:43",
    count="8",
)
SIX = told(
    "JP_MOD",
    by=TOKYO,
    observed_at="2022-06-05T09:06",
    observed_until="2022-06-05T09:41",
    count=">=6",
)
EIGHT = told("JP_MOD", by=TOKYO, said_s=9, corrects=SIX.name, count="8")


def row(*said: Said, parties: tuple[str, ...] | None = None) -> Row:
    (only,) = rows(picture(said, None), "Asia/Seoul", parties)
    return only


def test_two_witnesses_and_what_they_say_together() -> None:
    shown = row(JCS, MOD)
    assert (shown.when, shown.where) == ("2022-05-04 12:02..12:03", "Sunan")
    assert shown.cells == {
        "JP_MOD": "~500 / ~800 km",
        "KR_JCS": "~470 / ~780 km",
    }
    assert shown.together == "~470..500 / ~780..800 km"
    assert shown.differs == ()
    assert (shown.status, shown.number) == ("exercise", 1)


def test_a_correction_is_shown_after_what_it_corrects() -> None:
    shown = row(SALVO, SIX, EIGHT, parties=(SEOUL, TOKYO))
    assert shown.when == "2022-06-05 09:06-09:43"
    assert shown.cells == {SEOUL: "8 missiles", TOKYO: ">=6 missiles then 8 missiles"}
    assert shown.together == "8 missiles"


def test_a_contradiction_is_marked_and_has_no_value() -> None:
    shown = row(
        told("KR_JCS", observed_at="2024-01-14T14:55", range_km="~1000"),
        told("JP_MOD", observed_at="2024-01-14T14:53", range_km="~500"),
    )
    assert shown.together == "≠ / –"
    assert shown.differs == ("range_km",)


def test_columns_by_party_hold_what_the_party_quotes() -> None:
    kcna = told("KP_KCNA", said_s=9, stated_on="2022-05-04", range_km="490")
    shown = row(JCS, MOD, kcna, parties=(SEOUL, TOKYO, "KP_KCNA"))
    assert shown.cells["KP_KCNA"] == "490 km / –"
    assert shown.cells[SEOUL] == "~470 / ~780 km"
    both = row(JCS, kcna, parties=(SEOUL,))
    assert both.cells == {SEOUL: "~470 or 490 / ~780 km"}


def test_a_column_that_said_nothing_is_empty() -> None:
    assert row(JCS, parties=(SEOUL, TOKYO)).cells[TOKYO] == ""


def test_a_nuclear_test_shows_magnitude_yield_and_depth() -> None:
    shown = row(
        told(
            "CTBTO",
            kind="nuclear_test",
            observed_at="2017-09-03T12:30",
            magnitude="6.1",
            yield_kt="100..200",
            depth_km="0",
        )
    )
    assert shown.cells == {"CTBTO": "magnitude 6.1, 100..200 kt, 0 km"}


def test_rows_are_numbered_in_the_order_of_the_picture() -> None:
    made = picture((SALVO, JCS), None)
    shown = rows(made, "UTC")
    assert [(r.number, r.event) for r in shown] == [(1, JCS.name), (2, SALVO.name)]
    assert authorities(made) == ("KR_JCS",)
    assert rows(picture((), None), "UTC") == ()


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="no time zone"):
        rows(picture((JCS,), None), "Asia/Nowhere")
