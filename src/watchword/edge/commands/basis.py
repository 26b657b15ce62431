"""What a new report takes over from the reports it is made from."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from watchword.edge.commands.named import report_named
from watchword.edge.desk import Desk
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.node.markings import header_of, marking_of


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """The reports that something is made from; ``node.derive`` has the last word.

    Args:
        party: Who makes it.
        sources: Names, headers and markings in force, of those that bind.
        names: Names of all.
    """

    party: PartyId
    sources: tuple[tuple[Header, Marking], ...]
    names: tuple[str, ...]

    def originators(self, named: Collection[PartyId]) -> tuple[PartyId, ...]:
        """Everybody whose content it contains, but its own party."""
        if not self.sources and not named:
            return ()
        theirs = {
            party
            for header, _ in self.sources
            for party in (header.originator, *header.originators)
        }
        return tuple(sorted({*named, *theirs} - {self.party}))

    def marking(self, own: Marking) -> Marking:
        """The marking asked for, with what the sources ask for besides.

        Where none is given, recipients and purposes are those that all
        sources share.
        """
        if not self.sources and not own.caveats:
            return own
        above = [marking for _, marking in self.sources]
        caveats = [caveat for marking in above for caveat in marking.caveats]
        return Marking(
            label=own.label,
            caveats=tuple(dict.fromkeys((*own.caveats, *caveats))),
            purposes=own.purposes or shared([m.purposes for m in above if m.purposes]),
            releasable_to=own.releasable_to
            if own.releasable_to is not None
            else _reach([m.releasable_to for m in above]),
        )


def _reach(
    each: Sequence[tuple[PartyId, ...] | None],
) -> tuple[PartyId, ...] | None:
    named = [parties for parties in each if parties is not None]
    return tuple(map(PartyId, shared(named))) if named else None


def shared(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What all of them have, in the order of the first."""
    first, *others = lists or [()]
    return tuple(each for each in first if all(each in other for other in others))


def basis_for(desk: Desk, texts: Sequence[str]) -> Basis:
    """The reports named by the beginnings of their names."""
    if not texts:
        return Basis(party=desk.config.party, names=(), sources=())
    names = tuple(dict.fromkeys(report_named(desk, text) for text in texts))
    found = (
        (header_of(desk.view, name), marking_of(desk.view, name)) for name in names
    )
    return Basis(
        party=desk.config.party,
        names=names,
        sources=tuple(
            (header, marking)
            for header, marking in found
            if header is not None and marking is not None and header.publication is None
        ),
    )
