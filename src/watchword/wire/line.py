"""A line: one numbered statement on a channel, as NDJSON.

    {"number":44,"agreement":"...","sender":"...","recipient":"...",
     "lane":"urgent","released_at_ns":...,"salt":"...","envelope":{...},
     "disclosed":["[...]", ...],"basis":{"apogee_km":["art-04"], ...}}

The same bytes form a POST batch, a feed or a courier file.  The channel's log
holds SHA-256 of the line; the salt in it keeps that a commitment.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

import msgspec

from watchword.errors import MalformedError
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.report import LineNumber, Urgency
from watchword.model.time import ExactNs
from watchword.wire.codec import decode, encode
from watchword.wire.envelope import Envelope, check_envelope, name_of
from watchword.wire.scan import read_scanned

ENTRY_BYTES: Final = 32
LANES: Final[tuple[Urgency, ...]] = ("urgent", "routine")


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """What one party says to another under one agreement, in one lane."""

    agreement: AgreementId
    sender: PartyId
    recipient: PartyId
    lane: Urgency

    def __str__(self) -> str:
        return f"{self.sender} -> {self.recipient} {self.agreement} {self.lane}"


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One statement on its way, with what was disclosed and why it may go.

    A line whose report has been destroyed before it could be taken is sent as
    one that stands for it: under its number, with the sender's certificate.

    Args:
        number: 1, 2, 3 ... without gaps in its channel and lane.
        released_at_ns: When the sender's release was committed: the instant
            by which the agreement's state is judged.
        salt: 16 random bytes, base64.
        disclosed: The opened fields, as sealed.
        basis: For each field, and for ``header``, the clauses it goes by.
        stands_for: What the channel's log holds for the line that this one
            stands for; empty: it is the line itself.
    """

    number: LineNumber
    agreement: AgreementId
    sender: PartyId
    recipient: PartyId
    lane: Urgency
    released_at_ns: ExactNs
    salt: str
    envelope: Envelope
    disclosed: tuple[str, ...]
    basis: Mapping[str, tuple[str, ...]]
    stands_for: bytes = b""

    @property
    def channel(self) -> Channel:
        """The channel it claims to be on."""
        return Channel(
            agreement=self.agreement,
            sender=self.sender,
            recipient=self.recipient,
            lane=self.lane,
        )

    def is_on(self, channel: Channel) -> bool:
        """Whether it claims to be on that channel."""
        return (
            self.agreement == channel.agreement
            and self.sender == channel.sender
            and self.recipient == channel.recipient
            and self.lane == channel.lane
        )


class CheckpointLine(msgspec.Struct, frozen=True, kw_only=True):
    """Ends a batch: the sender's signed checkpoint over all lines so far."""

    checkpoint: str


class _Marked(msgspec.Struct):
    label: str


class _Headed(msgspec.Struct):
    originator: PartyId
    marking: _Marked


class _Payload(msgspec.Struct):
    header: _Headed


class _Enveloped(msgspec.Struct):
    payload: bytes


class _Peeked(msgspec.Struct):
    envelope: _Enveloped


_line: Final = msgspec.json.Decoder(Line)
_peeked: Final = msgspec.json.Decoder(_Peeked)
_payload: Final = msgspec.json.Decoder(_Payload)
_checkpoint: Final = msgspec.json.Decoder(CheckpointLine)


def parse_line(data: bytes) -> Line:
    """Read one line, without its newline.

    Raises:
        WireError: Any reason not to; the bytes give no line.
    """
    line = read_scanned(_line, data)
    check_envelope(line.envelope)
    _check_stands_for(line)
    return line


def parse_checkpoint_line(data: bytes) -> str:
    """Read the line that ends a batch: the checkpoint's text.

    Raises:
        WireError: It is none.
    """
    return read_scanned(_checkpoint, data).checkpoint


def peek_label(data: bytes) -> tuple[PartyId, str]:
    """Originator and label in bytes that may give no line, for refusing them.

    Nothing in them has been checked; both are empty where they are not found.
    """
    try:
        header = decode(_payload, decode(_peeked, data).envelope.payload).header
    except MalformedError:
        return PartyId(""), ""
    return header.originator, header.marking.label


def peek_name(data: bytes) -> str:
    """Name of the statement in bytes that may give no line; empty: none is found."""
    try:
        return name_of(decode(_peeked, data).envelope.payload)
    except MalformedError:
        return ""


def format_line(line: Line | CheckpointLine) -> bytes:
    """The bytes of a line, without its newline."""
    return encode(line)


def entry_of(line: Line, data: bytes) -> bytes:
    """What the channel's log holds for a line, or for the one it stands for.

    Raises:
        MalformedError: What it stands for is no entry of a log.
    """
    _check_stands_for(line)
    return line.stands_for or line_entry(data)


def _check_stands_for(line: Line) -> None:
    if line.stands_for and len(line.stands_for) != ENTRY_BYTES:
        raise MalformedError("no entry of a log", code="wrong-schema")


def line_entry(data: bytes) -> bytes:
    """What the channel's log holds for a line: SHA-256 of its bytes."""
    return sha256(data).digest()
