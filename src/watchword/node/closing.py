"""The end of a batch: the sender's checkpoint over it, and our signature for it.

Rule 1: a receipt is given for what is durable, and names the root it rests on.
Rule 2: a witness vouches for the longest log it has seen, never for less of it.
Rule 3: of batches that came together the last one is signed for.  A checkpoint
        before it that says what the lines say needs no other look; one that says
        anything else is looked at as if it stood alone.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from watchword.errors import ForkError, GapError, TrustError, UnknownAuthorityError
from watchword.ledger.checkpoint import Checkpoint, format_checkpoint, open_checkpoint
from watchword.ledger.tree import EMPTY_ROOT
from watchword.ledger.verifier import Verifier
from watchword.model.receipt import Receipt
from watchword.model.time import SECOND_NS
from watchword.node.effects import Accept, Effect
from watchword.node.forks import check_trusted
from watchword.node.inputs import CloseBatch
from watchword.node.receive import origin_of
from watchword.node.view import Cursor, View
from watchword.trust.authority import operational_keys
from watchword.wire.line import Channel


def close_batch(view: View, given: CloseBatch, at_ns: int) -> Iterator[Effect]:
    """Check the sender's checkpoint against the lines taken; sign for them.

    Raises:
        TrustError: The checkpoint is not signed by a designated key.
        GapError: It covers lines that have not come.
        ForkError: It is of another history.
        LedgerError: Two histories of the log were shown before (``fork``).
    """
    check_trusted(view, given.channel)
    cursor = view.cursor(given.channel)
    if given.followed and _fits(given, cursor):
        return
    theirs = open_theirs(view, given, at_ns)
    if theirs.size > cursor.number:
        raise GapError(cursor.number + 1, theirs.size)
    root = ours = cursor.frontier.root()
    if theirs.size < cursor.number:
        ours = _root_at(view, given.channel, theirs.size)
    if theirs.root != ours:
        raise ForkError(ours.hex(), given.checkpoint)
    receipt = Receipt(
        party=view.party,
        sender=given.channel.sender,
        agreement=given.channel.agreement,
        lane=given.channel.lane,
        number=cursor.number,
        root=b64encode(root).decode(),
        said_at_ns=given.now_ns,
    )
    cosign_at_s = given.now_ns // SECOND_NS if theirs.size == cursor.number else None
    yield Accept(receipt=receipt, checkpoint=given.checkpoint, cosign_at_s=cosign_at_s)


def _fits(given: CloseBatch, cursor: Cursor) -> bool:
    ours = Checkpoint(
        origin=origin_of(given.channel),
        size=cursor.number,
        root=cursor.frontier.root(),
    )
    return given.checkpoint.startswith(f"{format_checkpoint(ours)}\n")


def _root_at(view: View, channel: Channel, size: int) -> bytes:
    return (view.log_root(channel, size) if size else EMPTY_ROOT) or b""


def open_theirs(view: View, given: CloseBatch, at_ns: int) -> Checkpoint:
    """The sender's checkpoint, believed.

    Raises:
        TrustError: It is not signed by a designated key.
    """
    authority = view.authority(given.channel.sender)
    if authority is None:
        raise UnknownAuthorityError(f"{given.channel.sender} has not been introduced")
    name, data = origin_of(given.channel), given.checkpoint.encode()
    last: TrustError = UnknownAuthorityError("no designated key signed the checkpoint")
    # During a rotation several keys are designated; any of them may have signed.
    for public in operational_keys(authority, at_ns):
        try:
            return open_checkpoint(data, Verifier(name=name, public=public))
        except UnknownAuthorityError as error:
            last = error
    raise last
