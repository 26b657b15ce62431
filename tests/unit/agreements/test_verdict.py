"""A decision told in full: every rule, its article, what it rested on."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.unit.agreements.papers import NORTH, PACT, SOUTH, in_force, known, notice
from tests.unit.agreements.test_decide import ASK, ASKED, PUSH, will

from watchword.agreements.codes import REFUSAL_CODES
from watchword.agreements.decide import decide
from watchword.agreements.known import prepare
from watchword.agreements.rules import REGISTRY
from watchword.agreements.standing import Papers
from watchword.agreements.verdict import (
    ASKS,
    Ruled,
    Support,
    explain_verdict,
    rests_on,
    support,
    verdict,
)
from watchword.model.agreement import Approval
from watchword.model.marking import Marking
from watchword.model.message import Registered
from watchword.model.report import Header
from watchword.wire.statement import SealedReport, Statement


def ruled(papers: Papers) -> dict[str, Ruled]:
    standing = prepare(PACT, ASK.at_ns, papers)[0]
    found = verdict(decide(ASK, papers), standing)
    assert [rule.code for rule in found][: len(REGISTRY)] == [*REGISTRY]
    return {rule.code: rule for rule in found}


def test_every_rule_that_was_asked_is_named_and_has_passed() -> None:
    found = ruled(PUSH)
    assert set(found) == set(REGISTRY)
    assert all(rule.passed for rule in found.values())
    assert found["no-agreement"].says == "a text of the agreement is known here"


def test_what_each_rule_asks_for_is_in_words() -> None:
    assert set(ASKS) == set(REFUSAL_CODES)


def test_a_rule_bears_its_clause_or_its_own_name() -> None:
    found = ruled(PUSH)
    assert (found["posture"].id, found["posture"].article) == ("art-2", "2")
    assert (found["no-agreement"].id, found["no-agreement"].article) == (
        "rule-no-agreement",
        "",
    )


def test_a_rule_that_refused_says_why() -> None:
    found = ruled(ASKED)
    assert [code for code, rule in found.items() if not rule.passed] == ["posture"]
    assert found["posture"].id == "art-2"
    assert "release decision" in found["posture"].says


def test_a_rule_about_single_fields_fails_where_it_keeps_one_back() -> None:
    one = known(*in_force(), postures=(replace(will("push"), fields=("site",)),))
    decision = decide(ASK, one)
    assert decision.permitted
    assert not ruled(one)["posture"].passed


def test_it_rests_on_papers_and_on_what_opened_the_fields() -> None:
    assert rests_on(decide(ASK, PUSH)) == (
        "paper-0",
        "paper-1",
        "paper-2",
        "paper-3",
        "posture-0",
    )


HEADER = Header(
    kind="launch",
    status="exercise",
    originator=NORTH,
    said_at_ns=0,
    topic="missile",
    marking=Marking(label="MIDDLE II"),
)


@pytest.mark.parametrize(
    ("said", "kind", "note", "dated"),
    [
        (notice(NORTH, "2020-06-01"), "notice", "notice", "2020-06-01+02:00"),
        (will("push"), "posture", "push on every topic", "1970-01-01T00:00:00.00"),
        (
            Approval(
                party=NORTH, agreement=PACT, recipient=SOUTH, report="r", said_at_ns=0
            ),
            "approval",
            "release to desk.south",
            "1970-01-01",
        ),
        (SealedReport(header=HEADER, sealed=()), "report", "missile", "1970-01-01"),
        (
            Registered(
                party=NORTH,
                agreement=PACT,
                said_at_ns=0,
                report="a" * 64,
                sender=SOUTH,
                officer="x",
            ),
            "registered",
            "",
            "1970-01-01",
        ),
    ],
)
def test_what_it_rests_on_is_named_by_kind_party_note_and_date(
    said: Statement, kind: str, note: str, dated: str
) -> None:
    found = support("name", said)
    assert (found.name, found.kind, found.party, found.note) == (
        "name",
        kind,
        NORTH,
        note,
    )
    assert found.dated.startswith(dated)


def test_in_words_passed_and_failed_are_told_apart() -> None:
    rules = [
        Ruled(id="art-1", article="1", code="posture", passed=True, says="it wants to"),
        Ruled(
            id="rule-x", article="", code="purpose", passed=False, says="it does not"
        ),
    ]
    held = Support(name="n", kind="notice", party=NORTH, note="n-1", dated="2020-06-01")
    assert explain_verdict(rules, [held]) == (
        "  ✓ art-1 · 1 · posture · it wants to",
        "  ✗ rule-x · purpose · it does not",
        "  rests on notice n-1 of desk.north, 2020-06-01",
    )
