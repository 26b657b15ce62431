"""Which marking is in force on a report: derived from what was said, never stored.

Rule 1: the report's own bytes keep its first marking for ever; a change of
        label is a later statement, and the last one counts.
Rule 2: what is made from a report bears at least what that report bears now:
        the higher label, the caveats of both, the recipients both admit.
Rule 3: only its originator's change counts, whenever the report itself came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from watchword.agreements.equivalence import equivalent, level_of
from watchword.agreements.marking import marking_in_force
from watchword.model.agreement import Terms
from watchword.model.marking import Marking
from watchword.model.message import AnyMessage
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.node.admit import own_texts
from watchword.node.view import View
from watchword.wire.statement import SealedReport

Fresh = tuple[tuple[str, AnyMessage], ...]
"""Messages that this very input brings: the view does not hold them yet."""


def header_in_force(view: View, report: str, fresh: Fresh = ()) -> Header | None:
    """A report's header with the marking that is in force on it.

    Args:
        view: What the node holds.
        report: Name of the report.
        fresh: Messages that the view does not hold yet.

    Returns:
        The header; ``None``: no such report is held.

    Source:
        Articles 4.3 and 6(g) of the agreement of 2016, as the example text
        paraphrases them.
    """
    signed = header_of(view, report)
    if signed is None:
        return None
    return with_marking(view, report, signed, view.messages_about(report), fresh)


def with_marking(
    view: View,
    report: str,
    signed: Header,
    about: Collection[tuple[str, AnyMessage]],
    fresh: Fresh = (),
) -> Header:
    """The same for a header at hand, of a report that may not be held yet.

    Args:
        view: What the node holds.
        report: Name of the report.
        signed: Its header, as it was signed.
        about: The messages held about it.
        fresh: Messages that the view does not hold yet.
    """
    said = (*about, *fresh)
    header = marking_in_force(signed, report, said) if said else signed
    for source in header.derived_from:
        above = header_in_force(view, source, fresh)
        if above is not None:
            header = replace(header, marking=_at_least(view, header, above))
    return header


def marking_of(view: View, report: str) -> Marking | None:
    """The marking in force on a report; ``None``: no such report is held."""
    header = header_in_force(view, report)
    return None if header is None else header.marking


def header_of(view: View, report: str) -> Header | None:
    """The header of a report that is held."""
    held = view.held(report)
    if held is None or not isinstance(held.statement, SealedReport):
        return None
    return held.statement.header


def derivatives(view: View, report: str) -> tuple[str, ...]:
    """Every report made from a report, or from one that was made from it."""
    found: dict[str, None] = {}
    waiting = [report]
    while waiting:
        for name in view.derived(waiting.pop()):
            if name not in found:
                found[name] = None
                waiting.append(name)
    return tuple(found)


def _at_least(view: View, own: Header, above: Header) -> Marking:
    mine, theirs = own.marking, above.marking
    return Marking(
        label=_higher(view, own, above),
        releasable_to=_both_admit(mine.releasable_to, theirs.releasable_to),
        caveats=tuple(dict.fromkeys((*mine.caveats, *theirs.caveats))),
        purposes=_both_allow(mine.purposes, theirs.purposes),
    )


def _higher(view: View, own: Header, above: Header) -> str:
    """The own label, or the own one that stands where a higher one does."""
    mine, theirs = own.marking.label, above.marking.label
    for terms in _texts(view):
        here = level_of(terms, mine, own.originator)
        there = level_of(terms, theirs, above.originator)
        if here is not None and there is not None:
            raised = equivalent(terms, theirs, above.originator, own.originator)
            return (raised or theirs) if there.rank > here.rank else mine
    return mine


def _texts(view: View) -> Iterator[Terms]:
    for agreement in view.agreements():
        # The latest text first: an amendment may have moved a label.
        yield from tuple(own_texts(view, agreement))[::-1]


def _both_admit(
    own: tuple[PartyId, ...] | None, above: tuple[PartyId, ...] | None
) -> tuple[PartyId, ...] | None:
    if own is None or above is None:
        return above if own is None else own
    return tuple(party for party in own if party in above)


def _both_allow(own: tuple[str, ...], above: tuple[str, ...]) -> tuple[str, ...]:
    # Empty means any purpose: where the two share none, the source's stay.
    return tuple(each for each in own if each in above) or above or own
