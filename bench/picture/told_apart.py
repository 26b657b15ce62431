"""How well reports of one launch are told from those of another.

What four authorities said of 74 launch groups is read as the import reads it,
filed by two parties in an order drawn anew each round, and associated.  A pair
of reports is right where both are of one group; corrections count as reports.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Final

from watchword.errors import UsageError
from watchword.formats.authority_reports import AUTHORITY_REPORTS
from watchword.formats.source import SourceRow
from watchword.fusion.associate import associate
from watchword.fusion.said import Said
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import Header, Report
from watchword.model.time import SECOND_NS

REPORTS: Final = (
    Path(__file__).parents[3]
    / "shared"
    / "data"
    / "launches"
    / "dprk_authority_reports.csv"
)
ROUNDS: Final = 5
NORTH, SOUTH = PartyId("north.example"), PartyId("south.example")
MARKING: Final = Marking(label="TLP:CLEAR")

Pairs = set[frozenset[str]]


def quality() -> dict[str, float]:
    """Precision and recall over pairs, the worst of the rounds, with the counts.

    Raises:
        UsageError: The list is not where it should be.
    """
    if not REPORTS.exists():
        raise UsageError(f"{REPORTS} is missing: the real reports are read there")
    rows = [row for row in _rows() if isinstance(row, SourceRow)]
    rounds = [_round(rows, Random(seed)) for seed in range(ROUNDS)]  # noqa: S311
    right, found, true = min(rounds, key=lambda r: (r[0] / r[1], r[0] / r[2]))
    return {
        "pair_precision": right / found,
        "pair_recall": min(r[0] / r[2] for r in rounds),
        "pairs_right": right,
        "pairs_found": found,
        "pairs_true": true,
        "pair_reports": len(rows),
    }


def _rows() -> list[object]:
    return list(AUTHORITY_REPORTS.read(REPORTS.read_bytes()))


def _round(rows: list[SourceRow], draw: Random) -> tuple[int, int, int]:
    group_of: dict[str, str] = {}
    said = _filed(rows, group_of, draw)
    draw.shuffle(said)
    true = {
        frozenset(pair)
        for pair in combinations(group_of, 2)
        if group_of[pair[0]] == group_of[pair[1]]
    }
    found = _pairs([[each.name for each in group] for group in associate(said)])
    return len(found & true), len(found), len(true)


def _pairs(groups: list[list[str]]) -> Pairs:
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def _filed(rows: list[SourceRow], group_of: dict[str, str], draw: Random) -> list[Said]:
    """Each row as a report of one of two parties, corrections by the same one."""
    names: dict[str, tuple[str, PartyId]] = {}
    said: list[Said] = []
    for second, row in enumerate(sorted(rows, key=lambda r: bool(r.corrects))):
        earlier = names.get(row.corrects)
        party = draw.choice((NORTH, SOUTH)) if earlier is None else earlier[1]
        header = Header(
            kind=row.kind,
            status="actual",
            originator=party,
            attributed_to=row.source.authority,
            said_at_ns=second * SECOND_NS,
            topic=row.topic,
            marking=MARKING,
            corrects="" if earlier is None else earlier[0],
        )
        report = Report(header=header, fields=row.fields)
        name = sha256(repr((row.id, report)).encode()).hexdigest()
        names[row.id] = name, party
        group_of[name] = row.id.rpartition("-")[0]
        said.append(Said(name=name, report=report))
    return said
