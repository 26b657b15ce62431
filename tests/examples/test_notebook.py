"""The notebook runs from its first cell to its last, as a notebook runs it."""

from __future__ import annotations

import ast
import asyncio
import json
from pathlib import Path
from typing import Any, Final

import pytest
from tests.conftest import ROOT

NOTEBOOK: Final = ROOT / "examples" / "half-a-year.ipynb"
SHOWS: Final = ("_repr_png_", "_repr_html_")

pytestmark = pytest.mark.slow


def cells() -> list[str]:
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]


async def run(names: dict[str, Any]) -> list[object]:
    """Run every cell; what the last line of each gives is shown.

    A loop runs meanwhile, as it does in a notebook.
    """
    shown: list[object] = []
    for number, cell in enumerate(cells(), start=1):
        where = f"{NOTEBOOK.name}, cell {number}"
        tree = ast.parse(cell, where)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, where, "exec"), names)  # noqa: S102 (our own file)
        if isinstance(last, ast.Expr):
            value = ast.Expression(last.value)
            shown.append(eval(compile(value, where, "eval"), names))  # noqa: S307
    return shown


def displayed(value: object) -> object:
    for name in SHOWS:
        if hasattr(value, name):
            return getattr(value, name)()
    return repr(value)


def test_the_notebook_runs_on_the_shipped_record_and_shows_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for library in ("pandas", "polars", "matplotlib"):
        pytest.importorskip(library, reason="the extra research is not installed")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    names: dict[str, Any] = {}
    shown = asyncio.run(run(names))
    displays = [displayed(value) for value in shown]
    plots = [each for each in displays if isinstance(each, bytes)]
    assert [each[:4] for each in plots] == [b"\x89PNG"] * 3
    assert "EXERCISE" in names["picture"].cover.marking()
    assert len(names["frame"]) == len(names["events"]) == 21
    assert set(names["apart"]["verdict"]) == {"disagree"}
    (known,) = [v for v in shown if isinstance(v, dict) and "2022-06-12Z" in v]
    assert sorted(known.values()) == list(known.values())
    assert known["2022-02-01Z"] < known["2022-06-12Z"]


def test_the_notebook_is_kept_without_outputs() -> None:
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell for cell in code if cell["outputs"] or cell["execution_count"]] == []
