"""Evidence that one log has two histories, kept until a person settles it.

What is written here is written with the commit that refuses the log: both
sides' signed words, whole.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from watchword.edge.store import Store
from watchword.model.time import format_ns
from watchword.node.effects import EndFork, Fork
from watchword.node.receive import origin_of


def keep_fork(store: Store, effect: Fork, at_ns: int) -> dict[str, Any] | None:
    """Keep both sides; what the ledger enters.

    ``None``: evidence of that kind is kept already, and not settled.
    """
    origin = origin_of(effect.channel)
    ours = _ours(store, origin, effect.size)
    known = store.value(
        "SELECT 1 FROM fork WHERE origin = ? AND code = ? AND stops = ?"
        " AND settled_ns IS NULL",
        (origin, effect.code, effect.stops),
    )
    if known:
        # One piece is enough: a partner does not fill the disk with more.
        return None
    store.run(
        "INSERT INTO fork (origin, at_ns, code, stops, ours, theirs)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (origin, at_ns, effect.code, effect.stops, ours, effect.theirs),
    )
    return {
        "log": origin,
        "code": effect.code,
        "stops": effect.stops,
        "ours": sha256(ours.encode()).hexdigest(),
        "theirs": sha256(effect.theirs.encode()).hexdigest(),
    }


def _ours(store: Store, origin: str, size: int) -> str:
    """The checkpoint held that covers the size, or else the highest one."""
    note = store.value(
        "SELECT note FROM checkpoint WHERE origin = ? AND size >= ?"
        " ORDER BY size LIMIT 1",
        (origin, size),
    )
    highest = note or store.value(
        "SELECT note FROM checkpoint WHERE origin = ? ORDER BY size DESC LIMIT 1",
        (origin,),
    )
    return str(highest or "")


def settle(store: Store, effect: EndFork, at_ns: int) -> None:
    """A person trusts the log again; the evidence stays."""
    store.run(
        "UPDATE fork SET settled_ns = ?, because = ?"
        " WHERE origin = ? AND settled_ns IS NULL",
        (at_ns, effect.because, origin_of(effect.channel)),
    )


def forked_origins(store: Store) -> frozenset[str]:
    """The logs that are not trusted."""
    rows = store.rows(
        "SELECT DISTINCT origin FROM fork WHERE stops AND settled_ns IS NULL"
    )
    return frozenset(origin for (origin,) in rows)


def is_disputed(store: Store, origin: str) -> bool:
    """Whether anything stands against a log that nobody has settled."""
    return bool(
        store.rows(
            "SELECT 1 FROM fork WHERE origin = ? AND settled_ns IS NULL LIMIT 1",
            (origin,),
        )
    )


def fork_rows(store: Store, *, open_only: bool = False) -> list[dict[str, Any]]:
    """All the evidence, oldest first, as plain values.

    Args:
        store: Where it is kept.
        open_only: Leave out what a person has settled.
    """
    rows = store.rows(
        "SELECT id, origin, at_ns, code, stops, ours, theirs, settled_ns, because"
        " FROM fork WHERE NOT ?1 OR settled_ns IS NULL ORDER BY id",
        (open_only,),
    )
    return [
        {
            "id": row[0],
            "log": row[1],
            "at": format_ns(row[2]),
            "code": row[3],
            "stops": bool(row[4]),
            "ours": row[5],
            "theirs": row[6],
            "settled": None if row[7] is None else format_ns(row[7]),
            "because": row[8],
        }
        for row in rows
    ]
