"""The shipped record, counted: the true figures, and figures that are not written in.

The figures are those of two research databases for 1 January to 12 June 2022:
CNS (31 missiles on 16 days) and CSIS (17 missile entries, and two of artillery).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import msgspec
import pytest
from tests.counting import (
    END_NS,
    about,
    checked,
    ends,
    holding,
    in_another_order,
    listing,
    shipped,
    side_by_side,
)

from watchword.fusion.said import Said
from watchword.model.field import Value
from watchword.model.party import PartyId
from watchword.model.quantity import Quantity, parse_quantity
from watchword.model.report import Header, Report
from watchword.model.time import Instant, datetime_of, ns_of
from watchword.picture.catalogue import Listed
from watchword.record.statements import statements

Counts = dict[str, tuple[int, int | None]]

JCS = "Joint Chiefs of Staff (South Korea)"
MOD = "Ministry of Defense (Japan)"
YEARS = 5
"""From one year that is no leap year to another."""


def counts(said: list[Said], period: str = "2022") -> Counts:
    return side_by_side(said, period)


@pytest.fixture(scope="module")
def true() -> Counts:
    return counts(shipped())


def sure(found: Counts) -> dict[str, int]:
    return {rule: low for rule, (low, high) in found.items() if low == high}


def test_the_record_gives_the_figures_of_the_databases(true: Counts) -> None:
    found = sure(true)
    assert found["missiles"] == 31
    assert found["days"] == 16
    assert found["days-cruise"] == 17
    assert found["days-counted-artillery"] == 18
    assert found["days-artillery"] == 19
    assert (found["salvos"], found["nuclear-tests"]) == (18, 0)


def test_at_least_18_holds_under_some_rules_and_fails_under_others() -> None:
    found = checked("at least 18 missile tests", shipped())
    assert found.verdict == "depends"
    answers = holding(found)
    assert [rule for rule, holds in answers.items() if holds is False] == [
        "days",
        "days-cruise",
    ]
    assert answers["days-counted-artillery"] is answers["days-artillery"] is True
    assert None not in answers.values()
    judged = checked("at least 18 successful missile tests", shipped())
    assert judged.verdict == "cannot tell", "many of them nobody has judged"


def test_before_the_evening_of_12_june_its_artillery_was_not_known() -> None:
    by_then = [s for s in shipped() if s.report.header.said_at_ns < END_NS - 8 * 10**13]
    assert sure(counts(by_then))["days-artillery"] == 18


def test_each_authority_alone_gives_its_own_figures() -> None:
    said = shipped()
    assert ends("missiles", said, "2022", by=[JCS]) == (31, 31)
    assert ends("days-artillery", said, "2022", by=[JCS]) == (19, 19)
    assert ends("days-artillery", said, "2022", by=[MOD]) == (16, 16)
    low, high = ends("missiles", said, "2022", by=[MOD])
    assert (low, high) == (29, None), "it left a count of one launch at least open"


def test_nothing_depends_on_the_order_or_on_what_came_twice(true: Counts) -> None:
    said = shipped()
    assert counts([*in_another_order(said), *said[::3]]) == true


def test_whoever_the_parties_are_the_counts_are_the_same(true: Counts) -> None:
    renamed = [with_header(said, _renamed) for said in shipped()]
    assert counts(renamed) == true
    old, new = witnesses(shipped()), witnesses(renamed)
    assert new == [tuple(sorted(map(_name, each))) for each in old]
    assert ends("missiles", renamed, "2022", by=[_name(MOD)]) == (29, None)


def test_whatever_the_year_is_the_counts_are_the_same(true: Counts) -> None:
    moved = [_moved(said) for said in shipped()]
    assert counts(moved, str(2022 + YEARS)) == true
    assert set(counts(moved).values()) == {(0, 0)}


def test_in_whatever_zone_the_times_are_written_the_counts_are_the_same(
    true: Counts,
) -> None:
    utc = [with_fields(said, _in_utc) for said in shipped()]
    found = {rule: ends(rule, utc, "2022", zone="Asia/Seoul") for rule in true}
    assert found == true


def test_in_whatever_unit_a_flight_was_measured_the_counts_are_the_same(
    true: Counts,
) -> None:
    assert counts([with_fields(said, _in_miles) for said in shipped()]) == true


CLAIMS = (
    "at least 18 missile tests",
    "exactly 31 missiles",
    "17th launch day",
    "first cruise missile test since 2017",
    "3 meetings",
)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_has_the_same_answer_whoever_they_are_and_whatever_the_year(
    claim: str,
) -> None:
    said = shipped()
    asked = checked(claim, said)
    renamed = checked(claim, [with_header(each, _renamed) for each in said])
    year = str(2022 + YEARS)
    moved = checked(
        claim.replace("2017", str(2017 + YEARS)),
        [_moved(each) for each in said],
        year,
        whole_from=year,
        until=f"{year}-06-12",
    )
    assert renamed.verdict == moved.verdict == asked.verdict
    assert holding(renamed) == holding(moved) == holding(asked)


def test_one_authority_told_on_by_another_party_counts_once(true: Counts) -> None:
    said = shipped()
    relayed = [
        msgspec.structs.replace(with_header(each, _by_another), name=each.name[::-1])
        for each in said
        if each.report.header.authority == JCS and not each.report.header.corrects
    ]
    assert len(relayed) > 10
    both = [*said, *relayed]
    assert counts(both) == true
    assert witnesses(both) == witnesses(said)


Fact = tuple[str, Callable[[Said], Said], Counts]

CHANGED: dict[str, Fact] = {
    "one more missile on 14 January": (
        "2022-01-14",
        lambda said: counting(said, "3"),
        {"missiles": (32, 32), "missiles-cruise": (34, 34)},
    ),
    "the cruise missiles were ballistic": (
        "2022-01-25",
        lambda said: classed(said, "missile.ballistic", "SRBM"),
        {"missiles": (33, 33), "days": (17, 17), "days-cruise-only": (0, 0)},
    ),
    "the launch of 27 February was taken back": (
        "2022-02-27",
        lambda said: counting(said, "0"),
        {"missiles": (30, 30), "days": (15, 15), "days-artillery": (18, 18)},
    ),
    "the artillery of March was not counted": (
        "2022-03-20",
        lambda said: counting(said, ">=2"),
        {"days-counted-artillery": (17, 17), "days-artillery": (19, 19)},
    ),
    "the artillery of June was counted": (
        "2022-06-12",
        lambda said: counting(said, "5"),
        {"days-counted-artillery": (19, 19), "days-artillery": (19, 19)},
    ),
    "the launch of 4 May was on the day of the next": (
        "2022-05-04",
        lambda said: with_fields(said, _three_days_later),
        # What knows that day only may be of either: one more at most.
        {"days": (15, 15), "salvos": (18, 19), "missiles": (31, None)},
    ),
    "how many there were on 5 June is not known": (
        "2022-06-05",
        lambda said: counting(said, ">=3"),
        {"missiles": (26, None), "days": (16, 16)},
    ),
}


@pytest.mark.parametrize("fact", CHANGED, ids=CHANGED)
def test_another_fact_gives_another_figure(true: Counts, fact: str) -> None:
    day, change, expected = CHANGED[fact]
    changed = [change(said) if _is_of(said, day) else said for said in shipped()]
    assert changed != shipped()
    found = counts(changed)
    for rule, figure in expected.items():
        assert found[rule] == figure, rule
    untouched = {"nuclear-tests"} | (
        set() if "missiles" in expected else {"missiles", "missiles-succeeded"}
    )
    assert all(found[rule] == true[rule] for rule in untouched)


def test_a_claim_follows_the_facts() -> None:
    """What fails of "at least 18" holds when the cruise missiles flew twice."""
    said = shipped()
    (cruise,) = (
        s
        for s in said
        if s.report.fields.get("weapon_class") == "cruise"
        and s.report.header.authority == JCS
    )
    again = msgspec.structs.replace(
        with_fields(cruise, _three_days_later), name="e" * 64
    )
    before = holding(checked("at least 18 missile tests", said))
    after = holding(checked("at least 18 missile tests", [*said, again]))
    changed = {rule for rule in before if before[rule] != after[rule]}
    assert changed == {"days-cruise"}


def test_the_newspaper_of_that_day_is_answered_claim_by_claim() -> None:
    said = shipped()
    assert checked("at least 18 missile tests", said).verdict == "depends"
    nuclear = checked("first nuclear test since 2017", said)
    assert nuclear.verdict == "cannot tell"
    meeting = checked("first meeting since 2019-11", said)
    assert (meeting.verdict, meeting.why) == (
        "cannot tell",
        "the record holds no meetings",
    )


def with_header(said: Said, change: Callable[[Header], Header]) -> Said:
    report = Report(header=change(said.report.header), fields=said.report.fields)
    return msgspec.structs.replace(said, report=report)


def with_fields(said: Said, change: Callable[[str, Value], Value]) -> Said:
    fields = {name: change(name, value) for name, value in said.report.fields.items()}
    report = Report(header=said.report.header, fields=fields)
    return msgspec.structs.replace(said, report=report)


def counting(said: Said, text: str) -> Said:
    """The same statement with another count, where it gives one."""

    fields = dict(said.report.fields)
    if "count" not in fields and text != "0":
        return said
    fields["count"] = parse_quantity(text, "1")
    report = Report(header=said.report.header, fields=fields)
    return msgspec.structs.replace(said, report=report)


def classed(said: Said, topic: str, weapon_class: str) -> Said:
    def change(name: str, value: Value) -> Value:
        return weapon_class if name == "weapon_class" else value

    changed = with_fields(said, change)
    is_claim = said.report.header.topic == "claim"
    return changed if is_claim else about(topic, changed)


def witnesses(said: list[Said]) -> list[tuple[str, ...]]:
    """Of each event, in the order of time."""

    def of(each: Listed) -> tuple[str, ...]:
        found = each.evidence()
        return () if found is None else found.authorities

    return [of(each) for each in listing(said)]


def _name(name: str) -> str:
    return f"office {sum(name.encode())}"


def _renamed(header: Header) -> Header:
    return msgspec.structs.replace(
        header,
        attributed_to=_name(header.attributed_to),
        originator=PartyId("desk-" + header.originator.rpartition(".")[2][::-1]),
    )


def _by_another(header: Header) -> Header:
    return msgspec.structs.replace(
        header, originator=PartyId("relay.example"), said_at_ns=header.said_at_ns + 1
    )


def _shifted(ns: int, zone: str) -> int:
    moment = datetime_of(ns, zone)
    return ns_of(moment.replace(year=moment.year + YEARS))


def _moved(said: Said) -> Said:
    def change(_name: str, value: Value) -> Value:
        if not isinstance(value, Instant):
            return value
        return msgspec.structs.replace(value, ns=_shifted(value.ns, value.zone))

    def later(header: Header) -> Header:
        return msgspec.structs.replace(
            header, said_at_ns=_shifted(header.said_at_ns, "+09:00")
        )

    return with_header(with_fields(said, change), later)


def _in_utc(_name: str, value: Value) -> Value:
    if not isinstance(value, Instant):
        return value
    return msgspec.structs.replace(value, zone="")


def _in_miles(name: str, value: Value) -> Value:
    if not isinstance(value, Quantity) or name == "count":
        return value
    ends = (value.low, value.high)
    low, high = (None if end is None else end / 1.609 for end in ends)
    return msgspec.structs.replace(value, low=low, high=high)


def _three_days_later(_name: str, value: Value) -> Value:
    if not isinstance(value, Instant):
        return value
    moment = datetime_of(value.ns, value.zone) + timedelta(days=3)
    return msgspec.structs.replace(value, ns=ns_of(moment))


def _is_of(said: Said, day: str) -> bool:
    days = {sha256(e.id.encode()).hexdigest(): e.event_day for e in statements()}
    return days[said.name] == day
