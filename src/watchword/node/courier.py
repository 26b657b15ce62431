"""A sealed line on its way: carried on by its holder, opened by its recipient.

Rule 1: who carries it keeps and passes on the outer envelope as it came.
Rule 2: the inner envelope takes the same door as any other: what is not
        admitted is evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from watchword.agreements.blind import decide_blind
from watchword.agreements.standing import Standing
from watchword.errors import TrustError
from watchword.model.message import Acknowledgement
from watchword.model.party import PartyId
from watchword.model.sealed import SealedLine
from watchword.node.effects import Effect, Offer, Refuse
from watchword.node.messages import say_own, tell_message
from watchword.node.view import Held, View
from watchword.wire.line import Channel


def check_way(said: SealedLine, sender: PartyId, party: PartyId) -> None:
    """Refuse a sealed line that came by another way than it names.

    Raises:
        TrustError: It did (``wrong-channel``).
    """
    legs = {(said.party, said.holder), (said.holder, said.recipient)}
    if (sender, party) not in legs:
        raise TrustError(
            "a sealed line came by another way than it names", code="wrong-channel"
        )


def carry_on(
    view: View, held: Held, standings: Sequence[Standing], at_ns: int
) -> Iterator[Effect]:
    """Pass a sealed line on as it is, and tell its originator; or say why not.

    Args:
        view: What the node holds.
        held: The sealed line.
        standings: What holds of its agreement.
        at_ns: The instant of the decision.
    """
    said = held.statement
    if not isinstance(said, SealedLine) or said.holder != view.party:
        return
    if view.offered(held.name, said.recipient):
        return
    decision = decide_blind(held.name, said, view.party, standings, at_ns)
    if not decision.permitted:
        yield Refuse(name=held.name, recipient=said.recipient, decisions=(decision,))
        return
    yield Offer(
        channel=Channel(
            agreement=said.agreement,
            sender=view.party,
            recipient=said.recipient,
            lane="urgent",
        ),
        name=held.name,
        fields=(),
        basis={"header": decision.fields[0].basis},
        released_at_ns=at_ns,
        decision=decision,
    )
    done = Acknowledgement(
        party=view.party,
        agreement=said.agreement,
        said_at_ns=at_ns,
        of=held.name,
        to=said.party,
        says=f"went on sealed to {said.recipient} under {said.agreement}",
    )
    own = say_own(view, done, at_ns)
    yield own
    yield from tell_message(view, own.name, done, at_ns)
