from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.desks import (
    FIELDS,
    SECRET,
    MemoryDesk,
    carry,
    line,
    name_held,
    pair,
    taking,
)
from tests.stores import failing

from watchword.edge.asof import Period
from watchword.edge.picturestore import FORM, PRESENT_FORM, PictureStore
from watchword.edge.picturetables import LARGEST, PictureTables
from watchword.edge.saids import Saids
from watchword.edge.storeview import opened_fields
from watchword.errors import StoreError
from watchword.model.fieldtext import parse_fields
from watchword.model.time import DAY_NS, HOUR_NS, parse_instant
from watchword.picture.canonical import picture_bytes
from watchword.wire.sealed import seal
from watchword.wire.statement import SealedReport

LATER = parse_fields({"observed_at": "2022-05-07T14:07+09:00", "apogee_km": "60"})
SOUTHS = parse_fields({"observed_at": "2022-05-04T12:02+09:00", "apogee_km": "~800"})


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


def test_a_report_is_acknowledged_before_it_is_folded(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    while north.pictures.fold():
        pass
    north.report()
    assert north.pictures.lag() == 2
    assert north.pictures.fold() == 2
    assert north.pictures.lag() == 0
    assert north.pictures.fold() == 0


def test_folding_goes_on_where_its_cursor_stands(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    north.report()
    north.report(fields=LATER)
    while north.pictures.lag() > 2:
        assert north.pictures.fold(most=1) == 1
    again = PictureStore(north.store)
    assert again.lag() == 2
    assert again.picture() == north.pictures.picture()
    assert len(again.picture().events) == 2


def test_a_fold_that_fails_moves_nothing_and_stops_no_reader(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    north.report()
    lag = north.pictures.lag()
    with failing(north.store, "INSERT ON event"):
        with pytest.raises(StoreError):
            north.pictures.fold()
        assert len(north.pictures.picture().events) == 1
    assert north.pictures.lag() == lag
    assert len(north.pictures.picture().events) == 1


def test_two_desks_reports_of_one_launch_become_one_event_at_both(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    one = name_held(north.report())
    other = name_held(south.report(south.header("OFFEN"), SOUTHS))
    carry(north, south)
    carry(south, north)
    (event,) = north.pictures.picture().events
    assert set(event.members) == {one, other}
    assert south.pictures.picture().events == (event,)


def test_as_of_an_instant_is_what_was_known_by_then(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    before_ns = north.now_ns
    north.now_ns += DAY_NS
    name_held(north.report())
    north.now_ns += HOUR_NS
    name_held(north.report(fields=LATER))
    pictures = north.pictures
    assert pictures.picture(before_ns - 10 * DAY_NS).events == ()
    assert pictures.picture(before_ns).events == ()
    assert len(pictures.picture(before_ns + DAY_NS).events) == 1
    assert len(pictures.picture(north.now_ns - 1).events) == 1
    now = pictures.picture(north.now_ns)
    assert now.as_of_ns == north.now_ns
    assert now.events == pictures.picture().events


def test_a_correction_counts_from_when_it_was_known(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    first = name_held(north.report())
    then_ns = north.now_ns
    north.now_ns += HOUR_NS
    second = name_held(
        north.report(
            north.header(corrects=first), {**FIELDS, "apogee_km": LATER["apogee_km"]}
        )
    )
    (event,) = north.pictures.picture().events
    assert set(event.members) == {first, second}
    apogee = next(each for each in event.fields if each.field == "apogee_km")
    assert [w.superseded for w in apogee.witnesses].count(True) == 1
    (before,) = north.pictures.picture(then_ns).events
    assert before.members == (first,)


def test_what_is_stored_is_read_as_a_report_or_as_none(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    name = name_held(north.report())
    saids = Saids(north.store)
    said = saids.read(name, LARGEST)
    assert said is not None
    assert said.report.fields.items() >= FIELDS.items()
    papers = north.store.rows("SELECT name FROM statement WHERE kind <> 'report'")
    assert papers
    assert all(saids.read(paper, LARGEST) is None for (paper,) in papers)


def test_two_values_sealed_under_one_field_count_alike_in_either_order() -> None:
    """An originator that opens one here and the other there gains nothing."""
    assert told_twice(first=0) == told_twice(first=1)


def told_twice(first: int) -> bytes:
    """South is told two apogees of one report, one line after the other."""
    north, south = pair()
    one, other = (seal({**FIELDS, **fields}, SECRET) for fields in (SOUTHS, LATER))
    digests = tuple(sorted({*one.digests, *other.digests}))
    envelope = north.sign(SealedReport(header=north.header(), sealed=digests))
    apogees = [each.disclosures["apogee_km"] for each in (one, other)]
    rest = tuple(one.disclosures[name] for name in ("observed_at", "site"))
    for number, apogee in enumerate((apogees[first], apogees[1 - first]), start=1):
        south.do(taking(line(envelope, number, (*rest, apogee))))
    assert not south.store.rows("SELECT code FROM quarantine")
    assert len(opened_fields(south.store, envelope.name)) == 4
    return picture_bytes(south.pictures.picture())


def test_a_picture_of_an_earlier_form_is_folded_anew(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    north.report()
    before = north.pictures.picture()
    with north.store.transaction():
        north.store.set_meta(FORM, 1)
        north.store.run("UPDATE event SET body = x'7b7d'")
    assert PictureStore(north.store).picture() == before
    assert north.store.meta(FORM) == PRESENT_FORM


def test_the_entry_of_an_instant_is_the_last_one_known_by_then(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    first_ns = north.now_ns
    for fields in (FIELDS, LATER):
        north.now_ns += HOUR_NS
        north.report(fields=fields)
    begin_ns = parse_instant("2022-05-01T00:00Z").ns
    period = Period(from_ns=begin_ns, until_ns=begin_ns + 30 * DAY_NS)
    counts = [
        len(north.pictures.period(period, as_of_ns=first_ns + hours * HOUR_NS).events)
        for hours in (-1, 0, 1, 2, 3)
    ]
    assert counts == [0, 0, 1, 2, 2]
    assert len(north.pictures.period(period).events) == 2


def test_what_a_later_report_has_drawn_away_is_shown_with_whom_it_stood_then(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks

    def says(authority: str, clock: str) -> str:
        north.now_ns += HOUR_NS
        header = replace(north.header(), attributed_to=authority)
        at = parse_fields({"observed_at": f"2022-05-04T{clock}Z"})
        return name_held(north.report(header, at))

    first, other = says("A", "06:00"), says("B", "06:08")
    then_ns = north.now_ns
    nearer = says("A", "06:07")
    begin_ns = parse_instant("2022-05-04T05:00Z").ns
    period = Period(from_ns=begin_ns, until_ns=begin_ns + 2 * HOUR_NS)

    def members(as_of_ns: int | None) -> set[frozenset[str]]:
        shown = north.pictures.period(period, as_of_ns=as_of_ns)
        return {frozenset(each.members) for each in shown.events}

    assert members(then_ns) == {frozenset((first, other))}
    assert members(None) == {frozenset((first,)), frozenset((other, nearer))}
    assert members(north.now_ns) == members(None)


def test_a_report_that_came_after_the_last_fold_of_many_is_found_with_its_event(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    names = [name_held(north.report()) for _ in range(3)]
    north.pictures.picture()
    again = PictureStore(north.store)
    names.append(name_held(north.report()))
    assert again.fold() == 2
    assert again.picture() == north.pictures.picture()
    assert {n for e in again.picture().events for n in e.members} == set(names)


def test_what_the_tables_remember_is_bounded_and_they_answer_alike(
    desks: tuple[MemoryDesk, MemoryDesk], monkeypatch: pytest.MonkeyPatch
) -> None:
    north, _ = desks
    names = [name_held(north.report()) for _ in range(4)]
    header = replace(north.header(), corrects=names[0])
    correction = name_held(north.report(header))
    north.pictures.picture()
    monkeypatch.setattr("watchword.edge.picturetables.MOST_NAMES", 2)
    known, fresh = PictureTables(north.store), PictureTables(north.store)
    for some in (names[:3], names, names[1:], [*names, "0" * 64]):
        assert known.kept(some) == fresh.kept(some)
        assert set(known.kept(some)) == set(some) & set(names)
        assert known.corrections(some) == [correction] * (names[0] in some)
        fresh.forget()
