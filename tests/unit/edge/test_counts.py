"""Counts, claims and the catalogue at a desk: as of when, for whom, what changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.people import Staff, employed
from tests.unit.edge.test_commands import NORTH, PACT, Office, raw

from watchword.edge.clock import system_ns
from watchword.edge.commands.catalogue import (
    CatalogueChanges,
    CatalogueList,
    CatalogueShow,
)
from watchword.edge.commands.claims import ClaimCheck
from watchword.edge.commands.counts import CountShow
from watchword.edge.commands.dispatch import parse_command
from watchword.edge.shelf import instant_ns
from watchword.errors import MalformedError, UsageError
from watchword.model.fieldtext import parse_fields
from watchword.model.message import Disposal
from watchword.model.time import DAY_NS, datetime_of, format_ns, parse_instant
from watchword.node.inputs import Say
from watchword.picture.claim import Amount, Claim, FirstSince
from watchword.picture.days import Days, parse_days
from watchword.wire.codec import encode

YEAR = parse_days("2022")
LAUNCH = {"observed_at": "2022-05-04T12:03+09:00", "count": "1", "range_km": "~470"}
LATER = {"observed_at": "2022-05-12T18:29+09:00", "count": "3"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    office.agree()
    yield office
    for desk in office.desks.values():
        desk.close()


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    staff = Staff(tmp_path)
    yield staff
    staff.close()


def file(office: Office, texts: dict[str, str], **given: Any) -> str:  # noqa: ANN401
    fields = raw(parse_fields(texts))
    return str(office.file(**{"fields": fields, **given})["name"])


def counts(found: dict[str, Any]) -> dict[str, tuple[int, int | None]]:
    return {row["rule"]: (row["low"], row["high"]) for row in found["counts"]}


def claim(low: int) -> Amount:
    return Amount(subject="missiles", low=low, period=YEAR)


def now() -> str:
    """The instant, as a person would type it exactly."""
    return format_ns(system_ns())


def test_a_node_counts_by_every_rule_and_names_the_events(office: Office) -> None:
    name = file(office, LAUNCH)
    file(office, LATER)
    found = office.run(CountShow(period=YEAR))
    assert counts(found)["missiles"] == (4, 4)
    assert found["period"] == {
        "first": "2022-01-01",
        "last": "2022-12-31",
        "words": "2022",
    }
    assert (found["zone"], found["by"]) == ("+09:00", [])
    first = found["counts"][0]["events"][0]
    assert (first["event"], first["statements"], first["fired"]) == (
        name,
        [name],
        [1, 1],
    )
    (one,) = office.run(CountShow(rules=("days",)))["counts"]
    assert one["rule"] == "days"
    with pytest.raises(UsageError, match="no rule"):
        office.run(CountShow(rules=("guess",)))
    with pytest.raises(UsageError, match="witness of nothing"):
        office.run(CountShow(by=("nobody",)))


def test_a_count_is_what_the_node_would_have_answered_then(office: Office) -> None:
    before = now()
    first = file(office, LAUNCH)
    between = now()
    file(office, {"count": "2"}, corrects=first)
    file(office, LATER)
    figures = [
        counts(office.run(CountShow(as_of=as_of)))["missiles"]
        for as_of in (before, between, "")
    ]
    assert figures == [(0, 0), (1, 1), (5, 5)]
    figure = office.run(ClaimCheck(claim=claim(2), as_of=between))
    assert figure["verdict"] == "cannot tell", "its ledger began after 2022"
    assert office.run(ClaimCheck(claim=claim(2)))["verdict"] == "true"


def test_a_day_of_knowledge_ends_in_the_zone_of_the_record(office: Office) -> None:
    file(office, LAUNCH)
    day = f"{datetime_of(system_ns(), '+09:00'):%Y-%m-%d}"
    found = office.run(CountShow(as_of=day))
    assert (found["as_of"], found["counts"][0]["low"]) == (f"{day}T23:59:59+09:00", 1)
    west = office.run(CountShow(as_of=day, zone="UTC"))
    assert west["as_of"] == f"{day}T23:59:59Z"


@pytest.mark.parametrize("zone", ["Asia/Seoul", "+09:00"])
def test_an_instant_is_read_in_the_zone_unless_it_has_one(zone: str) -> None:
    end_ns = parse_instant("2022-06-12+09:00").end_ns - 1
    assert instant_ns("2022-06-12", zone) == end_ns
    assert instant_ns("2022-06-12Z", zone) == end_ns + DAY_NS * 9 // 24
    with pytest.raises(UsageError):
        instant_ns("some day", zone)


@pytest.mark.parametrize("zone", ["+9", "-x", "Mars/Olympus", "../etc", "+09:0a"])
def test_a_zone_that_is_none_is_refused(office: Office, zone: str) -> None:
    for asked in (CountShow(zone=zone), CountShow(zone=zone, as_of="2022-06-12")):
        with pytest.raises(UsageError):
            office.run(asked)


def test_a_period_beyond_any_calendar_does_not_come_in(office: Office) -> None:
    del office
    far = encode(CountShow(period=YEAR)).replace(str(YEAR.last).encode(), b"9" * 18)
    with pytest.raises(MalformedError):
        parse_command(far)


def test_a_claim_is_false_only_where_all_that_was_seen_is_held(office: Office) -> None:
    file(office, LAUNCH)
    assert office.run(ClaimCheck(claim=claim(1)))["verdict"] == "true"
    open_ = office.run(ClaimCheck(claim=claim(2)))
    assert (open_["verdict"], open_["rules"][0]["holds"]) == ("cannot tell", None)
    held = office.run(ClaimCheck(claim=claim(2), whole_from=YEAR.first))
    assert (held["verdict"], held["whole_from"]) == ("false", "2022-01-01")
    today = datetime_of(system_ns(), "+09:00")
    tomorrow = Days(today.date().toordinal() + 1)
    ahead = Amount(subject="missiles", low=1, period=tomorrow)
    assert office.run(ClaimCheck(claim=ahead))["verdict"] == "false"


def test_a_claim_of_what_is_not_counted_is_answered_in_words(office: Office) -> None:
    meeting: Claim = FirstSince(subject="meetings", since=parse_days("2019-11"))
    found = office.run(ClaimCheck(claim=meeting))
    assert (found["verdict"], found["why"]) == (
        "cannot tell",
        "the record holds no meetings",
    )


def test_a_claim_goes_over_the_socket(office: Office) -> None:
    del office
    asked = ClaimCheck(claim=claim(18), as_of="2022-06-12", by=("JCS",))
    assert parse_command(encode(asked)) == asked


def test_the_catalogue_lists_every_event_with_the_rules_that_take_it_in(
    office: Office,
) -> None:
    name = file(office, LAUNCH)
    file(office, {"observed_at": "2022-06-01+09:00"}, topic="missile")
    first, second = office.run(CatalogueList())["events"]
    assert (first["event"], first["standing"], first["fired"]) == (name, "held", [1, 1])
    assert "days" in first["rules"]
    assert "days" not in second["rules"]
    assert second["open"]["days"] == "what was fired: ballistic or cruise"


def test_an_event_has_a_page_with_every_version_and_its_reason(office: Office) -> None:
    first = file(office, LAUNCH)
    fix = file(office, {"count": "2"}, corrects=first)
    gone = file(office, {"count": "0"}, corrects=fix)
    page = office.run(CatalogueShow(event=fix[:12]))
    assert (page["event"], page["standing"]) == (first, "withdrawn")
    assert [row["name"] for row in page["members"]] == [first, fix, gone]
    one, two, three = page["versions"]
    assert (one["was"], one["joined"]) == ((), (first,))
    assert (two["version"], two["corrected"]) == (2, (fix,))
    assert [(f["field"], f["before"], f["after"]) for f in two["fields"]] == [
        ("count", "1", "2")
    ]
    assert three["standing"] == ("held", "withdrawn")
    assert three["why"][0]["says"] == {"count": "0"}
    assert office.run(CatalogueShow(event="1"))["event"] == first
    with pytest.raises(UsageError):
        office.run(CatalogueShow(event="77"))


def test_what_changed_between_two_instants_is_told_with_its_statement(
    office: Office,
) -> None:
    first = file(office, LAUNCH)
    since = now()
    fix = file(office, {"range_km": "~500"}, corrects=first)
    other = file(office, LATER)
    one, two = office.run(CatalogueChanges(since=since))["changes"]
    assert (one["event"], one["corrected"], one["fields"][0]["after"]) == (
        first,
        (fix,),
        "~500 km",
    )
    assert (two["event"], two["was"], two["number"]) == (other, (), 2)
    assert office.run(CatalogueChanges(since=now()))["changes"] == []
    with pytest.raises(UsageError, match="before the earlier"):
        office.run(CatalogueChanges(since="2023-01-01", as_of="2022-01-01"))


def test_what_was_destroyed_keeps_its_name_and_is_counted_no_more(
    staff: Staff,
) -> None:
    office = staff.office
    name = file(office, LAUNCH)
    before = now()
    _destroy(office, name)
    for as_of in ("", before):
        assert counts(office.run(CountShow(as_of=as_of)))["missiles"] == (0, 0)
    page = office.run(CatalogueShow(event=name[:12]))
    assert (page["event"], page["standing"]) == (name, "destroyed")
    found = office.run(ClaimCheck(claim=claim(1)))
    assert (found["verdict"], found["destroyed"]) == ("cannot tell", 1)


def test_a_person_counts_what_it_may_open_and_is_told_that_there_is_more(
    staff: Staff,
) -> None:
    kim = employed("kim", "analyst", clearance="OPEN")
    file(staff.office, LAUNCH)
    file(staff.office, LATER, label="CLOSED")
    staff.enrol(kim)
    found = staff.ask(CountShow(), "kim")
    assert counts(found)["missiles"] == (1, 1)
    assert found["withheld"]["items"] == 1
    asked = ClaimCheck(claim=claim(2), whole_from=YEAR.first)
    told = staff.ask(asked, "kim")
    assert (told["verdict"], told["whole_from"]) == ("cannot tell", None)
    assert len(staff.ask(CatalogueList(), "kim")["events"]) == 1
    assert len(staff.ask(CatalogueChanges(since="2022-01-01"), "kim")["changes"]) == 1
    rows = staff.office.desks[NORTH].store.rows(
        "SELECT body FROM entry WHERE kind = 'read' ORDER BY number"
    )
    noted = [msgspec.json.decode(body)["command"] for (body,) in rows]
    assert noted == ["count", "claim-check", "catalogue-list", "catalogue-changes"]


def test_events_of_an_exercise_are_not_counted_as_real(office: Office) -> None:
    file(office, LAUNCH)
    assert counts(office.run(CountShow()))["missiles"] == (1, 1)
    assert counts(office.run(CountShow(status="test")))["missiles"] == (0, 0)


def _destroy(office: Office, name: str) -> None:
    desk = office.desks[NORTH]
    asyncio.run(
        desk.submit(
            Say(
                statement=Disposal(
                    party=NORTH,
                    agreement=PACT,
                    said_at_ns=system_ns(),
                    report=name,
                    outcome="destroyed",
                    witnesses=("A. One", "B. Two"),
                )
            )
        )
    )
