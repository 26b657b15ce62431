"""What holds under one agreement, made ready for many reports.

A ``Standing`` is what does not depend on the report: it is prepared once for
an agreement and serves every report until ``until_ns``.  What has an end of
its own, an approval, a record, an enquiry, is looked at anew by each decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from watchword.agreements.codes import RELEASE
from watchword.agreements.index import Index
from watchword.agreements.memory import Memory
from watchword.agreements.state import AgreementState
from watchword.model.agreement import (
    AgreementId,
    Approval,
    Clause,
    Instrument,
    Level,
    Posture,
    Terms,
)
from watchword.model.marking import label_key
from watchword.model.message import AnyMessage
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, HOUR_NS


class Papers(msgspec.Struct, frozen=True, kw_only=True):
    """What the deciding node knows, each paper with its statement's name.

    Args:
        instruments: Papers of the agreement, and of those its legs rest on.
        postures: What the parties are willing to tell under it.
        approvals: Release decisions.
        messages: Those on which decisions turn: approvals of originators and
            their revocations, records, enquiries and answers, and of each
            party the latest ``Word``.
    """

    instruments: tuple[tuple[str, Instrument], ...] = ()
    postures: tuple[tuple[str, Posture], ...] = ()
    approvals: tuple[tuple[str, Approval], ...] = ()
    messages: tuple[tuple[str, AnyMessage], ...] = ()


class Footing(msgspec.Struct, frozen=True, kw_only=True):
    """What holds of an agreement, and by which papers.

    Args:
        state: What holds from ``state.at_ns`` until ``state.until_ns``.
        rests_on: Names of the papers from which it was derived.
    """

    state: AgreementState
    rests_on: tuple[str, ...]


class Standing(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What holds under one agreement, and one text of it.

    Args:
        state: What holds.
        until_ns: All of it holds before this instant; ``None``: for ever.
        terms: The text by which the rules go; ``None``: none is known.
        basis: Ids of the clauses under which content goes.
        clauses: By the code of the rule they back, the first of each.
        levels: By party and label, as written and as compared.
        rests_on: Names of the papers from which the state was derived.
        legs: What the leg between two parties rests on, where it does.
        said: Everything said under it, by any instant.
        moments: Between two of them nothing general that was said, a will, a
            record, a word, begins or ends; enquiries are not among them.
        memory: Decisions remembered by ``decide``; nothing turns on it.
    """

    state: AgreementState
    until_ns: int | None
    terms: Terms | None
    basis: tuple[str, ...]
    clauses: Mapping[str, Clause]
    levels: Mapping[tuple[PartyId, str], Level]
    rests_on: tuple[str, ...]
    legs: Mapping[tuple[PartyId, PartyId], Footing]
    said: Index
    moments: tuple[int, ...]
    memory: Memory[Any]

    def level_of(self, party: PartyId, label: str) -> Level | None:
        """The row of a party's label; ``None``: not in the table."""
        exact = self.levels.get((party, label))
        return exact or self.levels.get((party, label_key(label)))

    def serves(self, at_ns: int) -> bool:
        """Whether it holds at an instant."""
        return self.state.at_ns <= at_ns and (
            self.until_ns is None or at_ns < self.until_ns
        )


def standing_of(
    terms: Terms | None,
    main: Footing,
    below: Mapping[AgreementId, Footing],
    said: Index,
) -> Standing:
    """What holds under one text.

    Args:
        terms: The text.
        main: What holds of its agreement.
        below: What holds of the agreements that its legs rest on.
        said: Everything said under it.
    """
    turns = (each.state.until_ns for each in (main, *below.values()))
    return Standing(
        state=main.state,
        until_ns=min((turn for turn in turns if turn is not None), default=None),
        terms=terms,
        basis=_basis(terms),
        clauses=_clauses(terms),
        levels=_levels(terms),
        rests_on=main.rests_on,
        legs=_legs(terms, below),
        said=said,
        moments=_moments(said, terms, main.state.at_ns),
        memory=Memory(),
    )


def _legs(
    terms: Terms | None, below: Mapping[AgreementId, Footing]
) -> Mapping[tuple[PartyId, PartyId], Footing]:
    found: dict[tuple[PartyId, PartyId], Footing] = {}
    for leg in terms.legs if terms else ():
        one, other = leg.parties
        found[one, other] = found[other, one] = below[leg.agreement]
    return found


def _moments(said: Index, terms: Terms | None, from_ns: int) -> tuple[int, ...]:
    found = set(said.moments)
    if terms is not None:
        handling = terms.handling
        dated = {held.dated_ns for each in said.attestations.values() for held in each}
        found |= {ns + handling.inspection_days * DAY_NS for ns in dated}
        if handling.suspended_grant_days is not None:
            lasts_ns = handling.suspended_grant_days * DAY_NS
            found |= {ns + lasts_ns + 1 for ns in said.ageing}
        if handling.freshness_hours is not None:
            lasts_ns = handling.freshness_hours * HOUR_NS
            words = {ns for each in said.words.values() for ns in each}
            found |= {ns + lasts_ns + 1 for ns in words}
    return tuple(sorted(ns for ns in found if ns > from_ns))


def _basis(terms: Terms | None) -> tuple[str, ...]:
    clauses = terms.clauses if terms else ()
    return tuple(clause.id for clause in clauses if clause.rule == RELEASE)


def _clauses(terms: Terms | None) -> Mapping[str, Clause]:
    """Of several clauses behind one rule the one that was read comes first."""
    clauses = sorted(terms.clauses if terms else (), key=lambda c: c.evidence != "R")
    return {clause.rule: clause for clause in reversed(clauses) if clause.rule}


def _levels(terms: Terms | None) -> Mapping[tuple[PartyId, str], Level]:
    rows: dict[tuple[PartyId, str], Level] = {}
    for level in terms.levels if terms else ():
        for party, labels in level.labels.items():
            for label in labels:
                rows[party, label_key(label)] = level
                rows[party, label] = level
    return rows
