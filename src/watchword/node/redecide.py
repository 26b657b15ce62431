"""What waited for the law goes when the law permits; will only looks forward.

Rule 1: a report waits that its party was willing to tell when it was refused,
        and that only the state of an agreement, or a paper that was missing,
        kept back.
Rule 2: what waited goes once, in the order in which it was filed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from watchword.agreements.decide import Decision
from watchword.model.agreement import AgreementId, Instrument
from watchword.model.message import AnyMessage
from watchword.node.effects import Effect, Refuse
from watchword.node.release import release, touched
from watchword.node.view import View

LAW: Final = frozenset(
    {
        "no-agreement",
        "agreement-not-in-force",
        "leg-agreement",
        "no-assurance",
        "contractor",
        "stale-instruments",
    }
)
"""Refusals that a paper or a message can lift."""


def waits_for(decisions: Collection[Decision]) -> tuple[AgreementId, ...]:
    """The agreements for which a refused report waits."""
    return tuple(
        decision.agreement
        for decision in decisions
        if decision.refusals
        and decision.agreement
        and all(refusal.code in LAW for refusal in decision.refusals)
    )


def let_go(
    view: View,
    agreement: AgreementId,
    at_ns: int,
    fresh: tuple[str, Instrument | AnyMessage] | None = None,
) -> Iterator[Effect]:
    """Decide anew on what waits for an agreement.

    Args:
        view: What the node holds.
        agreement: Which may permit now.
        at_ns: The instant of the decision.
        fresh: A paper or message that this very input brings, with its name.
    """
    names = (agreement,) if fresh is None else touched(view, fresh[1])
    waiting = dict.fromkeys(row for each in names for row in view.waiting(each))
    for name, recipient in waiting:
        held = view.held(name)
        if held is None:
            continue
        for effect in release(view, held, recipient, at_ns, fresh=fresh):
            # That it still waits is known already.
            if not isinstance(effect, Refuse):
                yield effect


def let_go_in_time(view: View, at_ns: int) -> Iterator[Effect]:
    """Decide anew where the passing of time has changed a state."""
    for agreement in view.agreements():
        if view.turned(agreement, at_ns):
            yield from let_go(view, agreement, at_ns)
