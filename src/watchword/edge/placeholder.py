"""What is still known of a report once its content is destroyed."""

from __future__ import annotations

from typing import Final

import msgspec

from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import Header, Kind, Status
from watchword.wire.codec import decode, encode
from watchword.wire.statement import SealedReport, Statement

GONE: Final = "destroyed"
"""Stands where the topic stood."""


class Placeholder(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Kept in the clear beside every report: enough for inventory and audit.

    Args:
        kind: What sort of thing was reported.
        status: Real, drill or technical check.
        label: The originator's label as it was signed.
        originators: The other parties whose content it contained.
    """

    kind: Kind
    status: Status
    label: str
    originators: tuple[PartyId, ...] = ()


_decoder: Final = msgspec.json.Decoder(Placeholder)


def format_placeholder(statement: Statement) -> bytes | None:
    """What to keep of a report; ``None`` where it is none."""
    if not isinstance(statement, SealedReport):
        return None
    header = statement.header
    return encode(
        Placeholder(
            kind=header.kind,
            status=header.status,
            label=header.marking.label,
            originators=header.originators,
        )
    )


def parse_placeholder(
    data: bytes, originator: PartyId, said_at_ns: int
) -> SealedReport:
    """A report in name only: no field, no topic, nothing sealed."""
    kept = decode(_decoder, data)
    return SealedReport(
        header=Header(
            kind=kept.kind,
            status=kept.status,
            originator=originator,
            originators=kept.originators,
            said_at_ns=said_at_ns,
            topic=GONE,
            marking=Marking(label=kept.label),
        ),
        sealed=(),
    )
