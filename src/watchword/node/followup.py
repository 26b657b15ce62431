"""What this node does by itself when a partner's statement has been admitted.

Rule 1: everything here is this party's own word, signed by its node: a mark, an
        acknowledgement, a release that its posture or an enquiry has opened.
Rule 2: the view does not hold the new statement yet; it is handed on.
"""

from __future__ import annotations

from collections.abc import Iterator

from watchword.agreements.equivalence import equivalent
from watchword.model.agreement import AgreementId, Instrument
from watchword.model.message import (
    MOST_NAMED,
    Acknowledgement,
    Answer,
    AnyMessage,
    Enquiry,
    LabelChange,
    Mark,
    OriginatorApproval,
    Recall,
    Record,
    Revocation,
    Word,
)
from watchword.model.party import PartyId
from watchword.node.admit import own_texts
from watchword.node.effects import Effect, Hold, Offer
from watchword.node.messages import permits, say_own, tell_message
from watchword.node.redecide import let_go
from watchword.node.relabel import relabel_derivatives
from watchword.node.release import release
from watchword.node.view import Held, View
from watchword.wire.sealed import disclosed_name
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
        case SealedReport():
            yield from _mark(view, hold, agreement, at_ns)
            yield from _pass_on(view, hold, at_ns)
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
        case _ if isinstance(statement, Instrument | Record | Word):
            yield from let_go(view, agreement, at_ns, (hold.name, statement))
        case _:
            return


def _mark(
    view: View, hold: Hold, agreement: AgreementId, at_ns: int
) -> Iterator[Effect]:
    """Put the originator's name and the own label beside it, signed."""
    if not isinstance(hold.statement, SealedReport):
        return
    header = hold.statement.header
    texts = tuple(own_texts(view, agreement))
    label = header.marking.label
    found = (equivalent(t, label, header.originator, view.party) for t in texts[::-1])
    own = next((each for each in found if each is not None), None)
    if own is None:
        return  # Public already, or a label without a row here: nothing to add.
    mark = Mark(
        party=view.party,
        agreement=agreement,
        said_at_ns=at_ns,
        report=hold.name,
        originator=header.originator,
        label=label,
        equivalent=own,
        sender=hold.source,
    )
    yield say_own(view, mark, at_ns)


def _pass_on(view: View, hold: Hold, at_ns: int) -> Iterator[Effect]:
    """Where its originator has approved already, decide on passing it on."""
    held = _as_held(hold)
    for recipient in _approved_for(view, held):
        yield from release(view, held, recipient, at_ns)


def _approved_for(view: View, held: Held) -> tuple[PartyId, ...]:
    if not isinstance(held.statement, SealedReport):
        return ()
    header = held.statement.header
    found = {
        message.recipient
        for agreement in view.agreements()
        for _, message in view.papers(agreement).messages
        if isinstance(message, OriginatorApproval)
        and message.holder == view.party
        and message.party == header.originator
        and (message.report == held.name or header.kind in message.kinds)
    }
    return tuple(sorted(found & set(view.partners())))


def _use(
    view: View, name: str, approval: OriginatorApproval, at_ns: int
) -> Iterator[Effect]:
    """Decide anew on the report that its originator lets go on."""
    held = view.held(approval.report) if approval.report else None
    if held is None or approval.holder != view.party:
        return
    if approval.recipient in view.partners():
        fresh = (name, approval)
        yield from release(view, held, approval.recipient, at_ns, fresh=fresh)


def _serve(view: View, name: str, enquiry: Enquiry, at_ns: int) -> Iterator[Effect]:
    """Decide anew on the own reports that an enquiry asks for, and say what went."""
    if enquiry.to != view.party:
        return
    went: list[str] = []
    for report in view.own_reports(enquiry.from_ns, enquiry.to_ns):
        held = view.held(report)
        if held is None:
            continue
        for effect in release(view, held, enquiry.party, at_ns, fresh=(name, enquiry)):
            yield effect
            if isinstance(effect, Offer):
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


def _as_held(hold: Hold) -> Held:
    fields = {disclosed_name(text): text for text in hold.disclosed}
    return Held(
        name=hold.name, statement=hold.statement, fields=fields, source=hold.source
    )
