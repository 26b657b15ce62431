"""Mutual TLS between pinned certificates: contexts for both ends."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterable
from hashlib import sha256

from watchword.edge.home import Home
from watchword.edge.keyfiles import read_secret
from watchword.errors import EdgeError


def server_context(home: Home, pinned: Iterable[str]) -> ssl.SSLContext:
    """Accept only clients that show one of the pinned certificates."""
    context = _context(home, ssl.PROTOCOL_TLS_SERVER)
    trust(context, pinned)
    return context


def client_context(home: Home, pinned: Iterable[str]) -> ssl.SSLContext:
    """Accept only a server that shows one of the pinned certificates.

    The name in it is not looked at: the pin says more.
    """
    context = _context(home, ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    trust(context, pinned)
    return context


def trust(context: ssl.SSLContext, pinned: Iterable[str]) -> None:
    """Add certificates (PEM) to those that are accepted."""
    for pem in pinned:
        # What one partner designated may be no certificate at all; the others'
        # links must not suffer from it.
        with contextlib.suppress(ssl.SSLError):
            context.load_verify_locations(cadata=pem)


def _context(home: Home, protocol: int) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    show(context, home)
    return context


def show(context: ssl.SSLContext, home: Home) -> None:
    """Show the node's own certificate to whoever connects from now on.

    Raises:
        UsageError: Others may read its key.
        EdgeError: It cannot be used.
    """
    read_secret(home.tls_key_path)  # refused where others may read it
    try:
        context.load_cert_chain(home.certificate_path, home.tls_key_path)
    except (OSError, ssl.SSLError) as error:
        raise EdgeError(
            f"cannot use the certificate of this node: {error}",
            hint=f"see {home.certificate_path} and {home.tls_key_path}",
        ) from error


def pin_of(der: bytes) -> str:
    """SHA-256 of a certificate's DER bytes, as designations have it."""
    return sha256(der).hexdigest()
