"""A key revoked from an instant in the past: what was admitted under it stays."""

from __future__ import annotations

import msgspec
import pytest
from tests.desks import MemoryDesk, carry, name_held, pair

from watchword.edge.verify import verify_ledger
from watchword.errors import UnknownAuthorityError
from watchword.model.time import DAY_NS
from watchword.node.inputs import KnowParty


def hear_of_revocation(north: MemoryDesk, south: MemoryDesk) -> None:
    """North's newest file is taken in: its key ended before it ever signed."""
    said = north.designation()
    revoked = msgspec.structs.replace(
        said,
        said_at_ns=said.said_at_ns + 1,
        valid_until_ns=said.valid_from_ns + DAY_NS,
        revoked=True,
    )
    file = north.file()
    designations = (*file.designations, north.govern(revoked))
    south.do(KnowParty(file=msgspec.structs.replace(file, designations=designations)))


def test_what_was_admitted_before_the_revocation_was_known_still_verifies() -> None:
    north, south = pair()
    name = name_held(north.report())
    carry(north, south)
    before = verify_ledger(south.store, south.view)["statements"]
    hear_of_revocation(north, south)
    assert verify_ledger(south.store, south.view)["statements"] == before + 1
    assert south.view.held(name) is not None
    north.report()
    with pytest.raises(UnknownAuthorityError):
        carry(north, south)


def test_what_came_before_its_key_was_designated_does_not_verify() -> None:
    north, south = pair()
    north.report()
    carry(north, south)
    hear_of_revocation(north, south)
    # As if the key had been designated only after the report came.
    south.store.run(
        "UPDATE statement SET entry = -1 WHERE kind = 'report' AND party = ?",
        (north.party,),
    )
    with pytest.raises(UnknownAuthorityError):
        verify_ledger(south.store, south.view)
