"""What shows that a log has two histories, and trusting it again.

Rule 1: only what is signed shows it: a checkpoint or a receipt of the partner
        that no one history can hold together with what is held here.  Bytes
        that merely do not fit are refused, and stop nothing.
Rule 2: from then on nothing of that log is taken or sent; other channels go on.
Rule 3: only a person of this party ends that, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from watchword.errors import LedgerError, UsageError
from watchword.ledger.checkpoint import Checkpoint
from watchword.ledger.tree import leaf_hash
from watchword.model.receipt import Receipt
from watchword.node.effects import Effect, EndFork, Fork
from watchword.node.inputs import TrustAgain
from watchword.node.view import View
from watchword.wire.envelope import Envelope, format_envelope
from watchword.wire.line import Channel, entry_of, parse_line


def check_trusted(view: View, channel: Channel) -> None:
    """Refuse whatever comes of a log that has shown two histories.

    Raises:
        LedgerError: It has (``fork``).
    """
    if view.forked(channel):
        raise LedgerError(
            f"two histories of {channel} have been shown: nothing more of it is taken",
            hint="ledger forks shows both; ledger trust-again ends it",
            code="fork",
        )


def trust_again(view: View, given: TrustAgain) -> Iterator[Effect]:
    """A person has spoken to the partner: go on with the history held here.

    Raises:
        UsageError: Nothing stands against the log, or no reason is given.
    """
    if not given.because.strip():
        raise UsageError("say why the log is trusted again")
    if not view.disputed(given.channel):
        raise UsageError(
            f"nothing stands against {given.channel}", hint="see: ledger forks"
        )
    yield EndFork(channel=given.channel, because=given.because)


def receipt_fork(
    channel: Channel, receipt: Receipt, envelope: Envelope, held: int
) -> Fork:
    """A partner's signed receipt for another history than was sent.

    Args:
        channel: Where it was sent.
        receipt: What the partner says.
        envelope: As it signed it.
        held: How long the log is here; a receipt for more shows that it shrank.
    """
    return Fork(
        channel=channel,
        code="shrank" if receipt.number > held else "fork",
        size=receipt.number,
        theirs=format_envelope(envelope).decode(),
    )


def lines_fork(
    view: View, channel: Channel, lines: Sequence[bytes], theirs: Checkpoint, note: str
) -> Fork | None:
    """What a refused batch shows; ``None``: its signed checkpoint shows no fork.

    Args:
        view: What is held, the batch undone.
        channel: On which it came.
        lines: The batch's lines, of which one does not fit what was taken, or
            which do not give the checkpoint's root.
        theirs: The checkpoint, whose signature holds.
        note: The same as signed.
    """
    held = view.cursor(channel).number
    if theirs.size <= held:
        ours = view.frontier_at(channel, theirs.size).root()
        shown = theirs.root != ours
    else:
        shown = _holds_other_lines(view, channel, lines, theirs, held)
    fork = Fork(channel=channel, code="fork", size=theirs.size, theirs=note)
    return fork if shown else None


def _holds_other_lines(
    view: View,
    channel: Channel,
    lines: Sequence[bytes],
    theirs: Checkpoint,
    held: int,
) -> bool:
    """Whether the signed root is that of other lines than were taken."""
    parsed = [(parse_line(data), data) for data in lines]
    if not parsed or parsed[0][0].number > held:
        return False
    frontier = view.frontier_at(channel, parsed[0][0].number - 1)
    for line, data in parsed:
        if line.number != frontier.size + 1:
            return False
        frontier = frontier.append(leaf_hash(entry_of(line, data)))
    return (frontier.size, frontier.root()) == (theirs.size, theirs.root)
