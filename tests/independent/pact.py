"""An agreement and its papers as plain values, for oracles and generators.

Nothing here knows the code under test: an oracle reads these, and
``papers_made.py`` turns the same values into what the code reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "signature",
    "completion-note",
    "notice",
    "suspension",
    "lifting",
    "withdrawal",
    "reading",
    "dispute",
]
Removal = Literal["unanimous", "all-others", "majority"]
State = Literal[
    "DRAFT", "SIGNED", "IN_FORCE", "NOTICE_GIVEN", "NOTICE_SUSPENDED", "TERMINATED"
]
AT_WILL = "terminable-at-will"
BY_WINDOW = "annual-window"


@dataclass(frozen=True)
class Row:
    """One row of the table of labels; ``labels`` by party."""

    name: str
    rank: int
    shared: bool
    labels: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Version:
    """A text: who is in it, and by which hub it goes, if by one."""

    parties: tuple[str, ...]
    hub: str | None
    removal: Removal


@dataclass(frozen=True)
class Pact:
    """One agreement; ``versions[0]`` is version 1.  ``years`` None: no term."""

    id: str
    zone: str
    entry: Literal["completion", "signature"]
    years: int | None
    notice_days: int
    counts_from: Literal["last-day", "anniversary"]
    versions: tuple[Version, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Fact:
    """A dated paper.

    Exact where ``day`` is False: then it took place at ``begin_ns``.  Else it
    took place somewhere in ``[begin_ns, end_ns)``, a local day of the pact.
    """

    kind: Kind
    party: str
    note: str
    begin_ns: int
    end_ns: int
    day: bool
    version: int = 1
    withdraws: tuple[str, ...] = ()
    reading: str = ""
