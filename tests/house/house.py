"""Where the house's own files are, for the tests that read them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
SRC: Final = ROOT / "src" / "watchword"
FOLDERS: Final = (
    *("src", "tests", "docs", "news", ".ci", "bench", "tools", "examples"),
)
TEXTS: Final = {"", ".py", ".md", ".toml", ".txt", ".csv", ".cfg", ".json", ".ipynb"}

_CELL: Final = re.compile(r"(?<!\\)\|")


def modules() -> list[Path]:
    """Every Python file that ships."""
    return sorted(SRC.rglob("*.py"))


def texts() -> list[Path]:
    """Every file that people wrote."""
    top = [path for path in ROOT.iterdir() if path.is_file()]
    deep = [p for name in FOLDERS for p in (ROOT / name).rglob("*") if p.is_file()]
    return sorted(path for path in top + deep if _is_written(path))


def _is_written(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    built = any(part == "__pycache__" or part.endswith("egg-info") for part in parts)
    return path.suffix in TEXTS and not built


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def dependencies() -> set[str]:
    """Names of all that pyproject.toml asks for, in lower case."""
    table = project()["project"]
    asked = [*table["dependencies"], *table["optional-dependencies"]["dev"]]
    return {re.split(r"[^A-Za-z0-9._-]", line)[0].lower() for line in asked}


def section(path: str, title: str) -> str:
    """The text below ``## title``, up to the next heading of that rank."""
    text = (ROOT / path).read_text("utf-8")
    _, found, rest = text.partition(f"\n## {title}\n")
    assert found, f"{path} has no section {title!r}"
    return rest.partition("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The cells of every table row, without heads and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[c.strip() for c in _CELL.split(line.strip("|"))] for line in lines]
    rules = {i for i, row in enumerate(cells) if set("".join(row)) <= set("-: ")}
    return [row for i, row in enumerate(cells) if i not in rules and i + 1 not in rules]


def plain(cell: str) -> str:
    """A cell without its marks of emphasis."""
    return cell.replace("*", "").replace("`", "").strip()
