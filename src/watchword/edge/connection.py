"""One incoming connection: bounds that hold before there is a request.

A head has so many bytes and so many seconds, one certificate so many
connections, and an answer says which bound it was.  Bodies have bounds of their
own, see ``request.py``.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from typing import Any, Final, NamedTuple

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from watchword.edge.request import refusal, status_of
from watchword.edge.tls import pin_of
from watchword.errors import (
    LinkError,
    MalformedError,
    TooLargeError,
    WatchwordError,
    WireError,
)

HEAD_S: Final = 10.0
MOST_HEAD_BYTES: Final = 16_384
MOST_FRAMING: Final = 8
"""Bytes of framing for each byte of a body: chunks of one byte are allowed."""

MOST_CONNECTIONS: Final = 4_096
MOST_FROM_ONE: Final = 128
SCOPE_KEY: Final = "watchword"

HEAD_TOO_SLOW: Final = WireError("the head comes too slowly", code="too-slow")
HEAD_TOO_LARGE: Final = TooLargeError("the head is too large", code="head-too-large")
NOT_HTTP: Final = MalformedError("this is no HTTP request", code="not-http")
TOO_MANY: Final = LinkError("too many connections", code="too-many-connections")


class Connected(NamedTuple):
    """What a request is told of its connection.

    Args:
        pin: Of the client's certificate.
        connection: To end it with.
    """

    pin: str
    connection: Connection


class Connection(HttpToolsProtocol):
    """uvicorn's protocol, with bounds, that also says whose certificate it is.

    Args:
        config: uvicorn's.
        state: uvicorn's.
        held: How many connections are open, by the pin of their certificate.
    """

    def __init__(self, config: Config, state: ServerState, held: Counter[str]) -> None:
        super().__init__(config, state, {})
        self._held = held
        self._pin = ""
        self._in_head = True
        self._beside_bytes = 0
        self._timer: asyncio.TimerHandle | None = None
        self.is_new = True

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 (uvicorn's)
        """Remember the pin of the client's certificate."""
        super().connection_made(transport)
        tls: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
        der = None if tls is None else tls.getpeercert(binary_form=True)
        self._pin = pin_of(der) if der else ""
        self._held[self._pin] += 1
        self._expect_head()
        most = len(self.connections) > MOST_CONNECTIONS
        if most or self._held[self._pin] > MOST_FROM_ONE:
            self._refuse(TOO_MANY)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._stop_timer()
        self._held[self._pin] -= 1
        if not self._held[self._pin]:
            del self._held[self._pin]
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        self._in_head, self._beside_bytes = True, 0
        self._stop_timer()
        self._timer = self.loop.call_later(HEAD_S, self._refuse, HEAD_TOO_SLOW)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def data_received(self, data: bytes) -> None:
        """Count what comes and is no body: heads, and what stands after a body."""
        if self.transport.is_closing():
            return
        self._beside_bytes += len(data)
        super().data_received(data)
        if self._beside_bytes > MOST_HEAD_BYTES:
            self._refuse(HEAD_TOO_LARGE)

    def on_body(self, body: bytes) -> None:
        """A body is counted by who reads it; its chunks may be small."""
        less = len(body) * (1 + MOST_FRAMING)
        self._beside_bytes = max(self._beside_bytes - less, 0)
        super().on_body(body)

    def on_message_begin(self) -> None:
        """Hand the pin on with every request."""
        super().on_message_begin()
        if not self._in_head:
            self._expect_head()
        connected = Connected(pin=self._pin, connection=self)
        self.scope["extensions"] = {SCOPE_KEY: {"connected": connected}}

    def on_headers_complete(self) -> None:
        """The head is there in time."""
        self._in_head = False
        self._stop_timer()
        super().on_headers_complete()

    def _refuse(self, error: WatchwordError) -> None:
        """Say why, and end."""
        body = refusal(error)
        if not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 %d Refused\r\ncontent-type: application/json\r\n"
                b"content-length: %d\r\nconnection: close\r\n\r\n%b"
                % (status_of(error), len(body), body)
            )
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP has its word too."""
        del msg
        self._refuse(NOT_HTTP)

    @property
    def is_half_sent(self) -> bool:
        """Whether a request has begun and is not there in full."""
        cycle = self.cycle
        return cycle is not None and not cycle.response_complete and cycle.more_body

    def drop(self) -> None:
        """End it at once, whatever it holds."""
        self.transport.abort()
