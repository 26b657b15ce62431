"""What may go to whom, and under which article; or every reason why not.

1. Every rule is asked, every field is asked: nothing stops at the first no.
2. Every field that goes names its clauses and the paper that opened it; the
   header goes with any field and names its own.
3. Many reports differ in nothing that a rule asks: what was decided for one is
   said again for the next.  Whatever a rule can ask is compared, the time
   between two moments at which anything said begins or ends among it; what was
   said about a report by its name is always decided anew.
4. Protective messages and the closed list that carries no content are not
   decided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import msgspec

from watchword.agreements.case import Refusal, Request, case_of
from watchword.agreements.fields import HEADER, FieldBasis, Withheld, sort_fields
from watchword.agreements.grounds import grounds_of
from watchword.agreements.known import prepare
from watchword.agreements.memory import Grounds
from watchword.agreements.rules import RULES
from watchword.agreements.standing import Papers, Standing
from watchword.errors import UsageError
from watchword.model.agreement import AgreementId, StateName


class Decision(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The answer to one request.

    Args:
        permitted: Whether anything may go.
        agreement: Under which agreement.
        at_ns: The instant it was decided for.
        state: The agreement's state as the sender reads it.
        fields: What may go; empty when not permitted.
        refusals: Every rule that failed; empty when permitted.
        withheld: Fields that stay although the report may go.
        rests_on: Names of the papers behind the state, and behind that of the
            agreement on which the leg rests.
    """

    permitted: bool
    agreement: AgreementId
    at_ns: int
    state: StateName
    fields: tuple[FieldBasis, ...]
    refusals: tuple[Refusal, ...]
    withheld: tuple[Withheld, ...]
    rests_on: tuple[str, ...]

    @cached_property
    def basis(self) -> Mapping[str, tuple[str, ...]]:
        """The clauses of each field that may go, and of the header."""
        return {row.field: row.basis for row in self.fields}

    @cached_property
    def opened_by(self) -> Mapping[str, tuple[str, ...]]:
        """Of each of them the posture or decision that opened it."""
        return {row.field: row.rests_on for row in self.fields}

    @cached_property
    def going(self) -> tuple[str, ...]:
        """The names of the fields that may go."""
        return tuple([row.field for row in self.fields if row.field != HEADER])


def decide(request: Request, papers: Papers) -> Decision:
    """Decide one request from all papers known.

    For many requests ``prepare`` once and use ``decide_under``.

    Raises:
        UsageError: The request's instant is outside the years 1700 to 2249.
    """
    return decide_under(request, prepare(request.agreement, request.at_ns, papers))


def decide_under(request: Request, standings: Sequence[Standing]) -> Decision:
    """Decide one request by what ``prepare`` made ready.

    Args:
        request: The question.
        standings: What holds at its instant; where there are several, the
            request has to pass each of them.

    Raises:
        UsageError: They were prepared for another agreement or another time.
    """
    _check_serves(request, standings)
    if len(standings) == 1:
        return _decide(request, standings[0])
    decisions = [_decide(request, standing) for standing in standings]
    return _strictest(request, standings, decisions)


def _check_serves(request: Request, standings: Sequence[Standing]) -> None:
    if not standings:
        raise UsageError("nothing was prepared to decide by")
    first = standings[0]
    if first.state.agreement != request.agreement or not first.serves(request.at_ns):
        raise UsageError("what was prepared is about another agreement or time")


def _decide(request: Request, standing: Standing) -> Decision:
    grounds = grounds_of(request, standing)
    if grounds is None:
        return _decide_anew(request, standing, None)
    found: Decision | None = standing.memory.recall(grounds, request.fields)
    if found is None:
        return _decide_anew(request, standing, grounds)
    if found.at_ns != request.at_ns:
        # What comes in one group is decided for one instant: said anew once.
        found = msgspec.structs.replace(found, at_ns=request.at_ns)
        standing.memory.keep_again(grounds, request.fields, found)
    return found


def _decide_anew(
    request: Request, standing: Standing, grounds: Grounds | None
) -> Decision:
    case, memory = case_of(request, standing), standing.memory
    refusals = tuple([no for rule in RULES if (no := rule(case)) is not None])
    if refusals:
        decision = _settled(request, standing, refusals, (), ())
        if grounds is not None:
            memory.keep_refused(grounds, decision)
        return decision
    decision = _settled(request, standing, (), *sort_fields(case))
    if grounds is not None:
        memory.keep(grounds, request.fields, decision)
    return decision


def _settled(
    request: Request,
    standing: Standing,
    refusals: tuple[Refusal, ...],
    going: Sequence[FieldBasis],
    staying: Sequence[Withheld],
) -> Decision:
    """A decision in which either something goes or a refusal says why not."""
    if not refusals and request.fields and len(staying) == len(request.fields):
        refusals = tuple(dict.fromkeys(kept.refusal for kept in staying))
    return Decision(
        permitted=not refusals,
        agreement=request.agreement,
        at_ns=request.at_ns,
        state=standing.state.state_under(request.sender),
        fields=() if refusals else tuple(going),
        refusals=refusals,
        withheld=() if refusals else tuple(staying),
        rests_on=_rests_on(request, standing),
    )


def _rests_on(request: Request, standing: Standing) -> tuple[str, ...]:
    leg = standing.legs.get((request.sender, request.recipient))
    return standing.rests_on if leg is None else (*standing.rests_on, *leg.rests_on)


def _strictest(
    request: Request, standings: Sequence[Standing], decisions: Sequence[Decision]
) -> Decision:
    """What passes every standing: refusals together, fields that all let go."""
    refusals = dict.fromkeys(no for d in decisions for no in d.refusals)
    staying = {kept.field: kept for d in decisions for kept in d.withheld}
    going = [basis for basis in decisions[0].fields if basis.field not in staying]
    return _settled(
        request, standings[0], tuple(refusals), going, tuple(staying.values())
    )
