"""The documents name what exists, and all of it."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest
from tests.house.house import (
    ROOT,
    SRC,
    dependencies,
    modules,
    name_of,
    plain,
    project,
    rows,
    section,
    texts,
)

from watchword import errors
from watchword.agreements.codes import REFUSAL_CODES

ERRORS = "docs/reference/errors.md"
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PAPERS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
PAGES = [path for path in texts() if path.suffix == ".md"]


def error_classes() -> list[type[errors.WatchwordError]]:
    classes = inspect.getmembers(errors, inspect.isclass)
    return [c for _, c in classes if issubclass(c, errors.WatchwordError)]


def finer_codes(path: Path) -> list[str]:
    """The words given as ``code=`` where an error is made."""
    calls = [
        n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)
    ]
    made = [c for c in calls if ast.unparse(c.func).endswith("Error")]
    words = [
        word.value for call in made for word in call.keywords if word.arg == "code"
    ]
    values = [word.value for word in words if isinstance(word, ast.Constant)]
    return [value for value in values if isinstance(value, str) and value]


def test_every_class_of_error_is_in_the_reference_with_its_code_and_exit() -> None:
    written = {
        (plain(code), plain(name), plain(leaves))
        for code, name, _, leaves in rows(section(ERRORS, "The tree"))
    }
    real = {(c.code, c.__name__, str(c.exit_code)) for c in error_classes()}
    assert written == real


def test_every_finer_code_is_in_the_reference() -> None:
    tables = section(ERRORS, "The tree"), section(ERRORS, "Finer codes")
    written = {plain(row[0]) for table in tables for row in rows(table)}
    used = {code for path in modules() for code in finer_codes(path)}
    assert used
    assert sorted(used - written) == []


def test_every_reason_of_a_refusal_is_in_the_reference() -> None:
    written = {plain(row[0]) for row in rows(section(ERRORS, "Reasons of a refusal"))}
    assert written == set(REFUSAL_CODES)


def test_every_dependency_says_what_it_replaces() -> None:
    table = rows(section("ARCHITECTURE.md", "Libraries"))
    assert {plain(row[0]).lower() for row in table} == dependencies()
    assert all(all(row) for row in table)


def test_every_dependency_is_pinned_and_no_address_stands_in_the_pins() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", pin) for pin in pins)
    assert dependencies() <= {pin.partition("==")[0].lower() for pin in pins}


def test_every_room_has_its_row_and_the_first_file_to_read_exists() -> None:
    table = rows(section("ARCHITECTURE.md", "The rooms"))
    rooms = [plain(row[0]).rstrip("/") for row in table]
    folders = {path.parent.name for path in SRC.glob("*/__init__.py")}
    assert folders <= set(rooms)
    first = [
        SRC / room / plain(row[2])
        for room, row in zip(rooms, table, strict=True)
        if not room.endswith(".py")
    ]
    assert [name_of(path) for path in first if not path.is_file()] == []


def test_the_rooms_stand_in_the_order_of_the_arrows() -> None:
    layers = project()["tool"]["importlinter"]["contracts"][0]["layers"]
    floors = {
        room.strip(): i for i, row in enumerate(layers) for room in row.split("|")
    }
    table = rows(section("ARCHITECTURE.md", "The rooms"))
    rooms = [plain(row[0]).rstrip("/").removesuffix(".py") for row in table]
    order = [floors[room] for room in rooms]
    assert order == sorted(order)
    assert set(rooms) == set(floors)


def test_the_glossary_is_in_alphabetical_order_and_says_each_word_once() -> None:
    table = rows((ROOT / "docs" / "glossary.md").read_text("utf-8"))
    words = [plain(row[0]).casefold() for row in table]
    assert words == sorted(set(words))
    assert all(row[1] for row in table)


def test_the_decisions_are_numbered_without_a_hole() -> None:
    numbers = [int(path.name[:4]) for path in PAPERS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", PAPERS, ids=name_of)
def test_the_decision_names_its_price_and_stands_in_the_list(path: Path) -> None:
    _, found, price = path.read_text("utf-8").partition("\n## Negative consequences\n")
    assert found
    assert price.partition("\n## ")[0].strip()
    assert f"]({path.name})" in (path.parent / "README.md").read_text("utf-8")


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_the_page_links_only_to_what_exists(path: Path) -> None:
    targets = LINK.findall(path.read_text("utf-8"))
    assert [t for t in targets if not (path.parent / t).exists()] == []


def test_every_news_fragment_is_of_a_known_kind() -> None:
    kinds = {kind["directory"] for kind in project()["tool"]["towncrier"]["type"]}
    names = [path.name for path in (ROOT / "news").glob("[0-9]*.md")]
    assert [name for name in names if name.split(".")[1] not in kinds] == []
