"""A store that has reached its bound: nothing is lost, nothing is half done."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Final

import msgspec
import pytest
from tests.processes.nodes import (
    BALLISTIC,
    Done,
    Node,
    both_told,
    delivered,
    ended,
    two_desks,
    until,
)

from watchword.edge.commands.links import Delivered
from watchword.edge.commands.reports import ReportFile
from watchword.edge.socket import AnsweredError
from watchword.wire.codec import encode

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(180)]

ROOM_MB: Final = 0.15
NOTE: Final = "a long note " * 300
MOST: Final = 200
FULL: Final = 7
FULL_AFTER: Final = 4


def bound(node: Node) -> str:
    """As much as the store holds now, and a little room."""
    held_mb = node.home.store_path.stat().st_size / 1_000_000
    return f"{held_mb + ROOM_MB:.3f}"


def file_one(node: Node, number: int) -> None:
    fields = {"note": NOTE, "site": f"place {number}"}
    node.ask(
        ReportFile(
            kind="launch",
            topic="missile.ballistic",
            label="TLP:GREEN",
            fields={name: msgspec.Raw(encode(text)) for name, text in fields.items()},
        )
    )


def fill(node: Node) -> int:
    """File until the store is full; how many were acknowledged."""
    taken = takewhile(lambda number: is_taken(node, number), range(MOST))
    many = len([*taken])
    assert many < MOST, "the store was never full"
    return many


def is_taken(node: Node, number: int) -> bool:
    try:
        file_one(node, number)
    except AnsweredError as error:
        if error.code != "store-full":
            raise
        return False
    return True


def squeeze(node: Node) -> int:
    """File smaller ones until none fits any more; how many were acknowledged.

    What does not fit frees what it had taken, and folding frees some too.
    """
    taken, refused_in_a_row = 0, 0
    while refused_in_a_row < FULL_AFTER:
        is_full = by_hand(node).code == FULL
        taken += not is_full
        refused_in_a_row = refused_in_a_row + 1 if is_full else 0
        assert taken < MOST, "the store was never full"
    return taken


def by_hand(node: Node, *more: str) -> Done:
    given = ("report", "file", "launch", f"note={NOTE}", *BALLISTIC)
    return node.cli(*given, "--label", "TLP:GREEN", *more)


def sites(node: Node) -> list[str]:
    rows = node.json("report", "list")
    return sorted(row["fields"]["site"] for row in rows if "site" in row["fields"])


def places(many: int) -> list[str]:
    return sorted(f"place {number}" for number in range(many))


@pytest.fixture
def desks(tmp_path: Path) -> tuple[Node, Node]:
    """Two desks whose agreement is in force; neither is up."""
    first, second = two_desks(tmp_path)
    with ended(first, second):
        for node in (first, second):
            node.up()
        both_told(first, second)
        delivered(first, second)
    return first, second


def test_a_full_store_takes_nothing_and_loses_nothing(
    desks: tuple[Node, Node],
) -> None:
    node, partner = desks
    with ended(node, partner):
        node.up(WATCHWORD_STORE_MAX_MB=bound(node))
        many = fill(node)
        assert many > 0
        small = squeeze(node)
        refused = by_hand(node, "--json")
        assert refused.code == FULL
        assert json.loads(refused.out)["error"] == "store-full"
        in_words = by_hand(node)
        assert in_words.code == FULL
        assert "[store-full]" in in_words.err
        assert sites(node) == places(many)
        assert node.json("ledger", "verify")["verified"]
        assert node.json("picture")["party"] == "desk-a.example"
        node.stop()
        node.up()
        file_one(node, many)
        partner.up()
        assert node.ask(Delivered(timeout_s=30))["delivered"]
        for one in (node, partner):
            assert sites(one) == places(many + 1)
            until(lambda one=one: one.json("node")["picture_lag"] == 0)  # type: ignore[misc]
            shown = one.json("picture")
            assert len(shown["events"]) + len(shown["loose"]) == many + small + 1
            assert one.json("ledger", "verify")["verified"]


def test_a_partner_whose_store_is_full_is_offered_it_again(
    desks: tuple[Node, Node],
) -> None:
    node, partner = desks
    with ended(node, partner):
        node.up()
        partner.up(WATCHWORD_STORE_MAX_MB=bound(partner))
        many = 60
        for number in range(many):
            file_one(node, number)
        until(lambda: "full" in last_error(node))
        held = sites(partner)
        assert len(held) < many
        assert partner.json("ledger", "verify")["verified"]
        assert partner.stop() == 0
        partner.up()
        assert node.ask(Delivered(timeout_s=30))["delivered"]
        assert sites(partner) == places(many)
        for one in (node, partner):
            assert one.json("ledger", "verify")["verified"]


def last_error(node: Node) -> str:
    rows = node.json("link", "status")
    return " ".join(row["link"].get("last_error", "") for row in rows)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, small enough to be filled."""
    path = tmp_path / "disk"
    path.mkdir()
    size = ("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(path))
    if os.geteuid() != 0 or subprocess.run(size, check=False).returncode:
        pytest.skip("only root mounts a disk, and not everywhere")
    yield path
    subprocess.run(("umount", "-l", str(path)), check=True)


def test_a_node_goes_on_by_itself_when_its_disk_has_room_again(
    small_disk: Path,
) -> None:
    node, partner = two_desks(small_disk)
    with ended(node, partner):
        for one in (node, partner):
            one.up()
        both_told(node, partner)
        ballast = small_disk / "ballast"
        fill_up(ballast)
        many = fill(node)
        assert node.json("node")["store"] == "the store is full"
        assert sites(node) == places(many)
        ballast.unlink()
        until(lambda: node.json("node")["store"] == "takes what comes")
        file_one(node, many)
        assert node.ask(Delivered(timeout_s=30))["delivered"]
        for one in (node, partner):
            assert sites(one) == places(many + 1)
            assert one.json("ledger", "verify")["verified"]


def fill_up(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65_536))
        except OSError:
            return
