"""What changed between two catalogues, and by which statement."""

from __future__ import annotations

from tests.counting import fired, listing
from tests.unit.fusion.told import told, without

from watchword.picture.changes import changes

FIRST = fired("JCS", "2022-05-25T06:00", count="1", range_km="~360")
SECOND = told("MOD", said_s=60, observed_at="2022-05-25T06:01", range_km="~300")
FIX = told("JCS", said_s=99, corrects=FIRST.name, count="3")


def test_where_nothing_came_nothing_changed() -> None:
    assert changes(listing([FIRST, SECOND]), listing([SECOND, FIRST, FIRST])) == ()


def test_a_new_event_is_listed_for_its_statements() -> None:
    (change,) = changes((), listing([FIRST]))
    assert (change.was, change.joined, change.event) == ((), (FIRST.name,), FIRST.name)


def test_a_witness_joins_and_the_fields_it_speaks_of_change() -> None:
    (change,) = changes(listing([FIRST]), listing([FIRST, SECOND]))
    assert (change.joined, change.corrected) == ((SECOND.name,), ())
    fields = {each.field: each for each in change.fields}
    assert fields.keys() == {"observed_at", "range_km"}
    assert fields["observed_at"].after == (
        "2022-05-25T06:00+09:00..2022-05-25T06:01+09:00"
    )
    row = fields["range_km"]
    assert (row.before, row.after, row.by) == (
        "~360 km",
        "~300..360 km",
        (SECOND.name,),
    )


def test_a_correction_is_the_reason_of_what_it_corrects() -> None:
    (change,) = changes(listing([FIRST]), listing([FIRST, FIX]))
    assert change.corrected == (FIX.name,)
    (field,) = change.fields
    assert (field.field, field.before, field.after, field.by) == (
        "count",
        "1",
        "3",
        (FIX.name,),
    )


def test_what_was_taken_back_stands_otherwise() -> None:
    gone = told("JCS", said_s=99, corrects=FIRST.name, count="0")
    (change,) = changes(listing([FIRST]), listing([FIRST, gone]))
    assert change.standing == ("held", "withdrawn")


def test_more_that_is_open_of_a_statement_is_a_reason() -> None:
    before = listing([without(FIRST, "range_km")])
    (change,) = changes(before, listing([FIRST]))
    assert (change.joined, change.opened) == ((), (FIRST.name,))
    assert [(f.field, f.before, f.after) for f in change.fields] == [
        ("range_km", "–", "~360 km")
    ]


def test_what_is_said_of_a_statement_is_no_change_of_the_event() -> None:
    remark = told("JCS", said_s=99, corrects=FIRST.name, note="more to come")
    (change,) = changes(listing([FIRST]), listing([FIRST, remark]))
    assert (change.joined, change.fields) == ((remark.name,), ())


def test_two_events_that_become_one_are_both_named() -> None:
    apart = told("MOD", said_s=60, observed_at="2022-05-25T07:00")
    fix = told("MOD", said_s=99, corrects=apart.name, observed_at="2022-05-25T06:00")
    before, after = listing([FIRST, apart]), listing([FIRST, apart, fix])
    (change,) = changes(before, after)
    assert (change.event, set(change.was)) == (FIRST.name, {FIRST.name, apart.name})


def test_an_earlier_statement_gives_the_event_another_name() -> None:
    (change,) = changes(listing([SECOND]), listing([SECOND, FIRST]))
    assert (change.was, change.event) == ((SECOND.name,), FIRST.name)


def test_a_member_that_leaves_is_named_where_it_was() -> None:
    fix = told("MOD", said_s=99, corrects=SECOND.name, observed_at="2022-05-25T09:00")
    before, after = listing([FIRST, SECOND]), listing([FIRST, SECOND, fix])
    found = {change.event: change for change in changes(before, after)}
    assert found[FIRST.name].left == (SECOND.name,)
    assert found[SECOND.name].joined == (fix.name,)


def test_what_nobody_can_read_any_more_is_gone() -> None:
    (change,) = changes(listing([FIRST]), ())
    assert (change.event, change.is_gone) == (FIRST.name, True)
