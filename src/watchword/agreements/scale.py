"""Which label stands how high: the tables of agreements, and the profile's own.

Labels of two parties are compared in a table that has both.  Where none has,
the label is read as the own one of its row first, and that is compared: a
party knows the order of its own labels from every table it has signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from watchword.model.agreement import Terms
from watchword.model.marking import TLP, label_key
from watchword.model.party import PartyId


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """How high each label stands in one table.

    Args:
        labels: By party and label as compared; higher is more.
        names: By name of the level.
    """

    labels: Mapping[tuple[PartyId, str], int]
    names: Mapping[str, int]

    def rank(self, party: PartyId, label: str) -> int | None:
        """How high a party's label stands; ``None``: it is not in the table."""
        return self.labels.get((party, label_key(label)))

    def reach(self, party: PartyId, clearance: str) -> int | None:
        """How high a clearance reaches: a label of the party, or a level's name."""
        found = self.rank(party, clearance)
        return self.names.get(label_key(clearance)) if found is None else found


def scale_of(terms: Terms) -> Scale:
    """The table of an agreement's text."""
    return Scale(
        labels={
            (party, label_key(label)): level.rank
            for level in terms.levels
            for party, labels in level.labels.items()
            for label in labels
        },
        names={label_key(level.name): level.rank for level in terms.levels},
    )


def profile_scale(party: PartyId) -> Scale:
    """The labels that the profile accepts of this party without an agreement."""
    ranks = {label_key(label): -place for place, label in enumerate(TLP)}
    return Scale(labels={(party, key): rank for key, rank in ranks.items()}, names={})


def reaches(
    clearance: str,
    of: PartyId,
    label: str,
    originator: PartyId,
    scales: Sequence[Scale],
) -> bool:
    """Whether a clearance, or an own label, stands at least as high as a label.

    Args:
        clearance: A label of ``of``, or the name of a level.
        of: Whose clearance it is.
        label: What it is to reach.
        originator: Whose label that is.
        scales: The tables to ask.

    Returns:
        ``False`` also where no table has both: what cannot be compared is not
        reached.
    """
    pairs = [*_pairs(clearance, of, label, originator, scales)]
    return bool(pairs) and all(reach >= rank for rank, reach in pairs)


def _pairs(
    clearance: str,
    of: PartyId,
    label: str,
    originator: PartyId,
    scales: Sequence[Scale],
) -> Iterator[tuple[int, int]]:
    keys = {(originator, label_key(label))}
    for scale in scales:
        rank = scale.rank(originator, label)
        own = (key for key, row in scale.labels.items() if row == rank)
        keys.update(key for key in own if key[0] == of)
    for scale in scales:
        reach = scale.reach(of, clearance)
        ranks = [scale.labels[key] for key in keys if key in scale.labels]
        yield from ((rank, reach) for rank in ranks if reach is not None)
