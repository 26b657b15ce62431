"""An item held here: under which agreement it came, how it is marked now.

Nothing here is stored: it follows from the reports, messages and texts held.
"""

from __future__ import annotations

from collections.abc import Iterator

from watchword.agreements.equivalence import equivalent, level_of
from watchword.agreements.inforce import marking_at
from watchword.agreements.scale import Scale, profile_scale, scale_of
from watchword.model.agreement import Terms
from watchword.model.marking import Marking
from watchword.model.message import Disposal, Mark, Outcome
from watchword.model.report import Header
from watchword.node.admit import own_texts
from watchword.node.view import Held, View
from watchword.wire.statement import SealedReport


def header_of(held: Held | None) -> Header | None:
    """The header of a report; ``None`` where it is no report, or not held."""
    said = held.statement if held is not None else None
    return said.header if isinstance(said, SealedReport) else None


def marking_of(view: View, held: Held, header: Header, at_ns: int) -> Marking:
    """The marking of a report that is in force at an instant."""
    return marking_at(header, view.messages_about(held.name), at_ns)


def scales_of(view: View) -> tuple[Scale, ...]:
    """Every table in which this party knows the order of labels."""
    texts = (terms for name in view.agreements() for terms in own_texts(view, name))
    return (*map(scale_of, texts), profile_scale(view.party))


def outcome_of(view: View, name: str, at_ns: int) -> Outcome | None:
    """What this party last said it did with a report; ``None``: it has it."""
    said = [
        (message.said_at_ns, message.outcome)
        for _, message in view.messages_about(name)
        if isinstance(message, Disposal)
        and message.party == view.party
        and message.said_at_ns <= at_ns
    ]
    found = max(said, default=(0, None))[1]
    return None if found == "retained" else found


def own_label(view: View, held: Held, header: Header, marking: Marking) -> str | None:
    """The own label beside the originator's; ``None``: there is none.

    The one this node has signed as a ``Mark`` for the label in force; where
    the label has changed since, the table's.
    """
    if header.originator == view.party:
        return marking.label
    for _, said in view.messages_about(held.name):
        is_own = isinstance(said, Mark) and said.party == view.party
        if is_own and isinstance(said, Mark) and said.label == marking.label:
            return said.equivalent
    found = (
        equivalent(terms, marking.label, header.originator, view.party)
        for terms in _texts_knowing(view, header, marking)
    )
    return next((label for label in found if label is not None), None)


def _texts_knowing(view: View, header: Header, marking: Marking) -> Iterator[Terms]:
    for name in view.agreements():
        for terms in tuple(own_texts(view, name))[::-1]:
            if level_of(terms, marking.label, header.originator) is not None:
                yield terms


def sources_of(view: View, header: Header) -> dict[str, tuple[Held, Header]]:
    """The reports held that this one is made from, and those they are made from."""
    found: dict[str, tuple[Held, Header]] = {}
    waiting = [*header.derived_from]
    while waiting:
        name = waiting.pop()
        held = view.held(name)
        source = header_of(held)
        if held is not None and source is not None and name not in found:
            found[name] = (held, source)
            waiting.extend(source.derived_from)
    return found
