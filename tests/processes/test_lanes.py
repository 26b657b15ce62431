"""A warning overtakes a backlog, and one slow partner slows nobody else."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Final

import pytest
from tests.processes.nodes import (
    Node,
    both_told,
    delivered,
    ended,
    file_launch,
    in_force,
    introduce,
    new_node,
    two_desks,
    until,
)

from watchword.edge.commands.reports import ReportFile
from watchword.edge.conversation import MOST_BYTES
from watchword.edge.door import ask
from watchword.edge.outbox import MOST_LINES
from watchword.wire.codec import encode

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(300)]

BACKLOG: Final = 100 * int(os.environ.get("WATCHWORD_ROUNDS", "20"))
REPORT: Final = ReportFile(
    kind="launch",
    topic="missile.ballistic",
    label="TLP:GREEN",
    fields={"site": json.dumps("the airfield").encode()},  # type: ignore[dict-item]
)


def file_many(node: Node, number: int) -> None:
    """Many reports over one connection, most of them not waited for."""

    async def all_of_them() -> None:
        reader, writer = await asyncio.open_unix_connection(
            str(node.home.socket_path), limit=MOST_BYTES
        )
        line = ask(b"", encode(REPORT), None) + b"\n"
        giving = asyncio.create_task(_give(writer, line, number))
        await reader.readline()
        for _ in range(number):
            assert b'"error"' not in await reader.readline()
            await reader.readline()
        await giving
        writer.close()

    asyncio.run(all_of_them())


async def _give(writer: asyncio.StreamWriter, line: bytes, number: int) -> None:
    for _ in range(number):
        writer.write(line)
        await writer.drain()


def test_a_warning_overtakes_a_backlog(tmp_path: Path) -> None:
    sender, recipient = two_desks(tmp_path)
    with ended(sender, recipient):
        for node in (sender, recipient):
            node.up()
        both_told(sender, recipient)
        delivered(sender, recipient)
        recipient.kill()
        file_many(sender, BACKLOG)
        warned = file_launch(sender, "count=7", "--urgency", "urgent")
        assert "to desk-b.example" in warned.out
        name = warned.out.split()[1]
        recipient.up()
        until(lambda: not _open(sender), within_s=120)
        recipient.stop()
    store = recipient.home.open_store()
    try:
        (entry,) = store.rows("SELECT entry FROM statement WHERE name = ?", (name,))[0]
        before = store.value(
            "SELECT count(*) FROM statement WHERE kind = 'report' AND entry < ?",
            (entry,),
        )
        assert store.value("SELECT count(*) FROM statement WHERE kind = 'report'") == (
            BACKLOG + 1
        )
    finally:
        store.close()
    # No more than was already on its way or being committed.
    assert before <= 3 * MOST_LINES


def _open(node: Node) -> int:
    return sum(row["open"] for row in node.json("link", "status"))


@contextmanager
def never_answers(address: str) -> Iterator[None]:
    """Takes connections, and that is all."""
    host, _, port = address.rpartition(":")
    with socket.create_server((host, int(port))):
        yield


@contextmanager
def never_reads(address: str, node: Node) -> Iterator[None]:
    """Speaks TLS as the partner, and reads nothing of what it is sent."""
    host, _, port = address.rpartition(":")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(node.home.certificate_path, node.home.tls_key_path)
    with ExitStack() as held, socket.create_server((host, int(port))) as listening:

        def take() -> None:
            with suppress(OSError):
                while True:
                    raw, _ = listening.accept()
                    held.enter_context(context.wrap_socket(raw, server_side=True))

        taking = Thread(target=take, daemon=True)
        taking.start()
        yield
        listening.shutdown(socket.SHUT_RDWR)
        taking.join()


def pact_with(node: Node) -> str:
    return f"pact-{node.folder.name}"


def agree(one: Node, other: Node, text: Path) -> None:
    """Both sign a text of their own and push under it."""
    parties = ("--party", "desk-a.example", "--party", f"{other.folder.name}.example")
    one.json("agreement", "copy", "open-desks", *parties, "--out", str(text))
    said = text.read_text("utf-8").replace("open-desks", pact_with(other))
    text.write_text(said, "utf-8")
    for node in (one, other):
        node.json("agreement", "sign", str(text), "--yes")
        node.json("posture", "set", pact_with(other), "push")
    text.unlink()


def test_slow_partners_slow_nobody_else(tmp_path: Path) -> None:
    names = [f"desk-{letter}.example" for letter in "abcdef"]
    nodes = [new_node(tmp_path / name[:6], name) for name in names]
    sender, brisk, *slow = nodes
    introduce(*nodes)
    for node in nodes[1:]:
        agree(sender, node, tmp_path / "ours.toml")
    with ended(*nodes), ExitStack() as listening:
        for node in nodes:
            node.up()
        for node in nodes[1:]:
            pact = pact_with(node)
            until(lambda node=node, pact=pact: in_force(node, pact))  # type: ignore[misc]
            until(lambda pact=pact: in_force(sender, pact))  # type: ignore[misc]
        delivered(*nodes)
        for number, node in enumerate(slow):
            address = node.json("node")["endpoint"].removeprefix("https://")
            node.stop()
            kind = never_reads(address, node) if number % 2 else never_answers(address)
            listening.enter_context(kind)
        file_many(sender, 100)
        until(lambda: len(brisk.json("report", "list")) == 100, within_s=60)
        rows = {
            row["partner"]: row
            for row in sender.json("link", "status", "--by-channel")
            if row["lane"] == "routine" and row["direction"] == "sent"
        }
        until(lambda: _open_to(sender, names[1]) == 0)
        assert rows[names[1]]["link"]["state"] == "connected"
        for name in names[2:]:
            assert rows[name]["open"] == 100
            assert rows[name]["link"]["lag_s"] > 0


def _open_to(node: Node, partner: str) -> int:
    rows = node.json("link", "status")
    return sum(row["open"] for row in rows if row["partner"] == partner)
