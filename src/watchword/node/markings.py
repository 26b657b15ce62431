"""Which marking is in force on a report: derived from what was said, never stored.

Rule 1: the report's own bytes keep its first marking for ever; a change of
        label is a later statement, and the last one counts.
Rule 2: what is made from a report bears at least what that report bears now:
        the higher label, the caveats of both, the recipients both admit.
Rule 3: only an originator's change counts, whenever the report itself came.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from watchword.agreements.equivalence import equivalent, level_of
from watchword.model.agreement import Terms
from watchword.model.marking import Marking
from watchword.model.message import AnyMessage, LabelChange
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.node.admit import own_texts
from watchword.node.view import View
from watchword.wire.statement import SealedReport

Fresh = tuple[tuple[str, AnyMessage], ...]
"""Messages that this very input brings: the view does not hold them yet."""


def marking_in_force(
    view: View, report: str, at_ns: int, fresh: Fresh = ()
) -> Marking | None:
    """The marking of a report at an instant, after every change of label.

    Args:
        view: What the node holds.
        report: Name of the report.
        at_ns: What was said later does not count.
        fresh: Messages that the view does not hold yet.

    Returns:
        The marking; ``None``: no such report is held.

    Source:
        Articles 4.3 and 6(g) of the agreement of 2016, as the example text
        paraphrases them.
    """
    header = header_of(view, report)
    if header is None:
        return None
    marking = header.marking
    for change in label_changes(view, report, at_ns, fresh):
        marking = _changed(view, header, change)
    for source in header.derived_from:
        above = marking_in_force(view, source, at_ns, fresh)
        made_by = header_of(view, source)
        if above is not None and made_by is not None:
            marking = _at_least(
                view, (marking, header.originator), (above, made_by.originator)
            )
    return marking


def header_of(view: View, report: str) -> Header | None:
    """The header of a report that is held."""
    held = view.held(report)
    if held is None or not isinstance(held.statement, SealedReport):
        return None
    return held.statement.header


def label_changes(
    view: View, report: str, at_ns: int, fresh: Fresh = ()
) -> tuple[LabelChange, ...]:
    """The originators' changes of a report's label, in canonical order."""
    header = header_of(view, report)
    if header is None:
        return ()
    said = dict((*view.messages_about(report), *fresh))
    found = [
        (each.said_at_ns, name, each)
        for name, each in said.items()
        if isinstance(each, LabelChange)
        and each.report == report
        and each.party in {header.originator, *header.originators}
        and each.said_at_ns <= at_ns
    ]
    return tuple(each for _, _, each in sorted(found, key=lambda row: row[:2]))


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


def _changed(view: View, header: Header, change: LabelChange) -> Marking:
    """The new marking in the words of the report's own originator."""
    if change.party == header.originator:
        return change.marking
    label = change.marking.label
    own = _in_words_of(view, label, change.party, header.originator)
    return replace(change.marking, label=own or label)


def _at_least(
    view: View, own: tuple[Marking, PartyId], above: tuple[Marking, PartyId]
) -> Marking:
    mine, theirs = own[0], above[0]
    return Marking(
        label=_higher(view, (mine.label, own[1]), (theirs.label, above[1])),
        releasable_to=_both_admit(mine.releasable_to, theirs.releasable_to),
        caveats=tuple(dict.fromkeys((*mine.caveats, *theirs.caveats))),
        purposes=_both_allow(mine.purposes, theirs.purposes),
    )


def _higher(view: View, own: tuple[str, PartyId], above: tuple[str, PartyId]) -> str:
    for terms in _texts(view):
        here, there = level_of(terms, *own), level_of(terms, *above)
        if here is not None and there is not None:
            raised = equivalent(terms, *above, own[1]) or above[0]
            return raised if there.rank > here.rank else own[0]
    return own[0]


def _in_words_of(view: View, label: str, of: PartyId, party: PartyId) -> str | None:
    found = (equivalent(terms, label, of, party) for terms in _texts(view))
    return next((each for each in found if each is not None), None)


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
