"""Receiving: HTTPS with mutual TLS; lines, receipts, feeds and marks.

POST /v1/lines/{agreement}/{lane}     NDJSON lines, then a checkpoint
200  the signed receipt, as an envelope; Server-Timing says how long it took
GET  /v1/feed/{agreement}/{lane}?after=N  the caller's lines, held open
POST /v1/receipts/{agreement}/{lane}  the caller's receipt, as an envelope
GET  /v1/cursor/{agreement}/{lane}    {"number": highest taken}
GET  /v1/checkpoint/{agreement}/{lane}  the caller's highest that is held here
GET  /v1/channels?known=N             what there is for the caller to read,
                                      once it is not N channels
GET  /v1/returned...                  the caller's own words (see returned.py)
4xx  {"error": code, "message": ..., "expected": number}
"""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import uvicorn

from watchword.edge.batch import split_batch
from watchword.edge.clock import monotonic_ns, system_ns
from watchword.edge.connection import SCOPE_KEY, Connected
from watchword.edge.feed import Caller, Feed
from watchword.edge.feedfinder import Listed, Listing
from watchword.edge.host import Host
from watchword.edge.listening import PartnerServer, listening_on
from watchword.edge.pace import HEADER, said
from watchword.edge.prove import highest_note
from watchword.edge.request import (
    Receive,
    Scope,
    check_encoding,
    fill,
    number_in,
    refusal,
    status_of,
)
from watchword.edge.returned import answer_returned, resume_decoder
from watchword.edge.sessions import MOST_ANSWER_BYTES
from watchword.edge.tls import server_context, show, trust
from watchword.errors import (
    EdgeError,
    LinkError,
    MalformedError,
    TooLargeError,
    UsageError,
    WatchwordError,
)
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.node.inputs import CloseBatch, TakeLine, TakeReceipt
from watchword.node.receive import origin_of
from watchword.wire.codec import decode, encode
from watchword.wire.envelope import format_envelope, parse_envelope
from watchword.wire.line import LANES, Channel
from watchword.wire.scan import MAX_LINE_BYTES, scan

IDLE_S: Final = 75
GRACE_S: Final = 2


class LinkServer:
    """The receiving end of all links.

    Args:
        node: The running node.
    """

    def __init__(self, node: Host) -> None:
        self._node = node
        self._context: ssl.SSLContext | None = None
        self._held: Counter[str] = Counter()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Listen while the block runs.

        Raises:
            EdgeError: The address cannot be listened on.
        """
        self._context = server_context(self._node.home, self._node.peers.all())
        context = self._context
        server = PartnerServer(
            uvicorn.Config(
                self,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                date_header=False,
                timeout_keep_alive=IDLE_S,
                timeout_graceful_shutdown=GRACE_S,
                ssl_context_factory=lambda _config, _default: context,
            ),
            self._held,
        )
        listening = listening_on(self._node.config.listen)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            await self._until_started(server, serving)
            yield
        finally:
            server.should_exit = True
            await server.cut()
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
            trust(self._context, self._node.peers.all())

    def show_anew(self) -> None:
        """The node's own certificate is another: who connects from now on sees it."""
        if self._context is not None:
            show(self._context, self._node.home)

    async def __call__(self, scope: Scope, receive: Receive, send: Any) -> None:  # noqa: ANN401
        """The ASGI application."""
        told: list[tuple[bytes, bytes]] = []
        scope["extensions"][SCOPE_KEY]["told"] = told
        try:
            body = await self._answer(scope, receive, send)
            status = 200
        except WatchwordError as error:
            body, status = refusal(error), status_of(error)
        if body is None:
            return
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [
                    (b"content-type", b"application/json"),
                    (b"content-length", b"%d" % len(body)),
                    *told,
                    *([] if status == 200 else [(b"connection", b"close")]),
                ],
            }
        )
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, receive: Receive, send: Any) -> bytes | None:  # noqa: ANN401
        connected: Connected = scope["extensions"][SCOPE_KEY]["connected"]
        peer = self._node.peers.of(connected.pin)
        if self._node.links.is_ending:
            raise LinkError("this node is about to end", code="ending")
        if connected.connection.is_new:
            connected.connection.is_new = False
            self._node.links.called(peer)
        check_encoding(scope)
        parts = scope["path"].split("/")
        if scope["method"] == "GET" and parts[1:3] == ["v1", "returned"]:
            return self._returned(peer, scope)
        if scope["method"] == "GET" and parts[1:] == ["v1", "channels"]:
            return await self._channels(peer, number_in(scope, "known"))
        if scope["method"] == "POST" and parts[1:] == ["v1", "resume"]:
            return await self._resume(peer, receive)
        return await self._on_channel(parts, peer, scope, receive, send)

    def _returned(self, peer: PartyId, scope: Scope) -> bytes:
        node, query = self._node, scope["query_string"]
        party = node.config.party
        return answer_returned(node.store, party, peer, scope["path"], query)

    async def _resume(self, peer: PartyId, receive: Receive) -> bytes:
        body = bytearray()
        await fill(body, receive)
        scan(bytes(body))
        wanted = decode(resume_decoder, bytes(body))
        held = wanted.by_channel(self._node.config.party, peer)
        self._node.links.resume(peer, held)
        return encode({"resumed": len(held)})

    async def _on_channel(
        self,
        parts: list[str],
        peer: PartyId,
        scope: Scope,
        receive: Receive,
        send: Any,  # noqa: ANN401
    ) -> bytes | None:
        if len(parts) != 5 or parts[1] != "v1" or parts[4] not in LANES:
            raise UsageError("no such path")
        ours, theirs = self._channel_pair(peer, parts[3], parts[4])
        match scope["method"], parts[2]:
            case "POST", "lines":
                told = scope["extensions"][SCOPE_KEY]["told"]
                return await self._take(theirs, receive, told)
            case "POST", "receipts":
                return await self._take_receipt(ours, receive)
            case "GET", "cursor":
                return encode({"number": self._node.view.cursor(theirs).number})
            case "GET", "checkpoint":
                return self._checkpoint(theirs)
            case "GET", "feed":
                connected: Connected = scope["extensions"][SCOPE_KEY]["connected"]
                caller = Caller(
                    pin=connected.pin,
                    send=send,
                    receive=receive,
                    drop=connected.connection.drop,
                )
                await self._feed(ours, number_in(scope, "after"), caller)
                return None
        raise UsageError("no such path")

    def _channel_pair(
        self, peer: PartyId, agreement: str, lane: str
    ) -> tuple[Channel, Channel]:
        """The channel to the caller, and the channel from it."""
        ours = Channel(
            agreement=AgreementId(agreement),
            sender=self._node.config.party,
            recipient=peer,
            lane="urgent" if lane == "urgent" else "routine",
        )
        theirs = Channel(
            agreement=ours.agreement,
            sender=peer,
            recipient=ours.sender,
            lane=ours.lane,
        )
        return ours, theirs

    async def _take(
        self, channel: Channel, receive: Receive, told: list[tuple[bytes, bytes]]
    ) -> bytes:
        body, peer = bytearray(), channel.sender
        try:
            await fill(body, receive)
        except TooLargeError as error:
            if error.code == "line-too-long":
                await self._keep_evidence(channel, body)
            raise
        began_ns = monotonic_ns()
        try:
            unit = split_batch(bytes(body), peer, channel, system_ns())
        except MalformedError:
            await self._node.take([_no_checkpoint(channel, body)])
            raise
        outcome = await self._node.take(unit)
        if outcome.error is not None:
            raise outcome.error
        told.append((HEADER.encode(), said(monotonic_ns() - began_ns)))
        return format_envelope(outcome.given[0])

    async def _keep_evidence(self, channel: Channel, body: bytearray) -> None:
        # It is refused again, by its length; the core says what of it is kept.
        begins = body.rfind(b"\n") + 1
        data = bytes(body[begins : begins + MAX_LINE_BYTES + 1])
        line = TakeLine(peer=channel.sender, channel=channel, data=data)
        await self._node.take([line])

    async def _take_receipt(self, channel: Channel, receive: Receive) -> bytes:
        body = bytearray()
        await fill(body, receive)
        if len(body) > MOST_ANSWER_BYTES:
            raise TooLargeError("a receipt is not that long")
        data = bytes(body)
        scan(data)
        envelope = parse_envelope(data)
        await self._node.submit(TakeReceipt(peer=channel.recipient, envelope=envelope))
        return encode({"number": self._node.outbox.receipted(origin_of(channel))})

    async def _feed(self, channel: Channel, after: int, caller: Caller) -> None:
        feed = Feed(self._node, channel, after, caller)
        self._node.links.open(feed)
        try:
            await feed.run()
        finally:
            self._node.links.closed(feed)

    def _checkpoint(self, channel: Channel) -> bytes:
        """For a sender that was restored: what it signed last, and our cosignature."""
        held = highest_note(self._node.store, origin_of(channel))
        size, note = held or (0, b"")
        return encode({"number": size, "checkpoint": note.decode()})

    async def _channels(self, peer: PartyId, known: int) -> bytes:
        await self._node.links.others_than(peer, known)
        listed = [
            Listed(agreement=c.agreement, lane=c.lane)
            for c in self._node.links.to(peer)
        ]
        return encode(Listing(channels=tuple(listed)))


def _no_checkpoint(channel: Channel, body: bytearray) -> CloseBatch:
    """What stood where the checkpoint should: the core refuses and keeps it."""
    last = body.rstrip(b"\n").rpartition(b"\n")[2]
    text = last[:MAX_LINE_BYTES].decode("utf-8", "replace")
    return CloseBatch(
        peer=channel.sender, channel=channel, checkpoint=text, now_ns=system_ns()
    )
