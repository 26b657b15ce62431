"""A node that reads a feed whose partner has gone wild: refused, and goes on."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any, Final

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
from tests.processes.test_feeds import reports
from tests.processes.test_link_bounds import MOST_MEMORY_KB, memory_kb
from tests.processes.test_link_tls import BUFFERS_BYTES, Waiting, waiting

from watchword.wire.scan import MAX_LINE_BYTES

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(180)]

LISTED: Final = b'{"channels":[{"agreement":"open-desks","lane":"routine"}]}'


class Wild:
    """Answers as a partner's node would, but for what its feed gives."""

    def __init__(self, listening: socket.socket, node: Node) -> None:
        self._listening = listening
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(
            node.home.certificate_path, node.home.tls_key_path
        )
        self.feed: list[bytes] = []
        self.given = 0

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                raw, _ = self._listening.accept()
                Thread(target=self._answer, args=(raw,), daemon=True).start()

    def _answer(self, raw: socket.socket) -> None:
        with suppress(OSError), self._context.wrap_socket(raw, server_side=True) as tls:
            asked = tls.recv(65_536)
            if b"/v1/feed/" not in asked:
                # The same number again is an answer that waits.
                if b"known=1" in asked:
                    tls.recv(1)
                tls.sendall(
                    b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b"
                    % (len(LISTED), LISTED)
                )
                return
            self.given = 0
            tls.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
            for piece in self.feed:
                tls.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))
                self.given += len(piece)
            tls.recv(1)


@contextmanager
def wild(node: Node) -> Iterator[Wild]:
    host, _, port = endpoint(node).rpartition(":")
    with socket.create_server((host, int(port))) as listening:
        served = Wild(listening, node)
        thread = Thread(target=served.serve, daemon=True)
        thread.start()
        yield served
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def endpoint(node: Node) -> str:
    said: str = node.json("node")["endpoint"]
    return said.removeprefix("https://")


def read_of(node: Node) -> dict[str, Any]:
    (row, *_) = node.json("link", "status")
    ends = {end["lane"]: end for end in row["link"]["read"]}
    found: dict[str, Any] = ends.get("routine", {"last_refusal": "", "state": ""})
    return found


def test_what_a_feed_gives_is_bounded_and_judged_as_what_is_posted(
    tmp_path: Path,
) -> None:
    partner, node = two_desks(tmp_path)
    dials(partner, "none")
    dials(node, "both")
    with ended(partner, node):
        for one in (partner, node):
            one.up()
        both_told(partner, node)
        delivered(partner, node)
        node.kill()
        for count in ("count=1", "count=2"):
            file_launch(partner, count)
        partner.stop()
        said = waiting(partner)
        with wild(partner) as served:
            served.feed = [b"x" * 65_536] * (BUFFERS_BYTES // 65_536)
            node.up()
            before = memory_kb(node)
            for feed, code in scripts(said):
                served.feed = feed or served.feed
                until(lambda code=code: read_of(node)["last_refusal"] == code)  # type: ignore[misc]
            assert memory_kb(node) - before < MOST_MEMORY_KB
            assert reports(node) == 0
        partner.up()
        until(lambda: reports(node) == len(said.lines))
        delivered(partner, node)
        assert read_of(node)["state"] == "streaming"
        assert node.json("ledger", "verify")["verified"]
        assert "Traceback" not in node.log()


def scripts(said: Waiting) -> Iterator[tuple[list[bytes], str]]:
    """What a feed gives, and the word by which it is refused."""
    yield [], "line-too-long"
    end = b"\n" + said.checkpoint + b"\n"
    yield [b"{}\n" * 10_000], "batch-too-large"
    yield [b"[" * (MAX_LINE_BYTES // 2) + end], "too-deep"
    yield [said.lines[-1] + end], "gap"
    other = said.lines[0].replace(b"desk-b.example", b"desk-c.example")
    yield [other + end], "wrong-channel"
    yield [said.lines[0] + end], "gap"
