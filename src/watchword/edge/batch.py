"""A batch on the way in: the body's lines, and the checkpoint that ends it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from watchword.errors import TooLargeError
from watchword.model.party import PartyId
from watchword.node.inputs import CloseBatch, Input, TakeLine
from watchword.wire.line import Channel, parse_checkpoint_line

MAX_BATCH_LINES: Final = 2_000


def split_batch(
    body: bytes, peer: PartyId, channel: Channel, now_ns: int
) -> list[Input]:
    """Read a body as the unit that takes it: every line, then the close.

    Args:
        body: NDJSON, the sender's checkpoint as its last line.
        peer: The party the transport has authenticated.
        channel: The channel it came on.
        now_ns: The system's clock, for the receipt.

    Raises:
        TooLargeError: More lines than a batch may have.
        WireError: The last line is no checkpoint.
    """
    lines = body.rstrip(b"\n").split(b"\n", MAX_BATCH_LINES + 1)
    return unit_of(lines, peer, channel, now_ns)


def unit_of(
    batch: Sequence[bytes],
    peer: PartyId,
    channel: Channel,
    now_ns: int,
    *,
    followed: bool = False,
) -> list[Input]:
    """The unit that takes a batch: every line, then the close.

    Raises:
        TooLargeError: More lines than a batch may have.
        WireError: The last line is no checkpoint.
    """
    *lines, last = batch
    if len(lines) > MAX_BATCH_LINES:
        raise TooLargeError("too many lines in a batch", code="batch-too-large")
    unit: list[Input] = [
        TakeLine(peer=peer, channel=channel, data=data) for data in lines
    ]
    checkpoint = parse_checkpoint_line(last)
    unit.append(
        CloseBatch(
            peer=peer,
            channel=channel,
            checkpoint=checkpoint,
            now_ns=now_ns,
            followed=followed,
        )
    )
    return unit
