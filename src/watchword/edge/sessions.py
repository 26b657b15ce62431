"""Connections to partners: one a lane, so that no warning waits behind a backlog."""

from __future__ import annotations

import asyncio
import ssl
from types import SimpleNamespace
from typing import Any, Final, Literal

import aiohttp
import msgspec

from watchword.edge.host import Host
from watchword.edge.tls import client_context
from watchword.errors import LinkError, TooLargeError, WatchwordError
from watchword.model.party import PartyId
from watchword.node.link import Input
from watchword.wire.scan import scan

CONNECT_S: Final = 10.0
READ_S: Final = 30.0
TOTAL_S: Final = 120.0
IDLE_S: Final = 60.0
MOST_CONNECTIONS: Final = 2
"""To one partner in one lane; feeds have one each."""

MOST_ANSWER_BYTES: Final = 64_000
POST_TIMES: Final = aiohttp.ClientTimeout(
    total=TOTAL_S, sock_connect=CONNECT_S, sock_read=READ_S
)

FAILURES: Final = (
    WatchwordError,
    aiohttp.ClientError,
    TimeoutError,
    OSError,
    ValueError,  # an address that is none
)
"""What talking to a partner can end in; all of it is tried again."""

Use = Literal["urgent", "routine", "feed"]


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """What a partner answers when it does not take something.

    Args:
        error: The documented word.
        message: One line.
        expected: The number it wants next, where that is the reason.
    """

    error: str
    message: str = ""
    expected: int | None = None


class RefusedError(LinkError):
    """The partner answered with a documented word.

    Args:
        partner: Who.
        refused: What it said.
    """

    def __init__(self, partner: PartyId, refused: Refused) -> None:
        says = refused.message or refused.error
        super().__init__(f"{partner} refuses: {says}", code=refused.error)
        self.expected = refused.expected


class Sessions:
    """The client's end of every connection that this node has dialled.

    Args:
        node: The running node.
    """

    def __init__(self, node: Host) -> None:
        self._node = node
        self._contexts: dict[PartyId, tuple[tuple[str, ...], ssl.SSLContext]] = {}
        self._sessions: dict[tuple[PartyId, Use], aiohttp.ClientSession] = {}
        self._endpoints: dict[PartyId, str] = {}

    def forget(self) -> None:
        """A party was introduced, or a designation came."""
        self._endpoints.clear()

    def show_anew(self) -> None:
        """The node's own certificate is another: connect with it from now on."""
        self._contexts.clear()

    def endpoint(self, partner: PartyId) -> str:
        """Where a partner is reached, without a slash at its end.

        Raises:
            LinkError: Nobody has said.
        """
        if partner not in self._endpoints:
            found = self._node.store.value(
                "SELECT endpoint FROM party WHERE party = ?", (partner,)
            )
            if not found:
                raise LinkError(f"no endpoint of {partner} is known")
            self._endpoints[partner] = str(found).rstrip("/")
        return self._endpoints[partner]

    def to(self, partner: PartyId, use: Use) -> aiohttp.ClientSession:
        """The session for a use; a new one where the partner's pins changed."""
        pins = self._node.peers.certificates(partner)
        held = self._contexts.get(partner)
        if held is None or held[0] != pins:
            held = self._contexts[partner] = (
                pins,
                client_context(self._node.home, pins),
            )
            for key in [key for key in self._sessions if key[0] == partner]:
                self._node.later(self._sessions.pop(key).close())
        key = (partner, use)
        if key not in self._sessions:
            self._sessions[key] = _session(held[1], 0 if use == "feed" else 1)
        return self._sessions[key]

    async def close(self) -> None:
        """End every connection."""
        sessions = [*self._sessions.values()]
        self._sessions.clear()
        await asyncio.gather(*(session.close() for session in sessions))


def _session(context: ssl.SSLContext, most: int) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            ssl=context, limit=most * MOST_CONNECTIONS, keepalive_timeout=IDLE_S
        ),
        timeout=POST_TIMES,
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        trace_configs=[_traced()],
    )


def _traced() -> aiohttp.TraceConfig:
    """Tell whoever asked, by ``trace_request_ctx``, how far its request is."""

    async def connected(_session: Any, context: SimpleNamespace, _given: Any) -> None:  # noqa: ANN401
        if context.trace_request_ctx is not None:
            context.trace_request_ctx(Input.CONNECTED)

    async def sent(_session: Any, context: SimpleNamespace, _given: Any) -> None:  # noqa: ANN401
        if context.trace_request_ctx is not None:
            context.trace_request_ctx(Input.SENT)

    config = aiohttp.TraceConfig()
    config.on_connection_create_end.append(connected)
    config.on_connection_reuseconn.append(connected)
    config.on_request_chunk_sent.append(sent)
    return config


async def answer_of(partner: PartyId, response: aiohttp.ClientResponse) -> bytes:
    """Read an answer within its bounds.

    Raises:
        RefusedError: It is not 200; the code is the partner's.
        LinkError: It is neither an answer nor a refusal as documented.
        TooLargeError: It goes on and on.
        WireError: It is no JSON.
    """
    body = bytearray()
    async for piece in response.content.iter_any():
        body += piece
        if len(body) > MOST_ANSWER_BYTES:
            raise TooLargeError("the answer is too long")
    data = bytes(body)
    if response.status != 200:
        raise _refusal(partner, data)
    scan(data)
    return data


def _refusal(partner: PartyId, data: bytes) -> LinkError:
    try:
        scan(data)
        return RefusedError(partner, msgspec.json.decode(data, type=Refused))
    except (WatchwordError, msgspec.MsgspecError):
        return LinkError(f"{partner} answers in no known way")
