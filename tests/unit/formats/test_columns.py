from __future__ import annotations

from tests.unit.formats.sheets import APART, BARE, SHEET, event_of

from watchword.formats.columns import table_of

TABLE = table_of(SHEET.events, SHEET.labels)


def test_a_disagreement_is_from_the_lowest_to_the_highest_and_has_no_mean() -> None:
    row = TABLE.rows[0]
    assert (row["range_km_low"], row["range_km_high"]) == (470.0, 900.0)
    assert row["range_km_verdict"] == "disagree"
    assert [w["value"] for w in row["range_km_witnesses"]] == ["470", "900"]
    numbers = [value for value in row.values() if isinstance(value, float)]
    assert 685.0 not in numbers


def test_places_that_contradict_each_other_give_no_common_place() -> None:
    row = TABLE.rows[0]
    assert row["position_lat_deg"] is None
    assert row["position_lon_deg"] is None
    assert row["position_verdict"] == "disagree"


def test_what_agrees_is_the_span_and_says_that_it_is_hedged() -> None:
    row = TABLE.rows[0]
    assert (row["apogee_km_low"], row["apogee_km_high"]) == (780.0, 800.0)
    assert row["apogee_km_about"]
    assert row["apogee_km_verdict"] == "agree"


def test_an_open_bound_leaves_its_end_empty() -> None:
    row = TABLE.rows[0]
    assert (row["count_low"], row["count_high"]) == (1.0, None)


def test_an_upper_bound_beside_a_value_that_contradicts_it_stays_open_below() -> None:
    bound = event_of(3, {"north": {"range_km": "<=700"}, "south": {"range_km": "2000"}})
    (row,) = table_of([bound], {}).rows
    assert (row["range_km_low"], row["range_km_high"]) == (None, 2000.0)


def test_only_fields_that_occur_have_columns_and_numbers_have_units() -> None:
    names = [column.name for column in TABLE.columns]
    assert names[:5] == ["event", "kind", "status", "labels", "statements"]
    assert "yield_kt_low" not in names
    assert TABLE.units()["range_km_high"] == "km"
    assert TABLE.units()["count_low"] == "1"
    assert set(TABLE.rows[1]) <= set(names)


def test_each_event_bears_the_labels_of_what_it_rests_on() -> None:
    assert TABLE.rows[0]["labels"] == "CLOSED · ZU; OPEN"
    assert TABLE.rows[1]["labels"] == "OPEN"
    assert TABLE.rows[0]["statements"].split() == list(APART.members)
    assert TABLE.rows[1]["event"] == BARE.id
