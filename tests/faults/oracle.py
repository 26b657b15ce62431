"""The oracle: asked of the stores of both ends, after whatever happened.

Every acknowledged report is there exactly once, with the same bytes, at its
place in the order; and every checkpoint that was ever published, wherever it
was seen, is one of the log as it is now.  Trees are computed by the textbook.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from tests.desks import MemoryDesk
from tests.sim.machine_ledger import Roots

from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.edge.verify import verify_ledger
from watchword.edge.writer import Outcome
from watchword.errors import WatchwordError
from watchword.model.party import PartyId
from watchword.node.effects import Hold
from watchword.trust.base64text import parse_base64
from watchword.wire.envelope import name_of

Stores = Mapping[PartyId, Store]


class Acknowledged(msgspec.Struct, frozen=True):
    """A statement that its originator's node has answered for.

    ``payload`` is ``None`` where only its name is known, which is its digest.
    """

    party: PartyId
    name: str
    payload: bytes | None


def acknowledged(party: PartyId, outcome: Outcome) -> list[Acknowledged]:
    """What a desk's outcome answers for."""
    assert outcome.error is None
    return [
        Acknowledged(party, effect.name, effect.payload)
        for effect in outcome.effects
        if isinstance(effect, Hold) and effect.source == party
    ]


class Published:
    """Every checkpoint that was ever seen, at either end or on the way."""

    def __init__(self) -> None:
        self.notes: set[str] = set()

    def gather(self, *stores: Store) -> None:
        """Those that a store holds now: look often."""
        for store in stores:
            self.notes |= {
                note for (note,) in store.rows("SELECT note FROM checkpoint")
            }

    def overheard(self, body: bytes) -> None:
        """The one that ends a batch on the wire."""
        last = json.loads(body.rstrip(b"\n").rpartition(b"\n")[2])
        self.notes.add(last["checkpoint"])


class LostError(AssertionError):
    """What the oracle raises."""


def check(
    stores: Stores,
    said: Iterable[Acknowledged],
    published: Published,
    *,
    delivered: bool = False,
) -> None:
    """Raise what is not as it was acknowledged.

    Args:
        stores: Both ends', by party; read only.
        said: What was acknowledged.
        published: The checkpoints.
        delivered: Everything has come: both ends' logs are equal.

    Raises:
        LostError: What is wrong, all of it.
    """
    found = [*wrongs(stores, said, published, delivered=delivered)]
    if found:
        raise LostError("; ".join(found[:20]))


def wrongs(
    stores: Stores,
    said: Iterable[Acknowledged],
    published: Published,
    *,
    delivered: bool,
) -> Iterator[str]:
    """Everything that is wrong; nothing is well."""
    for each in said:
        yield from _not_kept(stores[each.party], each)
    for party, store in stores.items():
        yield from _not_dense(party, store)
        yield from _not_verified(party, store)
    yield from _not_alike(stores, delivered=delivered)
    yield from _not_published(stores, published)


def _not_kept(store: Store, said: Acknowledged) -> Iterator[str]:
    times = entered(store)[said.name]
    short = f"{said.party}: {said.name[:12]}"
    if times != 1:
        yield f"{short} is entered {times} times"
        return
    view = StoreView(store, said.party, frozenset())
    try:
        payload = view.envelope(said.name).payload
    except (WatchwordError, TypeError) as error:
        yield f"{short} cannot be read: {error}"
        return
    if name_of(payload) != said.name or said.payload not in (None, payload):
        yield f"{short} has other bytes"


def entered(store: Store) -> Counter[str]:
    """How often each statement is in the own ledger."""
    bodies = store.rows("SELECT body FROM entry WHERE kind = 'statement'")
    return Counter(msgspec.json.decode(body)["name"] for (body,) in bodies)


def _not_dense(party: PartyId, store: Store) -> Iterator[str]:
    numbers = store.rows("SELECT number FROM entry ORDER BY number")
    if [n for (n,) in numbers] != [*range(1, len(numbers) + 1)]:
        yield f"{party}: the ledger has a gap"
    times = store.rows("SELECT known_at_ns FROM entry ORDER BY number")
    if times != sorted(times):
        yield f"{party}: the ledger's time goes back"
    for origin, found in lines(store).items():
        if [*found] != [*range(1, len(found) + 1)]:
            yield f"{party}: {origin} has a gap"


def lines(store: Store) -> dict[str, dict[int, bytes]]:
    """The entries of every channel, by log and number."""
    logs: dict[str, dict[int, bytes]] = {}
    for origin, number, entry in store.rows(
        "SELECT origin, number, entry FROM line ORDER BY origin, number"
    ):
        logs.setdefault(origin, {})[number] = entry
    return logs


def _not_verified(party: PartyId, store: Store) -> Iterator[str]:
    try:
        verify_ledger(store, StoreView(store, party, frozenset()))
    except WatchwordError as error:
        yield f"{party}: {error.code}: {error}"


def _not_alike(stores: Stores, *, delivered: bool) -> Iterator[str]:
    """What one has taken is what the other sent, in order, and receipted."""
    logs = {party: lines(store) for party, store in stores.items()}
    for party, store in stores.items():
        for origin, receipted in store.rows("SELECT origin, receipted FROM log"):
            parts = origin.split("/")
            recipient = PartyId(parts[2] if len(parts) == 4 else "")
            if parts[0] != party or recipient not in stores:
                continue
            sent = logs[party].get(origin, {})
            heard = logs[recipient].get(origin, {})
            if not heard.items() <= sent.items():
                yield f"{origin}: {recipient} holds what was not sent"
            if receipted > len(heard):
                yield f"{origin}: receipted to {receipted}, held to {len(heard)}"
            if delivered and not len(sent) == len(heard) == receipted:
                yield f"{origin}: {len(heard)} of {len(sent)} arrived"


def _not_published(stores: Stores, published: Published) -> Iterator[str]:
    roots: dict[str, Roots] = {}
    for party, store in stores.items():
        roots[f"{party}/ledger"] = Roots(own_leaves(store))
        for origin, found in lines(store).items():
            if origin.startswith(f"{party}/"):
                roots[origin] = Roots([*found.values()])
    for note in published.notes:
        origin, size, root = note.split("\n")[:3]
        if origin.partition("/")[0] not in stores:
            continue
        if not _is_of(roots.get(origin, Roots([])), int(size), parse_base64(root)):
            yield f"a checkpoint at {size} of {origin} is of another history"


def _is_of(roots: Roots, size: int, root: bytes) -> bool:
    try:
        return roots.at(size) == root
    except AssertionError:
        return False


def own_leaves(store: Store, after: int = 0) -> list[bytes]:
    """What the own ledger's tree holds, put together by hand."""
    rows: list[tuple[int, int, str, bytes]] = store.rows(
        "SELECT number, known_at_ns, kind, body FROM entry WHERE number > ?"
        " ORDER BY number",
        (after,),
    )
    return [
        b"%d\n%d\n%b\n%b" % (number, at_ns, kind.encode(), body)
        for number, at_ns, kind, body in rows
    ]


def stores_of(*desks: MemoryDesk) -> dict[PartyId, Store]:
    return {desk.party: desk.store for desk in desks}
