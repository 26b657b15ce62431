"""Whoever runs a node sees how it stands, and whoever is on duty is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.listeners import taking
from tests.processes.nodes import (
    Node,
    both_told,
    delivered,
    ended,
    file_launch,
    two_desks,
    until,
)
from tests.processes.watching import health, metrics, watch

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(180)]


def told(taken: list[bytes]) -> list[dict[str, Any]]:
    knocks = [json.loads(data.partition(b"\n\n")[2]) for data in taken]
    return [alert for knock in knocks for alert in knock["alerts"]]


def status(node: Node) -> dict[str, Any]:
    (row,) = node.json("link", "status")
    assert isinstance(row, dict)
    return row


def test_a_watched_node_says_how_it_stands_and_tells_the_duty_officer(
    tmp_path: Path,
) -> None:
    first, second = two_desks(tmp_path)
    with taking() as (hook, taken), ended(first, second):
        address = watch(second, hook)
        first.up()
        second.up()
        both_told(first, second)
        delivered(first, second)
        assert health(address, "livez") == (200, b'{"live":true}')
        code, body = health(address, "readyz")
        assert (code, json.loads(body)["reasons"]) == (200, [])
        assert health(address, "elsewhere")[0] == 404

        sent = file_launch(first, "site=a place", "observed_at=2026-05-04T12:03Z")
        assert sent.code == 0, sent
        first.words(
            *("report", "file", "launch", "site=another place", "--urgency", "urgent"),
            *("--topic", "missile.ballistic", "--label", "TLP:GREEN"),
        )
        delivered(first, second)
        until(lambda: [alert["kind"] for alert in told(taken)] == ["warning"])
        assert told(taken)[0]["who"] == "desk-a.example"
        (alert,) = second.json("alert", "list")
        assert alert["told"]["webhook-1"]["delivered"] is not None
        sampled = metrics(address)
        assert sampled['watchword_link_open_lines{partner="desk-a.example"}'] == 0
        assert sampled['watchword_link_connected{partner="desk-a.example"}'] == 1
        assert sampled["watchword_commit_seconds_count"] > 0
        assert sampled['watchword_alerts{kind="warning"}'] == 1
        assert sampled["watchword_ledger_entries"] > 0

        second.json("posture", "set", "open-desks", "halt")
        row = status(second)
        assert row["state"] == "connected, nothing allowed"
        assert row["why"] == "open-desks halt"
        nothing = 'watchword_link_nothing_allowed{partner="desk-a.example"}'
        assert metrics(address)[nothing] == 1
        assert "nothing allowed" in second.words("link", "status")

        done = second.cli("doctor", "--json")
        assert done.code == 0, done
        found = {row["check"]: row["state"] for row in json.loads(done.out)}
        assert found["partner desk-a.example"] == "ok"
        assert found["port"] == "ok"

        second.home.certificate_path.rename(tmp_path / "away.pem")
        code, body = health(address, "readyz")
        assert code == 503
        assert [r["check"] for r in json.loads(body)["reasons"]] == ["certificate"]
        assert metrics(address)["watchword_ready"] == 0
        (tmp_path / "away.pem").rename(second.home.certificate_path)

        first.stop()
        done = second.cli("doctor", "--json")
        assert done.code == 1
        (found_now,) = [
            row
            for row in json.loads(done.out)
            if row["check"] == "partner desk-a.example"
        ]
        assert found_now["state"] == "fail"
        assert "does not take a connection" in found_now["says"]
        for line in second.log().splitlines():
            assert {"event", "level", "timestamp"} <= set(json.loads(line))


def test_a_node_whose_store_cannot_write_is_not_ready_and_says_so(
    tmp_path: Path,
) -> None:
    first, second = two_desks(tmp_path)
    with taking() as (hook, taken), ended(first, second):
        address = watch(second, hook)
        room_mb = second.home.store_path.stat().st_size / 1e6 + 0.05
        second.up(WATCHWORD_STORE_MAX_MB=f"{room_mb:.3f}")
        note = "a long note " * 300
        until(lambda: file_launch(second, f"note={note}").code == 7)
        until(lambda: "store" in [alert["kind"] for alert in told(taken)])
        code, body = health(address, "readyz")
        assert code == 503
        assert json.loads(body)["reasons"] == [{"check": "store", "says": "store-full"}]
        assert health(address, "livez")[0] == 200
        assert metrics(address)["watchword_store_failed"] == 1
