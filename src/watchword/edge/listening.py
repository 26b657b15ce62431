"""The port that partners dial: how it begins, and how it ends whatever is open."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import uvicorn

from watchword.edge.config import parse_address
from watchword.edge.connection import Connection
from watchword.errors import EdgeError

BACKLOG: Final = 2_048
HANDSHAKE_S: Final = 10.0
END_S: Final = 0.5


class PartnerServer(uvicorn.Server):
    """uvicorn, with connections that are bounded and an end that is in order.

    Args:
        config: uvicorn's.
        held: How many connections are open, by the pin of their certificate.
    """

    def __init__(self, config: uvicorn.Config, held: Counter[str]) -> None:
        super().__init__(config)
        self._held = held

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        # The runtime has the signals: it ends links and store in order.
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen; uvicorn's own gives a handshake a minute."""

        def connection() -> Connection:
            return Connection(self.config, self.server_state, self._held)

        loop = asyncio.get_running_loop()
        self.servers = [
            await loop.create_server(
                connection,
                sock=one,
                ssl=self.config.ssl,
                ssl_handshake_timeout=HANDSHAKE_S,
            )
            for one in sockets or []
        ]
        self.started = True

    async def cut(self) -> None:
        """Nobody's half request, nor who does not read, keeps a node from ending."""
        held: set[Any] = self.server_state.connections
        for connection in [*held]:
            if connection.is_half_sent:
                connection.drop()
        for _ in range(10):
            if not self.server_state.tasks:
                break
            await asyncio.sleep(END_S / 10)
        for connection in [*held]:
            connection.drop()


def listening_on(address: str) -> socket.socket:
    """Open the port; uvicorn would end the process with a code of its own.

    Raises:
        EdgeError: It cannot be listened on.
    """
    host, port = parse_address(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise EdgeError(
            f"cannot listen on {address}: {error.strerror}",
            hint="is another node running there? see listen in watchword.toml",
        ) from error
