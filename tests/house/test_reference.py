from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.house.house import ROOT
from tools.reference import FOLDER, PAGES, stale, write_all

TOOL = ROOT / "tools" / "reference.py"


def check(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(TOOL), "--check"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_the_reference_says_what_the_code_says() -> None:
    assert stale() == []


def test_a_page_that_was_changed_by_hand_is_stale_until_it_is_written(
    tmp_path: Path,
) -> None:
    assert write_all(tmp_path) == list(PAGES)
    assert stale(tmp_path) == []
    page = tmp_path / "cli.md"
    page.write_text(page.read_text("utf-8") + "more\n", encoding="utf-8")
    (tmp_path / "fields.md").unlink()
    assert stale(tmp_path) == ["cli.md", "fields.md"]


def test_the_pages_are_the_same_whatever_the_terminal_and_the_environment() -> None:
    found = check(COLUMNS="40", FORCE_COLOR="1", WATCHWORD_NODE="elsewhere", LANG="C")
    assert (found.returncode, found.stdout) == (0, "")


def test_every_page_of_the_reference_is_on_the_map() -> None:
    text = (ROOT / "docs" / "README.md").read_text("utf-8")
    pages = [p.name for p in sorted(FOLDER.glob("*.md"))]
    assert pages
    assert [name for name in pages if f"](reference/{name})" not in text] == []
