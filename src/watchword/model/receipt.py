"""A receipt: custody passes with it, not on sending."""

from __future__ import annotations

import msgspec

from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.report import LineNumber, Urgency
from watchword.model.time import ExactNs


class Receipt(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="statement",
    tag="receipt",
):
    """The recipient holds every line of a channel up to a number, durably.

    Args:
        party: Who received; its operational key signs.
        sender: Who sent.
        agreement: Under which agreement.
        lane: In which lane.
        number: The highest number held; all below it are held too.
        root: Base64 root of the channel's log at that number, as computed by
            the recipient from the lines it holds.
        said_at_ns: When, on the system's clock.
        cosignature: The recipient's over the sender's checkpoint of that
            number, a line of a signed note; empty from an older node, or where
            the checkpoint is not that of the highest number held.
    """

    party: PartyId
    sender: PartyId
    agreement: AgreementId
    lane: Urgency
    number: LineNumber
    root: str
    said_at_ns: ExactNs
    cosignature: str = ""
