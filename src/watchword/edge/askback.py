"""Asking a partner what it holds of this node's own logs, after a restore."""

from __future__ import annotations

from typing import Final

import aiohttp

from watchword.edge.clock import system_ns
from watchword.edge.host import Host
from watchword.edge.links import channel_of
from watchword.edge.restored import Restored
from watchword.edge.returned import (
    MOST_BYTES,
    Mark,
    Resume,
    Returning,
    Taken,
    entries_decoder,
    returned_decoder,
)
from watchword.edge.tls import client_context
from watchword.errors import LinkError
from watchword.model.party import PartyId
from watchword.trust.authority import tls_certificates
from watchword.wire.codec import decode, encode

TIMEOUT_S: Final = 30.0


async def ask_back(
    node: Host, restored: Restored, partner: PartyId, at_ns: int
) -> None:
    """Fetch a partner's highest checkpoints and what is missing; take it in.

    Raises:
        WatchwordError: It refuses, or what it answers does not hold.
        aiohttp.ClientError: It cannot be reached.
    """
    authority = node.view.authority(partner)
    pins = () if authority is None else tls_certificates(authority, system_ns())
    connector = aiohttp.TCPConnector(ssl=client_context(node.home, pins))
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:
        base = f"{_endpoint(node, partner)}/v1/returned"
        returned = decode(returned_decoder, await _get(http, base))
        keys, missing = restored.own_keys(returned), {}
        for mark in returned.logs:
            origin, theirs = restored.opened(mark, partner, keys)
            missing[origin] = await _entries(
                http, base, mark, restored.size_here(origin), theirs.size
            )
        # Before it is settled: what cannot be said now is said again.
        wanted = encode(_resume(node, partner))
        url = f"{_endpoint(node, partner)}/v1/resume"
        async with http.post(url, data=wanted, allow_redirects=False) as response:
            if response.status != 200:
                raise LinkError(f"the partner does not resume ({response.status})")
    restored.settle(partner, returned, missing, at_ns)


def _resume(node: Host, partner: PartyId) -> Resume:
    """How much of the partner's channels is here, by the copy."""
    rows = node.store.rows(
        "SELECT origin FROM log WHERE origin GLOB ? ORDER BY origin",
        (f"{partner}/*/{node.config.party}/*",),
    )
    channels = [channel_of(origin) for (origin,) in rows]
    return Resume(
        held=tuple(
            Taken(
                agreement=channel.agreement,
                lane=channel.lane,
                number=node.view.cursor(channel).number,
            )
            for channel in channels
        )
    )


async def _entries(
    http: aiohttp.ClientSession, base: str, mark: Mark, after: int, until: int
) -> list[Returning]:
    found: list[Returning] = []
    while after < until:
        url = f"{base}/{mark.agreement}/{mark.lane}?after={after}"
        page = decode(entries_decoder, await _get(http, url))
        if not page or page[0].number != after + 1:
            raise LinkError("the partner does not show what its checkpoint covers")
        found += page
        after = page[-1].number
    return found


async def _get(http: aiohttp.ClientSession, url: str) -> bytes:
    async with http.get(url, allow_redirects=False) as response:
        body = bytearray()
        async for piece in response.content.iter_chunked(65_536):
            body += piece
            if len(body) > MOST_BYTES:
                raise LinkError("the partner's answer is too long")
        if response.status != 200:
            raise LinkError(f"the partner refuses to be asked ({response.status})")
        return bytes(body)


def _endpoint(node: Host, partner: PartyId) -> str:
    found = node.store.value("SELECT endpoint FROM party WHERE party = ?", (partner,))
    return str(found or "").rstrip("/")
