"""Two nodes that no link joins tell each other everything in files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from tests.processes.nodes import Node, ended, file_launch, in_force, two_desks
from tests.vaults import found_in, raw

pytestmark = [pytest.mark.processes, pytest.mark.slow]

CANARY: Final = ("site=canary-site", "note=canary-note", "weapon=canary-weapon")
OTHER: Final = {"desk-a.example": "desk-b.example", "desk-b.example": "desk-a.example"}


def packed(node: Node, to: str, bag: Path, *options: str) -> list[str]:
    made = node.json("courier", "pack", "--to", to, "--out", str(bag), *options)
    return [parcel["file"] for parcel in made["parcels"]]


def carried(first: Node, second: Node, bag: Path) -> None:
    """There, back with the receipts, and there again with those for these."""
    ways = [(first, second, "desk-b"), (second, first, "desk-a")]
    for sender, recipient, to in (*ways, ways[0]):
        for path in packed(sender, to, bag):
            (done,) = recipient.json("courier", "unpack", path)
            assert done["refused"] == []


def open_lines(node: Node) -> int:
    return sum(r["open"] for r in node.json("courier", "status") if r["way"] == "out")


def taken(found: list[dict[str, Any]]) -> int:
    channels = (row for done in found for row in done["channels"])
    return sum(row["taken"] + row["taken_that_waited"] for row in channels)


@pytest.fixture
def bag(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "bag"
    # Outside, a parcel never says anything, whatever the tests did.
    assert found_in(raw(tmp_path / "bag"), ("canary", "desk-", "open-desks")) == []


@pytest.mark.timeout(180)
def test_nodes_that_never_connect_exchange_reports_and_receipts_in_files(
    tmp_path: Path, bag: Path
) -> None:
    first, second = two_desks(tmp_path / "desks")
    carried(first, second, bag)
    carried(first, second, bag)
    assert in_force(first, "open-desks")
    assert in_force(second, "open-desks")
    lost = []
    with ended(first):
        # Beside a running node, whose partner is down and whose link is too.
        first.up()
        for count in range(4):
            assert file_launch(first, f"count={count}", *CANARY).code == 0
            (path,) = packed(first, "desk-b", bag, "--again", "0")
            lost.append(path)
        assert open_lines(first) == 4
        assert first.stop() == 0

    # Out of order, repeated, one cut, one foreign, one missing, from a folder.
    missing = Path(lost[1]).read_bytes()
    Path(lost[1]).unlink()
    Path(lost[2]).write_bytes(Path(lost[2]).read_bytes()[:5000])
    (foreign,) = packed(second, "desk-a", bag)
    (bag / "holiday.bin").write_bytes(b"\x89PNG" * 400)
    done = second.cli("courier", "unpack", lost[3], lost[3], str(bag), "--json")
    found = json.loads(done.out)
    words = {e["error"] for each in found for e in each["refused"]}
    assert words == {"parcel-cut-off", "not-for-us", "not-a-parcel"}
    assert done.code == 3
    assert taken(found) == 1
    told = second.cli("courier", "unpack", lost[3], foreign)
    assert "not-for-us" in told.err
    assert told.code == 3
    (row,) = (
        r for r in second.json("courier", "status") if r["way"] == "in" and r["gaps"]
    )
    start = row["lines"]
    assert (row["gaps"], row["waits"]) == ([[start + 1, start + 2]], 1)
    assert f"{start + 1}-{start + 2}" in second.words("courier", "status")

    # The missing one turns up; the cut one is repeated by its sender.
    Path(lost[1]).write_bytes(missing)
    assert taken(second.json("courier", "unpack", lost[1])) == 1
    (again,) = packed(first, "desk-b", bag, "--again", "2")
    assert taken(second.json("courier", "unpack", again)) == 2
    assert len(second.json("report", "list")) == 4
    assert open_lines(first) == 4
    (back,) = packed(second, "desk-a", bag)
    first.json("courier", "unpack", back)
    assert open_lines(first) == 0
    for node in (first, second):
        assert node.json("ledger", "verify")["verified"]


@pytest.mark.timeout(180)
def test_a_running_node_takes_parcels_beside_its_links(
    tmp_path: Path, bag: Path
) -> None:
    first, second = two_desks(tmp_path / "desks")
    carried(first, second, bag)
    carried(first, second, bag)
    assert file_launch(first, "count=1", *CANARY).code == 0
    with ended(second):
        second.up()
        (path,) = packed(first, "desk-b", bag)
        assert taken(second.json("courier", "unpack", path)) == 1
        assert len(second.json("report", "list")) == 1
        assert second.stop() == 0


@pytest.mark.timeout(180)
def test_through_a_diode_the_receiver_names_gaps_and_the_sender_repeats(
    tmp_path: Path, bag: Path
) -> None:
    first, second = two_desks(tmp_path / "desks")
    carried(first, second, bag)
    carried(first, second, bag)
    for count in range(3):
        file_launch(first, f"count={count}")
        (path,) = packed(first, "desk-b", bag, "--again", "1")
        if count != 0:
            second.json("courier", "unpack", path)
    # Each parcel repeated one line of the one before: nothing is missing.
    assert len(second.json("report", "list")) == 3
    assert open_lines(first) == 3
    (path,) = packed(first, "desk-b", bag, "--again", "7d")
    assert taken(second.json("courier", "unpack", path)) == 0
    refused = first.cli("courier", "pack", "--to", "desk-b", "--again", "soon")
    assert refused.code == 2
    assert first.cli("courier", "pack", "--to", "b", "--all", "--since", "1").code == 2
