"""A running node's port: every kind of caller, each with its documented word."""

from __future__ import annotations

import json
import re
import select
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPSConnection
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import pytest
from tests.house.house import plain, rows, section
from tests.processes.nodes import (
    Node,
    both_told,
    delivered,
    ended,
    file_launch,
    new_node,
    two_desks,
    until,
)

from watchword.edge.certificate import new_certificate
from watchword.edge.clock import monotonic_ns
from watchword.edge.commands.links import Delivered
from watchword.edge.commands.parties import PartyImport
from watchword.edge.keyfiles import read_signer
from watchword.edge.outbox import Outbox
from watchword.edge.pace import HEADER, heard
from watchword.errors import EdgeError
from watchword.model.designation import Designation, certificate_pin
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, SECOND_NS, parse_instant
from watchword.trust.signed import sign_payload
from watchword.wire.introduction import PartyFile, parse_party_file
from watchword.wire.scan import MAX_LINE_BYTES
from watchword.wire.statement import format_statement

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(180)]

FIRST: Final = PartyId("desk-a.example")
SECOND: Final = PartyId("desk-b.example")
WAIT_S: Final = 20
BUFFERS_BYTES: Final = 16_000_000
"""More than the kernels' buffers of both ends hold."""

DOCUMENTED: Final = {
    plain(row[0])
    for title in ("The tree", "Finer codes")
    for row in rows(section("docs/reference/errors.md", title))
}


class Answer(NamedTuple):
    """What came back, and how much had been sent by then."""

    status: int
    body: bytes
    sent: int

    @property
    def code(self) -> str:
        word: str = json.loads(self.body)["error"]
        assert word in DOCUMENTED
        return word


class Open(NamedTuple):
    """A running node, and a partner that is known to it and is not running."""

    node: Node
    partner: Node
    port: int


@pytest.fixture(scope="module")
def link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    with one_open(tmp_path_factory.mktemp("link")) as found:
        yield found


@contextmanager
def one_open(folder: Path) -> Iterator[Open]:
    """A node that runs; its partner has two reports for it, and does not."""
    partner, node = two_desks(folder)
    port = int(node.json("node")["endpoint"].rpartition(":")[2])
    with ended(node, partner):
        for one in (node, partner):
            one.up()
        both_told(node, partner)
        delivered(node, partner)
        partner.stop()
        for count in ("count=1", "count=2"):
            assert "to desk-b.example: count" in file_launch(partner, count).out
        yield Open(node, partner, port)


def shown(certificate: Path | None, key: Path | None) -> ssl.SSLContext:
    """A client that shows this certificate and believes anybody."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if certificate is not None:
        context.load_cert_chain(certificate, key)
    return context


def of(node: Node) -> ssl.SSLContext:
    return shown(node.home.certificate_path, node.home.tls_key_path)


def connected(port: int, context: ssl.SSLContext) -> ssl.SSLSocket:
    plain_socket = socket.create_connection(("127.0.0.1", port), timeout=WAIT_S)
    return context.wrap_socket(plain_socket)


def request(method: str, path: str, body: bytes, *more: str) -> bytes:
    length = f"content-length: {len(body)}"
    lines = (f"{method} {path} HTTP/1.1", "host: desk-b.example", length, *more)
    return "\r\n".join((*lines, "", "")).encode() + body


def talk(port: int, context: ssl.SSLContext, data: Iterable[bytes]) -> Answer:
    """Send until there is an answer, an end or nothing left, and read it."""
    with connected(port, context) as tls:
        tls.settimeout(0)
        answer, sent = bytearray(), 0
        with suppress(ConnectionError, ssl.SSLError):
            for so_far in _pumped(tls, iter(data), answer):
                sent = so_far
                if complete(bytes(answer)):
                    break
    head, _, body = bytes(answer).partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/1.1 (\d+) ", head)
    return Answer(int(status[1]) if status else 0, body, sent)


def _pumped(
    tls: ssl.SSLSocket, pieces: Iterator[bytes], answer: bytearray
) -> Iterator[int]:
    """Send and receive, whichever can be done; how much has been sent so far."""
    sent, rest = 0, next(pieces)
    while True:
        with suppress(ssl.SSLWantReadError):
            if not (piece := tls.recv(65_536)):
                return
            answer += piece
        with suppress(ssl.SSLWantWriteError, ssl.SSLWantReadError):
            given = tls.send(rest) if rest else 0
            sent, rest = sent + given, rest[given:] or next(pieces, b"")
        yield sent
        ready = select.select([tls], [tls] if rest else [], [], WAIT_S)
        assert any(ready), "neither answered nor ended"


def complete(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head)
    return bool(end) and length is not None and len(body) >= int(length[1])


class Waiting(NamedTuple):
    """What the partner has to say: a channel and the body for it."""

    path: str
    lines: list[bytes]
    checkpoint: bytes

    @property
    def body(self) -> bytes:
        return b"\n".join([*self.lines, self.checkpoint]) + b"\n"


def waiting(partner: Node) -> Waiting:
    store = partner.home.open_store()
    try:
        batch = Outbox(store, FIRST).next_batch(SECOND)
    finally:
        store.close()
    assert batch is not None
    *lines, last = batch.body.rstrip(b"\n").split(b"\n")
    return Waiting(f"/v1/lines/{batch.agreement}/{batch.lane}", lines, last)


def post(link: Open, path: str, body: bytes) -> Answer:
    return talk(link.port, of(link.partner), [request("POST", path, body)])


def check_goes_on(link: Open) -> None:
    """A good question is still answered, by commands and by the port."""
    assert link.node.json("node")["party"] == SECOND
    path = "/v1/cursor/open-desks/routine"
    answer = talk(link.port, of(link.partner), [request("GET", path, b"")])
    assert answer.status == 200
    assert json.loads(answer.body)["number"] >= 0


@pytest.fixture(autouse=True)
def _goes_on(link: Open) -> Iterator[None]:
    yield
    check_goes_on(link)


def test_without_a_certificate_nothing_is_answered(link: Open) -> None:
    path = "/v1/cursor/open-desks/routine"
    answer = talk(link.port, shown(None, None), [request("GET", path, b"")])
    assert answer.status == 0
    assert answer.body == b""


def made(folder: Path, party: str) -> tuple[str, ssl.SSLContext]:
    """A certificate nobody has designated, and a client that shows it."""
    key, certificate = folder / "other.key", folder / "other.pem"
    now = datetime(2026, 1, 1, tzinfo=UTC)
    pem = new_certificate(PartyId(party), key, certificate, now=now, days=3650)
    return pem, shown(certificate, key)


CURSOR: Final = "/v1/cursor/open-desks/routine"


def test_a_certificate_nobody_designated_is_answered_nothing(
    link: Open, tmp_path: Path
) -> None:
    _, context = made(tmp_path, FIRST)
    answer = talk(link.port, context, [request("GET", CURSOR, b"")])
    assert answer.status == 0
    assert answer.body == b""


def test_a_certificate_whose_time_is_over_is_answered_nothing(
    link: Open, tmp_path: Path
) -> None:
    pem, context = made(tmp_path, FIRST)
    link.node.ask(PartyImport(file=with_old_certificate(link.partner, pem)))
    until_ = [
        row["valid_until"][:10]
        for row in link.node.json("key", "list")
        if row["party"] == FIRST
    ]
    assert "2020-01-02" in until_
    answer = talk(link.port, context, [request("GET", CURSOR, b"")])
    assert answer.status == 0
    assert answer.body == b""


def with_old_certificate(node: Node, pem: str) -> PartyFile:
    """A party's file with a designation whose time is over, well signed."""
    own = node.folder / "own.party"
    node.json("party", "export", str(own))
    file = parse_party_file(own.read_bytes().strip())
    from_ns = parse_instant("2020-01-01Z").ns
    over = Designation(
        party=FIRST,
        purpose="tls",
        public=certificate_pin(pem),
        certificate=pem,
        valid_from_ns=from_ns,
        valid_until_ns=from_ns + DAY_NS,
        said_at_ns=from_ns,
    )
    signed = sign_payload(
        format_statement(over), read_signer(node.home.governance_path)
    )
    return msgspec.structs.replace(file, designations=(*file.designations, signed))


def test_a_certificate_that_was_ended_while_connected_is_refused(
    tmp_path: Path,
) -> None:
    partner, node = two_desks(tmp_path)
    with ended(partner, node):
        for one in (partner, node):
            one.up()
        both_told(partner, node)
        port = int(node.json("node")["endpoint"].rpartition(":")[2])
        assert talk(port, of(partner), [request("GET", CURSOR, b"")]).status == 200
        partner.json("key", "designate", "tls", "--revoke")
        until(lambda: is_refused(port, partner))
        answer = talk(port, of(partner), [request("GET", CURSOR, b"")])
        assert (answer.status, answer.code) == (403, "unknown-certificate")


def is_refused(port: int, partner: Node) -> bool:
    return talk(port, of(partner), [request("GET", CURSOR, b"")]).status != 200


@pytest.mark.parametrize(
    "path",
    [
        "/v1/lines/open-desks/urgent",
        "/v1/lines/another-pact/routine",
        "/v1/lines/open-desk/routine",
    ],
)
def test_lines_on_another_channel_than_their_own_are_refused(
    link: Open, path: str
) -> None:
    answer = post(link, path, waiting(link.partner).body)
    assert (answer.status, answer.code) == (403, "wrong-channel")


def test_lines_of_another_party_than_the_certificates_are_refused(
    link: Open, tmp_path: Path
) -> None:
    third = new_node(tmp_path / "third", "desk-c.example")
    third.json("party", "export", str(tmp_path / "c.party"))
    link.node.json("party", "import", str(tmp_path / "c.party"), "--yes")
    said = waiting(link.partner)
    data = [request("POST", said.path, said.body)]
    answer = talk(link.port, of(third), data)
    assert (answer.status, answer.code) == (403, "wrong-channel")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not-json"),
        (b"\n\n\n", "not-json"),
        (b"hello\n", "not-json"),
        (bytes(range(256)), "not-utf8"),
        (b"{" * 400 + b"}" * 400, "too-deep"),
        (b'{"checkpoint":1}', "wrong-schema"),
        (b'{"checkpoint":"a","checkpoint":"b"}', "duplicate-key"),
        (b'{"checkpoint":NaN}', "not-a-number"),
    ],
)
def test_what_is_no_batch_is_refused_with_its_word(
    link: Open, body: bytes, code: str
) -> None:
    answer = post(link, waiting(link.partner).path, body)
    assert answer.code == code
    assert answer.status == (413 if code == "too-deep" else 409)


def test_a_checkpoint_nobody_signed_is_refused(link: Open) -> None:
    said = waiting(link.partner)
    mark = json.loads(said.checkpoint)["checkpoint"]
    text, rule, signature = mark.rpartition("— ")
    other = signature[:60] + ("A" if signature[60] != "A" else "B") + signature[61:]
    last = json.dumps({"checkpoint": text + rule + other}).encode()
    answer = post(link, said.path, b"\n".join([*said.lines, last]))
    assert answer.code in {"bad-signature", "unknown-authority"}


def test_a_checkpoint_over_other_lines_is_a_fork(link: Open) -> None:
    said = waiting(link.partner)
    changed = json.loads(said.lines[-1])
    changed["salt"] = b64encode(b"another salt, 16").decode()
    lines = [*said.lines[:-1], json.dumps(changed).encode(), said.checkpoint]
    answer = post(link, said.path, b"\n".join(lines))
    assert (answer.status, answer.code) == (409, "fork")


def test_a_checkpoint_over_lines_that_are_missing_is_a_gap(link: Open) -> None:
    said = waiting(link.partner)
    short = b"\n".join([*said.lines[:-1], said.checkpoint])
    answer = post(link, said.path, short)
    assert (answer.status, answer.code) == (409, "gap")
    assert json.loads(answer.body)["expected"] == 2


def test_a_line_of_ten_megabytes_is_not_read_to_its_end(link: Open) -> None:
    length = 10_000_000
    head = request("POST", waiting(link.partner).path, b"")
    head = head.replace(b"content-length: 0", b"content-length: %d" % length)
    piece = b"x" * 65_536
    answer = talk(link.port, of(link.partner), [head, *[piece] * (length // 65_536)])
    assert (answer.status, answer.code) == (413, "line-too-long")
    assert answer.sent > MAX_LINE_BYTES


def test_a_line_without_an_end_is_not_read_for_ever(link: Open) -> None:
    head = (
        f"POST {waiting(link.partner).path} HTTP/1.1\r\nhost: b\r\n"
        "transfer-encoding: chunked\r\n\r\n"
    ).encode()
    chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    most = BUFFERS_BYTES // len(chunk)
    answer = talk(link.port, of(link.partner), [head, *[chunk] * most])
    assert (answer.status, answer.code) == (413, "line-too-long")
    assert answer.sent < BUFFERS_BYTES


def test_a_batch_of_too_many_lines_is_refused(link: Open) -> None:
    answer = post(link, waiting(link.partner).path, b"{}\n" * 3_000)
    assert (answer.status, answer.code) == (413, "batch-too-large")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/v1/lines/open-desks/routine"),
        ("POST", "/v1/cursor/open-desks/routine"),
        ("DELETE", "/v1/lines/open-desks/routine"),
        ("POST", "/v1/lines/open-desks/slow"),
        ("POST", "/v1/lines/open-desks/routine/more"),
        ("POST", "/v1/lines/open-desks%2Froutine/routine"),
        ("POST", "/v2/lines/open-desks/routine"),
        ("BREW", "/v1/lines/open-desks/routine"),
    ],
)
def test_another_method_or_path_is_nowhere(link: Open, method: str, path: str) -> None:
    answer = talk(link.port, of(link.partner), [request(method, path, b"{}")])
    assert answer.status in {400, 404}
    assert answer.status == 400 or answer.code == "usage"


def test_what_is_not_http_ends_the_connection(link: Open) -> None:
    answer = talk(link.port, of(link.partner), [b"\x16\x03\x01 hello\r\n\r\n"])
    assert answer.status in {0, 400}


def test_what_is_not_tls_ends_the_connection(link: Open) -> None:
    address = ("127.0.0.1", link.port)
    with socket.create_connection(address, timeout=WAIT_S) as bare:
        bare.sendall(request("GET", CURSOR, b""))
        with suppress(ConnectionError):
            assert b"HTTP" not in bare.recv(4096)


def test_what_was_refused_leaves_evidence_and_the_true_lines_pass_after(
    tmp_path: Path,
) -> None:
    with one_open(tmp_path) as link:
        said = waiting(link.partner)
        other = "/v1/lines/open-desks/urgent"
        assert post(link, other, said.body).code == "wrong-channel"
        assert post(link, said.path, said.lines[0] + b"\n[]").code == "wrong-schema"
        short = b"\n".join([*said.lines[:-1], said.checkpoint])
        assert post(link, said.path, short).code == "gap"
        assert link.node.json("report", "list") == []
        link.partner.up()
        delivered(link.partner)
        assert len(link.node.json("report", "list")) == len(said.lines)
        assert link.node.json("ledger", "verify")["verified"]
        codes = {row["code"] for row in link.node.json("quarantine")}
        assert {"wrong-channel", "gap"} <= codes <= DOCUMENTED


def test_open_connections_do_not_keep_a_node_from_ending(tmp_path: Path) -> None:
    partner, node = two_desks(tmp_path)
    node.up()
    port = int(node.json("node")["endpoint"].rpartition(":")[2])
    half = request("POST", "/v1/lines/open-desks/routine", b"x" * 100)[:-50]
    with ended(node), ExitStack() as opened, ThreadPoolExecutor() as beside:
        bare = socket.create_connection(("127.0.0.1", port), timeout=WAIT_S)
        idle, cut = connected(port, of(partner)), connected(port, of(partner))
        for one in (bare, idle, cut):
            opened.enter_context(one)
        cut.sendall(half)
        idle.sendall(request("GET", CURSOR, b""))
        assert idle.recv(65_536).startswith(b"HTTP/1.1 200")
        command = beside.submit(node.ask, Delivered(timeout_s=60))
        began_ns = monotonic_ns()
        assert node.stop() == 0
        assert monotonic_ns() - began_ns < 5 * SECOND_NS
        with pytest.raises(EdgeError, match="ended before it answered"):
            command.result(WAIT_S)


def test_an_answer_to_a_batch_says_how_long_it_was_worked_on(tmp_path: Path) -> None:
    with one_open(tmp_path) as link:
        said = waiting(link.partner)
        context = of(link.partner)
        https = HTTPSConnection("127.0.0.1", link.port, timeout=WAIT_S, context=context)
        began_ns = monotonic_ns()
        https.request("POST", said.path, said.body)
        answer = https.getresponse()
        took_ns = heard(answer.getheader(HEADER))
        assert answer.status == 200
        assert took_ns is not None
        assert took_ns < monotonic_ns() - began_ns
        https.close()
