"""``watchword agreement rules``: each article, its rule and its tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from watchword.cli.main import app
from watchword.errors import UsageError

KEYS = {"id", "article", "tests", "rule", "says", "does", "evidence", "kind"}


def rules(nowhere: Path, *args: str) -> list[dict[str, Any]]:
    env = {"WATCHWORD_NODE": str(nowhere)}
    done = CliRunner().invoke(app, ["agreement", "rules", *args, "--json"], env=env)
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_every_rule_of_the_examples_is_listed_without_a_node(tmp_path: Path) -> None:
    found = rules(tmp_path / "none")
    assert len(found) >= 25
    assert all(set(row) >= KEYS for row in found)
    assert {row["kind"] for row in found} == {"E", "R", "O"}
    assert {row["agreement"] for row in found} >= {"gsomia-2016", "tisa-2014"}
    assert not (tmp_path / "none").exists()


def test_one_agreement_alone_is_listed_with_the_tests_of_its_articles(
    tmp_path: Path,
) -> None:
    found = rules(tmp_path / "none", "gsomia-2016")
    assert {row["agreement"] for row in found} == {"gsomia-2016"}
    assert len(found) >= 25
    (term,) = (row for row in found if row["id"] == "art-21c")
    assert term["rule"] == "term"
    assert all(name.startswith("test_art21c_") for name in term["tests"])
    assert term["tests"]


def test_for_people_it_is_a_table(tmp_path: Path) -> None:
    env = {"WATCHWORD_NODE": str(tmp_path / "none")}
    done = CliRunner().invoke(app, ["agreement", "rules", "tisa-2014"], env=env)
    assert done.exit_code == 0
    assert "not-through-hub" in done.stdout


def test_an_agreement_nobody_knows_is_refused(tmp_path: Path) -> None:
    env = {"WATCHWORD_NODE": str(tmp_path / "none")}
    done = CliRunner().invoke(app, ["agreement", "rules", "unheard-of"], env=env)
    assert isinstance(done.exception, UsageError)
