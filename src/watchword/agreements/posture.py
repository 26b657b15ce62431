"""What a party is willing to tell: will, apart from law."""

from __future__ import annotations

from collections.abc import Iterable

from watchword.model.agreement import (
    STANCES,
    AgreementId,
    Posture,
    Stance,
    topic_matches,
)
from watchword.model.party import PartyId


def stance(  # noqa: PLR0913, PLR0917 - the five things a will is about, and when
    postures: Iterable[Posture],
    party: PartyId,
    agreement: AgreementId,
    recipient: PartyId,
    topic: str,
    at_ns: int,
) -> tuple[Stance, Posture | None]:
    """Find the posture that holds: the nearest to the topic, then the latest.

    The longest matching topic comes first, then one for this very recipient
    before one for all, then the one said last; of two said at one instant the
    stricter holds.

    Args:
        postures: Everything ever said.
        party: Whose will.
        agreement: Under which agreement.
        recipient: Towards whom.
        topic: Of the report.
        at_ns: What was said later does not count.

    Returns:
        The stance, and the posture that says so; ``case-by-case`` and ``None``
        where nothing was said.
    """
    holding = max(
        (
            posture
            for posture in postures
            if posture.party == party
            and posture.agreement == agreement
            and posture.said_at_ns <= at_ns
            and posture.recipient in {"", recipient}
            and topic_matches(topic, posture.topic)
        ),
        key=_nearest,
        default=None,
    )
    return (holding.stance, holding) if holding else ("case-by-case", None)


def _nearest(
    posture: Posture,
) -> tuple[int, bool, int, int, bool, int, tuple[str, ...]]:
    fields = posture.fields
    return (
        len(posture.topic),
        posture.recipient != "",
        posture.said_at_ns,
        STANCES.index(posture.stance),
        fields is not None,
        -len(fields or ()),
        fields or (),
    )
