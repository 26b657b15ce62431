"""What waited for the law goes when the law permits; will only looks forward.

Rule 1: a report waits that its party was willing to tell when it was refused,
        and that only the state of an agreement, or a paper that was missing,
        kept back.  It may go under another agreement than it waited for, once
        the party says its will under that one.
Rule 2: what was refused for want of will waits for nothing: a later posture
        opens what is filed from then on, a release decision the rest.
Rule 3: what waited goes once, in the order in which it was filed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from watchword.agreements.decide import Decision
from watchword.model.agreement import AgreementId
from watchword.node.effects import Effect, Refuse
from watchword.node.release import Fresh, release
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


def let_go(view: View, at_ns: int, fresh: Fresh | None = None) -> Iterator[Effect]:
    """Decide anew on everything that waits for the law.

    Args:
        view: What the node holds.
        at_ns: The instant of the decision.
        fresh: What this very input brings, with its name; under its agreement
            only.
    """
    for name, recipient in view.waiting():
        held = view.held(name)
        if held is None:
            continue
        for effect in release(view, held, recipient, at_ns, fresh=fresh):
            # That it still waits is known already.
            if not isinstance(effect, Refuse):
                yield effect


def let_go_in_time(view: View, at_ns: int) -> Iterator[Effect]:
    """Decide anew where the passing of time may have changed a state."""
    turned = [name for name in view.agreements() if view.turned(name, at_ns)]
    for agreement in turned:
        view.standings(agreement, at_ns)  # From here on it stands at this instant.
    if turned:
        yield from let_go(view, at_ns)


def may_let_go(view: View, at_ns: int) -> bool:
    """Whether something waits where time may have changed a state."""
    turned = any(view.turned(agreement, at_ns) for agreement in view.agreements())
    return turned and bool(view.waiting())
