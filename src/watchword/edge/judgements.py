"""The judgements that a store holds."""

from __future__ import annotations

from typing import Final

import msgspec

from watchword.edge.store import Store
from watchword.fusion.judged import Named
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
