"""An item held here: under which agreement it came, and how it is marked.

Nothing here is stored: it follows from the reports, messages and texts held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from watchword.agreements.access import Item, Law, may_open
from watchword.agreements.case import Refusal
from watchword.agreements.equivalence import equivalent
from watchword.agreements.scale import Scale, profile_scale, scale_of
from watchword.model.agreement import AgreementId, Terms
from watchword.model.marking import Marking
from watchword.model.message import Disposal, Mark, Outcome
from watchword.model.person import Person
from watchword.model.report import Header
from watchword.node.admit import own_texts
from watchword.node.markings import header_of, marking_of
from watchword.node.release import shared_agreements
from watchword.node.view import View


def scales_of(view: View) -> tuple[Scale, ...]:
    """Every table in which this party knows the order of labels."""
    texts = (terms for name in view.agreements() for terms in own_texts(view, name))
    return (*map(scale_of, texts), profile_scale(view.party))


def outcome_of(view: View, name: str, at_ns: int) -> Outcome | None:
    """What this party last said it did with a report; ``None``: it has it still."""
    said = [
        (message.said_at_ns, number, message.outcome)
        for number, (_, message) in enumerate(view.messages_about(name))
        if isinstance(message, Disposal)
        and message.party == view.party
        and message.said_at_ns <= at_ns
    ]
    found = max(said)[2] if said else None
    return None if found == "retained" else found


def own_label(view: View, name: str, header: Header, marking: Marking) -> str | None:
    """The own label that stands beside the originator's; ``None``: there is none.

    The one this node has signed as a ``Mark`` for the label in force; where the
    label has changed since, the table's.
    """
    if header.originator == view.party:
        return marking.label
    marks = (
        said.equivalent
        for said in _marks(view, name)
        if (said.originator, said.label) == (header.originator, marking.label)
    )
    rows = (
        equivalent(terms, marking.label, header.originator, view.party)
        for agreement in came_under(view, name)
        for terms in tuple(own_texts(view, agreement))[::-1]
    )
    return next((label for label in (*marks, *rows) if label is not None), None)


def _marks(view: View, name: str) -> Iterator[Mark]:
    for _, said in view.messages_about(name):
        if isinstance(said, Mark) and said.party == view.party:
            yield said


def came_under(view: View, name: str) -> Collection[AgreementId]:
    """The agreement under which an item came; none for an own one.

    The mark made on arrival names it.  What bears none, because it was public
    or its label has no row, is kept under all that bind its sender.
    """
    held = view.held(name)
    if held is None or held.source == view.party:
        return ()
    marked = tuple(dict.fromkeys(mark.agreement for mark in _marks(view, name)))
    return marked or shared_agreements(view, held.source)


def laws_of(view: View, name: str, scales: tuple[Scale, ...]) -> tuple[Law, ...]:
    """What an item is kept under: one law, or one for each agreement."""
    texts = (tuple(own_texts(view, each)) for each in came_under(view, name))
    terms: tuple[Terms | None, ...] = tuple(each[-1] for each in texts if each)
    return tuple(
        Law(own=view.party, terms=each, scales=scales) for each in terms or (None,)
    )


def item_of(view: View, name: str, header: Header) -> Item:
    """What the rules of access ask about a report."""
    return Item(
        originator=header.originator,
        marking=marking_of(view, name) or header.marking,
        topic=header.topic,
        published=header.publication is not None,
    )


def sources_of(view: View, name: str) -> tuple[str, ...]:
    """The reports held that one is made from, and those these are made from."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        header = header_of(view, waiting.pop())
        for source in () if header is None else header.derived_from:
            if source not in found and header_of(view, source) is not None:
                found[source] = None
                waiting.append(source)
    return tuple(found)


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Who would open something, when and what for.

    Args:
        person: The entry on the register; ``None``: there is none.
        at_ns: The instant of opening.
        purpose: What for; empty: not said.
        scales: What ``scales_of`` answers: once for many reports.
    """

    person: Person | None
    at_ns: int
    purpose: str
    scales: tuple[Scale, ...]


def why_not_open(view: View, opening: Opening, name: str) -> tuple[Refusal, ...]:
    """Every reason why a person may not open a report held here.

    What is made from reports opens to whoever may open all of these: else a
    summary under another topic would be a way around the need to know.
    """
    found: dict[Refusal, None] = {}
    at_ns = opening.at_ns
    for each in (name, *sources_of(view, name)):
        header = header_of(view, each)
        if header is not None:
            item = item_of(view, each, header)
            for law in laws_of(view, each, opening.scales):
                no = may_open(opening.person, at_ns, item, law, opening.purpose)
                found.update(dict.fromkeys(no))
    return tuple(found)
