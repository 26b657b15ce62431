"""A partner's receipts for what was sent to it.

Rule: custody has passed up to a number once the partner has signed for the root
      of the very log that was sent, up to that number.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from watchword.errors import ForkError, LedgerError, TrustError, UsageError
from watchword.ledger.checkpoint import Checkpoint, format_checkpoint
from watchword.ledger.cosignature import check_cosignature
from watchword.model.receipt import Receipt
from watchword.node.admit import keys_for
from watchword.node.effects import Effect, Fork, KeepReceipt
from watchword.node.forks import check_trusted
from watchword.node.inputs import TakeReceipt
from watchword.node.receive import origin_of
from watchword.node.view import View
from watchword.trust.signed import check_signed
from watchword.wire.envelope import Envelope, format_envelope
from watchword.wire.line import Channel
from watchword.wire.statement import parse_statement


def take_receipt(view: View, given: TakeReceipt) -> Iterator[Effect]:
    """Take the partner's receipt: custody has passed up to its number.

    Raises:
        UsageError: It is no receipt for anything sent to that partner.
        TrustError: It is not signed by a designated key of the partner.
        ForkError: It rests on another history than was sent.
        LedgerError: On a longer one, or two were shown before (``fork``).
        BadSignatureError: The cosignature in it is not the partner's over the
            checkpoint of that number (``bad-cosignature``).
    """
    receipt = parse_statement(given.envelope)
    if not isinstance(receipt, Receipt) or receipt.sender != view.party:
        raise UsageError("no receipt for this party")
    if receipt.party != given.peer:
        raise TrustError("a receipt of another party", code="wrong-channel")
    publics = keys_for(view, receipt)
    check_signed(given.envelope, publics)
    channel = channel_of(receipt)
    check_trusted(view, channel)
    root = view.log_root(channel, receipt.number)
    if root is None:
        raise LedgerError("a receipt for lines that were never sent", code="fork")
    if b64encode(root).decode() != receipt.root:
        raise ForkError(root.hex(), receipt.root)
    _check_cosigned(receipt, root, publics)
    yield from _less_than_before(view, channel, receipt, given.envelope)
    yield KeepReceipt(receipt=receipt, envelope=given.envelope)


def channel_of(receipt: Receipt) -> Channel:
    """The channel on which its lines were sent."""
    return Channel(
        agreement=receipt.agreement,
        sender=receipt.sender,
        recipient=receipt.party,
        lane=receipt.lane,
    )


def _check_cosigned(receipt: Receipt, root: bytes, publics: tuple[bytes, ...]) -> None:
    if not receipt.cosignature:
        return  # From an older node.
    checkpoint = Checkpoint(
        origin=origin_of(channel_of(receipt)), size=receipt.number, root=root
    )
    text = format_checkpoint(checkpoint)
    check_cosignature(text, receipt.cosignature, receipt.party, publics)


def _less_than_before(
    view: View, channel: Channel, receipt: Receipt, envelope: Envelope
) -> Iterator[Fork]:
    """A later word for less than an earlier one: its store went back."""
    number, earlier = view.last_receipt(channel)
    if earlier is None or receipt.number >= number:
        return
    said = parse_statement(earlier)
    if isinstance(said, Receipt) and said.said_at_ns < receipt.said_at_ns:
        yield Fork(
            channel=channel,
            code="shrank",
            size=receipt.number,
            theirs=format_envelope(envelope).decode(),
            stops=False,
        )
