"""Group 15: the will is halted, or the agreement ends, while reports are filed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Event
from typing import Final

import msgspec
import pytest
from tests.desks import (
    FIELDS,
    NORTH,
    PACT,
    SOUTH,
    TEXT,
    MemoryDesk,
    exchange,
    name_held,
)
from tests.faults.oracle import acknowledged, entered
from tests.faults.pairs import Pair
from tests.faults.running import Running, running

from watchword.edge.store import Store
from watchword.model.agreement import AgreementId, Notice, Posture, Stance
from watchword.model.time import DAY_NS, Instant
from watchword.node.inputs import FileReport, Input, Say
from watchword.wire.envelope import parse_envelope

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(900)]

GROUPS_A_ROUND: Final = 2
TERM: Final = """\
[duration]
years = 1
notice_days = 30
counts_from = "last-day"

"""


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    found = Pair(tmp_path / "live")
    yield found
    found.close()


def drawn(desk: MemoryDesk, rng: Random) -> list[Input]:
    """A filing, or a change of will, as one unit of a group commit."""
    desk.now_ns += 1
    if rng.random() < 0.6:
        secret = desk.draw(32)
        return [FileReport(header=desk.header(), fields=FIELDS, secret=secret)]
    stance: Stance = rng.choice(("push", "halt"))
    said = Posture(
        party=desk.party, agreement=PACT, stance=stance, said_at_ns=desk.now_ns
    )
    return [Say(statement=said)]


def halts(store: Store) -> int:
    """How many postures say so."""
    rows = store.rows("SELECT envelope FROM statement WHERE kind = 'posture'")
    return sum(b'"halt"' in parse_envelope(data).payload for (data,) in rows)


def released_after_halt(store: Store) -> list[int]:
    """The entries by which something was released while the will was halted."""
    stances = dict(
        store.rows("SELECT name, envelope FROM statement WHERE kind = 'posture'")
    )
    halted, wrong = False, []
    for number, kind, body in store.rows("SELECT number, kind, body FROM entry"):
        said = msgspec.json.decode(body)
        if kind == "statement" and said["name"] in stances:
            halted = b'"halt"' in parse_envelope(stances[said["name"]]).payload
        elif kind == "release" and halted:
            wrong.append(number)
    return wrong


def test_nothing_is_released_between_the_commit_of_a_halt_and_the_next_push(
    pair: Pair, seed: int, rounds: int
) -> None:
    rng = Random(seed)  # noqa: S311 (no secret)
    for _ in range(rounds * GROUPS_A_ROUND):
        units = [drawn(pair.north, rng) for _ in range(rng.randint(1, 20))]
        for outcome in pair.north.writer.commit(units, pair.north.now_ns):
            pair.said += acknowledged(NORTH, outcome)
        if rng.random() < 0.2:
            pair.carry(pair.north, pair.south)
    assert released_after_halt(pair.north.store) == []
    releases = "SELECT count(*) FROM entry WHERE kind = 'release'"
    assert pair.north.store.value(releases) > 1
    assert halts(pair.north.store)
    pair.carry(pair.north, pair.south)
    pair.check(delivered=True)


def test_what_was_filed_when_the_agreement_had_ended_goes_once_under_the_next(
    pair: Pair,
) -> None:
    north, south = pair.desks
    brief, anew = AgreementId("brief"), AgreementId("anew")
    for one in pair.desks:
        one.agree(under(brief), brief)
        one.will("push", brief)
        one.now_ns += 1
        one.will("halt", PACT)
    exchange(north, south)
    ends = Instant(ns=south.now_ns)
    south.add(Notice(agreement=brief, party=SOUTH, note="n", dated=ends))
    exchange(north, south)
    for one in pair.desks:
        one.now_ns += 390 * DAY_NS
    names = []
    for _ in range(5):
        north.now_ns += 1
        names.append(name_held(north.report()))
    exchange(north, south)
    assert not entered(south.store).keys() & set(names)
    for one in pair.desks:
        one.agree(under(anew), anew)
    exchange(north, south)
    north.will("push", anew)
    exchange(north, south)
    assert [name for name in entered(south.store) if name in names] == names
    pair.check(delivered=True)


def under(agreement: AgreementId) -> str:
    text = TEXT.replace("[[level]]", TERM + "[[level]]", 1)
    return text.replace('id = "pact"', f'id = "{agreement}"')


@pytest.mark.processes
def test_a_halt_that_races_with_filings_stops_all_that_come_after_its_commit(
    tmp_path: Path, rounds: int
) -> None:
    with running(tmp_path) as pair, ThreadPoolExecutor() as beside:
        over = Event()
        filing = beside.submit(file_until, pair, over)
        for number in range(max(4, rounds // 4)):
            stance = ("halt", "push")[number % 2]
            pair.first.json("posture", "set", "open-desks", stance)
        over.set()
        assert filing.result(60) > 0
        pair.first.json("posture", "set", "open-desks", "push")
        assert pair.file(pair.first)
        pair.deliver()
        pair.check_at_rest()
        for node in pair.nodes.values():
            assert node.stop() == 0
        store = pair.first.home.open_store()
        assert halts(store)
        assert released_after_halt(store) == []
        store.close()


def file_until(pair: Running, over: Event) -> int:
    many = 0
    while not over.is_set():
        many += pair.file(pair.first)
    return many
