from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.desks import FIELDS
from tests.unit.edge.test_commands import NORTH, Office, raw
from typer.testing import CliRunner

from watchword.cli.main import app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    office = Office(tmp_path)
    office.agree()
    office.file(fields=raw(FIELDS))
    for desk in office.desks.values():
        desk.close()
    return tmp_path / NORTH


def said(folder: Path, *words: str) -> str:
    done = CliRunner().invoke(app, ["--node", str(folder), *words])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


def test_the_picture_without_a_command_is_shown_as_ever(folder: Path) -> None:
    shown = json.loads(said(folder, "picture", "show", "--json"))
    assert json.loads(said(folder, "picture", "--json")) == shown
    assert len(shown["events"]) == 1
    assert said(folder, "picture") == said(folder, "picture", "show")
    assert said(folder, "picture", "1") == said(folder, "picture", "show", "1")


def test_the_group_says_which_commands_it_has(folder: Path) -> None:
    text = said(folder, "picture", "--help")
    assert all(word in text for word in ("show", "export", "plot"))
