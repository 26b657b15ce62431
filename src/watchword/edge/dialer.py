"""Sending: one partner's lines, posted in batches, until each is receipted."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import aiohttp
import msgspec
import structlog

from watchword.edge.clock import monotonic_ns, system_ns
from watchword.edge.host import Host
from watchword.edge.outbox import Batch
from watchword.edge.tls import client_context
from watchword.errors import LinkError, StoreError, WatchwordError
from watchword.model.party import PartyId
from watchword.model.receipt import Receipt
from watchword.model.time import format_ns
from watchword.node.inputs import TakeReceipt
from watchword.trust.authority import tls_certificates
from watchword.wire.envelope import Envelope, parse_envelope
from watchword.wire.scan import scan
from watchword.wire.statement import parse_statement

FIRST_RETRY_S: Final = 0.1
LAST_RETRY_S: Final = 5.0
TIMEOUT_S: Final = 30.0
MOST_ANSWER_BYTES: Final = 64_000

FAILURES: Final = (
    WatchwordError,
    aiohttp.ClientError,
    TimeoutError,
    OSError,
    ValueError,  # an address that is none
)
"""What sending can end in; all of it is tried again."""

log = structlog.get_logger()


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """What a partner answers when it does not take a batch.

    Args:
        error: The documented word.
        message: One line.
        expected: The number it wants next, where that is the reason.
    """

    error: str
    message: str = ""
    expected: int | None = None


class Dialer:
    """The sending end of the link to one partner.

    Args:
        node: The running node.
        partner: To whom.
    """

    def __init__(self, node: Host, partner: PartyId) -> None:
        self._node = node
        self._partner = partner
        self._wake = asyncio.Event()
        self._session: aiohttp.ClientSession | None = None
        self._pins: tuple[str, ...] | None = None
        self._state = "idle"
        self._error = ""
        self._code = ""
        self._sent_ns: int | None = None
        self._round_trip_ns: int | None = None

    def wake(self) -> None:
        """There is something to send, or someone to try again."""
        self._wake.set()

    def show_anew(self) -> None:
        """The node's own certificate is another: connect with it from now on."""
        self._pins = None

    def status(self) -> dict[str, Any]:
        """How the link stands."""
        return {
            "state": self._state,
            "last_error": self._error,
            "code": self._code,
            "last_sent": None if self._sent_ns is None else format_ns(self._sent_ns),
            "round_trip_ms": None
            if self._round_trip_ns is None
            else self._round_trip_ns / 1e6,
            "open": self._node.outbox.open_lines(self._partner),
        }

    async def run(self) -> None:
        """Send whatever there is, for ever."""
        retry_s = FIRST_RETRY_S
        while True:
            self._wake.clear()
            batch = self._node.outbox.next_batch(self._partner)
            if batch is None:
                await self._wake.wait()
                continue
            try:
                await self._send(batch)
                retry_s = FIRST_RETRY_S
                self._state, self._error, self._code = "connected", "", ""
            except (
                WatchwordError,
                aiohttp.ClientError,
                TimeoutError,
                OSError,
            ) as error:
                self._failed(error)
                await self._pause(retry_s)
                retry_s = min(2 * retry_s, LAST_RETRY_S)

    def _failed(self, error: Exception) -> None:
        self._state = "refused" if isinstance(error, WatchwordError) else "down"
        self._code = error.code if isinstance(error, WatchwordError) else "down"
        says = str(error) or type(error).__name__
        if says != self._error:
            log.warning("link", partner=self._partner, state=self._state, error=says)
        self._error = says

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    async def _send(self, batch: Batch) -> None:
        endpoint = self._endpoint()
        path = f"/v1/lines/{batch.agreement}/{batch.lane}"
        began = monotonic_ns()
        async with self._post(endpoint + path, batch) as response:
            body = await response.content.read(MOST_ANSWER_BYTES)
            status = response.status
        self._sent_ns = system_ns()
        if status != 200:
            self._refused(batch, body)
        scan(body)
        envelope = parse_envelope(body)
        _check_covers(envelope, batch)
        await self._node.submit(TakeReceipt(peer=self._partner, envelope=envelope))
        self._round_trip_ns = monotonic_ns() - began
        self._node.outbox.settled(batch)

    def _post(self, url: str, batch: Batch) -> Any:  # noqa: ANN401 (aiohttp's)
        # Never elsewhere: a redirect would carry content past the pinned end.
        return self._http().post(url, data=batch.body, allow_redirects=False)

    def _refused(self, batch: Batch, body: bytes) -> None:
        try:
            scan(body)
            refused = msgspec.json.decode(body, type=Refused)
        except (WatchwordError, msgspec.MsgspecError) as error:
            raise LinkError("the partner answers in no known way") from error
        expected = refused.expected
        if refused.error == "gap" and expected is not None and expected >= 1:
            self._node.outbox.rewind(batch.origin, expected - 1)
        raise LinkError(
            f"{self._partner} refuses: {refused.message or refused.error}",
            code=refused.error,
        )

    def _endpoint(self) -> str:
        found = self._node.store.value(
            "SELECT endpoint FROM party WHERE party = ?", (self._partner,)
        )
        if not found:
            raise StoreError(f"no endpoint of {self._partner} is known")
        return str(found).rstrip("/")

    def _http(self) -> aiohttp.ClientSession:
        pins = self._certificates()
        if self._session is None or pins != self._pins:
            self._session, old = self._new_session(pins), self._session
            self._pins = pins
            if old is not None:
                self._node.later(old.close())
        return self._session

    def _certificates(self) -> tuple[str, ...]:
        authority = self._node.view.authority(self._partner)
        return () if authority is None else tls_certificates(authority, system_ns())

    def _new_session(self, pins: tuple[str, ...]) -> aiohttp.ClientSession:
        context = client_context(self._node.home, pins)
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=context, limit=2),
            timeout=aiohttp.ClientTimeout(total=TIMEOUT_S),
            auto_decompress=False,
        )

    async def close(self) -> None:
        """End the connection."""
        if self._session is not None:
            await self._session.close()


def _check_covers(envelope: Envelope, batch: Batch) -> None:
    """Refuse a receipt that leaves out what has just been sent.

    Raises:
        LinkError: It does; the lines are offered again, after a pause.
    """
    receipt = parse_statement(envelope)
    if not isinstance(receipt, Receipt) or receipt.number < batch.last:
        raise LinkError("the receipt does not cover what was sent")
