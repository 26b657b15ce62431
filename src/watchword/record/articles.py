"""Which tests prove what of an agreement's articles, shipped as data.

``articles.csv`` is written by ``tools/articles.py`` from the names of the
tests, so that an installed node can say it too.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def named_tests() -> Mapping[str, tuple[str, ...]]:
    """Names of tests by the key they are named after, such as ``art06g``."""
    text = (files("watchword.record") / "articles.csv").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        found[row["key"]] = (*found.get(row["key"], ()), row["test"])
    return found
