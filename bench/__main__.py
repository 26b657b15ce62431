"""``python -m bench NAME [--json]``: run one measurement and print it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Final

from rich.console import Console
from rich.table import Table

from bench import agreements, press
from bench.exchange import measure as exchange
from bench.picture import measure as picture

Figures = Mapping[str, float | int | str]

BENCHES: Final[Mapping[str, tuple[Callable[[], Figures], Mapping[str, str]]]] = {
    "agreements": (agreements.measure, agreements.WORDS),
    "exchange": (exchange.measure, exchange.WORDS),
    "press": (press.measure, press.WORDS),
    "picture": (picture.measure, picture.WORDS),
}


def main(words: list[str]) -> int:
    """Run what is named; answer with the exit status."""
    names = [word for word in words if not word.startswith("--")]
    if len(names) != 1 or names[0] not in BENCHES or set(words) - {*names, "--json"}:
        print(f"usage: python -m bench {{{','.join(BENCHES)}}} [--json]")
        return 2
    measure, meanings = BENCHES[names[0]]
    found = measure()
    if "--json" in words:
        print(json.dumps(found))
    else:
        Console().print(_table(names[0], found, meanings))
    return 0


def _table(name: str, found: Figures, meanings: Mapping[str, str]) -> Table:
    table = Table("figure", "value", "what it is", title=name)
    for key, value in found.items():
        table.add_row(
            key, f"{value:,}" if key != "python" else str(value), meanings[key]
        )
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
