"""A sealed line: what a hub carries on and cannot read."""

from __future__ import annotations

from watchword.errors import UsageError
from watchword.model.message import Message
from watchword.model.party import PartyId
from watchword.model.time import ExactNs


class SealedLine(Message, frozen=True, kw_only=True, omit_defaults=True, tag="sealed"):
    """A report with what is disclosed of it, sealed to its recipient's key.

    The outer envelope of two: it says who sends, who carries and who receives,
    and neither label nor topic.  It is the originator's approval of the way:
    the holder passes on this and nothing else.

    Args:
        holder: Who carries it on.
        recipient: Who can open it.
        until_ns: The first instant at which it is carried no more.
        box: The sealed bytes.

    Source:
        Article 12 of the agreement of 2016: the double envelope.
    """

    holder: PartyId
    recipient: PartyId
    until_ns: ExactNs
    box: bytes

    def __post_init__(self) -> None:
        super(SealedLine, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        if len({self.party, self.holder, self.recipient}) < 3:
            raise UsageError("a sealed line goes from one by another to a third")
        if self.until_ns <= self.said_at_ns:
            raise UsageError("a sealed line ends after it was written")
