"""Every promise about faults names tests that there are, and every such test."""

from __future__ import annotations

import re

import pytest
from tests.faults.promises import PROMISES
from tests.house.house import ROOT

_TEST = re.compile(r"^(?:async )?def (test_\w+)\(", re.MULTILINE)

NAMED = sorted({test for promise in PROMISES for test in promise.tests})


def names_in(file: str) -> set[str]:
    path = ROOT / "tests" / file
    return set(_TEST.findall(path.read_text("utf-8"))) if path.is_file() else set()


@pytest.mark.parametrize("test", NAMED)
def test_a_test_that_shows_a_promise_is_there(test: str) -> None:
    file, _, name = test.partition("::")
    assert names_in(file)
    assert not name or name in names_in(file)


@pytest.mark.parametrize("folder", ["faults", "fuzz"])
def test_whatever_breaks_something_on_purpose_shows_a_promise(folder: str) -> None:
    files = [f"{folder}/{p.name}" for p in (ROOT / "tests" / folder).glob("test_*.py")]
    there = {f"{file}::{name}" for file in files for name in names_in(file)}
    whole = {f"{t}::{n}" for t in NAMED if "::" not in t for n in names_in(t)}
    assert there
    assert sorted(there - whole - set(NAMED)) == []


def test_the_groups_are_twenty_and_in_order() -> None:
    numbers = [promise.number for promise in PROMISES]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 21))
