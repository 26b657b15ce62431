"""A row for each clause, its kind, and how its tests are named."""

from __future__ import annotations

import pytest
from tests.unit.agreements.papers import TEXT

from watchword.agreements.articles import MEANINGS, key_of, kind_of, rows_of
from watchword.agreements.codes import RULE_CODES
from watchword.agreements.terms import parse_terms
from watchword.model.agreement import Clause

ARTICLES = {
    "art-06g": "art06g",
    "policy-06a": "art06a",
    "art-04": "art04a",
    "policy-04": "art04a",
    "art-04b": "art04b",
    "policy-09": "art09",
    "art-16": "art16",
    "policy-voluntary": "art00voluntary",
    "art-1": "",
    "fiction-1": "",
}
PARAGRAPHS = {
    "par-0": "par0",
    "par-3": "par3",
    "policy-04-mark": "par4",
    "policy-04-approval": "par4",
    "policy-09": "par9",
    "policy-levels": "par0levels",
}


@pytest.mark.parametrize(("name", "key"), ARTICLES.items())
def test_the_tests_of_an_article_are_named_by_its_number(name: str, key: str) -> None:
    assert key_of(name, paragraphs=False) == key


@pytest.mark.parametrize(("name", "key"), PARAGRAPHS.items())
def test_the_tests_of_a_paragraph_are_named_by_its_number(name: str, key: str) -> None:
    assert key_of(name, paragraphs=True) == key


@pytest.mark.parametrize(
    ("rule", "kind"), [("posture", "E"), ("release", "E"), ("record", "R"), ("", "O")]
)
def test_the_kind_follows_from_the_rule(rule: str, kind: str) -> None:
    clause = Clause(id="art-01", article="1", rule=rule, says="So.", evidence="R")
    assert kind_of(clause) == kind


def test_every_word_of_a_rule_says_what_the_software_does() -> None:
    assert {*MEANINGS} == {*RULE_CODES, ""}
    assert all(MEANINGS.values())


def test_a_text_has_a_row_for_each_of_its_clauses() -> None:
    terms = parse_terms(TEXT)
    found = rows_of(terms)
    assert [(row.id, row.rule) for row in found] == [
        (clause.id, clause.rule) for clause in terms.clauses
    ]
    assert {row.agreement for row in found} == {"pact"}
