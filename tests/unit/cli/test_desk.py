"""Words of the desk's commands that need no running node."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from watchword.cli.main import app
from watchword.errors import UsageError


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path / "empty"


def asked(empty: Path, *args: str) -> str:
    env = {"WATCHWORD_NODE": str(empty), "COLUMNS": "100"}
    done = CliRunner().invoke(app, ["agreement", "what-if", *args], env=env)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_what_if_is_asked_of_a_shipped_example_without_a_node(empty: Path) -> None:
    args = ("gsomia-2016", "--note", "lifting", "--party", "seoul")
    given = (*args, "--dated", "2021-03-01")
    found: dict[str, Any] = json.loads(asked(empty, *given, "--json"))
    assert (found["before"]["state"], found["after"]["state"]) == (
        "NOTICE_SUSPENDED",
        "TERMINATED",
    )
    readings = found["after"]["by_reading"].values()
    assert {effect["state"] for effect in readings} == {"TERMINATED", "NOTICE_GIVEN"}
    assert (found["flows"], found["reports"], found["lapses"]) == ([], [], [])
    shown = asked(empty, *given)
    assert "without it:" in shown
    assert "with it:" in shown
    assert not empty.exists()


def test_a_withdrawal_takes_back_every_live_note_unless_some_are_named(
    empty: Path,
) -> None:
    args = ("gsomia-2016", "--note", "withdrawal", "--party", "seoul")
    given = (*args, "--dated", "2021-03-01", "--json")
    assert json.loads(asked(empty, *given))["after"]["state"] == "IN_FORCE"
    one = json.loads(asked(empty, *given, "--withdraws", "notice-2019-08-23"))
    assert "suspension-2019-11-22" in one["ignored"]
    assert one["after"]["state"] == one["before"]["state"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["approve"], "one report"),
        (["approve", "abcd", "--standing", "launch"], "one report"),
        (["approve", "abcd", "--holder", "x"], "--until"),
        (
            [
                "approve",
                *("--standing", "rumour", "--holder", "x"),
                *("--to", "y", "--until", "2027-01-01"),
            ],
            "no kind of report",
        ),
        (["tasks"], "no node"),
    ],
)
def test_wrong_use_is_said_in_one_line(empty: Path, args: list[str], says: str) -> None:
    done = CliRunner().invoke(app, args, env={"WATCHWORD_NODE": str(empty)})
    assert isinstance(done.exception, UsageError)
    assert says in str(done.exception)
    assert "\n" not in str(done.exception)
