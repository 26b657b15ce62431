"""Messages about reports: who is told, under which clause, and what follows.

Rule 1: what protects goes in every state of the agreement and cites the
        article that survives its end; an enquiry and its answer only while
        the agreement permits.
Rule 2: a change of label and a recall follow the content: who passed it on
        passes them on, as its originator signed them.
Rule 3: what a message changes is derived from the messages held; nothing is
        rewritten.
Rule 4: a message goes to parties of the agreement that it names, and to nobody
        else: there it would stand on no text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, assert_never

from watchword.agreements.codes import PROTECTION, RELEASE
from watchword.agreements.equivalence import level_of
from watchword.agreements.state import PERMITTING
from watchword.agreements.texts import texts_of
from watchword.errors import ReleaseError, TrustError
from watchword.model.agreement import AgreementId, Terms
from watchword.model.message import (
    Acknowledgement,
    Answer,
    AnyMessage,
    Asking,
    Disposal,
    Enquiry,
    Incident,
    LabelChange,
    Mark,
    OriginatorApproval,
    Recall,
    Record,
    Registered,
    Revocation,
    Word,
)
from watchword.model.party import PartyId
from watchword.node.admit import Arrival, admit, own_texts
from watchword.node.effects import Effect, Hold, Offer
from watchword.node.view import View
from watchword.wire.line import Channel
from watchword.wire.statement import SealedReport, format_statement

CODE_OF: Final[Mapping[type, str]] = {
    OriginatorApproval: "no-originator-approval",
    Revocation: "no-originator-approval",
    LabelChange: "label-change",
    Recall: "end-of-need",
    Disposal: "destruction",
    Incident: "incident",
    Registered: "custody",
    Acknowledgement: "protection",
    Mark: "marking",
    Record: "record",
    Word: "authority",
    Enquiry: RELEASE,
    Answer: RELEASE,
}
"""The word of the clause that each kind of message rests on."""


def check_message(view: View, message: AnyMessage) -> None:
    """Refuse a message that is not its party's to send.

    Raises:
        TrustError: The party is none of the agreement (``not-a-party``), the
            report is another's (``not-originator``), or the new label is not
            in the table (``unknown-label``).
    """
    texts = texts_known(view, message.agreement)
    if not any(message.party in terms.parties for terms in texts):
        raise TrustError(
            f"{message.party} is no party of {message.agreement} here",
            code="not-a-party",
        )
    match message:
        case LabelChange():
            _check_originates(view, message, message.report, alone=True)
            _check_label(texts, message)
        case Recall():
            _check_originates(view, message, message.report)
        case OriginatorApproval() if message.report:
            _check_originates(view, message, message.report)
        case _:
            pass


def texts_known(view: View, agreement: AgreementId) -> tuple[Terms, ...]:
    """The texts this party signed; before that, those it has been told of.

    A partner may have signed before us, and go on at once to what the
    agreement asks of it: that is to be there when we sign.
    """
    papers = view.papers(agreement).instruments
    return tuple(own_texts(view, agreement)) or texts_of(
        paper for _, paper in papers if paper.agreement == agreement
    )


def _check_originates(
    view: View, message: AnyMessage, report: str, *, alone: bool = False
) -> None:
    """Each originator of what it contains, or the one alone that signed it."""
    originators = originators_known(view, report, alone=alone)
    # What is not held may come later; whoever uses the message looks again.
    if originators and message.party not in originators:
        raise TrustError(
            f"{message.party} did not originate {report[:12]}", code="not-originator"
        )


def _check_label(texts: tuple[Terms, ...], message: LabelChange) -> None:
    label = message.marking.label
    if all(level_of(terms, label, message.party) is None for terms in texts):
        raise TrustError("no agreement here knows the label", code="unknown-label")


def tell_message(
    view: View, name: str, message: AnyMessage, at_ns: int
) -> Iterator[Effect]:
    """Offer a message held, or being held, to everybody it concerns, once.

    Raises:
        ReleaseError: It asks or answers, and the agreement does not permit.
    """
    if isinstance(message, Asking):
        _check_permits(view, message, at_ns)
    for recipient in dict.fromkeys(audience(view, message)):
        yield from tell_one(view, name, message, recipient, at_ns)


def _may_reach(view: View, message: AnyMessage, recipient: PartyId) -> bool:
    """Whether a partner is party of the agreement that a message names."""
    if recipient == view.party or recipient not in view.partners():
        return False
    texts = own_texts(view, message.agreement)
    return any(recipient in terms.parties for terms in texts)


def tell_one(
    view: View, name: str, message: AnyMessage, recipient: PartyId, at_ns: int
) -> Iterator[Effect]:
    """Offer a message to one partner it may reach, once."""
    if not _may_reach(view, message, recipient):
        return
    if view.offered(name, recipient):
        return
    yield Offer(
        channel=Channel(
            agreement=message.agreement,
            sender=view.party,
            recipient=recipient,
            lane="urgent",
        ),
        name=name,
        fields=(),
        basis={"header": basis_of(view, message)},
        released_at_ns=at_ns,
        decision=None,
    )


def originators_known(
    view: View, report: str, *, alone: bool = False
) -> frozenset[PartyId]:
    """Whose content a report holds; nobody's where it is not held."""
    held = view.held(report)
    if held is None or not isinstance(held.statement, SealedReport):
        return frozenset()
    header = held.statement.header
    return frozenset({header.originator, *(() if alone else header.originators)})


def permits(view: View, agreement: AgreementId, at_ns: int) -> bool:
    """Whether new things may be asked and answered under an agreement."""
    holds = view.standings(agreement, at_ns)[0].state
    return holds.state_under(view.party) in PERMITTING


def _check_permits(view: View, message: AnyMessage, at_ns: int) -> None:
    if not permits(view, message.agreement, at_ns):
        holds = view.standings(message.agreement, at_ns)[0].state
        name = holds.state_under(view.party)
        raise ReleaseError(
            f"{message.agreement} is {name}: nothing new is asked or answered",
            code="agreement-not-in-force",
        )


def basis_of(view: View, message: AnyMessage) -> tuple[str, ...]:
    """The clauses a message goes by: its own, and the one that survives."""
    return basis_under(view, message.agreement, message)


def basis_under(
    view: View, agreement: AgreementId, message: AnyMessage
) -> tuple[str, ...]:
    """The clauses of an agreement that a message goes by on its channels."""
    texts = tuple(own_texts(view, agreement))
    clauses = texts[-1].clauses if texts else ()
    codes = [CODE_OF[type(message)]]
    if not isinstance(message, Asking):
        codes.append(PROTECTION)
    found = [c.id for code in codes for c in clauses if c.rule == code]
    return tuple(dict.fromkeys(found)) or (PROTECTION,)


def audience(  # noqa: C901, PLR0911 (one a kind of message)
    view: View, message: AnyMessage
) -> tuple[PartyId, ...]:
    """Whom a message concerns, its own party perhaps among them."""
    match message:
        case OriginatorApproval():
            return (message.holder,)
        case Revocation():
            return _holders(view, message)
        case LabelChange() | Recall():
            return tuple(view.offered_to(message.report))
        case Disposal():
            return _towards_originators(view, (message.report,))
        case Incident():
            return _towards_originators(view, message.reports)
        case Registered():
            return (message.sender,)
        case Acknowledgement() | Enquiry() | Answer():
            return (message.to,)
        case Record():
            return _others(view, message.agreement)
        case Word():
            return _bound(view, message)
        case Mark():
            return ()
        case _:
            assert_never(message)


def _holders(view: View, message: Revocation) -> tuple[PartyId, ...]:
    held = view.held(message.approval)
    if held is None or not isinstance(held.statement, OriginatorApproval):
        return ()
    return (held.statement.holder,)


def _towards_originators(view: View, reports: tuple[str, ...]) -> tuple[PartyId, ...]:
    """The originators, or where one is no partner the party it came from."""
    found: dict[PartyId, None] = {}
    for name in reports:
        held = view.held(name)
        if held is None or not isinstance(held.statement, SealedReport):
            continue
        header = held.statement.header
        for party in (header.originator, *header.originators):
            found[party if party in view.partners() else held.source] = None
    return tuple(found)


def _others(view: View, agreement: AgreementId) -> tuple[PartyId, ...]:
    parties = {p for terms in own_texts(view, agreement) for p in terms.parties}
    return tuple(sorted(parties - {view.party}))


def _bound(view: View, word: Word) -> tuple[PartyId, ...]:
    """The parties of the text in effect; who has left it is told nothing new."""
    terms = view.standings(word.agreement, word.said_at_ns)[0].terms
    parties = terms.parties if terms is not None else ()
    return tuple(sorted(set(parties) - {view.party}))


def say_own(view: View, message: AnyMessage, at_ns: int) -> Hold:
    """A message of this party's own, to be signed and held.

    Raises:
        TrustError: The node holds no key that may sign for the party.
    """
    arrival = Arrival(
        statement=message,
        payload=format_statement(message),
        envelope=None,
        source=view.party,
    )
    return admit(view, arrival, at_ns)
