"""Write which tests prove what of each article: a page, and data that ships.

``python tools/articles.py`` writes ``src/watchword/record/articles.csv`` from
the names of the tests.  ``tools/reference.py`` writes the page, and this file
with it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from watchword.agreements.articles import Row, rows_of
from watchword.agreements.terms import parse_terms
from watchword.record.library import agreement_text

ROOT: Final = Path(__file__).resolve().parent.parent
TESTS: Final = ROOT / "tests"
DATA: Final = ROOT / "src" / "watchword" / "record" / "articles.csv"

AGREEMENTS: Final = ("gsomia-2016", "tisa-2014")
"""The texts after real ones: their articles have tests named after them."""

KINDS: Final = (
    "E: the software enforces it.  R: it demands, keeps and shows a signed record;"
    " people judge it.  O: out of scope."
)

_TEST: Final = re.compile(
    r"^ *(?:async )?def (test_((?:art|par)\d+[a-z]*)_\w+)\(", re.MULTILINE
)

Table = Callable[[Sequence[str], Iterable[Sequence[str]]], str]


def named(folder: Path) -> list[tuple[str, str]]:
    """Each key and the name of a test that is named after it, in order."""
    texts = (path.read_text("utf-8") for path in sorted(folder.rglob("test_*.py")))
    found = {(key, name) for text in texts for name, key in _TEST.findall(text)}
    return sorted(found)


def rows() -> tuple[Row, ...]:
    """Every clause of the texts whose articles have tests."""
    return tuple(
        row for name in AGREEMENTS for row in rows_of(parse_terms(agreement_text(name)))
    )


def data() -> str:
    """What the file of data holds; the wanted keys only."""
    wanted = {row.key for row in rows()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("key", "test"))
    writer.writerows(pair for pair in named(TESTS) if pair[0] in wanted)
    return out.getvalue()


def is_stale() -> bool:
    """Whether the file of data does not say what the tests are called."""
    return not DATA.is_file() or DATA.read_text("utf-8") != data()


def write() -> None:
    """Write the file of data."""
    DATA.write_text(data(), encoding="utf-8")


def parts(table: Table) -> Iterator[str]:
    """The page: a table for each text, the tests of each clause in it."""
    by_key: dict[str, list[str]] = {}
    for key, name in named(TESTS):
        by_key.setdefault(key, []).append(name)
    yield (
        "What each article of the shipped examples asks, what the software does"
        " about it, and the tests that prove it."
    )
    yield f"Kinds.  {KINDS}"
    yield (
        "Evidence.  R: the article's text was read; S: a summary or the press;"
        " I: inferred; M: not verified."
    )
    for name in AGREEMENTS:
        yield f"## {name}"
        yield table(
            ("article", "clause", "kind", "evidence", "rule", "what", "tests"),
            [_cells(row, by_key) for row in rows() if row.agreement == name],
        )


def _cells(row: Row, by_key: dict[str, list[str]]) -> tuple[str, ...]:
    tests = " ".join(f"`{name}`" for name in by_key.get(row.key, ()))
    return (
        row.article,
        f"`{row.id}`",
        row.kind,
        row.evidence,
        f"`{row.rule}`" if row.rule else "",
        row.does,
        tests if row.kind != "O" else "",
    )


if __name__ == "__main__":
    write()
    print(f"{DATA.relative_to(ROOT)} written")
