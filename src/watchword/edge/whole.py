"""Whether a store is still what was written: asked before it is served from.

Rule: a tree that does not fit the last checkpoint of its log is never grown and
      never signed for.  A disk that has lost or changed pages must not make a
      liar of the party.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from watchword.edge.database import DAMAGED_HINT
from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.errors import LedgerError, WatchwordError
from watchword.ledger.checkpoint import parse_checkpoint
from watchword.ledger.note import parse_note
from watchword.ledger.tree import EMPTY_ROOT
from watchword.model.party import PartyId


@contextmanager
def damage_found() -> Iterator[None]:
    """Turn what bytes that can no longer be read make of themselves into an error.

    Raises:
        LedgerError: They can not (``store-damaged``).
    """
    try:
        yield
    except WatchwordError:
        raise
    except (
        msgspec.MsgspecError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
    ) as error:
        raise _damaged("what is stored can no longer be read") from error


def check_whole(store: Store, view: StoreView) -> None:
    """Hold every log's tree against what was signed or taken last.

    Raises:
        LedgerError: One does not fit (``store-damaged``).
    """
    with damage_found():
        for (origin,) in store.rows("SELECT origin FROM log"):
            kept = view.frontier(origin)
            if kept.size and _last_root(store, view.party, origin) != (
                kept.size,
                kept.root(),
            ):
                raise _damaged(f"{origin} is not as it was signed last")


def _last_root(store: Store, party: PartyId, origin: str) -> tuple[int, bytes]:
    if not origin.startswith(f"{party}/"):
        rows = store.rows(
            "SELECT number, root FROM line WHERE origin = ?"
            " ORDER BY number DESC LIMIT 1",
            (origin,),
        )
        number, root = rows[0] if rows else (0, EMPTY_ROOT)
        return int(number), bytes(root)
    note = store.value(
        "SELECT note FROM checkpoint WHERE origin = ? ORDER BY size DESC LIMIT 1",
        (origin,),
    )
    signed = parse_checkpoint(parse_note(note.encode()).text)
    return signed.size, signed.root


def _damaged(says: str) -> LedgerError:
    return LedgerError(says, hint=DAMAGED_HINT, code="store-damaged")
