"""What the edge is to do: each a frozen record, its handler boring.

All effects of one input are applied in one transaction, before anything is
acknowledged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from watchword.agreements.decide import Decision
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.receipt import Receipt
from watchword.wire.envelope import Envelope
from watchword.wire.introduction import Introduction
from watchword.wire.line import Channel
from watchword.wire.sealed import Opened
from watchword.wire.statement import Statement


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """Keep a statement; the edge signs it when it is our own and unsigned.

    Args:
        name: SHA-256 of the payload.
        statement: What it says.
        payload: The bytes, as they are or will be signed.
        envelope: ``None``: sign the payload with the operational key.
        opened: The disclosures that are open here, checked.
        source: From whom it came; our own party for our own.
        secret: The item's secret, for our own reports.
        remarks: What an auditor should know, such as a late arrival.
    """

    name: str
    statement: Statement
    payload: bytes
    envelope: Envelope | None
    opened: tuple[Opened, ...] = ()
    source: PartyId
    secret: bytes | None = None
    remarks: tuple[str, ...] = ()

    @property
    def disclosed(self) -> tuple[str, ...]:
        """The disclosures alone."""
        return tuple([each.text for each in self.opened])


class Know(msgspec.Struct, frozen=True, kw_only=True):
    """Keep who a party is."""

    introduction: Introduction
    envelope: Envelope


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """What a sealed line on a channel holds for another than its recipient.

    Args:
        name: The report.
        recipient: Who can open it.
        fields: Which of its fields are in it.
        basis: For each of them and for ``header``, the clauses.
    """

    name: str
    recipient: PartyId
    fields: tuple[str, ...]
    basis: Mapping[str, tuple[str, ...]]


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """Put a held statement on a channel; the edge numbers and salts it.

    Args:
        channel: Where.
        name: The statement.
        fields: Which fields go, by name.
        basis: For each of them and for ``header``, the clauses.
        released_at_ns: The instant of the decision.
        decision: The decision it rests on; ``None`` for the closed list.
        inside: What it holds, where it is a sealed line of this party's.
    """

    channel: Channel
    name: str
    fields: tuple[str, ...]
    basis: Mapping[str, tuple[str, ...]]
    released_at_ns: int
    decision: Decision | None
    inside: Inside | None = None


class Unseal(msgspec.Struct, frozen=True, kw_only=True):
    """Open a sealed line with the operational key, and take what is inside.

    Args:
        name: The sealed line, which is held.
        box: What is to be opened.
        source: Who brought it.
        channel: On which channel.
    """

    name: str
    box: bytes
    source: PartyId
    channel: Channel


class Refuse(msgspec.Struct, frozen=True, kw_only=True):
    """Note that a report does not go to a party, and every rule that failed."""

    name: str
    recipient: PartyId
    decisions: tuple[Decision, ...]


class Advance(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a partner's channel has been taken.

    Args:
        channel: Which.
        number: Its number, the next one.
        entry: What the channel's log holds for it.
        name: The statement in it; empty where nothing was kept.
    """

    channel: Channel
    number: int
    entry: bytes
    name: str


class Quarantine(msgspec.Struct, frozen=True, kw_only=True):
    """Keep what cannot be admitted, as evidence: never shown as true.

    Args:
        peer: From whom it came.
        code: The documented word.
        says: One line for the operator.
        evidence: The bytes; empty where nothing may be kept.
        channel: On which channel it came.
        until_ns: Try again at that instant; ``None``: a person decides.
    """

    peer: PartyId
    code: str
    says: str
    evidence: bytes
    channel: Channel | None = None
    until_ns: int | None = None


class Settle(msgspec.Struct, frozen=True, kw_only=True):
    """What waited in quarantine has been taken up."""

    waiting: int


class Accept(msgspec.Struct, frozen=True, kw_only=True):
    """Keep the sender's checkpoint and sign a receipt for the batch.

    Args:
        receipt: Without the cosignature, which the edge makes.
        checkpoint: The sender's, as signed.
        cosign_at_s: When it is cosigned, POSIX seconds; ``None``: a longer log
            has been seen, so this checkpoint is not.
    """

    receipt: Receipt
    checkpoint: str
    cosign_at_s: int | None = None


class KeepReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """Keep the partner's receipt: custody has passed up to its number."""

    receipt: Receipt
    envelope: Envelope


class Fork(msgspec.Struct, frozen=True, kw_only=True):
    """Keep for ever what shows that a log has two histories.

    Args:
        channel: Whose log.
        code: ``fork``, or ``shrank``: signed for more, or later for less, than
            there is now.
        size: The log's size that the other side signed for.
        theirs: What it signed, whole: a note, or the envelope of a receipt.
        stops: Nothing more of that log is taken or sent.
    """

    channel: Channel
    code: Literal["fork", "shrank"]
    size: int
    theirs: str
    stops: bool = True


class EndFork(msgspec.Struct, frozen=True, kw_only=True):
    """Trust a log again, with the history that is held here.

    Args:
        channel: Whose log.
        because: Why, in the words of who decided it.
    """

    channel: Channel
    because: str


class Erase(msgspec.Struct, frozen=True, kw_only=True):
    """Destroy the content of a report; what stays is a placeholder.

    Args:
        report: Its name.
        certificate: Name of this party's own ``Disposal``, held before it.
        basis: By agreement the clauses by which the certificate goes, for a
            line that has to stand for one whose report is gone.
    """

    report: str
    certificate: str
    basis: Mapping[AgreementId, tuple[str, ...]]


class Enter(msgspec.Struct, frozen=True, kw_only=True):
    """Enter in the own ledger what was opened, copied or handed over here.

    Args:
        kind: ``read``, ``copy`` or ``shift``.
        body: What the entry says, as plain values.
    """

    kind: Literal["read", "copy", "shift"]
    body: Mapping[str, Any]


Effect = (
    Hold
    | Know
    | Offer
    | Unseal
    | Refuse
    | Advance
    | Quarantine
    | Settle
    | Accept
    | KeepReceipt
    | Fork
    | EndFork
    | Erase
    | Enter
)
