"""May a sealed line be carried on: the rules that ask nothing of its content.

Who carries it sees neither topic nor label nor field; those rules its
originator has answered when it sealed.  Force, parties, way, legs and fresh
papers are asked here, and a will that halts everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from watchword.agreements.case import Refusal, Request, case_of
from watchword.agreements.decide import Decision
from watchword.agreements.fields import HEADER, FieldBasis
from watchword.agreements.rules import REGISTRY
from watchword.agreements.standing import Standing
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.sealed import SealedLine

BLIND: Final = (
    "no-agreement",
    "agreement-not-in-force",
    "not-a-party",
    "not-through-hub",
    "leg-agreement",
    "stale-instruments",
)
"""The rules that are asked, by their codes."""


def decide_blind(
    name: str,
    said: SealedLine,
    sender: PartyId,
    standings: Sequence[Standing],
    at_ns: int,
) -> Decision:
    """Decide whether a sealed line is carried on to its recipient.

    Args:
        name: Its name.
        said: The sealed line.
        sender: Who would carry it on.
        standings: What holds of its agreement at that instant.
        at_ns: The instant.
    """
    request = _request(name, said, sender, at_ns)
    refusals = dict.fromkeys(
        no for standing in standings for no in _refusals(request, said, standing)
    )
    first = standings[0]
    header = FieldBasis(
        field=HEADER, basis=first.basis, rests_on=(name,), by="approval"
    )
    return Decision(
        permitted=not refusals,
        agreement=said.agreement,
        at_ns=at_ns,
        state=first.state.state_under(sender),
        fields=() if refusals else (header,),
        refusals=tuple(refusals),
        withheld=(),
        rests_on=first.rests_on,
    )


def _refusals(
    request: Request, said: SealedLine, standing: Standing
) -> Sequence[Refusal]:
    case = case_of(request, standing)
    found = [no for code in BLIND if (no := REGISTRY[code](case)) is not None]
    if case.stance == "halt":
        found.append(case.refuse("posture", f"{request.sender} has halted this"))
    if not said.said_at_ns <= request.at_ns < said.until_ns:
        says = f"{said.party} lets it be carried on only until its own date"
        found.append(case.refuse("no-originator-approval", says))
    return found


def _request(name: str, said: SealedLine, sender: PartyId, at_ns: int) -> Request:
    """The question, with a header that says nothing: the true one is sealed."""
    return Request(
        report=Header(
            kind="statement",
            status="test",
            originator=said.party,
            said_at_ns=said.said_at_ns,
            topic="sealed",
            marking=Marking(label="sealed"),
        ),
        name=name,
        fields=(),
        sender=sender,
        recipient=said.recipient,
        agreement=said.agreement,
        at_ns=at_ns,
    )
