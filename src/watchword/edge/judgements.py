"""The judgements that a store holds."""

from __future__ import annotations

from typing import Final

import msgspec

from watchword.edge.store import Store
from watchword.fusion.judged import NOTHING_JUDGED, Judged, Named
from watchword.model.judgement import Judgement
from watchword.wire.codec import decode
from watchword.wire.envelope import parse_envelope

LARGEST: Final = 2**63 - 1

_decoder: Final = msgspec.json.Decoder(Judgement)


def held_judgements(store: Store, until_entry: int = LARGEST) -> list[Named]:
    """Every judgement up to an entry of the ledger, the oldest first."""
    rows = store.rows(
        "SELECT name, envelope FROM statement WHERE kind = 'judgement'"
        " AND entry <= ? ORDER BY entry",
        (until_entry,),
    )
    return [
        (name, decode(_decoder, parse_envelope(data).payload)) for name, data in rows
    ]


class Judgements:
    """What the judgements of a store come to, worked out once for each of them.

    Args:
        store: Where they are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: tuple[str, ...] = ()
        self._judged = NOTHING_JUDGED

    def any_after(self, entry: int) -> bool:
        """Whether anything was decided after an entry of the ledger."""
        sql = "SELECT 1 FROM statement WHERE kind = 'judgement' AND entry > ? LIMIT 1"
        return self._store.row(sql, (entry,)) is not None

    def until(self, entry: int = LARGEST) -> Judged:
        """What was decided up to an entry of the ledger."""
        rows = self._store.rows(
            "SELECT name FROM statement WHERE kind = 'judgement' AND entry <= ?"
            " ORDER BY entry",
            (entry,),
        )
        names = tuple(name for (name,) in rows)
        if names != self._names:
            self._judged = Judged(held_judgements(self._store, entry))
            self._names = names
        return self._judged
