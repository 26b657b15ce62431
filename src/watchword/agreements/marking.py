"""What later messages make of a report: its marking, and whether it is there."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from watchword.model.message import AnyMessage, Disposal, LabelChange
from watchword.model.party import PartyId
from watchword.model.report import Header

Messages = Iterable[tuple[str, AnyMessage]]


def marking_in_force(header: Header, name: str, messages: Messages) -> Header:
    """The header with the marking that its originator gave it last.

    Of two changes said at one instant that with the higher name counts, so
    that all who know both come to the same.

    Args:
        header: As it was signed.
        name: Name of the report.
        messages: About it, and perhaps about others, each with its name; a
            change by anybody but the originator counts for nothing.

    Source:
        Article 6(g) of the agreement of 2016.
    """
    changes = [
        (message.said_at_ns, named, message.marking)
        for named, message in messages
        if isinstance(message, LabelChange)
        and (message.report, message.party) == (name, header.originator)
    ]
    if not changes:
        return header
    return replace(header, marking=max(changes, key=lambda each: each[:2])[2])


def is_gone(holder: PartyId, name: str, messages: Messages) -> bool:
    """Whether a holder has destroyed or returned a report.

    Source:
        Articles 6(h) and 13 of the agreement of 2016.
    """
    return any(
        isinstance(message, Disposal)
        and (message.report, message.party) == (name, holder)
        and message.outcome in {"destroyed", "returned"}
        for _, message in messages
    )
