"""What a partner says: its lines, and what waited of them for its time.

Rule 1: a number is taken once, in order; a gap is an error, never skipped.
Rule 2: what is not admitted is kept as evidence and its number is taken, so
        that one bad line does not stop the channel.  Only bytes that give no
        line at all, or lines under a checkpoint that does not fit, are refused
        whole and offered again.
Rule 3: a number whose line was destroyed before it came is taken by the line
        that stands for it; the channel's log holds the entry of the first.

The checkpoint over them is taken by ``closing``, what a partner signs for what
was sent to it by ``receipts``, and what is refused whole is kept by ``evidence``.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from watchword.errors import (
    ForkError,
    GapError,
    TrustError,
    UnknownAuthorityError,
    WatchwordError,
)
from watchword.ledger.checkpoint import channel_origin
from watchword.model.agreement import AgreementId
from watchword.model.message import AnyMessage, Asking
from watchword.model.sealed import SealedLine
from watchword.model.time import MINUTE_NS, format_ns
from watchword.node.admit import (
    Arrival,
    admit,
    check_not_national,
    check_partners_to_say,
    keepable,
    party_of,
)
from watchword.node.courier import check_way
from watchword.node.destroy import check_stands_in
from watchword.node.effects import (
    Advance,
    Effect,
    Hold,
    Quarantine,
    Settle,
)
from watchword.node.followup import as_held, follow_up
from watchword.node.forks import check_trusted
from watchword.node.inputs import TakeInside, TakeLine
from watchword.node.messages import check_message
from watchword.node.redecide import let_go_in_time, may_let_go
from watchword.node.relay import (
    HUB_LABEL,
    NO_APPROVAL,
    asks_approval,
    check_relayed,
    originators_of,
)
from watchword.node.spill import is_spilled, withheld
from watchword.node.view import View
from watchword.node.words import next_word_ns, say_words
from watchword.wire.enclosed import parse_enclosed
from watchword.wire.line import Channel, Line, entry_of, line_entry, parse_line
from watchword.wire.statement import (
    SealedReport,
    Statement,
    parse_statement,
    said_at_ns,
)

ONCE_MORE_NS = 10 * MINUTE_NS
"""After so long content is taken up once more whose approval was not there."""


def take_line(view: View, given: TakeLine, at_ns: int) -> Iterator[Effect]:
    """Take the next line of a partner's channel.

    Raises:
        WireError: The bytes give no line.
        TrustError: It is another channel's (``wrong-channel``).
        GapError: Numbers below it are missing.
        ForkError: Its number was taken with other bytes (a replay that lies).
        LedgerError: Two histories of the log were shown before (``fork``).
    """
    line = parse_line(given.data)
    if not line.is_on(given.channel) or line.recipient != view.party:
        raise TrustError(
            "the line was written for another channel", code="wrong-channel"
        )
    check_trusted(view, given.channel)
    cursor, entry = view.cursor(given.channel), entry_of(line, given.data)
    if line.number <= cursor.number:
        _check_repeated(view, given.channel, line.number, entry)
        return
    if line.number != cursor.number + 1:
        raise GapError(cursor.number + 1, line.number)
    name = ""
    for effect in _take(view, line, given.data, at_ns):
        # The first is the line's own statement; what follows is ours.
        name = name or (effect.name if isinstance(effect, Hold) else "")
        yield effect
    yield Advance(channel=given.channel, number=line.number, entry=entry, name=name)


def _check_repeated(view: View, channel: Channel, number: int, entry: bytes) -> None:
    taken = view.taken(channel, number)
    if taken is not None and taken != entry:
        raise ForkError(taken.hex(), entry.hex())


def _take(view: View, line: Line, data: bytes, at_ns: int) -> Iterator[Effect]:
    try:
        hold = _admit(view, line, at_ns)
    except WatchwordError as error:
        yield _quarantine(view, line, error, data, at_ns)
        return
    yield hold
    yield from follow_up(view, hold, line.agreement, at_ns)


def _admit(view: View, line: Line, at_ns: int) -> Hold:
    statement = parse_statement(line.envelope)
    check_not_national(view, statement, line.agreement)
    check_partners_to_say(statement)
    _check_basis(line)
    check_stands_in(line, statement)
    if not isinstance(statement, SealedReport):
        _check_other(view, statement, line)
    arrival = Arrival(
        statement=statement,
        payload=line.envelope.payload,
        envelope=line.envelope,
        disclosed=line.disclosed,
        source=line.sender,
        agreement=line.agreement,
        remarks=_remarks(view, line.agreement, line.released_at_ns, statement, at_ns),
    )
    hold = admit(view, arrival, at_ns)
    if asks_approval(statement, {line.sender, view.party}):
        check_relayed(view, as_held(hold), line.agreement, line.released_at_ns)
    return hold


def _check_other(view: View, statement: Statement, line: Line) -> None:
    # A certificate that stands for a line bears the agreement under which its
    # sender holds, which need not be signed here: it asks nothing of this party.
    if isinstance(statement, AnyMessage) and not line.stands_for:
        if statement.agreement != line.agreement:
            raise TrustError("a message of another agreement", code="wrong-channel")
        check_message(view, statement)
    if isinstance(statement, SealedLine):
        _check_sealed(view, statement, line)


def _check_sealed(view: View, said: SealedLine, line: Line) -> None:
    if said.agreement != line.agreement:
        raise TrustError("a sealed line of another agreement", code="wrong-channel")
    check_way(said, line.sender, view.party)


def take_inside(view: View, given: TakeInside, at_ns: int) -> Iterator[Effect]:
    """Take what was inside a sealed line by the door that every line takes.

    What is not admitted leaves the sealed line as its evidence, which is held.
    """
    try:
        hold = _admit_inside(view, given, at_ns)
    except WatchwordError as error:
        inside = given.data or b""
        spilled = is_spilled(view, given.channel.agreement, inside)
        yield Quarantine(
            peer=given.source,
            code=error.code,
            says=withheld(error) if spilled else str(error),
            evidence=given.name.encode(),
            channel=given.channel,
        )
        return
    yield hold
    yield from follow_up(view, hold, given.channel.agreement, at_ns)


def _admit_inside(view: View, given: TakeInside, at_ns: int) -> Hold:
    outer = view.held(given.name)
    if given.data is None or outer is None:
        raise TrustError(
            "the sealed line is not for a key that is used here",
            code="cannot-open",
            hint="ask its originator to seal it anew, to the newest designation",
        )
    enclosed = parse_enclosed(given.data)
    agreement, released_at_ns = given.channel.agreement, enclosed.released_at_ns
    statement = parse_statement(enclosed.envelope)
    check_not_national(view, statement, agreement)
    originator = party_of(outer.statement)
    if not isinstance(statement, SealedReport) or party_of(statement) != originator:
        raise TrustError(
            "only a report of its own is sealed by a party", code="unexpected-statement"
        )
    arrival = Arrival(
        statement=statement,
        payload=enclosed.envelope.payload,
        envelope=enclosed.envelope,
        disclosed=enclosed.disclosed,
        source=given.source,
        agreement=agreement,
        remarks=_remarks(view, agreement, released_at_ns, statement, at_ns),
    )
    hold = admit(view, arrival, at_ns)
    # The originator itself released it to this party: the way was only a way.
    told = msgspec.structs.replace(as_held(hold), source=originator)
    check_relayed(view, told, agreement, released_at_ns)
    return hold


def _check_basis(line: Line) -> None:
    if "header" not in line.basis:
        raise TrustError("the line names no basis", code="no-basis")


def _remarks(
    view: View,
    agreement: AgreementId,
    released_at_ns: int,
    statement: Statement,
    at_ns: int,
) -> tuple[str, ...]:
    """The receiver's own reading; it never turns away, it protects.

    The instant of the sender's committed release decides, so a late arrival is
    taken in.
    """
    if not isinstance(statement, SealedReport | Asking):
        return ()
    released = min(released_at_ns, at_ns)
    found = view.standings(agreement, released)[0].state
    if found.state in ("DRAFT", "SIGNED", "TERMINATED"):
        when = format_ns(released)
        return (f"{agreement} was {found.state} at {when} as known here",)
    return ()


def _quarantine(
    view: View, line: Line, error: WatchwordError, data: bytes, at_ns: int
) -> Quarantine:
    kept = keepable(view, line.agreement, data)
    until = None
    if error.code == "from-the-future":
        until = said_at_ns(parse_statement(line.envelope))
    elif error.code in {NO_APPROVAL, HUB_LABEL, UnknownAuthorityError.code}:
        until = _once_more_ns(line, at_ns)
    return Quarantine(
        peer=line.sender,
        code=error.code,
        says=str(error) if kept else withheld(error),
        evidence=kept,
        digest="" if kept else line_entry(data).hex(),
        channel=line.channel,
        until_ns=until,
    )


def _once_more_ns(line: Line, at_ns: int) -> int | None:
    """What goes with it may wait here for a clock: once more, a little later."""
    later_ns = line.released_at_ns + ONCE_MORE_NS
    return later_ns if at_ns < later_ns else None


def wake(view: View, at_ns: int) -> Iterator[Effect]:
    """Take up lines whose time has come, say what is due, let go what time lets go.

    Raises:
        TrustError: The node holds no key that may sign for the party.
    """
    for number, waiting in enumerate(view.due(at_ns)):
        line = parse_line(waiting.data)
        if number and _is_passed_on(line):
            break  # What has to be there first is held after this: it comes next.
        yield from _take(view, line, waiting.data, at_ns)
        yield Settle(waiting=waiting.id)
    yield from say_words(view, at_ns)
    yield from let_go_in_time(view, at_ns)


def wants_waking(view: View, at_ns: int) -> bool:
    """Whether the passing of time has given this node something to do."""
    word_ns = next_word_ns(view, at_ns)
    if view.due(at_ns) or (word_ns is not None and word_ns <= at_ns):
        return True
    return may_let_go(view, at_ns)


def _is_passed_on(line: Line) -> bool:
    statement = parse_statement(line.envelope)
    return isinstance(statement, SealedReport) and originators_of(statement.header) != (
        line.sender,
    )


def origin_of(channel: Channel) -> str:
    """The name of a channel's log."""
    return channel_origin(
        channel.sender, channel.agreement, channel.recipient, channel.lane
    )
