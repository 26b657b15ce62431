"""``step``: one input in, the effects of it out, in the order to apply them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from watchword.node.closing import close_batch
from watchword.node.copies import make_copy
from watchword.node.effects import Effect
from watchword.node.enclose import release_sealed
from watchword.node.forks import trust_again
from watchword.node.inputs import (
    AddSigned,
    CloseBatch,
    FileReport,
    Input,
    KnowParty,
    MakeCopy,
    NoteRead,
    NoteShift,
    Release,
    ReleaseSealed,
    Say,
    TakeInside,
    TakeLine,
    TakeReceipt,
    TrustAgain,
    Wake,
)
from watchword.node.own import add_signed, decide_again, file_report, say
from watchword.node.parties import know_party
from watchword.node.people import note_read
from watchword.node.receipts import take_receipt
from watchword.node.receive import take_inside, take_line, wake
from watchword.node.relabel import tell_with_content
from watchword.node.shifts import note_shift
from watchword.node.spill import check_given
from watchword.node.view import View


def step(view: View, given: Input, at_ns: int) -> tuple[Effect, ...]:
    """Decide what an input means.

    Signs nothing, writes nothing, reads no clock; asked twice with the same
    view it answers the same.

    Args:
        view: What the node holds.
        given: What happened.
        at_ns: When, nanoseconds UTC; the edge's clock, never ours.

    Raises:
        WatchwordError: The input is refused; see the functions.
    """
    check_given(given)
    return tuple(tell_with_content(view, _effects(view, given, at_ns), at_ns))


def _effects(  # noqa: C901, PLR0911, PLR0912 (one a kind of input)
    view: View, given: Input, at_ns: int
) -> Iterator[Effect]:
    match given:
        case FileReport():
            return file_report(view, given, at_ns)
        case Say():
            return say(view, given, at_ns)
        case AddSigned():
            return add_signed(view, given, at_ns)
        case KnowParty():
            return know_party(view, given, at_ns)
        case TakeLine():
            return take_line(view, given, at_ns)
        case CloseBatch():
            return close_batch(view, given, at_ns)
        case TakeReceipt():
            return take_receipt(view, given)
        case Release():
            return decide_again(view, given, at_ns)
        case ReleaseSealed():
            return release_sealed(view, given, at_ns)
        case TakeInside():
            return take_inside(view, given, at_ns)
        case NoteRead():
            return note_read(given)
        case MakeCopy():
            return make_copy(view, given, at_ns)
        case NoteShift():
            return note_shift(given)
        case TrustAgain():
            return trust_again(view, given)
        case Wake():
            return wake(view, at_ns)
        case _:
            assert_never(given)
