"""What may go to whom, and under which article; or every reason why not.

1. Every rule is asked, every field is asked: nothing stops at the first no.
2. Every field that goes names its clauses and the paper that opened it; the
   header goes with any field and names its own.
3. Protective messages and the closed list that carries no content are not
   decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

import msgspec

from watchword.agreements.case import (
    Case,
    Papers,
    Refusal,
    Request,
    Standing,
    case_of,
    prepare,
)
from watchword.agreements.rules import RULES
from watchword.errors import UsageError
from watchword.model.agreement import AgreementId, StateName

HEADER: Final = "header"
PUBLICATION: Final = "publication"

Means = Literal["push", "approval", "publication"]


class FieldBasis(msgspec.Struct, frozen=True, kw_only=True):
    """A field that may go, and why.

    Args:
        field: Its name; ``header`` for the header.
        basis: Ids of the clauses; ``publication`` for what the originator
            has published itself.
        rests_on: Names of the statements that opened it: a posture, a release
            decision, or the report that says where it was published.
        by: What opened it.
    """

    field: str
    basis: tuple[str, ...]
    rests_on: tuple[str, ...]
    by: Means


class Withheld(msgspec.Struct, frozen=True, kw_only=True):
    """A field that stays, and the rule that keeps it."""

    field: str
    refusal: Refusal


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one request.

    Args:
        permitted: Whether anything may go.
        agreement: Under which agreement.
        at_ns: The instant it was decided for.
        state: The agreement's state as the sender reads it.
        fields: What may go; empty when not permitted.
        refusals: Every rule that failed; empty when permitted.
        withheld: Fields that stay although the report may go.
        rests_on: Names of the agreement's papers behind the state.
    """

    permitted: bool
    agreement: AgreementId
    at_ns: int
    state: StateName
    fields: tuple[FieldBasis, ...]
    refusals: tuple[Refusal, ...]
    withheld: tuple[Withheld, ...]
    rests_on: tuple[str, ...]


class _Opening(NamedTuple):
    by: Means
    rests_on: tuple[str, ...]
    basis: tuple[str, ...]
    fields: tuple[str, ...] | None


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
    decisions = [_decide(request, standing) for standing in standings]
    if len(decisions) == 1:
        return decisions[0]
    return _strictest(request, standings, decisions)


def _check_serves(request: Request, standings: Sequence[Standing]) -> None:
    if not standings:
        raise UsageError("nothing was prepared to decide by")
    holds = standings[0].state
    until_ns = holds.until_ns
    in_time = holds.at_ns <= request.at_ns and (
        until_ns is None or request.at_ns < until_ns
    )
    if holds.agreement != request.agreement or not in_time:
        raise UsageError("what was prepared is about another agreement or time")


def _decide(request: Request, standing: Standing) -> Decision:
    case = case_of(request, standing)
    refusals = tuple(no for rule in RULES if (no := rule(case)) is not None)
    going, staying = ([], []) if refusals else _sort_fields(case)
    return _settled(request, standing, refusals, going, staying)


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
        rests_on=standing.rests_on,
    )


def _sort_fields(case: Case) -> tuple[list[FieldBasis], list[Withheld]]:
    openings = _openings(case)
    going = [_opened(HEADER, openings[0])]
    staying: list[Withheld] = []
    for field in case.request.fields:
        if (refusal := _not_covered(case, field)) is not None:
            staying.append(Withheld(field=field, refusal=refusal))
        elif opening := next((o for o in openings if _opens(o, field)), None):
            going.append(_opened(field, opening))
        else:
            says = f"neither posture nor release decision opens {field}"
            staying.append(Withheld(field=field, refusal=case.refuse("posture", says)))
    return going, staying


def _openings(case: Case) -> list[_Opening]:
    """What lets fields go: one at least, for the rules have passed."""
    if case.published:
        return [_Opening("publication", (case.request.name,), (PUBLICATION,), None)]
    basis = case.standing.basis
    found = [
        _Opening("approval", (name,), basis, said.fields)
        for name, said in case.approvals
    ]
    if case.posture is not None and case.stance == "push":
        name, posture = case.posture
        found.insert(0, _Opening("push", (name,), basis, posture.fields))
    return found


def _opens(opening: _Opening, field: str) -> bool:
    return opening.fields is None or field in opening.fields


def _opened(field: str, opening: _Opening) -> FieldBasis:
    return FieldBasis(
        field=field, basis=opening.basis, rests_on=opening.rests_on, by=opening.by
    )


def _not_covered(case: Case, field: str) -> Refusal | None:
    terms = case.standing.terms
    if case.published or terms is None or terms.fields is None:
        return None
    if field in terms.fields:
        return None
    return case.refuse("field-not-covered", f"{terms.id} does not carry {field}")


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
