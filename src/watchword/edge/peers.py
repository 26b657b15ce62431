"""Whose certificate it is: the pins of every partner, as designated now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from watchword.edge.storeview import StoreView
from watchword.errors import TrustError
from watchword.model.party import PartyId
from watchword.trust.authority import (
    Authority,
    still_pinned,
    tls_certificates,
    tls_pins,
)

FOR_EVER_NS = 2**63 - 1


class Peers:
    """Pins and certificates, read once and anew when one begins or ends.

    Args:
        view: What is held.
        clock: The system's clock, nanoseconds.
    """

    def __init__(self, view: Callable[[], StoreView], clock: Callable[[], int]) -> None:
        self._view = view
        self._clock = clock
        self._pins: Mapping[str, PartyId] = {}
        self._certificates: Mapping[PartyId, tuple[str, ...]] = {}
        self._still: tuple[str, ...] = ()
        self._until_ns = 0

    def forget(self) -> None:
        """A party was introduced, or a designation came."""
        self._until_ns = 0

    def of(self, pin: str) -> PartyId:
        """The partner that may show the certificate with this pin now.

        Raises:
            TrustError: Nobody may (``unknown-certificate``).
        """
        self._renew()
        partner = self._pins.get(pin)
        if partner is None:
            raise TrustError("nobody's certificate", code="unknown-certificate")
        return partner

    def certificates(self, partner: PartyId) -> tuple[str, ...]:
        """The certificates, as PEM texts, that a partner's node may show now."""
        self._renew()
        return self._certificates.get(partner, ())

    def all(self) -> list[str]:
        """Every partner's certificates, those whose time is to come too.

        Each request is held to the pins of its own instant.
        """
        self._renew()
        return [*self._still]

    def _renew(self) -> None:
        now_ns = self._clock()
        if now_ns < self._until_ns:
            return
        view = self._view()
        found = {partner: view.authority(partner) for partner in view.partners()}
        known = {p: a for p, a in found.items() if a is not None}
        self._pins = {pin: p for p, a in known.items() for pin in tls_pins(a, now_ns)}
        self._still = tuple(p for a in known.values() for p in still_pinned(a, now_ns))
        self._certificates = {p: tls_certificates(a, now_ns) for p, a in known.items()}
        turns = (ns for a in known.values() for ns in _turns(a) if ns > now_ns)
        self._until_ns = min(turns, default=FOR_EVER_NS)


def _turns(authority: Authority) -> Iterator[int]:
    """The instants at which a certificate begins or ceases to count."""
    for said in authority.designations:
        if said.purpose == "tls":
            yield said.valid_from_ns
            yield said.valid_until_ns
