"""The picture as a person sees it: a stretch of time, one event, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.unit.cli.test_counts import refused, run
from tests.unit.edge.test_commands import NORTH, Office, raw

from watchword.edge.commands.judgements import Judge
from watchword.model.fieldtext import parse_fields

MAY = {"observed_at": "2022-05-04T12:03+09:00", "range_km": "~470", "site": "Sunan"}
MOD = {"observed_at": "2022-05-04T12:06+09:00", "range_km": "~900", "site": "Sunan"}
JUNE = {"observed_at": "2022-06-05T09:06+09:00", "count": "8"}
HALF_A_DAY_LATE = {"observed_at": "2022-06-05T21:06+09:00", "count": "8"}


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A node with a launch of two witnesses and one that an analyst joined."""
    office = Office(tmp_path_factory.mktemp("office"))
    office.agree()
    _file(office, MAY, "KR_JCS")
    _file(office, MOD, "JP_MOD")
    right = _file(office, JUNE, "KR_JCS")
    late = _file(office, HALF_A_DAY_LATE, "CNS")
    office.run(Judge(verdict="same", reports=(right, late), because="a clock misread"))
    home = office.desks[NORTH].home.path
    for desk in office.desks.values():
        desk.close()
    return home


def _file(office: Office, texts: dict[str, str], authority: str) -> str:
    fields = raw(parse_fields(texts))
    return str(office.file(fields=fields, attributed_to=authority)["name"])


def asked(node: Path, *args: str) -> Any:  # noqa: ANN401 (JSON)
    return json.loads(run(node, "picture", *args, "--json"))


def test_an_event_is_opened_with_why_each_report_is_of_it(node: Path) -> None:
    shown = run(node, "picture", "1")
    assert "range_km: no common value · disagree" in shown
    assert "why its reports are of it:" in shown
    assert "2 min apart, the sites agree, though they differ in range_km" in shown
    found = asked(node, "1")
    assert found["number"] == 1
    one, other = found["why"]
    assert one["best"]["other"] == other["statement"]
    assert one["best"]["contradictions"] == ["range_km"]
    assert found["judgements"] == []


def test_what_an_analyst_decided_is_told_with_its_reason(node: Path) -> None:
    shown = run(node, "picture", "2")
    assert "an analyst said so" in shown
    assert "a clock misread" in shown
    assert "by itself it does not fit" in shown
    found = asked(node, "2")
    (decided,) = found["judgements"]
    assert (decided["verdict"], decided["counts"]) == ("same", True)
    assert {tuple(row["judgements"]) for row in found["why"]} == {(decided["name"],)}


def test_the_name_of_any_report_opens_its_event(node: Path) -> None:
    names = asked(node, "2")["event"]["members"]
    assert [asked(node, name[:12])["number"] for name in names] == [2, 2]
    assert "no event has" in refused(node, "picture", "77")


def test_a_report_of_another_event_is_held_against_one(node: Path) -> None:
    june = asked(node, "2")["event"]["members"][0]
    found = asked(node, "1", "--against", june)["against"]
    assert (found["is_of_it"], found["number"]) == (False, 2)
    assert [row["says"] for row in found["says"]] == [
        ["765 h 02 min apart"],
        ["764 h 59 min apart"],
    ]
    shown = run(node, "picture", "1", "--against", june)
    assert "against them (no. 2), two by two:" in shown
    assert "name that too" in refused(node, "picture", "--against", june)


def test_a_stretch_of_time_shows_the_events_that_lie_in_it(node: Path) -> None:
    both = asked(node)["events"]
    may = asked(node, "--since", "2022-05-01", "--until", "2022-05-31")["events"]
    assert may == both[:1]
    june = asked(node, "--since", "2022-06-05", "--until", "2022-06-05")["events"]
    assert june == both[1:]
    all_year = asked(node, "--since", "2022-01-01", "--until", "2022-12-31")
    assert all_year["events"] == both
    nothing = run(node, "picture", "--since", "2022-05-05", "--until", "2022-06-04")
    assert "0 events" in nothing
    words = " ".join(nothing.split())
    assert "what happened 2022-05-05T00:00:00Z to 2022-06-04T23:59:59Z" in words


def test_an_end_of_a_stretch_is_in_it_to_its_last_nanosecond(node: Path) -> None:
    to_the_minute = ("--since", "2022-05-04T03:00Z", "--until", "2022-05-04T03:03Z")
    assert len(asked(node, *to_the_minute)["events"]) == 1
    before = ("--since", "2022-05-04T02:00Z", "--until", "2022-05-04T02:50Z")
    assert asked(node, *before)["events"] == []


def test_numbers_are_those_of_the_stretch_of_time(node: Path) -> None:
    june = ("--since", "2022-06-01", "--until", "2022-06-30")
    opened = asked(node, "1", *june)
    assert opened["event"] == asked(node, "2")["event"]
    assert "no event has" in refused(node, "picture", "2", *june)


@pytest.mark.parametrize("zone", ["Asia/Seoul", "+09:00"])
def test_days_without_an_offset_are_those_of_the_zone(node: Path, zone: str) -> None:
    """At -09:00 that morning is the Korean evening of the misread clock."""
    day = ("--since", "2022-06-05", "--until", "2022-06-05", "--zone")
    assert len(asked(node, *day, zone)["events"]) == 1
    morning = ("--since", "2022-06-05T00:00", "--until", "2022-06-05T09:30", "--zone")
    assert len(asked(node, *morning, zone)["events"]) == 1
    assert asked(node, *morning, "-09:00")["events"] == asked(node)["events"][1:]
    assert asked(node, *morning[:3], "2022-06-05T02:30", "--zone", zone)["events"] == []


def test_as_of_an_earlier_instant_it_holds_nothing(node: Path) -> None:
    year = ("--since", "2022-01-01", "--until", "2022-12-31")
    assert asked(node, *year, "--as-of", "2022-12-31")["events"] == []


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--since", "2022-05-01"], "a beginning and an end"),
        (["--until", "2022-05-01"], "a beginning and an end"),
        (["--since", "2022-05-02", "--until", "2022-05-01"], "ends after"),
        (["--since", "some day", "--until", "2022-05-01"], "some day"),
    ],
)
def test_a_stretch_that_is_none_is_refused(
    node: Path, args: list[str], says: str
) -> None:
    assert says in refused(node, "picture", *args)
