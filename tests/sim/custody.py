"""The oracle of law 3: what was acknowledged is there, once, at both ends."""

from __future__ import annotations

from collections import Counter

import msgspec
from tests.desks import evidence_kept, line_sent
from tests.sim.days import Day

from watchword.edge.verify import verify_ledger
from watchword.ledger.tree import EMPTY, leaf_hash, parse_frontier
from watchword.node.receive import origin_of
from watchword.sim.desk import SimDesk
from watchword.wire.line import Channel, entry_of, parse_line

END_NS = 2**62


def check_custody(day: Day) -> None:
    """After a quiet time: nothing acknowledged is lost, nothing is doubled."""
    for desk in day.desks:
        assert desk.is_up
        assert not desk.view.due(END_NS)
        _check_filed(desk)
        _check_receipts(day, desk)
    for desk in day.desks:
        assert verify_ledger(desk.store, desk.view)["verified"]
        for partner in day.desks:
            _check_channels(desk, partner)


def _check_filed(desk: SimDesk) -> None:
    bodies = desk.store.rows("SELECT body FROM entry WHERE kind = 'statement'")
    times = Counter(msgspec.json.decode(body)["name"] for (body,) in bodies)
    assert set(times.values()) <= {1}
    for name, payload in desk.acknowledged.items():
        held = desk.view.held(name)
        assert held is not None, f"{desk.party} has lost {name}"
        assert times[name] == 1
        if not held.destroyed:
            assert desk.view.envelope(name).payload == payload


def _check_receipts(day: Day, desk: SimDesk) -> None:
    """What a desk has signed for it holds, as it was sent, in that order."""
    for receipt in desk.receipted:
        channel = Channel(
            agreement=receipt.agreement,
            sender=receipt.sender,
            recipient=desk.party,
            lane=receipt.lane,
        )
        sent = _entries(day.world.desks[receipt.sender], origin_of(channel))
        held = _entries(desk, origin_of(channel))
        assert len(held) >= receipt.number, f"{desk.party} has lost lines"
        assert held[: receipt.number] == sent[: receipt.number]


def _check_channels(sender: SimDesk, recipient: SimDesk) -> None:
    logs = sender.store.rows(
        "SELECT origin, receipted FROM log WHERE origin GLOB ?",
        (f"{sender.party}/*/{recipient.party}/*",),
    )
    for origin, receipted in logs:
        sent, held = _entries(sender, origin), _entries(recipient, origin)
        assert sent == held
        assert receipted == len(sent)
        assert _root(sender, origin) == _root(recipient, origin)
        for number in range(1, len(sent) + 1):
            data = line_sent(sender.store, origin, number)
            _check_taken(recipient, origin, data)


def _entries(desk: SimDesk, origin: str) -> list[bytes]:
    rows = desk.store.rows(
        "SELECT number, entry FROM line WHERE origin = ? ORDER BY number", (origin,)
    )
    assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
    return [entry for _, entry in rows]


def _root(desk: SimDesk, origin: str) -> bytes:
    """The log's root, from its lines; it is also the one that is kept."""
    frontier = EMPTY
    for entry in _entries(desk, origin):
        frontier = frontier.append(leaf_hash(entry))
    kept = desk.store.value("SELECT frontier FROM log WHERE origin = ?", (origin,))
    assert parse_frontier(kept) == frontier
    return frontier.root()


def _check_taken(recipient: SimDesk, origin: str, data: bytes) -> None:
    """A line's statement and fields are held, or the line is kept as evidence.

    What either end has destroyed by then is a placeholder there.
    """
    line = parse_line(data)
    name = recipient.store.value(
        "SELECT name FROM line WHERE origin = ? AND entry = ?",
        (origin, entry_of(line, data)),
    )
    if line.stands_for:
        return  # It came before it was destroyed, or the certificate came for it.
    if not name:
        kept = [evidence for _, _, evidence in evidence_kept(recipient.store)]
        erased = recipient.store.content.keys.erased(line.envelope.name)
        assert kept.count(data) == (erased is None)
        return
    assert name == line.envelope.name
    held = recipient.view.held(name)
    assert held is not None
    if held.destroyed:
        return
    assert recipient.view.envelope(name) == line.envelope
    assert set(line.disclosed) <= set(held.fields.values())
