"""A running node's port and what no partner would send: each bound has its word."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from tests.processes.nodes import Node, both_told, delivered, ended, two_desks, until
from tests.processes.test_link_tls import (
    BUFFERS_BYTES,
    CURSOR,
    FIRST,
    WAIT_S,
    Open,
    check_goes_on,
    connected,
    of,
    one_open,
    post,
    request,
    shown,
    talk,
    waiting,
)

from watchword.edge.certificate import new_certificate
from watchword.edge.clock import monotonic_ns
from watchword.edge.commands.parties import PartyImport
from watchword.edge.connection import HEAD_S, MOST_FROM_ONE, MOST_HEAD_BYTES
from watchword.edge.keyfiles import read_signer
from watchword.model.designation import Designation, certificate_pin
from watchword.model.time import DAY_NS, SECOND_NS, parse_instant
from watchword.trust.signed import sign_payload
from watchword.wire.introduction import PartyFile, parse_party_file
from watchword.wire.statement import format_statement

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(180)]

MOST_MEMORY_KB: Final = 40_000
"""More than a refused request may leave behind in a process."""


@pytest.fixture(scope="module")
def link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    with one_open(tmp_path_factory.mktemp("bounds")) as found:
        yield found


@pytest.fixture(autouse=True)
def _goes_on(link: Open) -> Iterator[None]:
    yield
    check_goes_on(link)
    assert "Traceback" not in link.node.log()


def memory_kb(node: Node) -> int:
    assert node.process is not None
    text = Path(f"/proc/{node.process.pid}/status").read_text("utf-8")
    return int(text.partition("VmRSS:")[2].split()[0])


def test_a_million_tiny_lines_are_not_read_to_their_end(link: Open) -> None:
    before = memory_kb(link.node)
    length = 2 * 10**6
    head = request("POST", waiting(link.partner).path, b"")
    head = head.replace(b"content-length: 0", b"content-length: %d" % length)
    piece = b"1\n" * 5_000
    answer = talk(link.port, of(link.partner), [head, *[piece] * (length // 10_000)])
    assert (answer.status, answer.code) == (413, "batch-too-large")
    assert memory_kb(link.node) - before < MOST_MEMORY_KB


def test_a_packed_body_is_not_unpacked(link: Open) -> None:
    bomb = gzip.compress(b"\n" * 10**8)
    path = waiting(link.partner).path
    data = [request("POST", path, bomb, "content-encoding: gzip")]
    answer = talk(link.port, of(link.partner), data)
    assert (answer.status, answer.code) == (415, "encoding-not-accepted")


def test_deep_nesting_in_a_line_takes_no_stack(link: Open) -> None:
    said = waiting(link.partner)
    deep = b"[" * 100_000 + b"]" * 100_000
    answer = post(link, said.path, b"\n".join([deep, said.checkpoint]))
    assert (answer.status, answer.code) == (413, "too-deep")


def test_a_line_for_another_recipient_is_refused(link: Open) -> None:
    said = waiting(link.partner)
    line = json.loads(said.lines[-1])
    line["recipient"] = "desk-c.example"
    body = b"\n".join([*said.lines[:-1], json.dumps(line).encode(), said.checkpoint])
    answer = post(link, said.path, body)
    assert (answer.status, answer.code) == (403, "wrong-channel")


def test_a_certificate_that_has_expired_is_answered_nothing_though_designated(
    link: Open, tmp_path: Path
) -> None:
    key, path = tmp_path / "old.key", tmp_path / "old.pem"
    then = datetime(2020, 1, 1, tzinfo=UTC)
    pem = new_certificate(FIRST, key, path, now=then, days=30)
    own = link.partner.folder / "own.party"
    link.partner.json("party", "export", str(own))
    file = parse_party_file(own.read_bytes().strip())
    said_at_ns = parse_instant("2020-01-01Z").ns
    said = Designation(
        party=FIRST,
        purpose="tls",
        public=certificate_pin(pem),
        certificate=pem,
        valid_from_ns=said_at_ns,
        valid_until_ns=said_at_ns + 10_000 * DAY_NS,
        said_at_ns=said_at_ns,
    )
    signer = read_signer(link.partner.home.governance_path)
    signed = sign_payload(format_statement(said), signer)
    designations = (*file.designations, signed)
    anew = PartyFile(introduction=file.introduction, designations=designations)
    link.node.ask(PartyImport(file=anew))
    answer = talk(link.port, shown(path, key), [request("GET", CURSOR, b"")])
    assert (answer.status, answer.body) == (0, b"")


def test_a_head_without_an_end_is_not_read_for_ever(link: Open) -> None:
    head = f"GET {CURSOR} HTTP/1.1\r\nhost: b\r\n".encode()
    more = b"x-more: " + b"y" * 1_000 + b"\r\n"
    answer = talk(link.port, of(link.partner), [head, *[more] * 10_000])
    assert (answer.status, answer.code) == (431, "head-too-large")
    assert MOST_HEAD_BYTES < answer.sent < BUFFERS_BYTES


def test_what_stands_after_a_body_is_not_read_for_ever(link: Open) -> None:
    head = (
        f"POST {waiting(link.partner).path} HTTP/1.1\r\nhost: b\r\n"
        "transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nx-more: "
    ).encode()
    answer = talk(link.port, of(link.partner), [head, *[b"y" * 65_536] * 1_000])
    assert (answer.status, answer.code) == (431, "head-too-large")
    assert answer.sent < BUFFERS_BYTES


def test_a_body_may_come_in_chunks_of_one_byte(link: Open) -> None:
    head = (
        f"POST {waiting(link.partner).path} HTTP/1.1\r\nhost: b\r\n"
        "transfer-encoding: chunked\r\n\r\n"
    ).encode()
    pieces = [head, b"1\r\n{\r\n" * 20_000, b"0\r\n\r\n"]
    answer = talk(link.port, of(link.partner), pieces)
    assert (answer.status, answer.code) == (413, "too-deep")


def test_what_is_no_http_has_a_word(link: Open) -> None:
    answer = talk(link.port, of(link.partner), [b"EHLO desk-a.example\r\n\r\n"])
    assert (answer.status, answer.code) == (400, "not-http")


def test_who_says_nothing_or_little_is_cut_and_others_are_answered(
    link: Open,
) -> None:
    with ExitStack() as opened:
        began_ns = monotonic_ns()
        silent = opened.enter_context(connected(link.port, of(link.partner)))
        slow = opened.enter_context(connected(link.port, of(link.partner)))
        bare = opened.enter_context(
            socket.create_connection(("127.0.0.1", link.port), timeout=WAIT_S)
        )
        slow.sendall(b"GET /v1/cur")
        check_goes_on(link)
        for one in (silent, slow):
            answer = one.recv(65_536)
            assert answer.startswith(b"HTTP/1.1 408 ")
            assert b'"too-slow"' in answer
        with suppress(ConnectionError):
            assert bare.recv(65_536) == b""
        assert monotonic_ns() - began_ns < 3 * HEAD_S * SECOND_NS


def test_one_certificate_has_so_many_connections_and_no_more(link: Open) -> None:
    with ExitStack() as opened:
        held = [
            opened.enter_context(connected(link.port, of(link.partner)))
            for _ in range(MOST_FROM_ONE)
        ]
        answer = talk(link.port, of(link.partner), [request("GET", CURSOR, b"")])
        assert (answer.status, answer.code) == (429, "too-many-connections")
        assert link.node.json("node")["party"] == "desk-b.example"
        assert len(held) == MOST_FROM_ONE
    until(lambda: _answered(link))


def _answered(link: Open) -> bool:
    data = [request("GET", CURSOR, b"")]
    return talk(link.port, of(link.partner), data).status == 200


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 404, "usage"),
        ("?after=", 404, "usage"),
        ("?after=-1", 404, "usage"),
        ("?after=1e3", 404, "usage"),
        ("?after=1&after=2", 404, "usage"),
        (f"?after={'9' * 100}", 404, "usage"),
        ("?after=1000", 409, "ahead"),
    ],
)
def test_a_feed_begins_after_a_number_of_its_log(
    link: Open, query: str, status: int, code: str
) -> None:
    data = [request("GET", f"/v1/feed/open-desks/routine{query}", b"")]
    answer = talk(link.port, of(link.partner), data)
    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"", "not-json"), (b"{}", "wrong-schema"), (b"[" * 70_000, "too-large")],
)
def test_what_is_no_receipt_is_refused(link: Open, body: bytes, code: str) -> None:
    answer = post(link, "/v1/receipts/open-desks/urgent", body)
    assert answer.code == code


def test_a_sender_is_told_the_highest_checkpoint_that_is_held_of_it(
    link: Open,
) -> None:
    data = [request("GET", "/v1/checkpoint/open-desks/urgent", b"")]
    answer = talk(link.port, of(link.partner), data)
    held = json.loads(answer.body)
    origin, size, *_ = held["checkpoint"].split("\n")
    assert origin == "desk-a.example/open-desks/desk-b.example/urgent"
    assert int(size) == held["number"] >= 1
    data = [request("GET", "/v1/checkpoint/another-pact/urgent", b"")]
    assert json.loads(talk(link.port, of(link.partner), data).body) == {
        "number": 0,
        "checkpoint": "",
    }


def test_a_node_ends_in_five_seconds_whatever_is_open_and_its_log_says_no_more(
    tmp_path: Path,
) -> None:
    partner, node = two_desks(tmp_path)
    with ended(partner, node), ExitStack() as opened:
        for one in (partner, node):
            one.up()
        both_told(partner, node)
        delivered(partner, node)
        partner.stop()
        port = int(node.json("node")["endpoint"].rpartition(":")[2])
        feed, half, head = (
            opened.enter_context(connected(port, of(partner))) for _ in range(3)
        )
        feed.sendall(request("GET", "/v1/feed/open-desks/urgent?after=0", b""))
        assert feed.recv(65_536).startswith(b"HTTP/1.1 200")
        half.sendall(request("POST", "/v1/lines/open-desks/urgent", b"x" * 99)[:-9])
        head.sendall(b"GET /v1/cursor")
        began_ns = monotonic_ns()
        assert node.stop() == 0
        assert monotonic_ns() - began_ns < 5 * SECOND_NS
        assert "Traceback" not in node.log()
        assert "error" not in node.log().lower().replace("last_error", "")
