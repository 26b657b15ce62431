"""Keys and certificates change while two nodes talk; no line is lost or doubled."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from tests.processes.nodes import (
    Node,
    both_told,
    delivered,
    ended,
    two_desks,
    until,
)

from watchword.edge.commands.reports import ReportFile
from watchword.wire.codec import encode

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(240)]

EACH: Final = 8


def file_some(node: Node, first: int) -> list[str]:
    """File a few reports; what each says of where."""
    places = [f"{node.folder.name} {number}" for number in range(first, first + EACH)]
    for place in places:
        node.ask(
            ReportFile(
                kind="launch",
                topic="missile.ballistic",
                label="TLP:GREEN",
                fields={"site": msgspec.Raw(encode(place))},
            )
        )
    return places


def sites(node: Node) -> list[str]:
    return sorted(row["fields"]["site"] for row in node.json("report", "list"))


def rotated(node: Node, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = node.json("key", "rotate", "--wait", "20", *options)
    assert (found["in_use"], found["waits_for"]) == (True, [])
    return found


def own_keys(node: Node, purpose: str, use: str) -> list[str]:
    party = node.json("node")["party"]
    rows = node.json("key", "list")
    return [
        row["key_id"]
        for row in rows
        if (row["party"], row["purpose"], row["use"]) == (party, purpose, use)
    ]


def test_keys_are_rotated_and_revoked_at_both_ends_while_lines_flow(
    tmp_path: Path,
) -> None:
    desks = two_desks(tmp_path)
    with ended(*desks):
        for node in desks:
            node.up()
        both_told(*desks)
        said = [place for node in desks for place in file_some(node, 0)]
        for number, options in enumerate(([], ["--tls"], []), start=1):
            for node in desks:
                said += file_some(node, number * EACH)
                rotated(node, *options)
            said += [p for node in desks for p in file_some(node, 100 * number)]
        delivered(*desks)
        for node in desks:
            for purpose in ("operational", "tls"):
                for key in own_keys(node, purpose, "replaced"):
                    node.json("key", "revoke", key, "--yes")
        said += [p for node in desks for p in file_some(node, 1000)]
        delivered(*desks)
        for node in desks:
            assert node.stop() == 0
            node.up()
        said += [p for node in desks for p in file_some(node, 2000)]
        delivered(*desks)
        for node in desks:
            until(lambda node=node: sites(node) == sorted(said))  # type: ignore[misc]
            assert node.json("ledger", "verify")["verified"]
            assert node.json("quarantine") == []
            assert len(own_keys(node, "operational", "in use")) == 1
            assert len(own_keys(node, "tls", "in use")) == 1


def test_a_key_waits_for_a_partner_that_is_away_and_comes_into_use_by_itself(
    tmp_path: Path,
) -> None:
    first, second = desks = two_desks(tmp_path)
    with ended(*desks):
        for node in desks:
            node.up()
        both_told(*desks)
        delivered(*desks)
        assert second.stop() == 0
        for options in ([], ["--tls"]):
            found = first.json("key", "rotate", "--wait", "0", *options)
            assert (found["in_use"], found["waits_for"]) == (False, ["desk-b.example"])
        said = file_some(first, 0)
        assert first.stop() == 0
        first.up()
        assert own_keys(first, "operational", "next") != []
        second.up()
        until(lambda: own_keys(first, "operational", "next") == [])
        until(lambda: own_keys(first, "tls", "next") == [])
        said += file_some(first, EACH) + file_some(second, 0)
        delivered(*desks)
        for node in desks:
            assert sites(node) == sorted(said)
            assert node.json("ledger", "verify")["verified"]


def test_lines_that_waited_under_a_key_revoked_meanwhile_are_taken(
    tmp_path: Path,
) -> None:
    first, second = desks = two_desks(tmp_path)
    with ended(*desks):
        for node in desks:
            node.up()
        both_told(*desks)
        delivered(*desks)
        rotated(first)
        (old,) = own_keys(first, "operational", "replaced")
        assert second.stop() == 0
        said = file_some(first, 0)
        first.json("key", "rotate", "--wait", "0")
        (used,) = own_keys(first, "operational", "in use")
        refused = first.cli("key", "revoke", used, "--yes")
        assert refused.code == 2
        assert "rotate first" in refused.err
        first.json("key", "revoke", old, "--yes")
        second.up()
        until(lambda: own_keys(first, "operational", "next") == [])
        first.json("key", "revoke", used, "--yes")
        delivered(first)
        assert sites(second) == sorted(said)
        assert second.json("ledger", "verify")["verified"]


def test_governance_that_is_kept_offline_signs_in_two_steps(tmp_path: Path) -> None:
    first, second = desks = two_desks(tmp_path)
    offline = tmp_path / "offline" / "governance.key"
    offline.parent.mkdir()
    first.home.governance_path.rename(offline)
    request, signed = str(tmp_path / "request"), str(tmp_path / "signed")
    with ended(*desks):
        for node in desks:
            node.up()
        both_told(*desks)
        refused = first.cli("key", "rotate")
        assert refused.code == 2
        assert "governance" in refused.err
        first.json("key", "rotate", "--request", request)
        given = ("--out", signed, "--governance", str(offline), "--yes")
        assert first.json("key", "sign", request, *given)["purpose"] == "operational"
        rotated(first, "--signed", signed)
        said = file_some(first, 0)
        delivered(first)
        assert sites(second) == sorted(said)
