"""What a node is told: the inputs of ``step``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from watchword.model.agreement import Approval, Posture
from watchword.model.field import Value
from watchword.model.judgement import Judgement
from watchword.model.message import AnyMessage
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.wire.envelope import Envelope
from watchword.wire.introduction import PartyFile
from watchword.wire.line import Channel

ShiftKind = Literal["acknowledged", "hand-over", "note", "take-over"]
"""What is entered of a shift."""


class FileReport(msgspec.Struct, frozen=True, kw_only=True):
    """The duty officer, a sensor or the record hands in a report.

    Args:
        header: As it is to be signed.
        fields: What was observed.
        secret: 32 random bytes drawn by the edge for the salts.
        proposal: The proposal that it was, which is over with it; empty: none.
        person: Who files the proposal; empty: the node has no register.
    """

    header: Header
    fields: Mapping[str, Value]
    secret: bytes
    proposal: str = ""
    person: str = ""


class Say(msgspec.Struct, frozen=True, kw_only=True):
    """An officer states a will or a decision, or sends a message; the node signs."""

    statement: Posture | Approval | AnyMessage | Judgement


class AddSigned(msgspec.Struct, frozen=True, kw_only=True):
    """An own paper or designation that the governance key has signed."""

    envelope: Envelope


class KnowParty(msgspec.Struct, frozen=True, kw_only=True):
    """The operator has compared a party's fingerprint and takes its file."""

    file: PartyFile


class TakeLine(msgspec.Struct, frozen=True, kw_only=True):
    """A partner's line came over the link, or from a file.

    Args:
        peer: The party the transport has authenticated.
        channel: The channel it came on.
        data: The line's bytes, without the newline.
    """

    peer: PartyId
    channel: Channel
    data: bytes


class CloseBatch(msgspec.Struct, frozen=True, kw_only=True):
    """The batch is at its end: does the sender's checkpoint fit?

    Args:
        peer: The party the transport has authenticated.
        channel: The channel it came on.
        checkpoint: The signed checkpoint's text.
        now_ns: The system's clock, for the receipt.
        followed: The next batch of the channel is here already and is taken next:
            a receipt for that one covers this one too.
    """

    peer: PartyId
    channel: Channel
    checkpoint: str
    now_ns: int
    followed: bool = False


class TakeReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """The partner's receipt for what was sent to it."""

    peer: PartyId
    envelope: Envelope


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """Decide anew on a held report, after something has changed.

    Args:
        name: The report.
        recipient: For whom.
    """

    name: str
    recipient: PartyId


class ReleaseSealed(msgspec.Struct, frozen=True, kw_only=True):
    """The release officer lets an own report go past a hub that cannot read it.

    Args:
        approval: The decision, for the third party.
        via: The hub.
        until_ns: The first instant at which the hub carries it no more.
        seed: 32 random bytes drawn by the edge for the box.
    """

    approval: Approval
    via: PartyId
    until_ns: int
    seed: bytes


class TakeInside(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed line for this party has been opened, or could not be.

    Args:
        name: The sealed line, which is held.
        source: Who brought it.
        channel: On which channel.
        data: What was inside; ``None``: the key does not open it.
    """

    name: str
    source: PartyId
    channel: Channel
    data: bytes | None


class NoteRead(msgspec.Struct, frozen=True, kw_only=True):
    """A person has opened something; it is noted before the answer goes.

    Args:
        person: The name on the register.
        command: By which command.
        reports: Names of the reports, where few are opened by name.
        as_of_ns: Where all of it is read: as of which instant of knowledge.
        opened: How many reports the person saw.
        withheld: How many it did not.
        purpose: What for; empty: not said.
    """

    person: str
    command: str
    reports: tuple[str, ...] = ()
    as_of_ns: int | None = None
    opened: int = 0
    withheld: int = 0
    purpose: str = ""


class MakeCopy(msgspec.Struct, frozen=True, kw_only=True):
    """A person takes a copy of a report out of the node.

    Args:
        report: Its name.
        recipient: For whom, in words or by the name on the register.
        purpose: What for.
        person: Who takes it; empty: the node has no register.
    """

    report: str
    recipient: str
    purpose: str
    person: str = ""


class NoteShift(msgspec.Struct, frozen=True, kw_only=True):
    """Something of a shift at the desk: a note, a hand-over, taking note.

    Args:
        what: Which.
        person: Who; empty: the node has no register, and nobody said.
        body: What else the entry says, as plain values; codes and ids.
        says: In the person's own words, where there are some.
    """

    what: ShiftKind
    person: str
    body: Mapping[str, Any] = {}
    says: str = ""


class TrustAgain(msgspec.Struct, frozen=True, kw_only=True):
    """A person settles a fork, having spoken to the partner.

    Args:
        channel: Whose log is trusted again, with the history held here.
        because: Why.
    """

    channel: Channel
    because: str


class Wake(msgspec.Struct, frozen=True, kw_only=True):
    """Time has passed: take up what waited for its instant."""


Input = (
    FileReport
    | Say
    | AddSigned
    | KnowParty
    | TakeLine
    | CloseBatch
    | TakeReceipt
    | Release
    | ReleaseSealed
    | TakeInside
    | NoteRead
    | MakeCopy
    | NoteShift
    | TrustAgain
    | Wake
)
