"""What a party's governance key has designated, and what holds at an instant.

1. Only the governance key designates; an operational key that designates, even
   itself, is refused.
2. The order in which designations arrive does not matter.
3. A revocation ends what was said of the same key before it, from its own
   ``valid_from_ns`` on; a designation said after it may begin anew.
4. Said at the same nanosecond, the revocation wins.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property

import msgspec

from watchword.errors import UnknownAuthorityError, UsageError
from watchword.model.designation import Designation, Purpose
from watchword.model.party import PartyId
from watchword.trust.base64text import parse_base64
from watchword.trust.keys import check_public_text


class Authority(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A party, the root of trust in it, and what that root has said.

    Args:
        party: Whose authority it is.
        governance: Base64 of the party's governance public key, checked in
            person at first contact.
        designations: All that are known, each signed by ``governance``.

    Raises:
        UsageError: The governance key is no usable key, or a designation is
            another party's.
    """

    party: PartyId
    governance: str
    designations: tuple[Designation, ...] = ()

    def __post_init__(self) -> None:
        check_public_text(self.governance)
        if any(said.party != self.party for said in self.designations):
            raise UsageError("an authority holds its own party's designations only")

    @cached_property
    def moments(self) -> tuple[int, ...]:
        """Where a designation begins or ends; between two the same keys count."""
        said = self.designations
        found = {ns for d in said for ns in (d.valid_from_ns, d.valid_until_ns)}
        return tuple(sorted(found))

    @cached_property
    def counted(self) -> dict[int, tuple[bytes, ...]]:
        """The operational keys found so far, by how many moments had passed."""
        return {}


def operational_keys(authority: Authority, at_ns: int) -> tuple[bytes, ...]:
    """The public keys whose signatures count for the party at that instant.

    Returns:
        32 bytes each, sorted, none twice; empty where none is designated.
    """
    passed = bisect_right(authority.moments, at_ns)
    found = authority.counted.get(passed)
    if found is None:
        held = _held(authority, "operational", at_ns)
        found = tuple(sorted(map(parse_base64, held)))
        authority.counted[passed] = found
    return found


def newest_operational_key(authority: Authority, at_ns: int) -> bytes | None:
    """Of the keys that count at that instant the one designated last."""
    # Only words that hold at that instant: a key may be designated once more
    # for later, and is not the newest before that.
    said = _holding(authority, "operational", at_ns)
    newest = max(said, key=lambda d: (d.said_at_ns, d.public), default=None)
    return None if newest is None else parse_base64(newest.public)


def tls_pins(authority: Authority, at_ns: int) -> tuple[str, ...]:
    """The certificates the party's node may show at that instant.

    Returns:
        SHA-256 of each DER certificate in hex, sorted, none twice.
    """
    return tuple(sorted(_held(authority, "tls", at_ns)))


def tls_certificates(authority: Authority, at_ns: int) -> tuple[str, ...]:
    """Those of the certificates that are known in full, as PEM texts, sorted."""
    pins = set(tls_pins(authority, at_ns))
    held = authority.designations
    return tuple(sorted({d.certificate for d in held if d.public in pins} - {""}))


def still_pinned(authority: Authority, at_ns: int) -> tuple[str, ...]:
    """Every certificate in full that counts at that instant or will later, sorted.

    Whose time has not come is refused by its pin, at each request.
    """
    said = (
        each
        for each in _about(authority, "tls")
        if not each.revoked and at_ns < each.valid_until_ns
    )
    held = (
        each
        for each in said
        if not _is_revoked(authority, each, max(at_ns, each.valid_from_ns))
    )
    return tuple(sorted({each.certificate for each in held} - {""}))


def is_designated(
    authority: Authority, public: str, purpose: Purpose, at_ns: int
) -> bool:
    """Whether this key speaks for the party, for this purpose, at that instant.

    Args:
        authority: What is known of the party.
        public: Written as in ``Designation.public``.
        purpose: A key designated for one purpose does not serve another.
        at_ns: The instant asked about, which is rarely now: a statement is
            judged by when it was said.
    """
    return public in _held(authority, purpose, at_ns)


def check_designation_signer(
    authority: Authority, designation: Designation, verified: Collection[bytes]
) -> None:
    """Refuse a designation that the party's governance key did not sign.

    Args:
        authority: The party it is held against.
        designation: The one to be taken in.
        verified: The public keys whose signatures over it have verified.

    Raises:
        UnknownAuthorityError: It is for another party, or only other keys
            signed it, the party's operational ones included.
    """
    if designation.party != authority.party:
        raise UnknownAuthorityError(
            f"{authority.party} cannot designate a key for {designation.party}"
        )
    if parse_base64(authority.governance) not in verified:
        raise UnknownAuthorityError(
            f"the governance key of {authority.party} did not sign this designation",
            hint="only the governance key designates; operational keys cannot",
        )


def _held(authority: Authority, purpose: Purpose, at_ns: int) -> set[str]:
    return {said.public for said in _holding(authority, purpose, at_ns)}


def _holding(
    authority: Authority, purpose: Purpose, at_ns: int
) -> Iterator[Designation]:
    return (
        said
        for said in _about(authority, purpose)
        if not said.revoked
        and said.valid_from_ns <= at_ns < said.valid_until_ns
        and not _is_revoked(authority, said, at_ns)
    )


def _is_revoked(authority: Authority, said: Designation, at_ns: int) -> bool:
    return any(
        later.revoked
        and later.public == said.public
        and later.said_at_ns >= said.said_at_ns
        and later.valid_from_ns <= at_ns
        for later in _about(authority, said.purpose)
    )


def _about(authority: Authority, purpose: Purpose) -> Iterator[Designation]:
    return (said for said in authority.designations if said.purpose == purpose)
