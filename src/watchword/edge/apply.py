"""Carrying out effects: one boring handler each, inside the transaction."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, assert_never

from watchword.agreements.explain import decision_as_dict
from watchword.edge.erasure import Erasures
from watchword.edge.itemkeys import Erased
from watchword.edge.ledger import Ledger
from watchword.edge.placeholder import GONE, format_placeholder
from watchword.edge.store import Store
from watchword.edge.storeview import (
    REMEMBERED,
    StoreView,
    disclosed_place,
    kind_of,
    line_place,
    opened_fields,
)
from watchword.model.message import Message, reports_of
from watchword.model.party import PartyId
from watchword.node.admit import party_of
from watchword.node.effects import (
    Accept,
    Advance,
    Effect,
    EndFork,
    Enter,
    Erase,
    Fork,
    Hold,
    Inside,
    KeepReceipt,
    Know,
    Offer,
    Quarantine,
    Refuse,
    Settle,
    Unseal,
)
from watchword.node.receive import origin_of
from watchword.node.redecide import waits_for
from watchword.node.view import Held
from watchword.trust.keys import Signer
from watchword.trust.signed import sign_payload
from watchword.wire.codec import encode
from watchword.wire.envelope import Envelope, format_envelope
from watchword.wire.line import Line, format_line, line_entry, peek_name
from watchword.wire.sealed import Opened, digest_of
from watchword.wire.statement import (
    SealedReport,
    Statement,
    format_statement,
    said_at_ns,
)

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

    Attributes:
        erasures: What destroys, and has perhaps to be finished after a commit.
    """

    def __init__(
        self, store: Store, view: StoreView, ledger: Ledger, signer: Signer, draw: Draw
    ) -> None:
        self._store = store
        self._view = view
        self._ledger = ledger
        self._signer = signer
        self._draw = draw
        self._content = store.content
        self.erasures = Erasures(store)

    def apply(self, effect: Effect, at_ns: int) -> Envelope | None:
        """Carry out one effect; answer with what has to be given back."""
        if isinstance(effect, Accept):
            return self._accept(effect, at_ns)
        self._carry_out(effect, at_ns)
        return None

    def _carry_out(  # noqa: C901, PLR0912 (one a kind of effect)
        self, effect: Effect, at_ns: int
    ) -> None:
        match effect:
            case Hold():
                self._hold(effect, at_ns)
            case Know():
                self._know(effect, at_ns)
            case Offer():
                self._offer(effect, at_ns)
            case Unseal():
                pass  # The writer opens it and takes what is inside.
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
            case Fork():
                self._ledger.keep_fork(effect, at_ns)
            case EndFork():
                self._ledger.end_fork(effect, at_ns)
            case Erase():
                self._erase(effect, at_ns)
            case Enter():
                self._ledger.append(effect.kind, dict(effect.body), at_ns)
            case Accept():
                raise AssertionError(effect)
            case _:
                assert_never(effect)

    def _hold(self, effect: Hold, at_ns: int) -> None:
        known = self._view.held(effect.name)
        gone = self._gone(effect, known)
        fresh = [] if gone else self._fresh(effect, known)
        if known is not None and not fresh:
            return
        number = self._ledger.append(
            "disclosure" if known is not None else "statement",
            {
                "name": effect.name,
                "source": effect.source,
                "disclosed": [each.digest for each in fresh],
                "remarks": effect.remarks,
            },
            at_ns,
        )
        if known is None:
            self._insert(effect, number, gone)
        else:
            self._view.changed(effect.name)
        if fresh:
            self._disclose(effect.name, fresh, number, later=known is not None)

    def _gone(self, effect: Hold, known: Held | None) -> str:
        """The certificate by which it was destroyed; what was is not kept again."""
        if known is not None:
            return GONE if known.destroyed else ""
        erased = self._content.keys.erased(effect.name)
        return "" if erased is None else erased.certificate.name

    def _fresh(self, effect: Hold, known: Held | None) -> list[Opened]:
        if not effect.opened:
            return []
        given = {each.digest: each for each in effect.opened}
        if known is not None:
            for _, text in opened_fields(self._store, effect.name):
                given.pop(digest_of(text), None)
        return [given[digest] for digest in sorted(given)]

    def _disclose(
        self, name: str, fresh: Sequence[Opened], number: int, *, later: bool
    ) -> None:
        texts = encode([each.text for each in fresh])
        sealed = self._content.seal(name, disclosed_place(number), texts)
        self._store.add(
            "INSERT INTO disclosure VALUES (?, ?, ?, ?)", (number, name, later, sealed)
        )

    def _insert(self, effect: Hold, number: int, gone: str) -> None:
        kind = kind_of(effect.statement)
        envelope = effect.envelope or sign_payload(effect.payload, self._signer)
        self._store.add(
            "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                effect.name,
                kind,
                party_of(effect.statement),
                getattr(effect.statement, "agreement", ""),
                said_at_ns(effect.statement),
                effect.source,
                number,
                *((b"", None) if gone else self._bytes(effect, envelope)),
                format_placeholder(effect.statement),
                gone,
            ),
        )
        named = _named_in(effect.statement)
        for report in named:
            self._store.add(
                "INSERT OR IGNORE INTO about VALUES (?, ?)", (report, effect.name)
            )
        if self._view.recent is not None:
            self._view.recent.entries[effect.name] = number
        self._view.took_in(effect, envelope, named, destroyed=bool(gone))
        if kind in REMEMBERED:
            self._view.forget()

    def _bytes(self, effect: Hold, envelope: Envelope) -> tuple[bytes, bytes | None]:
        """Envelope and secret as they are stored: of reports, sealed."""
        data, secret = format_envelope(envelope), effect.secret
        if not isinstance(effect.statement, SealedReport):
            return data, secret
        if secret is not None:
            secret = self._content.seal(effect.name, "secret", secret)
        return self._content.seal(effect.name, "envelope", data), secret

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
        if held.destroyed:
            return  # It was destroyed before it came again: it goes nowhere.
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
        entry = line_entry(data)
        if isinstance(held.statement, SealedReport):
            place = line_place(origin, line.number)
            data = self._content.seal(effect.name, place, data)
        self._ledger.add_line(origin, effect.name, entry, data, at_ns)
        self._offered(effect.name, line.recipient, line, effect.fields)
        self._no_longer_refused(effect.name, line.recipient)
        self._ledger.append("release", _release_body(effect, origin, line), at_ns)
        if effect.inside is not None:
            self._offer_inside(effect.inside, effect, line, at_ns)

    def _offer_inside(
        self, inside: Inside, effect: Offer, line: Line, at_ns: int
    ) -> None:
        """What a sealed line holds has gone to who can open it."""
        origin = origin_of(effect.channel)
        self._offered(inside.name, inside.recipient, line, inside.fields)
        self._no_longer_refused(inside.name, inside.recipient)
        body = _release_body(effect, origin, line)
        said = {"name": inside.name, "basis": inside.basis, "sealed_in": effect.name}
        rows = () if effect.decision is None else effect.decision.fields
        opened_by = {row.field: row.rests_on for row in rows}
        self._ledger.append("release", {**body, **said, "opened_by": opened_by}, at_ns)

    def _offered(
        self, name: str, recipient: PartyId, line: Line, fields: tuple[str, ...]
    ) -> None:
        entry = self._view.entry_of(name)
        if entry is None:
            return  # What a sealed line holds need not be held here.
        self._store.add(
            "INSERT INTO offered VALUES (?, ?, ?, ?, ?, ?)",
            (
                entry,
                name,
                recipient,
                origin_of(line.channel),
                line.number,
                encode(("header", *fields)).decode(),
            ),
        )

    def _no_longer_refused(self, name: str, recipient: PartyId) -> None:
        recent = self._view.recent
        if recent is None or recent.may_be_refused(name, recipient):
            self._store.run(
                "DELETE FROM refusal WHERE name = ? AND recipient = ?",
                (name, recipient),
            )

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
        if self._view.recent is not None:
            self._view.recent.refused.add((effect.name, effect.recipient))

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
        item = peek_name(effect.evidence) or digest
        kept = self._sealed_evidence(item, effect.evidence)
        until_ns = effect.until_ns if kept else None
        self._store.run(
            "INSERT INTO quarantine (at_ns, says, evidence, until_ns, item, peer,"
            " code, channel, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (at_ns, effect.says, kept, until_ns, item, *key),
        )
        self._ledger.append(
            "quarantine",
            {"peer": effect.peer, "code": effect.code, "channel": channel},
            at_ns,
        )

    def _sealed_evidence(self, item: str, evidence: bytes) -> bytes:
        if not evidence or self._content.keys.erased(item) is not None:
            return b""
        return self._content.seal(item, "evidence", evidence)

    def _erase(self, effect: Erase, at_ns: int) -> None:
        if not self.erasures.is_there(effect.report):
            return
        self.erasures.mark(
            Erased(
                name=effect.report,
                at_ns=at_ns,
                certificate=self._view.envelope(effect.certificate),
                basis=effect.basis,
            )
        )
        self._view.changed(effect.report)
        self._ledger.append(
            "erased", {"name": effect.report, "certificate": effect.certificate}, at_ns
        )

    def _settle(self, effect: Settle) -> None:
        self._store.run(
            "UPDATE quarantine SET settled = 1 WHERE id = ?", (effect.waiting,)
        )

    def _accept(self, effect: Accept, at_ns: int) -> Envelope:
        receipt = self._ledger.cosigned(effect)
        envelope = sign_payload(format_statement(receipt), self._signer)
        # A batch that was sent again is receipted again; nothing new is known.
        if self._ledger.keep_checkpoint(effect.checkpoint):
            self._ledger.append("receipt-given", {"name": envelope.name}, at_ns)
        return envelope

    def _keep_receipt(self, effect: KeepReceipt, at_ns: int) -> None:
        self._ledger.keep_receipt(effect.receipt, effect.envelope)
        self._ledger.append("receipt", {"name": effect.envelope.name}, at_ns)


def _named_in(statement: Statement) -> tuple[str, ...]:
    """The reports that a message is about, or that a report is made from."""
    if isinstance(statement, SealedReport):
        return statement.header.derived_from
    return reports_of(statement) if isinstance(statement, Message) else ()


def _between_blanks(effect: Refuse) -> str:
    return "".join(f" {name} " for name in waits_for(effect.decisions))


def _release_body(effect: Offer, origin: str, line: Line) -> dict[str, Any]:
    decided, basis = effect.decision, effect.basis
    opened_by = {} if decided is None else decided.opened_by
    if len(opened_by) > len(basis):
        opened_by = {field: opened_by[field] for field in opened_by if field in basis}
    return {
        "name": effect.name,
        "log": origin,
        "number": line.number,
        "basis": basis,
        "rests_on": () if decided is None else decided.rests_on,
        # The posture or decision that opened each field, beside its clauses.
        "opened_by": opened_by,
    }
