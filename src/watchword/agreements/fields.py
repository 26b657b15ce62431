"""Which fields of a report go that may go, and what opened each of them.

1. The header goes with any field.
2. A field that others originated needs the approval of each of them besides.
3. The first of posture, release decision and enquiry that opens a field is
   its basis.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import msgspec

from watchword.agreements.case import Case, Refusal

HEADER: Final = "header"
PUBLICATION: Final = "publication"

Means = Literal["push", "approval", "request", "publication"]


class FieldBasis(msgspec.Struct, frozen=True, kw_only=True):
    """A field that may go, and why.

    Args:
        field: Its name; ``header`` for the header.
        basis: Ids of the clauses; ``publication`` for what the originator
            has published itself.
        rests_on: Names of the statements that opened it: a posture, a release
            decision, an enquiry with the posture that lets it be answered, or
            the report that says where it was published; and the approvals of
            the originators.
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


class Opening(NamedTuple):
    """What lets fields go; ``fields`` is ``None`` for all of them."""

    by: Means
    rests_on: tuple[str, ...]
    basis: tuple[str, ...]
    fields: tuple[str, ...] | None


def sort_fields(case: Case) -> tuple[list[FieldBasis], list[Withheld]]:
    """What goes, the header first, and what stays; the rules have passed."""
    openings, carried = _openings(case), _carried(case)
    going = [_opened(case, HEADER, openings[0])]
    staying: list[Withheld] = []
    for field in case.request.fields:
        for opening in openings:
            if (
                (carried is None or field in carried)
                and (opening.fields is None or field in opening.fields)
                and (not case.grants or _is_approved(case, field))
            ):
                going.append(_opened(case, field, opening))
                break
        else:
            staying.append(Withheld(field=field, refusal=_kept(case, openings, field)))
    return going, staying


def _carried(case: Case) -> tuple[str, ...] | None:
    """The fields that the text carries; ``None``: any."""
    terms = case.standing.terms
    return None if case.published or terms is None else terms.fields


def _is_approved(case: Case, field: str) -> bool:
    return all(
        any(_covers(grant.said.fields, field) for grant in grants)
        for grants in case.grants.values()
    )


def _openings(case: Case) -> Sequence[Opening]:
    if case.published:
        return [Opening("publication", (case.request.name,), (PUBLICATION,), None)]
    basis, found = case.standing.basis, []
    if case.posture is not None and case.stance == "push" and not case.expired:
        name, posture = case.posture
        found.append(Opening("push", (name,), basis, posture.fields))
    for name, said in case.approvals:
        found.append(Opening("approval", (name,), basis, said.fields))
    if case.posture is not None and case.stance == "on-request" and case.enquiry:
        name, posture = case.posture
        rests_on = (name, case.enquiry.name)
        found.append(Opening("request", rests_on, basis, posture.fields))
    return found


def _opened(case: Case, field: str, opening: Opening) -> FieldBasis:
    rests_on = opening.rests_on
    if case.grants:
        rests_on = (*rests_on, *_approved_by(case, field))
    return FieldBasis(
        field=field, basis=opening.basis, rests_on=rests_on, by=opening.by
    )


def _approved_by(case: Case, field: str) -> list[str]:
    """The approvals of originators behind a field, the first of each."""
    return [
        next(g.name for g in grants if field == HEADER or _covers(g.said.fields, field))
        for grants in case.grants.values()
    ]


def _covers(fields: tuple[str, ...] | None, field: str) -> bool:
    return fields is None or field in fields


def _kept(case: Case, openings: Sequence[Opening], field: str) -> Refusal:
    """Why a field stays: the first rule of it that fails."""
    for rule in FIELD_RULES.values():
        refusal = rule(case, openings, field)
        if refusal is not None:
            return refusal
    raise AssertionError(field)


def rule_covered(
    case: Case, _openings: Sequence[Opening], field: str
) -> Refusal | None:
    """The agreement lists the field among those that it carries.

    Source:
        The three elements of the warning mechanism of December 2023, as the
        press told them, under paragraph 1 of the arrangement of 2014.
    """
    if _covers(_carried(case), field):
        return None
    says = f"{case.request.agreement} does not carry {field}"
    return case.refuse("field-not-covered", says)


def rule_opened(case: Case, openings: Sequence[Opening], field: str) -> Refusal | None:
    """A posture, a release decision or an answered enquiry opens the field.

    Source:
        Article 1 of the agreement of 2016: nobody is obliged to share.
    """
    for opening in openings:
        if opening.fields is None or field in opening.fields:
            return None
    says = f"neither posture nor release decision opens {field}"
    return case.refuse("posture", says)


def rule_approved(
    case: Case, _openings: Sequence[Opening], field: str
) -> Refusal | None:
    """Each originator's approval lets the field go on.

    Source:
        Article 6(a) of the agreement of 2016; paragraph 4 of the arrangement
        of 2014.
    """
    missing = [
        party
        for party, grants in case.grants.items()
        if not any(_covers(grant.said.fields, field) for grant in grants)
    ]
    if not missing:
        return None
    says = f"no approval of {', '.join(missing)} lets {field} go on"
    return case.refuse("no-originator-approval", says)


FieldRule = Callable[[Case, Sequence[Opening], str], Refusal | None]

FIELD_RULES: Final[Mapping[str, FieldRule]] = {
    "field-not-covered": rule_covered,
    "posture": rule_opened,
    "no-originator-approval": rule_approved,
}
"""Every rule about one field, by the code it keeps it with."""
