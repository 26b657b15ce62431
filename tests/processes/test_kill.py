"""Law 3 with real processes: kill -9 in the middle of the demo's load."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any, Final

import msgspec
import pytest
from tests.processes.custody import Acknowledged, Held, acknowledged, wrongs
from tests.processes.nodes import Node, ended, until

from watchword.cli.processes import free_address
from watchword.edge.commands.links import ClockAdvance, Delivered, LedgerVerify
from watchword.edge.commands.links import QuarantineList
from watchword.edge.commands.reports import PictureShow, ReportFile, ReportList
from watchword.errors import EdgeError, WatchwordError
from watchword.model.field import Value
from watchword.model.fieldtext import format_value
from watchword.model.time import SECOND_NS, format_ns
from watchword.record.staging import Staged, stage
from watchword.record.statements import Entry, fields_of, header_of, statements
from watchword.wire.codec import encode

pytestmark = [pytest.mark.processes, pytest.mark.slow]

KILLS_A_LAP: Final = 4
LATEST_KILL_S: Final = 0.03
MOST_MISSED: Final = 3
"""How many statements the others file at most while the victim is gone."""


class Lap:
    """The whole record filed once at three nodes, while some are killed."""

    def __init__(self, staged: Sequence[Staged], rng: Random) -> None:
        self.nodes = {desk.party: Node(desk.folder) for desk in staged}
        self.rng = rng
        self.filed: list[Acknowledged] = []
        self.names: dict[str, str] = {}
        self.unanswered: list[Entry] = []
        self.now_ns = 0

    def start(self) -> None:
        for node in self.nodes.values():
            node.launch()
        for node in self.nodes.values():
            node.wait_ready()

    def run(self, entries: Sequence[Entry], kills: int) -> None:
        """File all of it; kill a node at so many random instants."""
        fatal = self.rng.sample(range(len(entries)), kills)
        gone, back_at = None, 0
        killer: Timer | None = None
        for number, entry in enumerate(entries):
            if gone and (number >= back_at or entry.desk == gone):
                self._back(gone, killer)
                gone = None
            self.now_ns = entry.said_at_ns
            if number in fatal and gone is None:
                gone = self.rng.choice(sorted(self.nodes))
                back_at = number + 1 + self.rng.randrange(MOST_MISSED)
                killer = Timer(
                    self.rng.uniform(0, LATEST_KILL_S), self.nodes[gone].kill
                )
                killer.start()
            self._file(entry, self.now_ns)
        if gone:
            self._back(gone, killer)

    def _back(self, party: str, killer: Timer | None) -> None:
        assert killer is not None
        killer.join()
        self.nodes[party].up()
