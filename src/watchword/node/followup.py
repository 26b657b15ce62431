"""What this node does by itself when a partner's statement has been admitted.

Rule 1: everything here is this party's own word, signed by its node: a mark, an
        acknowledgement, a release that its posture or an enquiry has opened.
Rule 2: the view does not hold the new statement yet; it is handed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from watchword.model.agreement import AgreementId, Instrument
from watchword.model.message import (
    MOST_NAMED,
    Acknowledgement,
    Answer,
    AnyMessage,
    Enquiry,
    LabelChange,
    OriginatorApproval,
    Recall,
    Record,
    Revocation,
    Word,
)
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.sealed import SealedLine
from watchword.node.effects import Effect, Hold, Offer, Unseal
from watchword.node.messages import permits, say_own, tell_message
from watchword.node.redecide import let_go
from watchword.node.relabel import relabel_derivatives
from watchword.node.relay import mark_of, own_equivalent
from watchword.node.release import release
from watchword.node.view import Held, View
from watchword.wire.line import Channel
from watchword.wire.statement import SealedReport


def follow_up(
    view: View, hold: Hold, agreement: AgreementId, at_ns: int
) -> Iterator[Effect]:
    """Answer an admitted statement of a partner.

    Args:
        view: What was held before it.
        hold: The statement.
        agreement: Under which it came.
        at_ns: Now.
    """
    if view.held(hold.name) is not None:
        return  # It has been answered before.
    statement = hold.statement
    match statement:
        case SealedReport(header=header):
            yield from _mark(view, hold, header, agreement, at_ns)
            yield from _pass_on(view, hold, header, at_ns)
        case LabelChange():
            yield from tell_message(view, hold.name, statement, at_ns)
            yield from _acknowledge(view, hold, statement, at_ns)
            yield from relabel_derivatives(view, hold.name, statement, at_ns)
        case Recall():
            yield from tell_message(view, hold.name, statement, at_ns)
            yield from _acknowledge(view, hold, statement, at_ns)
        case Revocation():
            yield from _acknowledge(view, hold, statement, at_ns)
        case Enquiry():
            yield from _serve(view, hold.name, statement, at_ns)
        case OriginatorApproval():
            yield from _use(view, hold.name, statement, at_ns)
        case SealedLine():
            yield from _carry(view, hold, statement, at_ns)
        case _ if isinstance(statement, Instrument | Record | Word):
            yield from let_go(view, at_ns, (hold.name, statement))
        case _:
            return


def _mark(
    view: View, hold: Hold, header: Header, agreement: AgreementId, at_ns: int
) -> Iterator[Effect]:
    """Put the originator's name and the own label beside it, signed.

    Where the own label is the originator's, letter by letter, the report itself
    says both; whoever passes it on marks it then.
    """
    if own_equivalent(view, header, agreement) == header.marking.label:
        return
    mark = mark_of(view, as_held(hold), agreement, at_ns)
    if mark is not None:
        yield say_own(view, mark, at_ns)


def _pass_on(view: View, hold: Hold, header: Header, at_ns: int) -> Iterator[Effect]:
    """Where its originator has approved already, decide on passing it on."""
    for recipient, said_at_ns in _approved_for(view, hold.name, header).items():
        yield from release(view, as_held(hold), recipient, max(at_ns, said_at_ns))


def _carry(view: View, hold: Hold, said: SealedLine, at_ns: int) -> Iterator[Effect]:
    """Open it where it is for this party; else carry it on as it is."""
    if said.recipient == view.party:
        channel = Channel(
            agreement=said.agreement,
            sender=hold.source,
            recipient=view.party,
            lane="urgent",
        )
        yield Unseal(name=hold.name, box=said.box, source=hold.source, channel=channel)
        return
    when = max(at_ns, said.said_at_ns)
    yield from release(view, as_held(hold), said.recipient, when)


def _approved_for(view: View, name: str, header: Header) -> Mapping[PartyId, int]:
    """For whom, and since when by the originator's clock."""
    found: dict[PartyId, int] = {}
    for said in view.approvals_of(header.originator):
        if said.report == name or header.kind in said.kinds:
            latest = max(said.said_at_ns, found.get(said.recipient, 0))
            found[said.recipient] = latest
    return {party: found[party] for party in sorted(found) if party in view.partners()}


def _use(
    view: View, name: str, approval: OriginatorApproval, at_ns: int
) -> Iterator[Effect]:
    """Decide anew on the report that its originator lets go on.

    Not before the approval was given: its party's clock may run a little ahead.
    """
    held = view.held(approval.report) if approval.report else None
    if held is None or approval.holder != view.party:
        return
    if approval.recipient in view.partners():
        when, fresh = max(at_ns, approval.said_at_ns), (name, approval)
        yield from release(view, held, approval.recipient, when, fresh=fresh)


def _serve(view: View, name: str, enquiry: Enquiry, at_ns: int) -> Iterator[Effect]:
    """Decide anew on the own reports that an enquiry asks for, and say what went."""
    if enquiry.to != view.party:
        return
    when, fresh = max(at_ns, enquiry.said_at_ns), (name, enquiry)
    went: list[str] = []
    for report in view.own_reports(enquiry.from_ns, enquiry.to_ns):
        held = view.held(report)
        if held is None:
            continue
        for effect in release(view, held, enquiry.party, when, fresh=fresh):
            yield effect
            if isinstance(effect, Offer) and effect.name == report:
                went.append(effect.name)
    if went and permits(view, enquiry.agreement, at_ns):
        yield from _answer(view, name, enquiry, went, at_ns)


def _answer(
    view: View, name: str, enquiry: Enquiry, went: list[str], at_ns: int
) -> Iterator[Effect]:
    """Nothing is closed by it: what is filed until the due day goes as well."""
    said = Answer(
        party=view.party,
        agreement=enquiry.agreement,
        said_at_ns=at_ns,
        enquiry=name,
        to=enquiry.party,
        outcome="answered",
        reports=tuple(went[:MOST_NAMED]),
        says="by posture",
    )
    own = say_own(view, said, at_ns)
    yield own
    yield from tell_message(view, own.name, said, at_ns)


def _acknowledge(
    view: View, hold: Hold, message: AnyMessage, at_ns: int
) -> Iterator[Effect]:
    """Say that it has been taken, and for a change of label carried out."""
    done = {LabelChange: "altered", Recall: "received", Revocation: "received"}
    is_late = isinstance(message, LabelChange) and view.held(message.report) is None
    said = Acknowledgement(
        party=view.party,
        agreement=message.agreement,
        said_at_ns=at_ns,
        of=hold.name,
        to=message.party,
        # Where the report has not come, or is gone, there is nothing to alter yet.
        says="noted" if is_late else done[type(message)],
    )
    own = say_own(view, said, at_ns)
    yield own
    yield from tell_message(view, own.name, said, at_ns)


def as_held(hold: Hold) -> Held:
    """A statement as the view will have it, once it is held."""
    fields = {each.field: each.text for each in hold.opened}
    return Held(
        name=hold.name, statement=hold.statement, fields=fields, source=hold.source
    )
