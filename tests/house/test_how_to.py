from __future__ import annotations

import re
import tomllib

from tests.house.house import ROOT, plain, rows

from watchword.agreements.codes import RULE_CODES
from watchword.agreements.national import bears_national_marking
from watchword.agreements.terms import parse_terms

PAGE = (ROOT / "docs" / "how-to" / "own-agreement.md").read_text("utf-8")


def example() -> str:
    found = re.search(r"^```toml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def keys_of(value: object) -> set[str]:
    """Every key of the file; a party's name is none."""
    if isinstance(value, list):
        return {key for one in value for key in keys_of(one)}
    if not isinstance(value, dict):
        return set()
    deep = {
        key for name, one in value.items() if name != "labels" for key in keys_of(one)
    }
    return set(value) | deep


def test_the_agreement_of_five_desks_reads_as_it_stands_on_the_page() -> None:
    terms = parse_terms(example())
    assert len(terms.parties) == 5
    assert terms.hub is None
    assert {clause.rule for clause in terms.clauses} <= RULE_CODES


def test_none_of_its_labels_is_a_national_marking() -> None:
    levels = parse_terms(example()).levels
    labels = [label for level in levels for of in level.labels.values() for label in of]
    assert len(labels) > 10
    assert [label for label in labels if bears_national_marking(label)] == []


def test_every_key_of_the_example_is_explained() -> None:
    cells = " ".join(plain(row[0]) for row in rows(PAGE))
    explained = set(re.findall(r"[a-z_]+", cells))
    assert keys_of(tomllib.loads(example())) - explained == set()
