"""A node whose store is in PostgreSQL, and its partner's, which is SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from threading import Timer

import pytest
from tests.faults.running import Running, come_together
from tests.postgresserver import MISSING, Server, programs, server
from tests.processes.nodes import Node, ended, new_node, until

from watchword.edge.socket import AnsweredError
from watchword.model.report import Urgency

pytestmark = [pytest.mark.processes, pytest.mark.slow]

LATEST_S = 0.06
FILED_A_ROUND = 8


@pytest.fixture
def mortal() -> Iterator[Server]:
    """A server that may be killed."""
    if programs() is None:
        pytest.skip(MISSING)
    with server() as made:
        yield made


@pytest.fixture
def pair(mortal: Server, tmp_path: Path) -> Iterator[Running]:
    url = mortal.new_database()
    first = new_node(tmp_path / "a", "desk-a.example", "--store", url)
    second = new_node(tmp_path / "b", "desk-b.example")
    assert not first.home.store_path.exists()
    with ended(first, second):
        come_together(first, second, tmp_path / "ours.toml")
        yield Running(first, second)


def file(pair: Running, node: Node, urgency: Urgency = "routine") -> bool:
    """File a report; whether it was acknowledged."""
    try:
        return pair.file(node, urgency)
    except AnsweredError as error:
        if not error.code.startswith("store"):
            raise
        return False


def file_while(pair: Running, what: Callable[[], None], delay_s: float) -> None:
    """File at both ends while something happens to the first."""
    timer = Timer(delay_s, what)
    timer.start()
    for _ in range(FILED_A_ROUND):
        file(pair, pair.first, "urgent")
        file(pair, pair.second)
    timer.join()


@pytest.mark.timeout(300)
def test_no_kill_of_the_node_loses_or_doubles_what_was_acknowledged(
    pair: Running, seed: int, rounds: int
) -> None:
    rng = Random(seed)  # noqa: S311 (no secret)
    for _ in range(max(rounds // 8, 1)):
        file_while(pair, pair.first.kill, rng.uniform(0, LATEST_S))
        pair.first.up()
    pair.deliver()
    pair.check_at_rest()


@pytest.mark.timeout(300)
def test_no_crash_of_the_server_loses_or_doubles_what_was_acknowledged(
    pair: Running, mortal: Server, seed: int, rounds: int
) -> None:
    rng = Random(seed)  # noqa: S311 (no secret)
    for number in range(max(rounds // 8, 2)):
        crash = mortal.kill if number % 2 else mortal.crash
        file_while(pair, crash, rng.uniform(0, LATEST_S))
        assert not file(pair, pair.first)
        assert pair.first.process is not None
        assert pair.first.process.poll() is None
        mortal.start()
        until(lambda: file(pair, pair.first))
    pair.deliver()
    pair.check_at_rest()


@pytest.mark.timeout(120)
def test_a_node_moves_from_a_file_to_postgresql_and_back(
    mortal: Server, tmp_path: Path
) -> None:
    node = new_node(tmp_path / "a", "desk-a.example")
    node.json(
        "report",
        "file",
        "launch",
        "range_km=470",
        "--topic",
        "missile.ballistic",
        "--label",
        "TLP:GREEN",
    )
    before = node.json("report", "list")
    settings = node.home.config_path.read_text("utf-8")
    for number, store in enumerate((f'store = "{mortal.new_database()}"\n', "")):
        copy = str(tmp_path / f"copy {number}")
        node.json("backup", copy)
        if store:
            node.home.store_path.rename(tmp_path / "old.sqlite")
        node.home.config_path.write_text(settings + store, "utf-8")
        node.json("restore", copy)
        assert node.json("report", "list") == before
        assert node.json("ledger", "verify")["verified"]
        assert ("in PostgreSQL" in node.cli("doctor").out) == bool(store)
        assert (node.cli("migrate").code == 2) == bool(store)
