"""Feeds between running nodes: only one side can dial, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.processes.nodes import (
    Node,
    both_told,
    delivered,
    dials,
    ended,
    file_launch,
    two_desks,
    until,
)

from watchword.edge.clock import monotonic_ns
from watchword.model.time import SECOND_NS

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(180)]


def link_of(node: Node) -> dict[str, Any]:
    (first, *_) = node.json("link", "status")
    found: dict[str, Any] = first["link"]
    return found


def reports(node: Node) -> int:
    return len(node.json("report", "list"))


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Node, Node]:
    """One that dials nobody, and one that dials for both ways."""
    inside, outside = two_desks(tmp_path)
    dials(inside, "none")
    dials(outside, "both")
    return inside, outside


def test_where_only_one_side_dials_both_are_told_and_both_sign(
    pair: tuple[Node, Node],
) -> None:
    passive, active = pair
    with ended(*pair):
        for node in pair:
            node.up()
        both_told(*pair)
        file_launch(passive, "count=1")
        file_launch(active, "count=2")
        delivered(*pair)
        until(lambda: reports(active) == 2)
        until(lambda: reports(passive) == 2)
        told = link_of(passive)
        assert told["state"] == "connected"
        assert told["feeds_open"] == 2
        assert told["dialled_by"] == ["desk-b.example"]
        assert {lane["state"] for lane in told["lanes"]} == {"fed"}
        assert {end["state"] for end in link_of(active)["read"]} == {"streaming"}
        for node in pair:
            assert node.json("ledger", "verify")["verified"]


def test_a_feed_that_was_cut_resumes_by_number(pair: tuple[Node, Node]) -> None:
    passive, active = pair
    with ended(*pair):
        for node in pair:
            node.up()
        both_told(*pair)
        for count in ("count=1", "count=2"):
            file_launch(passive, count)
        delivered(passive)
        active.kill()
        file_launch(passive, "count=3")
        until(lambda: link_of(passive)["feeds_open"] == 0)
        assert link_of(passive)["state"] == "undialled"
        active.up()
        delivered(passive)
        passive.kill()
        passive.up()
        file_launch(passive, "count=4")
        delivered(passive)
        assert reports(active) == 4
        assert active.json("ledger", "verify")["verified"]


def test_nodes_with_open_feeds_end_at_once(pair: tuple[Node, Node]) -> None:
    passive, _ = pair
    with ended(*pair):
        for node in pair:
            node.up()
        both_told(*pair)
        file_launch(passive)
        delivered(passive)
        for node in pair:
            began_ns = monotonic_ns()
            assert node.stop() == 0
            assert monotonic_ns() - began_ns < 5 * SECOND_NS
            assert "Traceback" not in node.log()
