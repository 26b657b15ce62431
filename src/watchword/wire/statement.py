"""The kinds of statement, and reading a payload as one of them."""

from __future__ import annotations

from typing import Final

import msgspec

from watchword.model.agreement import Approval, Instrument, Posture
from watchword.model.designation import Designation
from watchword.model.judgement import Judgement
from watchword.model.message import AnyMessage, Message
from watchword.model.person import Register
from watchword.model.receipt import Receipt
from watchword.model.report import Header
from watchword.model.sealed import SealedLine
from watchword.wire.codec import encode
from watchword.wire.envelope import Envelope
from watchword.wire.scan import read_scanned


class SealedReport(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="statement", tag="report"
):
    """A report as it is signed: the header, and digests for its fields."""

    header: Header
    sealed: tuple[str, ...]


Statement = (
    SealedReport
    | Instrument
    | Posture
    | Approval
    | Designation
    | Receipt
    | AnyMessage
    | SealedLine
    | Register
    | Judgement
)

_decoder: Final[msgspec.json.Decoder[Statement]] = msgspec.json.Decoder(Statement)


def parse_statement(envelope: Envelope) -> Statement:
    """Read what was signed.

    Raises:
        WireError: The payload is none of the kinds, or breaks a bound.
    """
    return read_scanned(_decoder, envelope.payload)


def format_statement(statement: Statement) -> bytes:
    """The payload to sign."""
    return encode(statement)


def said_at_ns(statement: Statement) -> int:
    """When it was said; an instrument counts from the start of its date."""
    match statement:
        case SealedReport(header=header):
            return header.said_at_ns
        case Posture() | Approval() | Designation() | Receipt() | Message():
            return statement.said_at_ns
        case Register() | Judgement():
            return statement.said_at_ns
        case _:
            return statement.dated.ns
