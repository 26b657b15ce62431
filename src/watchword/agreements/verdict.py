"""A decision told in full: every rule that was asked, and what it rested on.

1. A rule that had nothing to object has passed, whether or not it had cause to
   look closely.
2. Each rule bears the clause of the agreement that stands behind it, where the
   text has one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

import msgspec

from watchword.agreements.case import Refusal
from watchword.agreements.codes import REFUSAL_CODES
from watchword.agreements.decide import Decision
from watchword.agreements.rules import REGISTRY
from watchword.agreements.standing import Standing
from watchword.model.agreement import Approval, Clause, Instrument, Posture
from watchword.model.message import Message
from watchword.model.time import format_instant, format_ns
from watchword.wire.statement import SealedReport, Statement

ASKS: Final[Mapping[str, str]] = {
    **REFUSAL_CODES,
    "no-agreement": "a text of the agreement is known here",
    "agreement-not-in-force": "the agreement is in force at that instant",
    "out-of-scope": "the topic is one that the agreement is about",
    "wrong-status": "it is actual, exercise or test as the agreement carries",
    "above-ceiling": "the label does not lie above what the agreement covers",
    "field-not-covered": "the agreement carries the field",
}
"""What each rule asks for, where it has nothing to object."""


class Ruled(msgspec.Struct, frozen=True, kw_only=True):
    """One rule, asked.

    Args:
        id: The clause behind it, or ``rule-<code>`` where there is none.
        article: The article's number; empty where there is none.
        code: The rule's word.
        passed: It did not refuse.
        says: What it asks for; where it refused, why.
    """

    id: str
    article: str
    code: str
    passed: bool
    says: str


class Support(msgspec.Struct, frozen=True, kw_only=True):
    """A statement on which a decision rests.

    Args:
        name: Its name.
        kind: The kind, as the wire calls it.
        party: Whose it is.
        note: The party's own name for a paper; of a will what it says.
        dated: From when it counts.
    """

    name: str
    kind: str
    party: str
    note: str
    dated: str


def verdict(decision: Decision, standing: Standing) -> tuple[Ruled, ...]:
    """Every rule of a decision, in the order in which they are asked."""
    failed = _failed(decision)
    codes = dict.fromkeys((*REGISTRY, *failed))
    return tuple(_ruled(code, standing.clauses.get(code), failed) for code in codes)


def _failed(decision: Decision) -> Mapping[str, Refusal]:
    found = {refusal.code: refusal for refusal in reversed(decision.refusals)}
    # A rule about single fields has failed where it keeps one back.
    for kept in decision.withheld:
        found.setdefault(kept.refusal.code, kept.refusal)
    return found


def _ruled(code: str, clause: Clause | None, failed: Mapping[str, Refusal]) -> Ruled:
    refusal = failed.get(code)
    if refusal is not None:
        return Ruled(
            id=refusal.id,
            article=refusal.article,
            code=code,
            passed=False,
            says=refusal.says,
        )
    return Ruled(
        id=clause.id if clause else f"rule-{code}",
        article=clause.article if clause else "",
        code=code,
        passed=True,
        says=ASKS[code],
    )


def rests_on(decision: Decision) -> tuple[str, ...]:
    """Names of all that a decision rests on: papers, then what opened fields."""
    opened = (name for basis in decision.fields for name in basis.rests_on)
    return tuple(dict.fromkeys((*decision.rests_on, *opened)))


def support(name: str, statement: Statement) -> Support:
    """A statement in the words of a list."""
    match statement:
        case SealedReport(header=header):
            kind, note, said_ns = "report", header.topic, header.said_at_ns
            party, dated = header.originator, format_ns(said_ns)
        case Posture():
            where = statement.topic or "every topic"
            kind, note = "posture", f"{statement.stance} on {where}"
            party, dated = statement.party, format_ns(statement.said_at_ns)
        case Approval():
            kind, note = "approval", f"release to {statement.recipient}"
            party, dated = statement.party, format_ns(statement.said_at_ns)
        case Message():
            kind, note = str(statement.__struct_config__.tag), ""
            party, dated = statement.party, format_ns(statement.said_at_ns)
        case _ if isinstance(statement, Instrument):
            kind, note = str(statement.__struct_config__.tag), statement.note
            party, dated = statement.party, format_instant(statement.dated)
        case _:
            kind, note = str(statement.__struct_config__.tag), ""
            party, dated = statement.party, format_ns(statement.said_at_ns)
    return Support(name=name, kind=kind, party=party, note=note, dated=dated)


def explain_verdict(
    ruled: Collection[Ruled], supports: Collection[Support]
) -> tuple[str, ...]:
    """Lines for an operator, below those of the decision itself."""
    rules = (
        " · ".join(
            filter(None, (f"  {'✓' if r.passed else '✗'} {r.id}", r.article, r.code))
        )
        + f" · {r.says}"
        for r in ruled
    )
    rested = (
        f"  rests on {s.kind} {s.note}".rstrip() + f" of {s.party}, {_short(s.dated)}"
        for s in supports
    )
    return (*rules, *rested)


def _short(dated: str) -> str:
    """To the second: the JSON has the rest."""
    return re.sub(r"\.\d+", "", dated)
