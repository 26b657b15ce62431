"""From a held statement to what goes to whom: offers and refusals.

Rule 1: nothing leaves without a clause; every field on an ``Offer`` has one.
Rule 2: a report goes to a party under one agreement, the one that lets most go.
Rule 3: where nothing may go, every failing rule of every agreement is noted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

import msgspec

from watchword.agreements.case import Request
from watchword.agreements.decide import Decision, decide_under
from watchword.agreements.fields import HEADER
from watchword.agreements.known import prepare
from watchword.agreements.marking import is_gone
from watchword.agreements.standing import Papers, Standing
from watchword.agreements.texts import texts_of
from watchword.model.agreement import (
    AgreementId,
    Approval,
    Instrument,
    Posture,
)
from watchword.model.designation import Designation
from watchword.model.message import AnyMessage
from watchword.model.party import PartyId
from watchword.model.report import Urgency
from watchword.model.sealed import SealedLine
from watchword.node.admit import own_texts
from watchword.node.courier import carry_on
from watchword.node.effects import Effect, Offer, Refuse
from watchword.node.markings import with_marking
from watchword.node.relay import Messages, companions, tell_originators
from watchword.node.view import Held, View
from watchword.wire.line import Channel
from watchword.wire.statement import SealedReport

Fresh = tuple[str, Approval | Posture | Instrument | AnyMessage]
"""What this very input brings, with its name: the view does not hold it yet."""


class _Matter(NamedTuple):
    """A report, the messages held that name it, and what this very input brings."""

    held: Held
    about: Collection[tuple[str, AnyMessage]]
    fresh: Fresh | None = None


CLOSED_LIST: Final[Mapping[str, tuple[str, ...]]] = {"header": ("closed-list",)}
"""Instruments and designations carry no content: handshake, not release."""


def release_to_all(view: View, held: Held, at_ns: int) -> Iterator[Effect]:
    """Decide on a newly filed report for every partner."""
    # Nobody has named yet what is born of this very input.
    is_new = view.held(held.name) is None
    matter = _Matter(held, () if is_new else view.messages_about(held.name))
    for recipient in view.partners():
        yield from _release(view, matter, recipient, at_ns)


def release(
    view: View,
    held: Held,
    recipient: PartyId,
    at_ns: int,
    *,
    fresh: Fresh | None = None,
) -> Iterator[Effect]:
    """Decide for one partner: an offer of what may go, or every reason.

    Args:
        view: What the node holds.
        held: The report.
        recipient: For whom.
        at_ns: The instant of the decision.
        fresh: A release decision, paper or message that this very input
            brings, with its name; under its agreement only.
    """
    if held.destroyed:
        return  # There is nothing left to let go.
    if isinstance(held.statement, SealedLine):
        agreement = held.statement.agreement
        standings = standings_with(view, agreement, at_ns, fresh)
        yield from carry_on(view, held, standings, at_ns)
        return
    matter = _Matter(held, view.messages_about(held.name), fresh)
    yield from _release(view, matter, recipient, at_ns)


def _release(
    view: View, matter: _Matter, recipient: PartyId, at_ns: int
) -> Iterator[Effect]:
    decisions = _decisions(view, matter, recipient, at_ns)
    permitted = [decision for decision in decisions if decision.permitted]
    if not permitted:
        name = matter.held.name
        yield Refuse(name=name, recipient=recipient, decisions=decisions)
        return
    best = max(permitted, key=lambda decision: len(decision.fields))
    yield from _offer(view, matter, recipient, best)


def decisions_for(
    view: View,
    held: Held,
    recipient: PartyId,
    at_ns: int,
    *,
    fresh: Fresh | None = None,
) -> tuple[Decision, ...]:
    """The decision under every agreement that binds both, in their order."""
    matter = _Matter(held, view.messages_about(held.name), fresh)
    return _decisions(view, matter, recipient, at_ns)


def _decisions(
    view: View, matter: _Matter, recipient: PartyId, at_ns: int
) -> tuple[Decision, ...]:
    request = _request(view, matter, recipient, at_ns)
    if request is None:
        return ()
    fresh = matter.fresh
    names = shared_agreements(view, recipient) or (AgreementId(""),)
    if fresh is not None:
        names = touched(view, fresh[1])
    return tuple(
        [
            decide_under(
                msgspec.structs.replace(request, agreement=name),
                standings_with(view, name, at_ns, fresh),
            )
            for name in names
        ]
    )


def request_for(
    view: View, held: Held, recipient: PartyId, at_ns: int
) -> Request | None:
    """The question of a release, under no agreement yet; ``None``: of no report."""
    matter = _Matter(held, view.messages_about(held.name))
    return _request(view, matter, recipient, at_ns)


def _request(
    view: View, matter: _Matter, recipient: PartyId, at_ns: int
) -> Request | None:
    held, about, _ = matter
    if not isinstance(held.statement, SealedReport):
        return None
    header = held.statement.header
    return Request(
        report=with_marking(view, held.name, header, about),
        name=held.name,
        fields=tuple(sorted(held.fields)),
        sender=view.party,
        recipient=recipient,
        agreement=AgreementId(""),
        at_ns=at_ns,
        held=not about or not is_gone(view.party, held.name, about),
    )


def touched(
    view: View, said: Approval | Posture | Instrument | AnyMessage
) -> tuple[AgreementId, ...]:
    """Under which agreements something said may change a decision.

    A paper counts for those too whose legs rest on its agreement.
    """
    if not isinstance(said, Instrument):
        return (said.agreement,)
    resting = (
        name
        for name in view.agreements()
        if name != said.agreement
        for terms in own_texts(view, name)
        if any(leg.agreement == said.agreement for leg in terms.legs)
    )
    return tuple(dict.fromkeys((said.agreement, *resting)))


def standings_with(
    view: View, agreement: AgreementId, at_ns: int, fresh: Fresh | None
) -> tuple[Standing, ...]:
    """What holds of an agreement, with what this very input brings."""
    if fresh is None:
        return view.standings(agreement, at_ns)
    return prepare(agreement, at_ns, _with(view.papers(agreement), fresh))


def _with(papers: Papers, fresh: Fresh) -> Papers:
    """The papers, and one that the view does not hold yet."""
    name, said = fresh
    if isinstance(said, Approval):
        return msgspec.structs.replace(
            papers, approvals=(*papers.approvals, (name, said))
        )
    if isinstance(said, Posture):
        return msgspec.structs.replace(
            papers, postures=(*papers.postures, (name, said))
        )
    if isinstance(said, Instrument):
        return msgspec.structs.replace(
            papers, instruments=(*papers.instruments, (name, said))
        )
    return msgspec.structs.replace(papers, messages=(*papers.messages, (name, said)))


def shared_agreements(view: View, partner: PartyId) -> tuple[AgreementId, ...]:
    """The agreements a text of which this party signed and which names both."""
    return view.shared(partner)


def _offer(
    view: View, matter: _Matter, recipient: PartyId, decision: Decision
) -> Iterator[Effect]:
    held, about, fresh = matter
    offered = view.offered(held.name, recipient)
    basis, fields = _not_yet(decision, offered)
    if not fields and HEADER in offered:
        return
    said = Messages(about, _messages(fresh))
    yield from companions(view, held, recipient, decision, said)
    yield Offer(
        channel=Channel(
            agreement=decision.agreement,
            sender=view.party,
            recipient=recipient,
            lane=lane_of(held),
        ),
        name=held.name,
        fields=fields,
        basis=basis,
        released_at_ns=decision.at_ns,
        decision=decision,
    )
    yield from tell_originators(view, held, recipient, decision, said.fresh)


def _not_yet(
    decision: Decision, offered: Collection[str]
) -> tuple[Mapping[str, tuple[str, ...]], tuple[str, ...]]:
    """Of what may go what has not gone: clauses, with the header's, and fields."""
    if not offered:
        return decision.basis, decision.going
    fields = tuple([field for field in decision.going if field not in offered])
    return {field: decision.basis[field] for field in (HEADER, *fields)}, fields


def _messages(fresh: Fresh | None) -> tuple[tuple[str, AnyMessage], ...]:
    if fresh is None or not isinstance(fresh[1], AnyMessage):
        return ()
    return ((fresh[0], fresh[1]),)


def lane_of(held: Held) -> Urgency:
    """Reports say it themselves; papers and designations are urgent."""
    if isinstance(held.statement, SealedReport):
        return held.statement.header.urgency
    return "urgent"


def tell_all(view: View, held: Held, at_ns: int) -> Iterator[Effect]:
    """Offer an own paper or designation to every partner it concerns."""
    for partner in view.partners():
        yield from tell(view, held, partner, at_ns)


def tell(view: View, held: Held, partner: PartyId, at_ns: int) -> Iterator[Effect]:
    """Offer an own paper or designation to one partner, once."""
    if view.offered(held.name, partner):
        return
    for agreement in _concerns(view, held, partner):
        yield Offer(
            channel=Channel(
                agreement=agreement,
                sender=view.party,
                recipient=partner,
                lane=lane_of(held),
            ),
            name=held.name,
            fields=(),
            basis=CLOSED_LIST,
            released_at_ns=at_ns,
            decision=None,
        )


def _concerns(view: View, held: Held, partner: PartyId) -> tuple[AgreementId, ...]:
    if isinstance(held.statement, Designation):
        return shared_agreements(view, partner)[:1]
    if isinstance(held.statement, Instrument):
        return _if_named(view, held.statement, partner)
    return ()


def _if_named(
    view: View, paper: Instrument, partner: PartyId
) -> tuple[AgreementId, ...]:
    texts = own_texts(view, paper.agreement)
    if paper.party == view.party:
        texts = (*texts, *texts_of((paper,)))
    named = any(partner in terms.parties for terms in texts)
    return (paper.agreement,) if named else ()
