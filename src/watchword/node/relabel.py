"""Labels follow the content: to whoever gets it later, and to what was made of it.

Rule 1: what a holder is told of a label is its originator's signed word.
Rule 2: what this party made from a report bears at least that report's label;
        where the rise is new to its holders, this party says so itself.
Rule 3: a label is never lowered by derivation: that is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from watchword.agreements.equivalence import level_of
from watchword.agreements.marking import marking_in_force
from watchword.model.agreement import AgreementId
from watchword.model.marking import Marking
from watchword.model.message import LabelChange, Recall
from watchword.model.party import PartyId
from watchword.node.admit import own_texts
from watchword.node.effects import Effect, Offer
from watchword.node.markings import (
    Fresh,
    derivatives,
    header_in_force,
    header_of,
)
from watchword.node.messages import (
    originators_known,
    say_own,
    tell_message,
    tell_one,
)
from watchword.node.release import shared_agreements
from watchword.node.view import View


def tell_with_content(
    view: View, effects: Iterable[Effect], at_ns: int
) -> Iterator[Effect]:
    """Let what was said about a report before follow it to a new holder.

    Whoever gets a report after its label was changed would otherwise hold it
    under the first one; likewise a recall.
    """
    told: set[tuple[str, PartyId]] = set()
    for effect in effects:
        yield effect
        if not isinstance(effect, Offer):
            continue
        told.add((effect.name, effect.channel.recipient))
        # Of what is born of this very input nothing was said before.
        if effect.decision is not None and view.held(effect.name) is not None:
            yield from _said_before(view, effect, told, at_ns)
            yield from _said_now(view, effect, at_ns)


def _said_before(
    view: View, offer: Offer, told: set[tuple[str, PartyId]], at_ns: int
) -> Iterator[Effect]:
    recipient = offer.channel.recipient
    originators = originators_known(view, offer.name)
    for name, message in view.messages_about(offer.name):
        if (
            isinstance(message, LabelChange | Recall)
            and message.party in originators
            and (name, recipient) not in told
        ):
            yield from tell_one(view, name, message, recipient, at_ns)


def _said_now(view: View, offer: Offer, at_ns: int) -> Iterator[Effect]:
    """The own report's present marking, where no word under this agreement has it."""
    signed = header_of(view, offer.name)
    if signed is None or signed.originator != view.party:
        return
    header, agreement = (
        header_in_force(view, offer.name),
        offer.channel.agreement,
    )
    told = marking_in_force(
        signed,
        offer.name,
        [m for m in view.messages_about(offer.name) if m[1].agreement == agreement],
    )
    if header is None or header.marking == told.marking:
        return
    now = header.marking
    said = _change(view, offer.name, agreement, now, at_ns)
    own = say_own(view, said, at_ns)
    yield own
    yield from tell_one(view, own.name, said, offer.channel.recipient, at_ns)


def relabel_derivatives(
    view: View, name: str, change: LabelChange, at_ns: int
) -> Iterator[Effect]:
    """Raise the label of what this party made from it, where that went on.

    Its holders need not know the source; they know this party's word.
    """
    fresh: Fresh = ((name, change),)
    for made in derivatives(view, change.report):
        before = header_in_force(view, made)
        after = header_in_force(view, made, fresh)
        if before is None or after is None or after.originator != view.party:
            continue
        if after.marking != before.marking:
            yield from _say_raised(view, made, after.marking, at_ns)


def _say_raised(
    view: View, report: str, marking: Marking, at_ns: int
) -> Iterator[Effect]:
    agreements = {
        agreement
        for holder in view.offered_to(report)
        for agreement in shared_agreements(view, holder)
        if any(
            level_of(terms, marking.label, view.party) is not None
            for terms in own_texts(view, agreement)
        )
    }
    for agreement in sorted(agreements):
        said = _change(view, report, agreement, marking, at_ns)
        own = say_own(view, said, at_ns)
        yield own
        yield from tell_message(view, own.name, said, at_ns)


def _change(
    view: View, report: str, agreement: AgreementId, marking: Marking, at_ns: int
) -> LabelChange:
    return LabelChange(
        party=view.party,
        agreement=agreement,
        said_at_ns=at_ns,
        report=report,
        marking=marking,
        says="the marking in force, said again where it goes",
    )
