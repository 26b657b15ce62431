"""Trying the way to a partner, as far as it goes: name, TCP, TLS, answer."""

from __future__ import annotations

import asyncio
import socket
import ssl
from typing import Final

import aiohttp

from watchword.edge.clock import monotonic_ns, system_ns
from watchword.edge.config import parse_address
from watchword.edge.desk import Desk
from watchword.edge.finding import Finding, fail, ok, warn
from watchword.edge.tls import client_context
from watchword.errors import WatchwordError
from watchword.model.party import PartyId
from watchword.trust.authority import tls_certificates

STEP_S: Final = 5.0
HTTPS: Final = "https://"


async def check_partners(desk: Desk) -> list[Finding]:
    """Try the way to every partner, all at once."""
    partners = sorted(desk.view.partners())
    if not partners:
        return [warn("partner", "no partner is known", "watchword party import FILE")]
    return list(await asyncio.gather(*(_partner(desk, each) for each in partners)))


async def _partner(desk: Desk, partner: PartyId) -> Finding:
    check = f"partner {partner}"
    authority = desk.view.authority(partner)
    pins = () if authority is None else tls_certificates(authority, system_ns())
    if not pins:
        return fail(check, "no certificate of it holds now", "get its new party file")
    endpoint = desk.store.value(
        "SELECT endpoint FROM party WHERE party = ?", (partner,)
    )
    try:
        host, port = parse_address(str(endpoint).removeprefix(HTTPS).rstrip("/"))
        context = client_context(desk.home, pins)
    except WatchwordError as error:
        return fail(check, str(error), error.hint)
    return await _way(check, host, port, context)


async def _way(check: str, host: str, port: int, context: ssl.SSLContext) -> Finding:
    where = f"{host}:{port}"
    try:
        async with asyncio.timeout(STEP_S):
            await asyncio.get_running_loop().getaddrinfo(host, port)
    except (OSError, TimeoutError) as error:
        return fail(check, f"{host} has no address: {_why(error)}", "ask the partner")
    try:
        async with asyncio.timeout(STEP_S):
            _, writer = await asyncio.open_connection(host, port)
            writer.close()
    except (OSError, TimeoutError) as error:
        return fail(
            check,
            f"{where} does not take a connection: {_why(error)}",
            "is the node up there, and does the way in between let it pass?",
        )
    return await _answer(check, where, context)


async def _answer(check: str, where: str, context: ssl.SSLContext) -> Finding:
    began_ns = monotonic_ns()
    url = f"{HTTPS}{where}/v1/cursor/doctor/routine"
    try:
        async with (
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(ssl=context),
                timeout=aiohttp.ClientTimeout(total=STEP_S),
            ) as session,
            session.get(url, allow_redirects=False) as response,
        ):
            status = response.status
    except aiohttp.ClientConnectorCertificateError:
        return fail(
            check,
            f"{where} shows another certificate than the one designated",
            "was it changed? get its new party file, and compare the words",
        )
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return fail(
            check,
            f"{where} ends the TLS handshake: {_why(error)}",
            "does it have your party file, with your certificate of now?",
        )
    if status != 200:
        return fail(
            check,
            f"{where} answers {status}",
            "does it have your party file, with your certificate of now?",
        )
    return ok(check, f"{where} answers, {(monotonic_ns() - began_ns) // 1_000_000} ms")


def _why(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return error.strerror or "unknown"
    return str(error) or type(error).__name__
