"""Plain HTTP beside the node, for what watches it: never content.

GET /livez    200: the process and its loop answer
GET /readyz   200, or 503 with the reasons, as JSON
GET /metrics  the text format of Prometheus
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import structlog
from aiohttp import web

from watchword.edge.config import parse_address
from watchword.edge.desk import Desk
from watchword.edge.metrics import Meter
from watchword.edge.readiness import Readiness
from watchword.errors import EdgeError, StoreError
from watchword.wire.codec import encode

PLAIN: Final = "text/plain; version=0.0.4; charset=utf-8"

log = structlog.get_logger()


class HealthServer:
    """Answers for one running node.

    Args:
        desk: The node.
        meter: What it measures.
    """

    def __init__(self, desk: Desk, meter: Meter) -> None:
        self._desk = desk
        self._meter = meter
        self._readiness = Readiness(desk)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Listen while in the block; not at all where no address is set.

        Raises:
            EdgeError: It cannot listen there.
        """
        address = self._desk.config.health_listen
        if not address:
            yield
            return
        runner = web.AppRunner(self._app(), access_log=None, handle_signals=False)
        await runner.setup()
        host, port = parse_address(address)
        try:
            try:
                await web.TCPSite(runner, host, port).start()
            except OSError as error:
                raise EdgeError(
                    f"cannot listen on {address}: {error.strerror}",
                    hint="see health_listen in watchword.toml",
                ) from error
            log.info("health listens", address=address)
            yield
        finally:
            await runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=1024)
        app.add_routes(
            [
                web.get("/livez", self._livez),
                web.get("/readyz", self._readyz),
                web.get("/metrics", self._metrics),
            ]
        )
        return app

    async def _livez(self, _request: web.Request) -> web.Response:
        return _json(200, {"live": True})

    async def _readyz(self, _request: web.Request) -> web.Response:
        reasons = self._readiness.reasons()
        body = {"ready": not reasons, "party": self._desk.config.party}
        return _json(503 if reasons else 200, {**body, "reasons": reasons})

    async def _metrics(self, _request: web.Request) -> web.Response:
        self._meter.ready = not self._readiness.reasons()
        try:
            text = self._meter.text()
        except (OSError, StoreError):
            return web.Response(status=503)
        return web.Response(body=text, headers={"content-type": PLAIN})


def _json(status: int, value: Any) -> web.Response:  # noqa: ANN401 (what JSON takes)
    return web.Response(
        status=status, body=encode(value), content_type="application/json"
    )
