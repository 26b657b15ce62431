"""A webhook's end and a mail server, both real, both on loopback."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from aiohttp import web
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from watchword.edge.clock import system_ns
from watchword.model.time import datetime_of


class Got(NamedTuple):
    """What a webhook's end was given."""

    headers: dict[str, str]
    body: bytes


class Hook:
    """Answers every POST with ``status``, and keeps what came."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.status = 204
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.got.append(Got(headers, await request.read()))
        headers = {"location": self.url} if self.status == 307 else {}
        return web.Response(status=self.status, headers=headers)


@asynccontextmanager
async def hooked(tls: Path | None = None) -> AsyncIterator[Hook]:
    """A webhook's end; with TLS where a folder of ``certified`` is given."""
    hook, app = Hook(), web.Application()
    app.router.add_post("/alerts", hook.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(
        runner, "127.0.0.1", 0, ssl_context=None if tls is None else server_tls(tls)
    )
    await site.start()
    port = runner.addresses[0][1]
    hook.url = f"http{'' if tls is None else 's'}://127.0.0.1:{port}/alerts"
    try:
        yield hook
    finally:
        await runner.cleanup()


class _Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        given = [f"{name}: {value}" for name, value in self.headers.items()]
        body = self.rfile.read(length)
        taken: list[bytes] = self.server.taken  # type: ignore[attr-defined]
        taken.append("\n".join(given).encode() + b"\n\n" + body)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@contextmanager
def taking() -> Iterator[tuple[str, list[bytes]]]:
    """A webhook's end in a thread of its own: its address, and all that came."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Taking)
    taken: list[bytes] = []
    server.taken = taken  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/alerts", taken
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Postbox:
    """Keeps every mail; refuses all while ``refuses`` is set."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.refuses = False
        self.port = 0

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, _server: object, _session: object, envelope: Envelope
    ) -> str:
        if self.refuses:
            return "451 not now"
        self.mails.append(envelope)
        return "250 OK"


def _knows(
    _server: object, _session: object, _envelope: object, _way: str, said: object
) -> AuthResult:
    right = isinstance(said, LoginPassword) and said.password == b"open sesame"
    return AuthResult(success=right)


@asynccontextmanager
async def posted(
    tls: Path | None = None, *, login: bool = False
) -> AsyncIterator[Postbox]:
    """A mail server; one that demands STARTTLS where a folder is given."""
    box = Postbox()
    context = None if tls is None else server_tls(tls)

    def server() -> SMTP:
        return SMTP(
            box,
            hostname="mail.test",
            tls_context=context,
            require_starttls=context is not None,
            auth_required=login,
            authenticator=_knows if login else None,
            loop=asyncio.get_running_loop(),
        )

    listening = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    box.port = listening.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        listening.close()


def certified(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody but who is told trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime_of(system_ns())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir()
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    (folder / "ca.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder


def server_tls(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return context
