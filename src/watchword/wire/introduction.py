"""First contact: the one file a party gives to another.

    {"introduction": envelope, "designations": [envelope, ...]}

Everything in it is signed by the governance key it names; that this key is the
party's is what the fingerprint, read aloud, is for.
"""

from __future__ import annotations

from typing import Final

import msgspec

from watchword.model.designation import Designation
from watchword.model.party import PartyId
from watchword.model.time import ExactNs
from watchword.wire.codec import decode, encode
from watchword.wire.envelope import Envelope, check_envelope
from watchword.wire.scan import scan


class Introduction(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="statement", tag="introduction"
):
    """Who a party is and where its node is reached.

    Args:
        party: Its name.
        title: For showing, in any script.
        endpoint: ``https://host:port`` of its node.
        governance: Base64 of its governance key, Ed25519.
        said_at_ns: When it was made; a later one replaces it.
    """

    party: PartyId
    title: str
    endpoint: str
    governance: str
    said_at_ns: ExactNs


class PartyFile(msgspec.Struct, frozen=True, kw_only=True):
    """The file: an introduction and the designations that go with it."""

    introduction: Envelope
    designations: tuple[Envelope, ...]


_file: Final = msgspec.json.Decoder(PartyFile)
_introduction: Final = msgspec.json.Decoder(Introduction)
_designation: Final = msgspec.json.Decoder(Designation)


def parse_party_file(data: bytes) -> PartyFile:
    """Read the file; no signature has been checked yet.

    Raises:
        WireError: It is none.
    """
    scan(data)
    file = decode(_file, data)
    for envelope in (file.introduction, *file.designations):
        check_envelope(envelope)
        scan(envelope.payload)
    return file


def introduction_of(file: PartyFile) -> Introduction:
    """What the file says of the party.

    Raises:
        WireError: It says no such thing.
    """
    return parse_introduction(file.introduction)


def parse_introduction(envelope: Envelope) -> Introduction:
    """The introduction in an envelope.

    Raises:
        WireError: It is none.
    """
    return decode(_introduction, envelope.payload)


def designation_of(envelope: Envelope) -> Designation:
    """The designation in an envelope.

    Raises:
        WireError: It is none.
    """
    return decode(_designation, envelope.payload)


def format_introduction(introduction: Introduction) -> bytes:
    """The payload to sign with the governance key."""
    return encode(introduction)


def format_party_file(file: PartyFile) -> bytes:
    """The file's bytes."""
    return encode(file) + b"\n"
