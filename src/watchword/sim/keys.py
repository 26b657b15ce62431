"""Keys of a simulated party: drawn from the world's seed, good for its span."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Final

import msgspec

from watchword.model.designation import Designation
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS
from watchword.trust.keys import Signer
from watchword.trust.signed import sign_payload
from watchword.wire.introduction import Introduction, PartyFile, format_introduction
from watchword.wire.statement import format_statement

SPAN_NS: Final = 50 * 366 * DAY_NS
"""How long before and after its beginning a world's keys are designated for."""


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """The two keys of a party.

    Args:
        party: Whose they are.
        governance: Introduces, designates, signs papers.
        operational: Signs everything else.
    """

    party: PartyId
    governance: Signer
    operational: Signer


def keys_of(party: PartyId, seed: int) -> Keys:
    """The keys of a party in the world of that seed; no secret at all."""
    return Keys(
        party=party,
        governance=Signer(
            sha256(b"governance %d %b" % (seed, party.encode())).digest()
        ),
        operational=Signer(
            sha256(b"operation %d %b" % (seed, party.encode())).digest()
        ),
    )


def party_file(keys: Keys, at_ns: int) -> PartyFile:
    """What the party hands to the others at first contact.

    There is no certificate in it: the world's letters need no TLS.
    """
    introduction = Introduction(
        party=keys.party,
        title=keys.party,
        endpoint=f"https://{keys.party}:443",
        governance=b64encode(keys.governance.public).decode(),
        said_at_ns=at_ns,
    )
    designation = Designation(
        party=keys.party,
        purpose="operational",
        public=b64encode(keys.operational.public).decode(),
        valid_from_ns=max(0, at_ns - SPAN_NS),
        valid_until_ns=at_ns + SPAN_NS,
        said_at_ns=at_ns,
    )
    return PartyFile(
        introduction=sign_payload(format_introduction(introduction), keys.governance),
        designations=(sign_payload(format_statement(designation), keys.governance),),
    )
