"""Every decision and all its reasons, against an equal policy in Cedar.

The policy is written from the rules' own words and is fed with raw dates and
names; no state of an agreement, no stance and no validity is worked out for it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any, Final

import cedarpy
import pytest
from tests.independent.release_facts import Draw, Facts
from tests.independent.release_papers import papers_of, request_of
from tests.independent.release_policy import (
    FIELD_RULES,
    RULES,
    entities,
    policy,
    question,
)

from watchword.agreements.codes import REFUSAL_CODES
from watchword.agreements.decide import Decision, decide
from watchword.agreements.fields import HEADER

REQUESTS: Final = int(os.environ.get("WATCHWORD_REQUESTS", "20000"))
BATCH: Final = 500

POLICIES: Final = cedarpy.PolicySet.from_str(policy())
ENTITIES: Final = cedarpy.Entities.from_json_str(json.dumps(entities()))


def asked(questions: list[dict[str, Any]]) -> list[frozenset[str]]:
    """The reasons against each, as Cedar has them; none where it allows."""
    answers = cedarpy.is_authorized_batch(questions, POLICIES, ENTITIES)
    return [_reasons(answer) for answer in answers]


def _reasons(answer: cedarpy.AuthzResult) -> frozenset[str]:
    found = answer.diagnostics
    assert found.errors == []
    codes = frozenset(found.id_annotations_by_reason.values())
    assert answer.allowed is (codes == {"permit"})
    return codes - {"permit"}


def drawn(seed: int, number: int) -> Facts:
    """Request number so and so: each can be had again by itself."""
    return Draw(Random(f"{seed} {number}")).facts  # noqa: S311 - no secret


def batches(seed: int) -> Iterator[list[Facts]]:
    for first in range(0, REQUESTS, BATCH):
        some = range(first, min(first + BATCH, REQUESTS))
        yield [drawn(seed, number) for number in some]


def test_the_policy_has_a_rule_for_each_code_and_no_other() -> None:
    assert {*RULES, *FIELD_RULES} == set(REFUSAL_CODES)


@pytest.mark.slow
def test_each_decision_and_all_its_reasons_are_cedars(seed: int) -> None:
    met: Counter[str] = Counter()
    for facts in batches(seed):
        decisions = [decide(request_of(f), papers_of(f)) for f in facts]
        reasons = asked([question(f) for f in facts])
        carried = _carried(facts, reasons)
        for f, decision, why, fields in zip(
            facts, decisions, reasons, carried, strict=True
        ):
            expected = why or _only_fields(fields)
            assert _codes(decision) == expected, (seed, f)
            assert decision.permitted is (not expected), (seed, f)
            if decision.permitted:
                _check_fields(decision, fields)
            met.update(why or {f"field: {c}" for cs in fields.values() for c in cs})
            met["permitted"] += decision.permitted
    print(f"seed {seed}: {dict(sorted(met.items()))}")  # noqa: T201 - shown with -s
    _check_spread(met)


def _carried(
    facts: list[Facts], reasons: list[frozenset[str]]
) -> list[dict[str, frozenset[str]]]:
    """For each report that may go, the reasons against each of its fields."""
    open_ = [
        (n, field)
        for n, why in enumerate(reasons)
        if not why
        for field in facts[n]["fields"]
    ]
    answers = asked([question(facts[n], field) for n, field in open_])
    found: list[dict[str, frozenset[str]]] = [{} for _ in facts]
    for (n, field), why in zip(open_, answers, strict=True):
        found[n][field] = why
    return found


def _codes(decision: Decision) -> frozenset[str]:
    return frozenset(refusal.code for refusal in decision.refusals)


def _only_fields(fields: dict[str, frozenset[str]]) -> frozenset[str]:
    """Where every field stays nothing goes, by the reasons that keep them."""
    if not fields or not all(fields.values()):
        return frozenset()
    return frozenset(_first(why) for why in fields.values())


def _first(why: frozenset[str]) -> str:
    """One reason is printed for a field: what it may carry at all comes first."""
    return next(code for code in FIELD_RULES if code in why)


def _check_fields(decision: Decision, fields: dict[str, frozenset[str]]) -> None:
    going = {basis.field for basis in decision.fields}
    staying = {kept.field: kept.refusal.code for kept in decision.withheld}
    assert going == {HEADER, *(f for f, why in fields.items() if not why)}
    assert staying == {f: _first(why) for f, why in fields.items() if why}


def _check_spread(met: Counter[str]) -> None:
    """Every rule fails often, and about a fifth goes: else little was compared."""
    if REQUESTS < 5000:
        return
    wanted = [*RULES, *(f"field: {code}" for code in FIELD_RULES)]
    rare = [code for code in wanted if met[code] < REQUESTS // 400]
    assert rare == [], met
    assert 0.15 < met["permitted"] / REQUESTS < 0.3, met
