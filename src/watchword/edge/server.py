"""Receiving: HTTPS with mutual TLS; one route takes batches of lines.

POST /v1/lines/{agreement}/{lane}    NDJSON lines, then a checkpoint
200  the signed receipt, as an envelope
4xx  {"error": code, "message": ..., "expected": number}
GET  /v1/cursor/{agreement}/{lane}   {"number": highest taken}
GET  /v1/returned...                 the caller's own words (see returned.py)
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from watchword.edge.batch import split_batch
from watchword.edge.clock import system_ns
from watchword.edge.config import parse_address
from watchword.edge.host import Host
from watchword.edge.returned import answer_returned
from watchword.edge.tls import pin_of, server_context, show, trust
from watchword.errors import (
    EdgeError,
    GapError,
    MalformedError,
    StoreError,
    TooLargeError,
    TrustError,
    UsageError,
    WatchwordError,
    WireError,
)
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.node.inputs import CloseBatch, TakeLine
from watchword.trust.authority import ever_pinned, tls_pins
from watchword.wire.codec import encode
from watchword.wire.envelope import format_envelope
from watchword.wire.line import Channel
from watchword.wire.scan import MAX_LINE_BYTES

MAX_BATCH_BYTES: Final = 64_000_000
MAX_BATCH_LINES: Final = 2_000
MAX_CONNECTIONS: Final = 512
GRACE_S: Final = 2

Scope = dict[str, Any]


class PeerProtocol(HttpToolsProtocol):
    """uvicorn's protocol, that also says whose certificate was shown."""

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 (uvicorn's)
        """Remember the pin of the client's certificate."""
        tls: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
        der = None if tls is None else tls.getpeercert(binary_form=True)
        self._pin = pin_of(der) if der else ""
        super().connection_made(transport)

    def on_message_begin(self) -> None:
        """Hand the pin on with every request."""
        super().on_message_begin()
        self.scope["extensions"] = {"watchword.pin": {"sha256": self._pin}}


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # The runtime has the signals: it ends links and store in order.
        yield


class LinkServer:
    """The receiving end of all links.

    Args:
        node: The running node.
    """

    def __init__(self, node: Host) -> None:
        self._node = node
        self._context: ssl.SSLContext | None = None

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Listen while the block runs.

        Raises:
            EdgeError: The address cannot be listened on.
        """
        self._context = server_context(self._node.home, self._pinned())
        context = self._context
        server = _Server(
            uvicorn.Config(
                self,
                http=PeerProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=MAX_CONNECTIONS,
                timeout_graceful_shutdown=GRACE_S,
                ssl_context_factory=lambda _config, _default: context,
            )
        )
        listening = _listening(self._node.config.listen)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            await self._until_started(server, serving)
            yield
        finally:
            server.should_exit = True
            await asyncio.gather(serving, return_exceptions=True)

    async def _until_started(
        self, server: uvicorn.Server, serving: asyncio.Task[None]
    ) -> None:
        while not server.started:
            done, _ = await asyncio.wait({serving}, timeout=0.01)
            if done:
                raise EdgeError(f"cannot serve on {self._node.config.listen}")

    def trust_anew(self) -> None:
        """A party has been introduced: accept its certificates too."""
        if self._context is not None:
            trust(self._context, self._pinned())

    def show_anew(self) -> None:
        """The node's own certificate is another: who connects from now on sees it."""
        if self._context is not None:
            show(self._context, self._node.home)

    def _pinned(self) -> list[str]:
        # Also those whose time is to come: each request is held to the pins of now.
        view = self._node.view
        found = (view.authority(partner) for partner in view.partners())
        return [pem for a in found if a is not None for pem in ever_pinned(a)]

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:  # noqa: ANN401
        """The ASGI application."""
        try:
            body = await self._answer(scope, receive)
            status = 200
        except WatchwordError as error:
            body, status = _refusal(error), _status(error)
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [
                    (b"content-type", b"application/json"),
                    (b"content-length", b"%d" % len(body)),
                    *([] if status == 200 else [(b"connection", b"close")]),
                ],
            }
        )
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, receive: Any) -> bytes:  # noqa: ANN401
        peer = self._peer(scope["extensions"]["watchword.pin"]["sha256"])
        if scope["method"] == "GET" and scope["path"].startswith("/v1/returned"):
            node, query = self._node, scope["query_string"]
            party = node.config.party
            return answer_returned(node.store, party, peer, scope["path"], query)
        parts = scope["path"].split("/")
        if len(parts) != 5 or parts[1] != "v1" or parts[4] not in ("urgent", "routine"):
            raise UsageError("no such path")
        channel = Channel(
            agreement=AgreementId(parts[3]),
            sender=peer,
            recipient=self._node.config.party,
            lane=parts[4],
        )
        match scope["method"], parts[2]:
            case "POST", "lines":
                return await self._take(peer, channel, receive)
            case "GET", "cursor":
                return encode({"number": self._node.view.cursor(channel).number})
        raise UsageError("no such path")

    def _peer(self, pin: str) -> PartyId:
        now_ns = system_ns()
        for partner in self._node.view.partners():
            authority = self._node.view.authority(partner)
            if authority is not None and pin in tls_pins(authority, now_ns):
                return partner
        raise TrustError("nobody's certificate", code="unknown-certificate")

    async def _take(self, peer: PartyId, channel: Channel, receive: Any) -> bytes:  # noqa: ANN401
        body = bytearray()
        try:
            await _fill(body, receive)
        except TooLargeError as error:
            if error.code == "line-too-long":
                await self._keep_evidence(peer, channel, body)
            raise
        try:
            unit = split_batch(bytes(body), peer, channel, system_ns())
        except MalformedError:
            await self._node.take([_no_checkpoint(peer, channel, body)])
            raise
        outcome = await self._node.take(unit)
        if outcome.error is not None:
            raise outcome.error
        return format_envelope(outcome.given[0])

    async def _keep_evidence(
        self, peer: PartyId, channel: Channel, body: bytearray
    ) -> None:
        # It is refused again, by its length; the core says what of it is kept.
        begins = body.rfind(b"\n") + 1
        data = bytes(body[begins : begins + MAX_LINE_BYTES + 1])
        await self._node.take([TakeLine(peer=peer, channel=channel, data=data)])


def _listening(address: str) -> socket.socket:
    # Not left to uvicorn, which ends the process with a code of its own.
    host, port = parse_address(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise EdgeError(
            f"cannot listen on {address}: {error.strerror}",
            hint="is another node running there? see listen in watchword.toml",
        ) from error


def _no_checkpoint(peer: PartyId, channel: Channel, body: bytearray) -> CloseBatch:
    """What stood where the checkpoint should: the core refuses and keeps it."""
    last = body.rstrip(b"\n").rpartition(b"\n")[2]
    text = last[:MAX_LINE_BYTES].decode("utf-8", "replace")
    return CloseBatch(peer=peer, channel=channel, checkpoint=text, now_ns=system_ns())


async def _fill(body: bytearray, receive: Any) -> None:  # noqa: ANN401 (ASGI's)
    newline = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise WireError("the connection was cut", code="cut-off")
        body += message.get("body", b"")
        newline = max(newline, body.rfind(b"\n", newline) + 1)
        if len(body) - newline > MAX_LINE_BYTES:
            raise TooLargeError("a line is too long", code="line-too-long")
        if len(body) > MAX_BATCH_BYTES:
            raise TooLargeError("the batch is too large", code="batch-too-large")
        if not message.get("more_body"):
            return


def _refusal(error: WatchwordError) -> bytes:
    expected = error.expected if isinstance(error, GapError) else None
    return encode({"error": error.code, "message": str(error), "expected": expected})


def _status(error: WatchwordError) -> int:
    if isinstance(error, StoreError):
        return 503
    if isinstance(error, TooLargeError):
        return 413
    if isinstance(error, TrustError):
        return 403
    return 404 if isinstance(error, UsageError) else 409
