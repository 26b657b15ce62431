"""What a party is willing to tell: will, apart from law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from watchword.model.agreement import STANCES, Posture, topic_matches
from watchword.model.party import PartyId

Named = tuple[str, Posture]
"""A posture, after the name of its statement."""

Wills = Mapping[tuple[PartyId, PartyId | str], Sequence[Named]]
"""Everything said, by party and recipient, the nearest first."""


def index_wills(postures: Iterable[Named]) -> Wills:
    """Put postures in order once, so that each is found without a search."""
    found: dict[tuple[PartyId, PartyId | str], list[Named]] = {}
    for name, posture in postures:
        key = (posture.party, posture.recipient)
        found.setdefault(key, []).append((name, posture))
    return {
        key: sorted(each, key=_nearest, reverse=True) for key, each in found.items()
    }


def holding(
    wills: Wills, party: PartyId, recipient: PartyId, topic: str, at_ns: int
) -> Named | None:
    """Find the posture that holds: the nearest to the topic, then the latest.

    The longest matching topic comes first, then one for this very recipient
    before one for all, then the one said last; of two said at one instant the
    stricter holds.

    Args:
        wills: Everything ever said under one agreement.
        party: Whose will.
        recipient: Towards whom.
        topic: Of the report.
        at_ns: What was said later does not count.

    Returns:
        The posture with its statement's name; ``None`` where nothing was
        said, which is ``case-by-case``.
    """
    own = _first(wills.get((party, recipient), ()), topic, at_ns)
    general = _first(wills.get((party, ""), ()), topic, at_ns)
    if own is None or general is None:
        return own or general
    return max(own, general, key=_nearest)


def _first(wills: Sequence[Named], topic: str, at_ns: int) -> Named | None:
    for named in wills:
        posture = named[1]
        if posture.said_at_ns <= at_ns and topic_matches(topic, posture.topic):
            return named
    return None


def _nearest(
    named: Named,
) -> tuple[int, bool, int, int, bool, int, tuple[str, ...], str]:
    name, posture = named
    fields = posture.fields
    return (
        len(posture.topic),
        posture.recipient != "",
        posture.said_at_ns,
        STANCES.index(posture.stance),
        fields is not None,
        -len(fields or ()),
        fields or (),
        name,
    )
