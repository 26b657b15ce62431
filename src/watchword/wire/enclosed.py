"""What a sealed line holds inside: the inner envelope, and why it may go.

    {"envelope":{...},"disclosed":["[...]", ...],"basis":{...},
     "released_at_ns":...}

Blanks follow it up to a multiple of 4096 bytes, so that whoever carries it
learns little from its length.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from watchword.model.time import ExactNs
from watchword.wire.codec import decode, encode
from watchword.wire.envelope import Envelope, check_envelope
from watchword.wire.scan import scan

PAD_BYTES: Final = 4096


class Enclosed(msgspec.Struct, frozen=True, kw_only=True):
    """The inner envelope.

    Args:
        envelope: The report as its originator signed it.
        disclosed: The opened fields, as sealed.
        basis: For each field, and for ``header``, the clauses it goes by.
        released_at_ns: When the release was committed.
    """

    envelope: Envelope
    disclosed: tuple[str, ...]
    basis: Mapping[str, tuple[str, ...]]
    released_at_ns: ExactNs


_enclosed: Final = msgspec.json.Decoder(Enclosed)


def parse_enclosed(data: bytes) -> Enclosed:
    """Read what was sealed.

    Raises:
        WireError: It is no such thing.
    """
    scan(data)
    enclosed = decode(_enclosed, data)
    check_envelope(enclosed.envelope)
    return enclosed


def format_enclosed(enclosed: Enclosed) -> bytes:
    """The bytes to seal, padded."""
    data = encode(enclosed)
    return data + b" " * (-len(data) % PAD_BYTES)
