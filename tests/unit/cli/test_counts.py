"""Counts, claims and the catalogue as a person sees them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.unit.edge.test_commands import NORTH, Office, raw
from typer.testing import CliRunner

from watchword.cli.main import app
from watchword.edge.socket import AnsweredError
from watchword.errors import UsageError
from watchword.model.fieldtext import parse_fields

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A node that holds two launches, one of them corrected, and has ended."""
    office = Office(tmp_path_factory.mktemp("office"))
    office.agree()
    first = _file(office, {"observed_at": "2022-05-04T12:03+09:00", "count": "1"})
    _file(office, {"count": "2"}, corrects=first)
    _file(office, {"observed_at": "2022-06-01+09:00"}, topic="missile")
    home = office.desks[NORTH].home.path
    for desk in office.desks.values():
        desk.close()
    return home


def _file(office: Office, texts: dict[str, str], **given: Any) -> str:  # noqa: ANN401
    return str(office.file(fields=raw(parse_fields(texts)), **given)["name"])


def run(node: Path, *args: str) -> str:
    env = {"WATCHWORD_NODE": str(node), "COLUMNS": "100"}
    done = CliRunner().invoke(app, list(args), env=env)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


def refused(node: Path, *args: str) -> str:
    done = CliRunner().invoke(app, list(args), env={"WATCHWORD_NODE": str(node)})
    assert isinstance(done.exception, UsageError | AnsweredError)
    assert "\n" not in str(done.exception)
    return str(done.exception)


def test_all_rules_stand_side_by_side(node: Path) -> None:
    shown = run(node, "count", "--year", "2022")
    lines = [line.split() for line in shown.splitlines()]
    assert ["missiles-cruise", ">=3", "2", "each", "missile,", "cruise"] in [
        line[:6] for line in lines
    ]
    assert ["days", "1..2", "1,", "1", "open"] in [line[:5] for line in lines]
    assert max(map(len, shown.splitlines()[1:])) <= 100


def test_a_rule_opens_to_its_events_and_says_why_one_may_not_count(node: Path) -> None:
    shown = run(node, "count", "--year", "2022", "--rule", "days")
    assert "days: 1..2 · each day with a ballistic launch" in shown
    assert "by desk.north" in shown
    assert "open: what was fired: ballistic or cruise" in shown


def test_a_claim_is_answered_with_every_rule(node: Path) -> None:
    args = ("claim", "check", "at least 2 launch days", "--year", "2022")
    shown = run(node, *args)
    assert shown.startswith('DEPENDS · "at least 2 launch days" · holds under 3 of 4')
    assert "nothing is false for want of reports" in shown
    whole = run(node, *args, "--whole-from", "2022", "--open")
    assert "in full from 2022-01-01 on, as far as partners tell" in whole
    assert "2022-05-04 12:03" in whole
    found = json.loads(run(node, *args, "--json"))
    assert found["verdict"] == "depends"
    since = run(node, "claim", "check", "--first-since", "2017", "--of", "meeting")
    assert since.startswith("CANNOT TELL")
    assert "the record holds no meetings" in since
    nth = ("claim", "check", "--nth", "1", "--of", "launches", "--from", "2022-06")
    assert "number 1 of the launches" in run(node, *nth)


def test_the_catalogue_and_its_pages_read_without_a_manual(node: Path) -> None:
    listed = run(node, "catalogue", "list")
    assert "ballistic or cruise" in listed
    assert "held" in listed
    page = run(node, "catalogue", "show", "1")
    assert "counted by: missiles, " in page
    assert "listed" in page
    assert "says now count 2" in page
    assert "count: 1 → 2" in page
    changes = run(node, "catalogue", "changes", "--from", "2022-01-01")
    assert changes.count("listed") == 2
    nothing = run(
        node, "catalogue", "changes", "--from", "2030-01-01", "--to", "2031-01-01"
    )
    assert "nothing changed" in nothing


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["count", "--year", "2022", "--from", "2021"], "--year goes without"),
        (["count", "--from", "2022", "--to", "2021"], "before it begins"),
        (["count", "--year", "MMXXII"], "cannot read the date"),
        (["claim", "check"], "one of them"),
        (["claim", "check", "at least 3", "--nth", "3"], "one of them"),
        (["claim", "check", "some tests"], "cannot read the claim"),
        (["catalogue", "show", "99"], "there is no number 99"),
    ],
)
def test_wrong_use_is_said_in_one_line(node: Path, args: list[str], says: str) -> None:
    assert says in refused(node, *args)
