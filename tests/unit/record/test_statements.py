from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path

import pytest

from watchword.errors import UsageError
from watchword.model.field import Position, check_field
from watchword.model.quantity import Quantity
from watchword.model.report import Report
from watchword.model.time import DAY_NS, Instant, datetime_of, format_instant
from watchword.record.statements import (
    Entry,
    fields_of,
    header_of,
    parse_statements,
    statements,
)

JCS = "Joint Chiefs of Staff (South Korea)"
MOD = "Ministry of Defense (Japan)"
KCNA = "KCNA"
CNS = "CNS North Korea Missile Test Database"

BALLISTIC_DAYS = {
    *(f"2022-01-{day}" for day in ("05", "11", "14", "17", "27", "30")),
    *("2022-02-27", "2022-03-05", "2022-03-16", "2022-03-24", "2022-04-16"),
    *("2022-05-04", "2022-05-07", "2022-05-12", "2022-05-25", "2022-06-05"),
}

SAME = {"KR_JCS": JCS, "JP_MOD": MOD, "JP_MOD_rev": MOD, "KP_KCNA": KCNA}
COLUMNS = {
    "count": "count",
    "range_km": "range_km",
    "apogee_km": "apogee_km",
    "max_speed_mach": "mach",
}

Key = tuple[str, str, str]
"""Authority, day and group within the day."""
Ends = tuple[float | None, float | None]


def entry(name: str) -> Entry:
    return next(each for each in statements() if each.id == name)


def quantity(each: Entry, name: str) -> Quantity:
    value = each.fields[name]
    assert isinstance(value, Quantity)
    return value


def first_words(topic: str, authority: str = JCS) -> list[Entry]:
    return [
        each
        for each in statements()
        if each.authority == authority
        and each.topic == topic
        and each.kind == "launch"
        and not each.corrects
    ]


def key_of(each: Entry) -> Key:
    group = re.search(r"^\d{4}-\d{2}-\d{2}-([a-c])-", each.id)
    return each.authority, each.event_day, group[1] if group else "a"


def test_every_row_is_a_legal_report() -> None:
    for each in statements():
        report = Report(header=header_of(each), fields=fields_of(each))
        for name, value in report.fields.items():
            check_field(name, value)
        assert report.header.status == "exercise"
        assert report.header.attributed_to == each.authority
        assert report.header.publication is None


def test_every_row_names_a_source_that_can_be_looked_up() -> None:
    for each in statements():
        sources = str(each.fields["source"]).split("; ")
        assert all(re.match(r"https?://\S+$|\S.* \S.*", one) for one in sources)
        assert any("http" in one for one in sources)


def test_a_row_begins_with_the_day_it_is_about() -> None:
    for each in statements():
        assert each.id.startswith(each.event_day)
        observed = each.fields.get("observed_at")
        if isinstance(observed, Instant):
            assert format_instant(observed).removeprefix("~")[:10] == each.event_day


def test_the_sixteen_launch_days_are_there() -> None:
    days = {each.event_day for each in first_words("missile.ballistic")}
    assert days == BALLISTIC_DAYS
    assert len(days) == 16


def test_the_other_days_that_some_count_are_there() -> None:
    assert {each.event_day for each in first_words("missile.cruise")} == {"2022-01-25"}
    artillery = {each.event_day for each in first_words("artillery")}
    assert artillery == {"2022-03-20", "2022-06-12"}


def test_the_joint_chiefs_count_thirty_one_ballistic_missiles() -> None:
    counts = [quantity(each, "count") for each in first_words("missile.ballistic")]
    assert all(count.low == count.high for count in counts)
    assert sum(count.low or 0 for count in counts) == 31


def test_the_launch_of_16_march_failed() -> None:
    assert {entry(f"2022-03-16-{who}").fields["outcome"] for who in ("jcs", "mod")} == {
        "failure"
    }


@pytest.mark.parametrize(
    "name", ["2022-01-25-jcs", "2022-06-12-jcs", "2022-01-27-mod", "2022-04-16-mod"]
)
def test_who_gave_no_figures_has_none(name: str) -> None:
    assert {"range_km", "apogee_km", "max_speed_mach"}.isdisjoint(entry(name).fields)


def test_what_state_media_say_is_filed_as_a_claim() -> None:
    claims = [each for each in statements() if each.authority == KCNA]
    assert claims
    assert {each.topic for each in claims} == {"claim"}
    assert {each.urgency for each in claims} == {"routine"}


def test_only_the_research_database_says_where_on_the_map() -> None:
    placed = {each.authority for each in statements() if "position" in each.fields}
    assert placed == {CNS}


def test_nothing_is_filed_before_it_was_seen_or_on_another_day_than_published() -> None:
    for each in statements():
        for name in ("observed_at", "observed_until"):
            seen = each.fields.get(name)
            assert not isinstance(seen, Instant) or seen.ns < each.said_at_ns
        stated = each.fields.get("stated_on")
        if isinstance(stated, Instant):
            assert stated.precision_ns == DAY_NS
            local = datetime_of(each.said_at_ns, stated.zone)
            assert local.date() == datetime_of(stated.ns, stated.zone).date()


def test_the_record_comes_in_the_order_in_which_it_is_filed() -> None:
    times = [each.said_at_ns for each in statements()]
    assert times == sorted(times)


def test_a_correction_names_an_earlier_row_of_the_same_authority_and_launch() -> None:
    corrections = [each for each in statements() if each.corrects]
    assert {each.corrects for each in corrections} >= {
        "2022-01-05-jcs",
        "2022-01-11-mod",
        "2022-06-05-mod",
    }
    for each in corrections:
        earlier = entry(each.corrects)
        assert key_of(earlier) == key_of(each)
        assert earlier.said_at_ns < each.said_at_ns
        assert each.urgency == "routine"


def test_six_became_eight_five_days_later() -> None:
    first, later = entry("2022-06-05-mod"), entry("2022-06-05-mod-2")
    assert (quantity(first, "count").low, quantity(first, "count").high) == (6, None)
    assert quantity(later, "count").low == quantity(later, "count").high == 8
    assert header_of(later, corrects="a" * 64).corrects == "a" * 64


def table(change: Callable[[str], str] = str) -> str:
    text = files("watchword.record").joinpath("statements_2022.csv").read_text("utf-8")
    return change(text)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("range_km", "range_miles", 1),
        lambda text: text.replace("~470", "about 470", 1),
        lambda text: text.replace("2022-05-04T12:03", "2022-05-32T12:03", 1),
        lambda text: text.replace("Asia/Seoul", "Asia/Nowhere", 1),
        lambda text: text.replace(",launch,", ",rumour,", 1),
        lambda text: text.replace("39.2002,125.6733", "39.2002,", 1),
        lambda text: text.replace(f",{KCNA},", ",Somebody,", 1),
        lambda text: text.replace("2022-01-11-mod,2022", "2022-01-11-mof,2022", 1),
        lambda text: text.replace("2022-01-14-mod,2022", "2022-01-14-jcs,2022", 1),
        lambda text: text + "one,two\n",
    ],
    ids=[
        "an unknown column",
        "a number in words",
        "an impossible date",
        "no such zone",
        "no such kind",
        "half a position",
        "an authority no desk files",
        "a correction of nothing",
        "two rows of one name",
        "a row cut short",
    ],
)
def test_a_table_that_was_spoiled_is_refused(change: Callable[[str], str]) -> None:
    spoiled = table(change)
    assert spoiled != table()
    with pytest.raises(UsageError):
        parse_statements(spoiled)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def transcribed(shared: Path) -> dict[Key, list[dict[str, str]]]:
    """The hand transcription beside the checkout, to the record's last day."""
    found: dict[Key, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of(shared / "launches" / "dprk_authority_reports.csv"):
        if row["local_date"] <= "2022-06-12":
            authority = SAME[row["authority"]]
            found[authority, row["local_date"], row["event_group"]].append(row)
    return found


def recorded() -> dict[Key, list[Entry]]:
    found: dict[Key, list[Entry]] = defaultdict(list)
    for each in statements():
        found[key_of(each)].append(each)
    return found


def ends_ours(entries: Iterable[Entry], name: str) -> set[Ends]:
    return {
        (quantity(each, name).low, quantity(each, name).high)
        for each in entries
        if name in each.fields
    }


def ends_theirs(rows: Iterable[dict[str, str]], column: str) -> set[Ends]:
    found: set[Ends] = set()
    stem = column.removesuffix("_km")
    for row in rows:
        low, high = row[f"{column}_min"], row[f"{column}_max"]
        hedges = row["qualifiers"].split(";")
        if low or high:
            found.add(
                (
                    float(low) if low and f"{stem}_at_most" not in hedges else None,
                    float(high) if high and f"{stem}_at_least" not in hedges else None,
                )
            )
    return found


def clocks(entries: Iterable[Entry], name: str) -> set[str]:
    """Clock times ``hh:mm`` of that field."""
    seen = [each.fields.get(name) for each in entries]
    return {
        format_instant(value).removeprefix("~")[11:16]
        for value in seen
        if isinstance(value, Instant) and value.precision_ns < DAY_NS
    }


def test_every_statement_of_the_transcription_is_in_the_record(shared: Path) -> None:
    ours = {key for key in recorded() if key[0] in SAME.values()}
    assert set(transcribed(shared)) <= ours
    found_since = {key for key in ours - set(transcribed(shared)) if key[0] != KCNA}
    assert found_since == {(MOD, "2022-03-16", "a")}


@pytest.mark.parametrize(("name", "column"), COLUMNS.items())
def test_every_figure_agrees_with_the_transcription(
    shared: Path, name: str, column: str
) -> None:
    compared = 0
    for key, rows in transcribed(shared).items():
        ours, theirs = ends_ours(recorded()[key], name), ends_theirs(rows, column)
        if name == "count":
            # "At least one" of the first hour was one: the transcription has
            # the later figure only, in a note the first.
            ours = {
                (low, low)
                if (low, high) not in theirs and high is None
                else (low, high)
                for low, high in ours
            }
        assert ours == theirs, key
        compared += len(theirs)
    assert compared > 5


def test_every_flight_time_agrees_with_the_transcription(shared: Path) -> None:
    for key, rows in transcribed(shared).items():
        ours = {
            round(low, 1)
            for low, _ in ends_ours(recorded()[key], "flight_time_min")
            if low is not None
        }
        theirs = {float(row["flight_min"]) for row in rows if row["flight_min"]}
        assert ours == theirs, key


def test_every_clock_time_agrees_with_the_transcription(shared: Path) -> None:
    for key, rows in transcribed(shared).items():
        first = {row["local_time_first"] for row in rows} - {""}
        last = {row["local_time_last"] for row in rows} - {""} - first
        assert clocks(recorded()[key], "observed_at") == first, key
        assert clocks(recorded()[key], "observed_until") == last, key


def test_every_place_time_and_outcome_is_the_databases_own(shared: Path) -> None:
    rows = rows_of(shared / "launches" / "dprk_launches.csv")
    launches = {(row["date_kst"], row["time_kst"]): row for row in rows}
    placed = [each for each in statements() if each.authority == CNS]
    assert len(placed) == 17
    for each in placed:
        (minute,) = clocks([each], "observed_at")
        row = launches[each.event_day, minute]
        position = each.fields["position"]
        assert isinstance(position, Position)
        assert position.lat_deg == pytest.approx(float(row["lat"]), abs=1e-4)
        assert position.lon_deg == pytest.approx(float(row["lon"]), abs=1e-4)
        assert each.fields["site"] == row["facility"]
        assert each.fields["outcome"] == row["outcome"]
