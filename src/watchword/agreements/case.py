"""One question of release, with all that the rules ask about it.

``Standing`` is what does not depend on the report: it is prepared once for an
agreement and serves every report until ``until_ns``.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from watchword.agreements.codes import RELEASE
from watchword.agreements.posture import stance
from watchword.agreements.state import AgreementState, state
from watchword.model.agreement import (
    AgreementId,
    Approval,
    Clause,
    Instrument,
    Level,
    Posture,
    Stance,
    Terms,
)
from watchword.model.marking import label_key
from watchword.model.message import AnyMessage
from watchword.model.party import PartyId
from watchword.model.report import Header


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """May this report go to that party, under this agreement, at this instant?

    Args:
        report: The report's header.
        name: Name of its statement.
        fields: Names of its releasable fields.
        sender: Who would send it.
        recipient: Who would have it.
        agreement: Under which agreement.
        at_ns: The instant of release.
    """

    report: Header
    name: str
    fields: tuple[str, ...]
    sender: PartyId
    recipient: PartyId
    agreement: AgreementId
    at_ns: int


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


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """One rule that failed.

    Args:
        id: The clause behind it, or ``rule-<code>`` where there is none.
        code: The reason, one of ``codes.REFUSAL_CODES``.
        article: The article's number; empty where there is none.
        says: One line for an operator.
    """

    id: str
    code: str
    article: str
    says: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What holds under one agreement, made ready for many reports.

    Args:
        state: What holds from ``state.at_ns`` until ``state.until_ns``.
        terms: The text by which the rules go; ``None``: none is known.
        basis: Ids of the clauses under which content goes.
        clauses: By the code of the rule they back, the first of each.
        levels: By party and label, as written and as compared.
        rests_on: Names of the papers from which the state was derived.
        postures: What the parties are willing to tell under it, and the names
            of the statements.
        approvals: Release decisions, by report and recipient.
    """

    state: AgreementState
    terms: Terms | None
    basis: tuple[str, ...]
    clauses: Mapping[str, Clause]
    levels: Mapping[tuple[PartyId, str], Level]
    rests_on: tuple[str, ...]
    postures: Mapping[Posture, str]
    approvals: Mapping[tuple[str, PartyId], tuple[tuple[str, Approval], ...]]

    def level_of(self, party: PartyId, label: str) -> Level | None:
        """The row of a party's label; ``None``: not in the table."""
        exact = self.levels.get((party, label))
        return exact or self.levels.get((party, label_key(label)))


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A request beside the standing it is judged by.

    Args:
        request: The question.
        standing: What holds.
        level: The row of the report's label; ``None``: not in the table.
        stance: The sender's will towards this recipient on this topic.
        posture: The posture that says so, with its statement's name.
        approvals: The sender's release decisions on this report.
        published: The sender is the originator and has published it itself.
    """

    request: Request
    standing: Standing
    level: Level | None
    stance: Stance
    posture: tuple[str, Posture] | None
    approvals: tuple[tuple[str, Approval], ...]
    published: bool

    def refuse(self, code: str, says: str) -> Refusal:
        """A refusal by the clause that backs this rule."""
        clause = self.standing.clauses.get(code)
        if clause is None:
            return Refusal(id=f"rule-{code}", code=code, article="", says=says)
        return Refusal(id=clause.id, code=code, article=clause.article, says=says)


def prepare(agreement: AgreementId, at_ns: int, papers: Papers) -> tuple[Standing, ...]:
    """Make ready what holds under an agreement at an instant.

    Returns:
        One standing; more on the day of an amendment whose instant is not
        known: what goes has to pass each of them.

    Raises:
        UsageError: ``at_ns`` is outside the years 1700 to 2249.
    """
    holds = state(agreement, at_ns, [paper for _, paper in papers.instruments])
    counted = frozenset(holds.counted)
    rests_on = tuple(name for name, p in papers.instruments if p in counted)
    postures = {p: name for name, p in papers.postures if p.agreement == agreement}
    approvals: dict[tuple[str, PartyId], tuple[tuple[str, Approval], ...]] = {}
    for name, said in papers.approvals:
        if said.agreement == agreement:
            key = (said.report, said.recipient)
            approvals[key] = (*approvals.get(key, ()), (name, said))
    return tuple(
        Standing(
            state=holds,
            terms=terms,
            basis=_basis(terms),
            clauses=_clauses(terms),
            levels=_levels(terms),
            rests_on=rests_on,
            postures=postures,
            approvals=approvals,
        )
        for terms in (holds.terms, *holds.other_terms)
    )


def case_of(request: Request, standing: Standing) -> Case:
    """Put a request beside what holds."""
    report, at_ns = request.report, request.at_ns
    names = standing.postures
    will, posture = stance(
        names, request.sender, request.agreement, request.recipient, report.topic, at_ns
    )
    approvals = standing.approvals.get((request.name, request.recipient), ())
    return Case(
        request=request,
        standing=standing,
        level=standing.level_of(report.originator, report.marking.label),
        stance=will,
        posture=(names[posture], posture) if posture else None,
        approvals=tuple(
            (name, said)
            for name, said in approvals
            if said.party == request.sender and said.said_at_ns <= at_ns
        ),
        published=report.publication is not None
        and report.originator == request.sender,
    )


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
