"""Facts of 4 May and 5 June 2022 as the two ministries gave them."""

from __future__ import annotations

from tests.unit.fusion.told import told, without

from watchword.fusion.fuse import begins_ns, event_order, fuse
from watchword.fusion.said import Said
from watchword.model.event import Combined, Event
from watchword.model.field import Value
from watchword.model.quantity import parse_quantity
from watchword.model.report import Report
from watchword.model.time import parse_instant

JCS = told(
    "KR_JCS", said_s=5, observed_at="2022-05-04T12:03", count="1", range_km="~470"
)
MOD = told(
    "JP_MOD",
    by="exercise.tokyo",
    said_s=4,
    observed_at="2022-05-04T12:02",
    count="1",
    range_km="~500",
)


def field_of(event: Event, name: str) -> Combined:
    return next(each for each in event.fields if each.field == name)


def test_an_event_bears_the_name_of_its_first_member() -> None:
    (event,) = fuse([JCS, MOD])
    assert event.id == MOD.name
    assert event.members == (MOD.name, JCS.name)
    assert (event.kind, event.status) == ("launch", "exercise")


def test_every_number_names_its_witnesses() -> None:
    (event,) = fuse([JCS, MOD])
    distance = field_of(event, "range_km")
    assert [
        (w.authority, w.party, w.statement, w.superseded) for w in distance.witnesses
    ] == [
        ("JP_MOD", "exercise.tokyo", MOD.name, False),
        ("KR_JCS", "exercise.seoul", JCS.name, False),
    ]
    assert distance.together == parse_quantity("~470..500", "km")
    assert [each.field for each in event.fields] == ["count", "observed_at", "range_km"]


def test_a_corrected_count_is_shown_and_the_new_one_counts() -> None:
    first = told("JP_MOD", observed_at="2022-06-05T09:06", count=">=6")
    revised = told("JP_MOD", said_s=9, corrects=first.name, count="8")
    (event,) = fuse([revised, first])
    count = field_of(event, "count")
    assert [w.superseded for w in count.witnesses] == [True, False]
    assert count.verdict == "one witness"
    assert count.together == parse_quantity("8", "1")


def test_free_statements_are_of_no_event() -> None:
    assert fuse([told("KP_KCNA", kind="statement", text="...")]) == ()


def test_a_field_of_a_newer_vocabulary_is_not_read() -> None:
    newer: dict[str, Value] = {**JCS.report.fields, "plume_colour": "grey"}
    said = Said(name=JCS.name, report=Report(header=JCS.report.header, fields=newer))
    assert fuse([said]) == fuse([JCS])


def test_events_come_by_their_beginning_and_those_without_a_time_last() -> None:
    sealed = without(
        told("US_INDOPACOM", observed_at="2022-01-05T08:07"), "observed_at"
    )
    early = told("KR_JCS", said_s=99, stated_on="2022-01-05")
    events = fuse([sealed, JCS, early])
    assert [event.id for event in events] == [early.name, JCS.name, sealed.name]
    assert list(events) == sorted(events, key=event_order)
    assert begins_ns(events[0]) == parse_instant("2022-01-05+09:00").ns
    assert begins_ns(events[2]) is None


def test_a_corrected_time_moves_the_event() -> None:
    later = told("KR_JCS", said_s=9, corrects=JCS.name, observed_at="2022-05-04T12:05")
    (event,) = fuse([JCS, later])
    assert begins_ns(event) == parse_instant("2022-05-04T12:05+09:00").ns


def test_what_is_withheld_is_absent() -> None:
    (event,) = fuse([without(JCS, "range_km", "observed_at")])
    (count,) = event.fields
    assert count.together == parse_quantity("1", "1")
