"""Two launches of which authorities said different things, by the true reports.

14 January 2024: the Joint Chiefs said about 1,000 km, the ministry in Tokyo at
least about 500.  5 June 2022: the Joint Chiefs said eight missiles, the ministry
at least six, and eight some days later.  Neither is averaged, and neither is
called agreed before it was.
"""

from __future__ import annotations

from pathlib import Path

from tests.independent.test_association import rows_of, said_of

from watchword.fusion.said import Said
from watchword.model.event import Combined, Event
from watchword.model.fieldtext import format_value
from watchword.model.quantity import Quantity
from watchword.picture.catalogue import catalogue
from watchword.picture.count import count
from watchword.picture.countrule import RULES
from watchword.picture.days import Days, parse_days
from watchword.picture.picture import picture
from watchword.picture.table import Row, rows
from watchword.picture.weighed import weigh

JCS, MOD = "Joint Chiefs of Staff (South Korea)", "Ministry of Defense (Japan)"


def said_on(shared: Path, day: str) -> list[Said]:
    """What was said of one local day, corrections last, each at its second."""
    found = [row for row in rows_of(shared) if row.id.startswith(f"dprk-{day}")]
    found.sort(key=lambda row: bool(row.corrects))
    names = {row.id: f"{number:064x}" for number, row in enumerate(found)}
    return [said_of(number, row, names) for number, row in enumerate(found)]


def only_event(said: list[Said]) -> Event:
    (event,) = picture(said, None).events
    return event


def only_row(said: list[Said]) -> Row:
    (row,) = rows(picture(said, None), "Asia/Seoul")
    return row


def field(event: Event, name: str) -> Combined:
    (found,) = (each for each in event.fields if each.field == name)
    return found


def words(combined: Combined) -> list[tuple[str, str, bool]]:
    return [
        (each.authority, format_value(each.value), each.superseded)
        for each in combined.witnesses
    ]


def numbers(combined: Combined) -> set[float]:
    value = combined.together
    assert isinstance(value, Quantity)
    return {end for end in (value.low, value.high) if end is not None}


def test_2024_01_14_a_thousand_kilometres_beside_at_least_five_hundred(
    shared: Path,
) -> None:
    said = said_on(shared, "20240114")
    found = field(only_event(said), "range_km")
    assert words(found) == [(JCS, "~1000", False), (MOD, "~>=500", False)]
    assert found.verdict == "not confirmed"
    assert numbers(found) == {1000.0}, "what one said; 750 nobody did"
    row = only_row(said)
    assert (row.unconfirmed, row.differs) == (("range_km",), ())
    assert (row.cells[JCS], row.cells[MOD]) == ("~1000 km / –", "~>=500 / ~>=50 km")


def test_2022_06_05_eight_missiles_beside_at_least_six_and_later_eight(
    shared: Path,
) -> None:
    said = said_on(shared, "20220605")
    first_words = [each for each in said if not each.report.header.corrects]
    count = field(only_event(first_words), "count")
    assert sorted(words(count)) == [(JCS, "8", False), (MOD, ">=6", False)]
    assert count.verdict == "not confirmed"
    assert numbers(count) == {8.0}, "seven nobody said"
    assert only_row(first_words).unconfirmed == ("count",)
    later = field(only_event(said), "count")
    assert sorted(words(later)) == [
        (JCS, "8", False),
        (MOD, "8", False),
        (MOD, ">=6", True),
    ]
    assert (later.verdict, numbers(later)) == ("agree", {8.0})
    row = only_row(said)
    assert row.unconfirmed == ()
    assert row.cells[MOD].startswith(">=6 missiles then 8 missiles")


def test_what_an_authority_fired_is_read_from_the_first_words_of_the_note(
    shared: Path,
) -> None:
    """The figures of the half year by the authorities alone, as they are imported."""
    found = sorted(rows_of(shared), key=lambda row: bool(row.corrects))
    names = {row.id: f"{number:064x}" for number, row in enumerate(found)}
    said = [said_of(number, row, names) for number, row in enumerate(found)]
    until = parse_days("2022-06-12").last
    period = Days(parse_days("2022").first, until)
    listed = catalogue(picture(said, None), said, "exercise")
    by_rule = {
        rule.name: count(weigh(listed), rule, period, "+09:00") for rule in RULES
    }
    figures = {name: (each.low, each.high) for name, each in by_rule.items()}
    assert figures["days-cruise"] == (17, 17)
    assert figures["days-counted-artillery"] == (18, 18)
    assert figures["days-artillery"] == (19, 19)
    assert figures["missiles-cruise"] == (33, 33)


def test_2022_06_05_a_revised_count_leaves_the_clock_time_standing(
    shared: Path,
) -> None:
    times = field(only_event(said_on(shared, "20220605")), "observed_at")
    assert not any(each.superseded for each in times.witnesses)
    assert only_row(said_on(shared, "20220605")).when == "2022-06-05 09:06-09:43"
