"""The house's rules that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.house.house import SRC, modules, name_of, texts

EXAMPLE_PARTIES = re.compile("seoul|tokyo|washington", re.IGNORECASE)
UNFINISHED = re.compile(
    r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|NotImplemented" + "Error)"
)
MACHINE = re.compile(r"(?<![\w.~/}-])/(?:home|root|work|Users|mnt|opt)/\w")
SHIPPED_DATA = SRC / "record"
READING = SRC / "press"
"""Whose statement a text is, is told by names that stand in it."""


def lines_with(pattern: re.Pattern[str], path: Path) -> list[str]:
    lines = enumerate(path.read_text("utf-8").splitlines(), start=1)
    return [
        f"{name_of(path)}:{number}: {line.strip()}"
        for number, line in lines
        if pattern.search(line)
    ]


def test_the_source_outside_the_record_knows_none_of_the_example_parties() -> None:
    named = (SHIPPED_DATA, READING)
    shared = [p for p in modules() if not any(p.is_relative_to(each) for each in named)]
    assert [hit for path in shared for hit in lines_with(EXAMPLE_PARTIES, path)] == []


def test_no_file_that_ships_or_tests_is_marked_unfinished() -> None:
    code = [path for path in texts() if path.suffix == ".py"]
    assert [hit for path in code for hit in lines_with(UNFINISHED, path)] == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert [hit for path in texts() for hit in lines_with(MACHINE, path)] == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_the_module_says_what_it_is_for(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert doc is not None
    assert doc.splitlines()[0].endswith((".", "?", ":"))


def test_the_patterns_find_what_they_look_for() -> None:
    assert EXAMPLE_PARTIES.search('name = "exercise.Tokyo"')
    assert UNFINISHED.search("# TO" + "DO: later")
    assert UNFINISHED.search("raise NotImplemented" + "Error")
    assert MACHINE.search("see /ho" + "me/me/watchword")
    assert not MACHINE.search("see docs/wo" + "rk/plan or ~/wo" + "rk/plan")
