"""What goes with content of another originator, and what is asked of who brings it.

Rule 1: before the content go the approvals of its originators, the changes of
        its label, and the own mark, which names from whom it came: the word of
        custody.  So nothing goes on in silence.
Rule 2: whoever receives it asks for the same, and takes nobody's word for it
        but the originators' own.
Rule 3: the originators are told what went on, to whom, and under what.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from watchword.agreements.decide import Decision
from watchword.agreements.equivalence import equivalent, level_of
from watchword.agreements.index import Grant
from watchword.agreements.marking import marking_in_force
from watchword.errors import TrustError
from watchword.model.agreement import AgreementId, Terms
from watchword.model.message import (
    Acknowledgement,
    AnyMessage,
    LabelChange,
    Mark,
    OriginatorApproval,
)
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.node.admit import own_texts
from watchword.node.effects import Effect
from watchword.node.messages import say_own, tell_message, tell_one
from watchword.node.view import Held, View
from watchword.wire.statement import SealedReport, Statement

Named = tuple[str, AnyMessage]


class Messages(NamedTuple):
    """Those held that name a report, and those that this very input brings."""

    about: Collection[Named]
    fresh: Sequence[Named] = ()


NO_APPROVAL: Final = "no-originator-approval"
HUB_LABEL: Final = "hub-label"


def originators_of(header: Header) -> tuple[PartyId, ...]:
    """Everybody whose content it contains, the one that signs it first."""
    return tuple(dict.fromkeys((header.originator, *header.originators)))


def is_passed_on(view: View, held: Held) -> bool:
    """Whether somebody else than this party originated a part of it."""
    if not isinstance(held.statement, SealedReport):
        return False
    header, party = held.statement.header, view.party
    return header.originator != party or not {party}.issuperset(header.originators)


def companions(
    view: View,
    held: Held,
    recipient: PartyId,
    decision: Decision,
    said: Messages,
) -> Iterator[Effect]:
    """What has to be there before the content is: offered first, each once.

    Args:
        view: What the node holds.
        held: The content.
        recipient: To whom it goes.
        decision: By which.
        said: Messages about it.
    """
    if not isinstance(held.statement, SealedReport):
        return
    at_ns = decision.at_ns
    approvals = _approvals(view, held, decision, said.fresh)
    changes = [row for row in said.about if isinstance(row[1], LabelChange)]
    for name, message in (*approvals, *changes):
        yield from tell_one(view, name, message, recipient, at_ns)
    if is_passed_on(view, held):
        yield from _tell_mark(view, held, recipient, decision)


def _approvals(
    view: View, held: Held, decision: Decision, fresh: Sequence[Named]
) -> list[tuple[str, OriginatorApproval]]:
    """The approvals of originators by which a decision lets fields go."""
    if not is_passed_on(view, held):
        return []  # Nobody's approval was asked for.
    known = (*view.papers(decision.agreement).messages, *fresh)
    used = {name for row in decision.fields for name in row.rests_on}
    return [
        (name, said)
        for name, said in known
        if name in used and isinstance(said, OriginatorApproval)
    ]


def _tell_mark(
    view: View, held: Held, recipient: PartyId, decision: Decision
) -> Iterator[Effect]:
    agreement, at_ns = decision.agreement, decision.at_ns
    for name, said in view.messages_about(held.name):
        if isinstance(said, Mark) and _is_own(view, said, agreement):
            yield from tell_one(view, name, said, recipient, at_ns)
            return
    mark = mark_of(view, held, agreement, at_ns)
    if mark is not None:
        own = say_own(view, mark, at_ns)
        yield own
        yield from tell_one(view, own.name, mark, recipient, at_ns)


def _is_own(view: View, mark: Mark, agreement: AgreementId) -> bool:
    return (mark.party, mark.agreement) == (view.party, agreement)


def mark_of(view: View, held: Held, agreement: AgreementId, at_ns: int) -> Mark | None:
    """The originator's name and the own label beside it.

    Returns:
        ``None`` where there is nothing to add: it is public already, or its
        label has no row here.
    """
    if not isinstance(held.statement, SealedReport):
        return None
    header = held.statement.header
    own = own_equivalent(view, header, agreement)
    if own is None:
        return None
    return Mark(
        party=view.party,
        agreement=agreement,
        said_at_ns=at_ns,
        report=held.name,
        originator=header.originator,
        label=header.marking.label,
        equivalent=own,
        sender=held.source,
    )


def own_equivalent(view: View, header: Header, agreement: AgreementId) -> str | None:
    """The label of this party's beside the originator's; ``None``: no row has it."""
    for terms in own_texts(view, agreement)[::-1]:
        own = equivalent(terms, header.marking.label, header.originator, view.party)
        if own is not None:
            return own
    return None


def tell_originators(
    view: View,
    held: Held,
    recipient: PartyId,
    decision: Decision,
    fresh: Sequence[Named],
) -> Iterator[Effect]:
    """Say to each originator whose approval was used what has gone on."""
    used = _approvals(view, held, decision, fresh)
    going = ", ".join(row.field for row in decision.fields) if used else ""
    for name, approval in used:
        said = Acknowledgement(
            party=view.party,
            agreement=approval.agreement,
            said_at_ns=decision.at_ns,
            of=name,
            to=approval.party,
            says=f"{held.name} went on to {recipient} under {decision.agreement}"
            f": {going}",
        )
        own = say_own(view, said, decision.at_ns)
        yield own
        yield from tell_message(view, own.name, said, decision.at_ns)


def asks_approval(statement: Statement, ends: Collection[PartyId]) -> bool:
    """Whether it has content of others than the two ends of a channel."""
    if not isinstance(statement, SealedReport):
        return False
    header = statement.header
    return not {header.originator, *header.originators}.issubset(ends)


def check_relayed(
    view: View, held: Held, agreement: AgreementId, released_at_ns: int
) -> None:
    """Ask for the approvals and the mark that content of another comes with.

    Args:
        view: What was held before it.
        held: The content, and from whom it came.
        agreement: Under which it came.
        released_at_ns: The instant of the sender's release.

    Raises:
        TrustError: An originator has not approved (``no-originator-approval``),
            or the hub's label is missing or too low (``hub-label``).
    """
    if not isinstance(held.statement, SealedReport):
        return
    header = held.statement.header
    ends = {held.source, view.party}
    for party in originators_of(header):
        if party not in ends:
            grants = _grants(view, held, party, agreement, released_at_ns)
            live = [
                grant.said
                for grant in grants
                if grant.said.said_at_ns <= released_at_ns < grant.ends_ns
            ]
            _check_granted(party, held, live)
    if header.originator not in ends:
        _check_hub_mark(view, held, header, agreement)


def _grants(
    view: View, held: Held, party: PartyId, agreement: AgreementId, at_ns: int
) -> list[Grant]:
    """What an originator said for this report, and standing where that counts."""
    if not isinstance(held.statement, SealedReport):
        return []
    kind = held.statement.header.kind
    said = view.standings(agreement, at_ns)[0].said.grants
    way = (party, held.source, view.party)
    found = [*said.get((*way, held.name), ())]
    texts = tuple(own_texts(view, agreement))
    if any(kind in terms.handling.standing_kinds for terms in texts):
        found += [g for g in said.get((*way, ""), ()) if kind in g.said.kinds]
    return found


def _check_granted(
    party: PartyId, held: Held, live: Collection[OriginatorApproval]
) -> None:
    if not live:
        raise TrustError(
            f"{held.source} shows no approval of {party} to pass it on",
            code=NO_APPROVAL,
            hint=f"ask {party}: nothing of it is shown as true",
        )
    if any(said.fields is None for said in live):
        return
    covered = {field for said in live for field in said.fields or ()}
    beyond = sorted(set(held.fields) - covered)
    if beyond:
        raise TrustError(
            f"{party} has not approved that {', '.join(beyond)} goes on",
            code=NO_APPROVAL,
        )


def _check_hub_mark(
    view: View, held: Held, header: Header, agreement: AgreementId
) -> None:
    """Who hands on as the hub marks with its own equivalent, and lowers nothing."""
    texts = tuple(own_texts(view, agreement))
    terms = next((t for t in texts[::-1] if t.hub == held.source), None)
    if terms is None or not _can_mark(terms, header, held.source):
        return
    about = view.messages_about(held.name)
    marks = [
        said for _, said in about if isinstance(said, Mark) and said.party == terms.hub
    ]
    if not marks:
        raise TrustError(
            f"{held.source} hands it on without a label of its own", code=HUB_LABEL
        )
    mark = max(marks, key=lambda said: said.said_at_ns)
    now = marking_in_force(header, held.name, about).marking.label
    if (
        mark.label not in {header.marking.label, now}
        or mark.originator != header.originator
    ):
        raise TrustError(
            f"{held.source} names another label or originator than was signed",
            code=HUB_LABEL,
        )
    _check_rank(terms, mark)


def _can_mark(terms: Terms, header: Header, hub: PartyId) -> bool:
    label = header.marking.label
    return equivalent(terms, label, header.originator, hub) is not None


def _check_rank(terms: Terms, mark: Mark) -> None:
    theirs = level_of(terms, mark.label, mark.originator)
    own = level_of(terms, mark.equivalent, mark.party)
    if theirs is None or own is None or own.rank < theirs.rank:
        raise TrustError(
            f"{mark.equivalent!r} stands lower than {mark.label!r}", code=HUB_LABEL
        )
