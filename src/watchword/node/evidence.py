"""What is kept of what a partner sent and this node refused whole.

Rule 1: what is kept is evidence for a person, and is never shown as true.
Rule 2: only what the partner has signed shows that a log has two histories.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from watchword.errors import ForkError, WatchwordError, WireError
from watchword.model.receipt import Receipt
from watchword.node.admit import keepable
from watchword.node.closing import open_theirs
from watchword.node.effects import Fork, Quarantine
from watchword.node.forks import lines_fork, receipt_fork
from watchword.node.inputs import CloseBatch, Input, TakeLine, TakeReceipt
from watchword.node.receipts import channel_of
from watchword.node.spill import withheld
from watchword.node.view import View
from watchword.wire.line import Channel
from watchword.wire.statement import parse_statement

EVIDENCE_BYTES: Final = 4096
"""How much of bytes that give no line is kept."""


def fork_shown(
    view: View, error: WatchwordError, given: Input, unit: Sequence[Input], at_ns: int
) -> Fork | None:
    """The signed evidence in a unit that was refused; ``None``: there is none.

    Args:
        view: What is held, the unit undone.
        error: Why it was refused.
        given: The input that was refused.
        unit: All of its inputs.
        at_ns: The edge's clock.
    """
    if error.code != ForkError.code:
        return None
    try:
        if isinstance(given, TakeReceipt):
            return _receipt_fork(view, given)
        return _batch_fork(view, unit, at_ns)
    except WatchwordError:
        return None


def _receipt_fork(view: View, given: TakeReceipt) -> Fork | None:
    receipt = parse_statement(given.envelope)
    if not isinstance(receipt, Receipt) or view.forked(channel_of(receipt)):
        return None
    held = view.cursor(channel_of(receipt)).number
    return receipt_fork(channel_of(receipt), receipt, given.envelope, held)


def _batch_fork(view: View, unit: Sequence[Input], at_ns: int) -> Fork | None:
    close = unit[-1]
    if not isinstance(close, CloseBatch) or view.forked(close.channel):
        return None
    theirs = open_theirs(view, close, at_ns)
    lines = [each.data for each in unit if isinstance(each, TakeLine)]
    return lines_fork(view, close.channel, lines, theirs, close.checkpoint)


def evidence(
    view: View, error: WatchwordError, given: TakeLine | CloseBatch | TakeReceipt
) -> Quarantine:
    """What is kept of a batch that was refused whole.

    Of bytes that give no line only the beginning is kept, and nothing at all
    where the label forbids it.
    """
    channel: Channel | None = None
    match given:
        case TakeLine(data=data):
            channel = given.channel
        case CloseBatch(checkpoint=checkpoint):
            channel, data = given.channel, checkpoint.encode()
        case TakeReceipt(envelope=envelope):
            data = envelope.payload
    kept = keepable(view, None if channel is None else channel.agreement, data)
    return Quarantine(
        peer=given.peer,
        code=error.code,
        says=str(error) if kept or not data else withheld(error),
        digest="" if kept else sha256(data).hexdigest(),
        evidence=kept[:EVIDENCE_BYTES] if isinstance(error, WireError) else kept,
        channel=channel,
    )
