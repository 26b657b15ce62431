"""Carrying out effects: one boring handler each, inside the transaction."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any, assert_never

from watchword.agreements.explain import decision_as_dict
from watchword.edge.ledger import Ledger
from watchword.edge.store import Store
from watchword.edge.storeview import REMEMBERED, StoreView, kind_of
from watchword.model.message import Message, reports_of
from watchword.node.admit import party_of
from watchword.node.effects import (
    Accept,
    Advance,
    Effect,
    Hold,
    KeepReceipt,
    Know,
    Offer,
    Quarantine,
    Refuse,
    Settle,
)
from watchword.node.receive import origin_of
from watchword.node.redecide import waits_for
from watchword.trust.keys import Signer
from watchword.trust.signed import sign_payload
from watchword.wire.envelope import Envelope, format_envelope
from watchword.wire.line import Line, format_line, line_entry
from watchword.wire.sealed import digest_of, disclosed_name
from watchword.wire.statement import format_statement, said_at_ns

Draw = Callable[[int], bytes]
"""Gives that many random bytes."""


class Applier:
    """Applies effects to a store; signs with the operational key.

    Args:
        store: Where to.
        view: The view whose memory has to follow.
        ledger: The logs.
        signer: The operational key.
        draw: Random bytes, for salts.
    """

    def __init__(
        self, store: Store, view: StoreView, ledger: Ledger, signer: Signer, draw: Draw
    ) -> None:
        self._store = store
        self._view = view
        self._ledger = ledger
        self._signer = signer
        self._draw = draw

    def apply(self, effect: Effect, at_ns: int) -> Envelope | None:
        """Carry out one effect; answer with what has to be given back."""
        if isinstance(effect, Accept):
            return self._accept(effect, at_ns)
        self._carry_out(effect, at_ns)
        return None

    def _carry_out(self, effect: Effect, at_ns: int) -> None:
        match effect:
            case Hold():
                self._hold(effect, at_ns)
            case Know():
                self._know(effect, at_ns)
            case Offer():
                self._offer(effect, at_ns)
            case Refuse():
                self._refuse(effect, at_ns)
            case Advance():
                self._advance(effect, at_ns)
            case Quarantine():
                self._quarantine(effect, at_ns)
            case Settle():
                self._settle(effect)
            case KeepReceipt():
                self._keep_receipt(effect, at_ns)
            case Accept():
                raise AssertionError(effect)
            case _:
                assert_never(effect)

    def _hold(self, effect: Hold, at_ns: int) -> None:
        known = self._store.value(
            "SELECT entry FROM statement WHERE name = ?", (effect.name,)
        )
        fresh = self._fresh(effect)
        if known is not None and not fresh:
            return
        number = self._ledger.append(
            "disclosure" if known is not None else "statement",
            {
                "name": effect.name,
                "source": effect.source,
                "disclosed": sorted(digest_of(text) for text in fresh),
                "remarks": effect.remarks,
            },
            at_ns,
        )
        if known is None:
            self._insert(effect, number)
        for text in fresh:
            self._store.run(
                "INSERT INTO disclosure VALUES (?, ?, ?, ?)",
                (effect.name, disclosed_name(text), text, number),
            )

    def _fresh(self, effect: Hold) -> list[str]:
        rows = self._store.rows(
            "SELECT text FROM disclosure WHERE name = ?", (effect.name,)
        )
        return sorted(set(effect.disclosed) - {text for (text,) in rows})

    def _insert(self, effect: Hold, number: int) -> None:
        kind = kind_of(effect.statement)
        envelope = effect.envelope or sign_payload(effect.payload, self._signer)
        self._store.run(
            "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                effect.name,
                kind,
                party_of(effect.statement),
                getattr(effect.statement, "agreement", ""),
                said_at_ns(effect.statement),
                effect.source,
                number,
                format_envelope(envelope),
                effect.secret,
            ),
        )
        if isinstance(effect.statement, Message):
            for report in reports_of(effect.statement):
                self._store.run(
                    "INSERT OR IGNORE INTO about VALUES (?, ?)", (report, effect.name)
                )
        if kind in REMEMBERED:
            self._view.forget()

    def _know(self, effect: Know, at_ns: int) -> None:
        who = effect.introduction
        self._store.run(
            "INSERT OR REPLACE INTO party VALUES (?, ?, ?, ?, ?)",
            (
                who.party,
                who.title,
                who.endpoint,
                who.governance,
                format_envelope(effect.envelope),
            ),
        )
        self._ledger.append(
            "party", {"party": who.party, "name": effect.envelope.name}, at_ns
        )
        self._view.forget()

    def _offer(self, effect: Offer, at_ns: int) -> None:
        origin = origin_of(effect.channel)
        held = self._view.held(effect.name)
        if held is None:
            raise AssertionError(effect.name)
        line = Line(
            number=self._view.frontier(origin).size + 1,
            agreement=effect.channel.agreement,
            sender=effect.channel.sender,
            recipient=effect.channel.recipient,
            lane=effect.channel.lane,
            released_at_ns=effect.released_at_ns,
            salt=b64encode(self._draw(16)).decode(),
            envelope=self._view.envelope(effect.name),
            disclosed=tuple(held.fields[field] for field in effect.fields),
            basis=effect.basis,
        )
        data = format_line(line)
        self._ledger.add_line(origin, effect.name, line_entry(data), data, at_ns)
        for field in ("header", *effect.fields):
            self._store.run(
                "INSERT OR IGNORE INTO offered VALUES (?, ?, ?, ?, ?)",
                (effect.name, line.recipient, field, origin, line.number),
            )
        self._store.run(
            "DELETE FROM refusal WHERE name = ? AND recipient = ?",
            (effect.name, line.recipient),
        )
        self._ledger.append("release", _release_body(effect, origin, line), at_ns)

    def _refuse(self, effect: Refuse, at_ns: int) -> None:
        number = self._ledger.append(
            "refusal",
            {
                "name": effect.name,
                "recipient": effect.recipient,
                "decisions": [decision_as_dict(d) for d in effect.decisions],
            },
            at_ns,
        )
        self._store.run(
            "INSERT OR REPLACE INTO refusal VALUES (?, ?, ?, ?)",
            (effect.name, effect.recipient, number, _between_blanks(effect)),
        )

    def _advance(self, effect: Advance, at_ns: int) -> None:
        origin = origin_of(effect.channel)
        self._ledger.add_line(origin, effect.name, effect.entry, None, at_ns)

    def _quarantine(self, effect: Quarantine, at_ns: int) -> None:
        digest = sha256(effect.evidence).hexdigest()
        channel = "" if effect.channel is None else str(effect.channel)
        key = (effect.peer, effect.code, channel, digest)
        again = self._store.value(
            "UPDATE quarantine SET times = times + 1 WHERE peer = ? AND code = ?"
            " AND channel = ? AND digest = ? RETURNING id",
            key,
        )
        if again is not None:
            return
        self._store.run(
            "INSERT INTO quarantine (at_ns, says, evidence, until_ns, peer, code,"
            " channel, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (at_ns, effect.says, effect.evidence, effect.until_ns, *key),
        )
        self._ledger.append(
            "quarantine",
            {"peer": effect.peer, "code": effect.code, "channel": channel},
            at_ns,
        )

    def _settle(self, effect: Settle) -> None:
        self._store.run(
            "UPDATE quarantine SET settled = 1 WHERE id = ?", (effect.waiting,)
        )

    def _accept(self, effect: Accept, at_ns: int) -> Envelope:
        envelope = sign_payload(format_statement(effect.receipt), self._signer)
        # A batch that was sent again is receipted again; nothing new is known.
        if self._ledger.keep_checkpoint(effect.checkpoint):
            self._ledger.append("receipt-given", {"name": envelope.name}, at_ns)
        return envelope

    def _keep_receipt(self, effect: KeepReceipt, at_ns: int) -> None:
        self._ledger.keep_receipt(effect.receipt, effect.envelope)
        self._ledger.append("receipt", {"name": effect.envelope.name}, at_ns)


def _between_blanks(effect: Refuse) -> str:
    return "".join(f" {name} " for name in waits_for(effect.decisions))


def _release_body(effect: Offer, origin: str, line: Line) -> dict[str, Any]:
    decided = effect.decision
    rests_on = () if decided is None else decided.rests_on
    rows = () if decided is None else decided.fields
    return {
        "name": effect.name,
        "log": origin,
        "number": line.number,
        "basis": effect.basis,
        "rests_on": rests_on,
        # The posture or decision that opened each field, beside its clauses.
        "opened_by": {r.field: r.rests_on for r in rows if r.field in effect.basis},
    }
