"""Law 3 with real processes: kill -9 in the middle of the demo's load."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any, Final

import msgspec
import pytest
from tests.processes.custody import Acknowledged, acknowledged, wrongs
from tests.processes.nodes import Node, ended, until

from watchword.cli.processes import free_address
from watchword.edge.commands.ledgers import LedgerVerify
from watchword.edge.commands.links import (
    ClockAdvance,
    Delivered,
    QuarantineList,
)
from watchword.edge.commands.reports import PictureShow, ReportFile, ReportList
from watchword.errors import EdgeError
from watchword.model.fieldtext import format_value
from watchword.model.time import format_ns
from watchword.model.twin import with_twins
from watchword.record.staging import Staged, stage
from watchword.record.statements import Entry, fields_of, header_of, statements
from watchword.wire.codec import encode

pytestmark = [pytest.mark.processes, pytest.mark.slow]

KILLS_A_LAP: Final = 4
LATEST_KILL_S: Final = 0.03
MOST_MISSED: Final = 4
"""How many statements at most are filed while the victim is gone."""


class Lap:
    """The whole record, filed once at three nodes, some of which are killed."""

    def __init__(self, staged: Sequence[Staged], rng: Random) -> None:
        self.nodes = {str(desk.party): Node(desk.folder) for desk in staged}
        self.stores = {party: n.home.store_path for party, n in self.nodes.items()}
        self.filed: list[Acknowledged] = []
        self.not_answered = 0
        self._rng = rng
        self._names: dict[str, str] = {}
        self._now_ns = 0
        self._victim = ""
        self._killer = Timer(0, print)

    def start(self) -> None:
        for node in self.nodes.values():
            node.launch()
        for node in self.nodes.values():
            node.wait_ready()

    def run(self, entries: Sequence[Entry], kills: int) -> None:
        """File everything, and kill a node at so many random instants."""
        fatal, back = set(self._rng.sample(range(len(entries)), kills)), 0
        for number, entry in enumerate(entries):
            if number in fatal and not self._victim:
                self._arm(self._rng.choice(sorted(self.nodes)))
                back = number + self._rng.randrange(MOST_MISSED)
            self._file(entry)
            if self._victim and number >= back:
                self._bring_back()
        if self._victim:
            self._bring_back()

    def _arm(self, victim: str) -> None:
        delay_s = self._rng.uniform(0, LATEST_KILL_S)
        self._victim = victim
        self._killer = Timer(delay_s, self.nodes[victim].kill)
        self._killer.start()

    def _bring_back(self) -> None:
        self._killer.join()
        node, self._victim = self.nodes[self._victim], ""
        node.up()
        node.ask(ClockAdvance(to_ns=self._now_ns))

    def _file(self, entry: Entry) -> None:
        self._now_ns = entry.said_at_ns
        for party, node in self.nodes.items():
            try:
                node.ask(ClockAdvance(to_ns=self._now_ns))
            except EdgeError:
                assert party == self._victim
                self._bring_back()
        try:
            answer = self.nodes[entry.desk].ask(self._command(entry))
        except EdgeError:
            assert entry.desk == self._victim
            self._bring_back()
            self.not_answered += 1
            self._names[entry.id] = self._found(entry) or self._file_again(entry)
            return
        self._keep(entry, answer)

    def _file_again(self, entry: Entry) -> str:
        answer = self.nodes[entry.desk].ask(self._command(entry))
        self._keep(entry, answer)
        return str(answer["name"])

    def _keep(self, entry: Entry, answer: dict[str, Any]) -> None:
        self._names[entry.id] = answer["name"]
        self.filed.append(acknowledged(entry.desk, answer))

    def _command(self, entry: Entry) -> ReportFile:
        corrects = self._names[entry.corrects] if entry.corrects else ""
        header = header_of(entry, corrects=corrects)
        return ReportFile(
            kind=header.kind,
            topic=header.topic,
            label=header.marking.label,
            fields={k: msgspec.Raw(encode(v)) for k, v in fields_of(entry).items()},
            attributed_to=header.attributed_to,
            urgency=header.urgency,
            corrects=corrects,
        )

    def _found(self, entry: Entry) -> str:
        """The name of a report whose filing was not answered, if it is there."""
        rows = self.nodes[entry.desk].ask(ReportList())
        names = [row["name"] for row in rows if content(row) == content_of(entry)]
        assert len(names) <= 1
        return names[0] if names else ""

    def deliver(self) -> None:
        for node in self.nodes.values():
            assert node.ask(Delivered(timeout_s=30))["delivered"], node.log()
        for node in self.nodes.values():
            # What came to a node whose clock was behind waits for its time.
            until(lambda node=node: _nothing_waits(node))  # type: ignore[misc]

    def stop(self) -> None:
        for node in self.nodes.values():
            assert node.stop() == 0


def _nothing_waits(node: Node) -> bool:
    return all(row["settled"] for row in node.ask(QuarantineList()))


def content(row: dict[str, Any]) -> tuple[str, str, str, frozenset[tuple[str, str]]]:
    """What tells a listed report from every other, but for its name."""
    fields = frozenset(row["fields"].items())
    return row["originator"], row["attributed_to"], row["said_at"], fields


def content_of(entry: Entry) -> tuple[str, str, str, frozenset[tuple[str, str]]]:
    """The same, of an entry of the record."""
    values = with_twins(fields_of(entry))
    fields = frozenset((name, format_value(value)) for name, value in values.items())
    return entry.desk, entry.authority, format_ns(entry.said_at_ns), fields


@contextmanager
def lap(folder: Path, rng: Random) -> Iterator[Lap]:
    shutil.rmtree(folder, ignore_errors=True)
    found = Lap(stage(folder, free_address), rng)
    with ended(*found.nodes.values()):
        found.start()
        yield found


def check_pictures(lap: Lap) -> None:
    """Every report of a desk is in its own picture once, and is not doubled."""
    for party, node in lap.nodes.items():
        shown = node.ask(PictureShow())
        members = [name for event in shown["events"] for name in event["members"]]
        assert len(members) == len(set(members))
        own = [row for row in node.ask(ReportList()) if row["originator"] == party]
        said = Counter(content_of(e) for e in statements() if e.desk == party)
        assert Counter(map(content, own)) == said


@pytest.mark.timeout(600)
def test_no_kill_loses_or_doubles_what_was_acknowledged(
    tmp_path: Path, seed: int, rounds: int
) -> None:
    rng, left = Random(seed), rounds  # noqa: S311 (no secret)
    while left > 0:
        kills = min(left, KILLS_A_LAP)
        with lap(tmp_path / "desks", rng) as running:
            running.run(statements(), kills)
            running.deliver()
            check_pictures(running)
            for node in running.nodes.values():
                assert node.ask(LedgerVerify())["verified"]
            running.stop()
            assert [*wrongs(running.stores, running.filed)] == []
            assert len(running.filed) >= len(statements()) - running.not_answered
        left -= kills


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Lap:
    """A lap nobody was killed in, at rest; to be spoilt in copies only."""
    with lap(tmp_path_factory.mktemp("quiet"), Random(0)) as running:  # noqa: S311
        running.run(statements()[:20], kills=0)
        running.deliver()
        running.stop()
    return running


SPOILT: Final = {
    "a line that was sent": (
        "DELETE FROM line WHERE number = 2 AND data IS NOT NULL",
        "the numbers of",
    ),
    "the last line of each log": (
        """DELETE FROM line WHERE number =
             (SELECT max(number) FROM line AS l WHERE l.origin = line.origin)""",
        "not the same at both ends",
    ),
    "a report": (
        "DELETE FROM statement WHERE kind = 'report' AND source = :party",
        "is there 0 times",
    ),
    "the bytes of a report": (
        """UPDATE statement SET envelope =
             (SELECT envelope FROM statement WHERE kind = 'designation' LIMIT 1)
           WHERE kind = 'report' AND source = :party""",
        "is there 0 times",
    ),
    "the opened fields": (
        """DELETE FROM disclosure WHERE name IN
             (SELECT name FROM statement WHERE source <> :party)""",
        "are missing",
    ),
}
"""What was taken from a store, how, and what must be said of it."""


@pytest.mark.timeout(120)
@pytest.mark.parametrize("what", SPOILT)
def test_the_check_sees_what_has_been_taken_from_a_store(
    quiet: Lap, tmp_path: Path, what: str
) -> None:
    assert [*wrongs(quiet.stores, quiet.filed)] == []
    party = next(p for p in quiet.nodes if p == quiet.filed[0].desk)
    copy = tmp_path / "node"
    shutil.copytree(quiet.nodes[party].folder, copy)
    spoil(copy / "store.sqlite", SPOILT[what][0], party)
    stores = {**quiet.stores, party: copy / "store.sqlite"}
    assert any(SPOILT[what][1] in wrong for wrong in wrongs(stores, quiet.filed))
    done = Node(copy).cli("ledger", "verify", "--json")
    assert done.code == 6, done


def spoil(store: Path, sql: str, party: str) -> None:
    with closing(sqlite3.connect(store)) as db, db:
        assert db.execute(sql, {"party": party}).rowcount > 0


@pytest.mark.timeout(120)
def test_a_report_entered_twice_is_seen(quiet: Lap, tmp_path: Path) -> None:
    party = quiet.filed[0].desk
    shutil.copytree(quiet.nodes[party].folder, tmp_path / "node")
    copy = tmp_path / "node" / "store.sqlite"
    spoil(
        copy,
        "INSERT INTO entry SELECT max(number) + 1, max(known_at_ns), 'statement',"
        " (SELECT body FROM entry JOIN statement ON entry.number = statement.entry"
        "  WHERE statement.kind = 'report' AND source = :party) FROM entry",
        party,
    )
    stores = {**quiet.stores, party: copy}
    assert any("is there 2 times" in wrong for wrong in wrongs(stores, quiet.filed))
