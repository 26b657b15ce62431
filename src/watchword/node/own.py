"""What this party says itself: reports, wills, papers, decisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from watchword.agreements.terms import parse_terms
from watchword.errors import ReleaseError, TooLargeError, UsageError
from watchword.model.agreement import Approval, Instrument, Posture, Signature
from watchword.model.designation import Designation
from watchword.model.judgement import Judgement
from watchword.model.message import AnyMessage, Disposal, LabelChange
from watchword.model.person import Register
from watchword.model.twin import with_twins
from watchword.node.admit import Arrival, admit, party_of
from watchword.node.derive import check_derivative, check_form
from watchword.node.destroy import erase
from watchword.node.effects import Effect, EndProposal, Hold
from watchword.node.inputs import AddSigned, FileReport, Release, Say
from watchword.node.judge import check_judgement
from watchword.node.messages import check_message, tell_message
from watchword.node.people import check_version
from watchword.node.redecide import let_go
from watchword.node.relabel import relabel_derivatives
from watchword.node.release import release, release_to_all, tell_all
from watchword.node.spill import check_filed
from watchword.node.view import Held, View
from watchword.wire.envelope import check_envelope
from watchword.wire.scan import MAX_LINE_BYTES
from watchword.wire.sealed import Opened, check_values, seal
from watchword.wire.statement import (
    SealedReport,
    format_statement,
    parse_statement,
)

_WIDEST: Final = 4
"""No character has more bytes in UTF-8."""


def file_report(view: View, given: FileReport, at_ns: int) -> Iterator[Effect]:
    """Seal, admit, hold, and decide for every partner.

    Raises:
        UsageError: It is not this party's to say, corrects what it may not, or
            has no field where it should.
        MarkingError: A text of it bears a national marking; nothing is kept.
        ReleaseError: It is made from reports, and less protected than they are.
        WatchwordError: It is not admitted; nothing of it is kept.
    """
    if given.header.originator != view.party:
        raise UsageError(f"this node speaks for {view.party} only")
    check_filed(view, given)
    _check_corrects(view, given.header.corrects)
    check_form(given)
    check_derivative(view, given.header, at_ns)
    check_values(given.fields)
    sealed = seal(with_twins(given.fields), given.secret)
    statement = SealedReport(header=given.header, sealed=sealed.digests)
    payload = format_statement(statement)
    _check_size(payload, sealed.opened)
    arrival = Arrival(
        statement=statement,
        payload=payload,
        envelope=None,
        opened=sealed.opened,
        source=view.party,
    )
    hold = admit(view, arrival, at_ns)
    yield msgspec.structs.replace(hold, secret=given.secret)
    if given.proposal:
        yield EndProposal(
            proposal=given.proposal, report=hold.name, person=given.person
        )
    held = Held(
        name=hold.name,
        statement=statement,
        fields=sealed.disclosures,
        source=view.party,
    )
    yield from release_to_all(view, held, at_ns)


def _check_corrects(view: View, name: str) -> None:
    if not name:
        return
    held = view.held(name)
    if held is None or party_of(held.statement) != view.party:
        raise UsageError(
            f"no own report is called {name[:16]}",
            hint="a correction names an earlier report of the same party",
        )


def _check_size(payload: bytes, opened: tuple[Opened, ...]) -> None:
    # A payload grows by a third in base64; the rest of a line is small.
    size = len(payload) * 4 // 3
    longest = sum([len(each.text) for each in opened])
    if size + _WIDEST * 2 * longest <= MAX_LINE_BYTES - 16_000:
        return
    size += sum(2 * len(each.text.encode()) for each in opened)
    if size > MAX_LINE_BYTES - 16_000:
        raise TooLargeError(
            "it would not fit on a line",
            hint="shorten its texts",
            code="line-too-long",
        )


def say(view: View, given: Say, at_ns: int) -> Iterator[Effect]:
    """Hold an own will, decision or message; carry it out or send it.

    Raises:
        UsageError: It speaks for another party, or of a report not held.
    """
    statement = given.statement
    if statement.party != view.party:
        raise UsageError(f"this node speaks for {view.party} only")
    if isinstance(statement, AnyMessage):
        check_message(view, statement)
    if isinstance(statement, Judgement):
        check_judgement(view, statement)
    payload = format_statement(statement)
    arrival = Arrival(
        statement=statement, payload=payload, envelope=None, source=view.party
    )
    hold = admit(view, arrival, at_ns)
    yield hold
    if isinstance(statement, Approval):
        yield from _carry_out(view, hold, statement, at_ns)
    elif isinstance(statement, Posture):
        yield from let_go(view, at_ns, (hold.name, statement))
    elif isinstance(statement, AnyMessage):
        yield from tell_message(view, hold.name, statement, at_ns)
    if isinstance(statement, LabelChange):
        yield from relabel_derivatives(view, hold.name, statement, at_ns)
    if isinstance(statement, Disposal):
        yield from erase(view, hold.name, statement)


def _carry_out(
    view: View, hold: Hold, approval: Approval, at_ns: int
) -> Iterator[Effect]:
    held = own_report(view, approval.report)
    fresh = (hold.name, approval)
    yield from release(view, held, approval.recipient, at_ns, fresh=fresh)


def own_report(view: View, name: str) -> Held:
    """A report that is held here.

    Raises:
        UsageError: None of that name is.
        ReleaseError: It has been destroyed (``not-held``).
    """
    held = view.held(name)
    if held is None or not isinstance(held.statement, SealedReport):
        raise UsageError(
            f"no report is called {name[:16]}", hint="picture lists what is held"
        )
    if held.destroyed:
        raise ReleaseError(f"{name[:16]} was destroyed", code="not-held")
    return held


def decide_again(view: View, given: Release, at_ns: int) -> Iterator[Effect]:
    """Decide anew for one partner, after something has changed.

    Raises:
        UsageError: No such report is held.
    """
    held = own_report(view, given.name)
    yield from release(view, held, given.recipient, at_ns)


def add_signed(view: View, given: AddSigned, at_ns: int) -> Iterator[Effect]:
    """Hold an own paper, designation or register; tell the partners it concerns.

    A register concerns nobody else.

    Raises:
        UsageError: It is none of these, or another party's, or it signs a text
            that cannot be read: the message names the line; or the register is
            not the next version (``register-version``).
        WatchwordError: It is not admitted.
    """
    envelope = check_envelope(given.envelope)
    statement = parse_statement(envelope)
    if not isinstance(statement, Instrument | Designation | Register):
        raise UsageError("only papers, designations and registers are added signed")
    if statement.party != view.party:
        raise UsageError(f"this node speaks for {view.party} only")
    if isinstance(statement, Signature):
        parse_terms(statement.text)
    if isinstance(statement, Register):
        check_version(view, statement)
    _check_size(envelope.payload, ())
    arrival = Arrival(
        statement=statement,
        payload=envelope.payload,
        envelope=envelope,
        source=view.party,
    )
    hold = admit(view, arrival, at_ns)
    yield hold
    held = Held(name=hold.name, statement=statement, fields={}, source=view.party)
    yield from tell_all(view, held, at_ns)
    if isinstance(statement, Instrument):
        yield from let_go(view, at_ns, (hold.name, statement))
