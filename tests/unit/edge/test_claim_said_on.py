"""As of when a claim of a text is checked: the day on which it was said."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from tests.unit.edge.test_commands import Office

from watchword.edge.clock import system_ns
from watchword.edge.commands.claims import ClaimCheck
from watchword.edge.desk import Desk
from watchword.edge.home import Home
from watchword.model.time import format_ns
from watchword.picture.claim import Amount, FirstSince
from watchword.picture.days import Day, parse_days
from watchword.research.exercise import exercise_node


def day(text: str) -> Day:
    return parse_days(text).first


YEAR = Amount(subject="missiles", low=18, period=parse_days("2022"))


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exercise_node(tmp_path_factory.mktemp("desk") / "node")


def answer(folder: Path, command: ClaimCheck) -> dict[str, Any]:
    desk = Desk(Home(folder))
    try:
        return asyncio.run(command.run(desk))
    finally:
        desk.close()


def test_a_node_that_was_there_answers_by_what_it_held_then(replayed: Path) -> None:
    said = answer(replayed, ClaimCheck(claim=YEAR, said_on=day("2022-03-31")))
    then = answer(replayed, ClaimCheck(claim=YEAR, as_of="2022-03-31"))
    now = answer(replayed, ClaimCheck(claim=YEAR))
    assert said["as_of"] == then["as_of"]
    assert said["rules"] == then["rules"] != now["rules"]
    assert said["until"] == "2022-03-31"


def test_what_is_asked_for_goes_before_the_day_of_the_text(replayed: Path) -> None:
    command = ClaimCheck(claim=YEAR, said_on=day("2022-03-31"), as_of="2022-05-31")
    assert answer(replayed, command)["as_of"].startswith("2022-05-31")


def test_a_younger_node_counts_what_happened_until_then(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.agree()
    office.file()
    first = FirstSince(subject="launches", since=parse_days("2022-05-04"))
    before = office.run(ClaimCheck(claim=first, said_on=day("2022-05-05")))
    today = format_ns(system_ns())[:10]
    assert before["as_of"].startswith(today)
    assert before["until"] == "2022-05-05"
    counts = before["rules"][0]["counts"]
    assert [len(each["events"]) for each in counts] == [1, 0]
    for desk in office.desks.values():
        desk.close()
