"""Every command says what it is for, and answers in JSON; what needs no node."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.house.house import plain, rows, section
from typer.testing import CliRunner

from watchword.cli.main import app
from watchword.errors import UsageError

SHOWING = re.compile(r"(?ms)^Commands:\n(.*)\Z")


def run(*args: str, node: Path | None = None) -> str:
    """What a command prints that must succeed."""
    env = {"WATCHWORD_NODE": str(node or "nowhere"), "COLUMNS": "100"}
    done = CliRunner().invoke(app, list(args), env=env)
    assert done.exit_code == 0, done.output
    return done.stdout


def commands(*group: str) -> Iterator[tuple[str, ...]]:
    """Every command, by the words one types."""
    found = SHOWING.search(run(*group, "--help"))
    if found is None:
        yield group
        return
    for name in re.findall(r"^  ([a-z][a-z-]*)", found[1], re.MULTILINE):
        yield from commands(*group, name)


COMMANDS = sorted(commands())


def test_the_commands_are_found() -> None:
    assert ("demo",) in COMMANDS
    assert ("agreement", "state") in COMMANDS
    assert len(COMMANDS) > 20


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_says_what_it_does_and_takes_json(command: tuple[str, ...]) -> None:
    shown = run(*command, "--help")
    usage, _, said = shown.partition("\n\n")
    assert " ".join(("watchword", *command)) in usage
    assert re.match(r"  [A-Z].{15,}\.", said), "a sentence comes first"
    assert re.search(r"^  --json +Print one JSON value", shown, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_option_has_a_help_text(command: tuple[str, ...]) -> None:
    group = typer.main.get_command(app)
    for name in command:
        group = group.commands[name]  # type: ignore[attr-defined]
    silent = [p.name for p in group.params if not getattr(p, "help", "")]
    assert silent == []


def test_the_manual_names_every_exit_code_of_the_reference() -> None:
    shown = run("--help")
    codes = re.findall(r"(?m)(?:^| {2,})(\d+)  [a-z]", shown)
    table = rows(section("docs/reference/errors.md", "Exit codes"))
    documented = {plain(row[0]) for row in table}
    # 130 is every program's; the manual has room for our own.
    assert set(codes) == documented - {"130"}


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path / "empty"


def state_at(at: str, empty: Path, *reading: str) -> dict[str, Any]:
    args = ("agreement", "state", "gsomia-2016", "--at", at, "--json")
    given = (arg for party in reading for arg in ("--reading", party))
    found: dict[str, Any] = json.loads(run(*args, *given, node=empty))
    return found


KEYS = {"state", "by_reading", "readings_differ", "uncertain"}


@pytest.mark.parametrize(
    ("at", "state", "differ", "uncertain"),
    [
        ("2019-08-22T09:00+09:00", "IN_FORCE", False, False),
        ("2019-08-24T00:00+09:00", "NOTICE_GIVEN", False, False),
        ("2019-11-22T17:59+09:00", "NOTICE_GIVEN", False, False),
        ("2019-11-22T18:00+09:00", "NOTICE_SUSPENDED", False, False),
        ("2019-11-23T00:00+09:00", "NOTICE_SUSPENDED", False, False),
        ("2020-08-23T12:00+09:00", "NOTICE_SUSPENDED", False, False),
        ("2022-05-04T12:00+09:00", "NOTICE_SUSPENDED", True, False),
        ("2023-03-16T12:00+09:00", "NOTICE_SUSPENDED", True, False),
        ("2023-03-21T12:00+09:00", "NOTICE_SUSPENDED", True, True),
        ("2023-03-22T00:00+09:00", "IN_FORCE", False, False),
    ],
)
def test_the_shipped_history_is_told_without_a_node(
    empty: Path, at: str, state: str, *, differ: bool, uncertain: bool
) -> None:
    found = state_at(at, empty)
    assert set(found) >= KEYS
    assert found["state"] == state
    assert found["readings_differ"] is differ
    assert found["uncertain"] is uncertain
    assert not empty.exists()


@pytest.mark.parametrize(
    ("reading", "may_end"),
    [("seoul", "at will"), ("exercise.tokyo", "2022-11-23T00:00:00+09:00")],
)
def test_a_reading_says_when_it_may_end(
    empty: Path, reading: str, may_end: str
) -> None:
    found = state_at("2022-05-04T12:00+09:00", empty, reading)
    assert found["reading"].endswith(reading)
    assert found["state"] == "NOTICE_SUSPENDED"
    assert found["by_reading"][found["reading"]]["may_end"] == may_end


def test_a_reading_of_nobody_is_refused(empty: Path) -> None:
    args = ("agreement", "state", "gsomia-2016", "--at", "2022-05-04T12:00+09:00")
    env = {"WATCHWORD_NODE": str(empty)}
    done = CliRunner().invoke(app, [*args, "--reading", "nobody"], env=env)
    assert isinstance(done.exception, UsageError)
    assert done.stdout == ""
