"""Whether a node can do its work now, and every reason why not."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from watchword.edge.clock import system_ns
from watchword.edge.desk import Desk
from watchword.edge.tls import pin_of
from watchword.errors import StoreError, WatchwordError
from watchword.model.time import MINUTE_NS, SECOND_NS, datetime_of
from watchword.trust.authority import is_designated

STUCK_NS: Final = 5 * MINUTE_NS
"""So long the picture may lag without moving."""

PROBE_NS: Final = 5 * SECOND_NS
"""The store is not written to for a probe more often than that."""


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why a node is not ready.

    Args:
        check: ``store``, ``key``, ``certificate``, ``restored`` or ``picture``.
        says: In one line.
    """

    check: str
    says: str


class Readiness:
    """Asks one running node.

    Args:
        desk: The node.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._probed_ns = 0
        self._probe_says = ""

    def reasons(self) -> tuple[Reason, ...]:
        """Every reason why it is not ready; none: it is."""
        try:
            found = (
                ("store", self._store()),
                ("key", key_flaw(self._desk)),
                ("certificate", certificate_flaw(self._desk)),
                ("restored", self._restored()),
                ("picture", self._picture()),
            )
        except StoreError as error:
            return (Reason(check="store", says=error.code),)
        return tuple(Reason(check=check, says=says) for check, says in found if says)

    def _store(self) -> str:
        now_ns = system_ns()
        if not 0 <= now_ns - self._probed_ns < PROBE_NS:
            self._probed_ns, self._probe_says = now_ns, ""
            try:
                self._desk.store.set_meta("probed_ns", now_ns)
            except StoreError as error:
                self._probe_says = error.code
        return self._desk.sight.store_code or self._probe_says

    def _restored(self) -> str:
        if self._desk.store.meta(UNSETTLED) is None:
            return ""
        return "restored from a copy, and partners have not told yet what is missing"

    def _picture(self) -> str:
        since_ns = self._desk.sight.stuck_since_ns
        if since_ns is None or system_ns() - since_ns < STUCK_NS:
            return ""
        return "the picture stands still behind the ledger"


UNSETTLED: Final = "restored"
"""Under which name a store that was put back keeps whom it has yet to ask."""


def key_flaw(desk: Desk) -> str:
    """What is wrong with the key that signs; empty: nothing."""
    try:
        public = b64encode(desk.home.signer().public).decode()
    except WatchwordError:
        return "the operational key cannot be read"
    authority = desk.view.authority(desk.config.party)
    now_ns = desk.clock.now_ns()
    if authority is None or not is_designated(authority, public, "operational", now_ns):
        return "no designation covers the operational key now"
    return ""


def certificate_flaw(desk: Desk) -> str:
    """What is wrong with the certificate of the node; empty: nothing."""
    try:
        data = desk.home.certificate_path.read_bytes()
        certificate = x509.load_pem_x509_certificate(data)
    except (OSError, ValueError):
        return "the certificate cannot be read"
    now_ns = system_ns()
    now = datetime_of(now_ns)
    if not certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc:
        return "the certificate is not valid now"
    authority = desk.view.authority(desk.config.party)
    pin = pin_of(certificate.public_bytes(Encoding.DER))
    if authority is None or not is_designated(authority, pin, "tls", now_ns):
        return "no designation covers the certificate now"
    return ""
