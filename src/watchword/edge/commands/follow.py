"""The ledger as it grows: what has just become durable."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from watchword.edge.desk import Desk
from watchword.model.time import format_ns

MOST_ENTRIES: Final = 1000
LONGEST_WAIT_S: Final = 60.0


class LedgerFollow(msgspec.Struct, frozen=True, kw_only=True, tag="ledger-follow"):
    """The entries after a number; it waits until there is one.

    Args:
        after: The last entry seen; ``None``: from now on, and it waits for none.
        timeout_s: How long it waits at most, up to a minute.
    """

    after: int | None = None
    timeout_s: float = 30.0

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Answer with at most a thousand, oldest first; names, and no content."""
        if self.after is None:
            return {"last": desk.view.last_entry(), "entries": []}
        await desk.grown(self.after, min(self.timeout_s, LONGEST_WAIT_S))
        rows = desk.store.rows(
            "SELECT number, known_at_ns, kind, body FROM entry WHERE number > ?"
            " ORDER BY number LIMIT ?",
            (self.after, MOST_ENTRIES),
        )
        entries = [_row(*row) for row in rows]
        last = entries[-1]["number"] if entries else self.after
        return {"last": last, "entries": entries}


def _row(number: int, known_at_ns: int, kind: str, body: bytes) -> dict[str, Any]:
    return {
        "number": number,
        "known_at": format_ns(known_at_ns),
        "kind": kind,
        "name": _named.decode(body).name,
    }


class _Named(msgspec.Struct):
    name: str = ""


_named: Final = msgspec.json.Decoder(_Named)
