"""Whether a statement's key counted, now or when the statement was admitted.

A key that was stolen is revoked from an instant in the past.  What was admitted
before that was known stays: it was said under a key that counted, and the ledger
has what was known when.
"""

from __future__ import annotations

import msgspec

from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.errors import UnknownAuthorityError
from watchword.model.designation import Designation
from watchword.node.admit import keys_for, party_of
from watchword.trust.authority import operational_keys
from watchword.trust.signed import check_signed
from watchword.wire.envelope import Envelope, parse_envelope
from watchword.wire.statement import Statement, parse_statement, said_at_ns


def check_counted(
    store: Store, view: StoreView, envelope: Envelope, statement: Statement
) -> None:
    """Demand a signature of a key that counts, or counted when it was admitted.

    Raises:
        TrustError: Neither does.
    """
    try:
        check_signed(envelope, keys_for(view, statement))
    except UnknownAuthorityError:
        check_signed(envelope, _keys_then(store, view, envelope.name, statement))


def _keys_then(
    store: Store, view: StoreView, name: str, statement: Statement
) -> tuple[bytes, ...]:
    party = party_of(statement)
    authority = view.authority(party)
    if authority is None:
        return ()
    rows = store.rows(
        "SELECT envelope FROM statement WHERE kind = 'designation' AND party = ?"
        " AND entry < (SELECT entry FROM statement WHERE name = ?)",
        (party, name),
    )
    known = tuple(parse_statement(parse_envelope(data)) for (data,) in rows)
    then = msgspec.structs.replace(
        authority, designations=tuple(d for d in known if isinstance(d, Designation))
    )
    return operational_keys(then, said_at_ns(statement))
