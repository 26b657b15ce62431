"""The model of claims: what can be claimed, and of what."""

from __future__ import annotations

import pytest

from watchword.errors import UsageError
from watchword.picture.claim import SUBJECTS, Amount, FirstSince, Nth
from watchword.picture.countrule import RULES
from watchword.picture.days import parse_days


def test_every_subject_is_counted_by_rules_that_there_are() -> None:
    names = {rule.name for rule in RULES}
    assert all(set(rules) <= names for rules in SUBJECTS.values())
    assert names == {name for rules in SUBJECTS.values() for name in rules}


def test_a_claim_that_says_nothing_is_none() -> None:
    year, before = parse_days("2022"), parse_days("2021")
    with pytest.raises(UsageError):
        Amount(subject="missiles", period=year)
    with pytest.raises(UsageError):
        Amount(subject="missiles", low=3, high=2, period=year)
    with pytest.raises(UsageError):
        FirstSince(subject="missiles", since=year, at=before)
    with pytest.raises(UsageError):
        Nth(subject="missiles", nth=0, within=year)
    with pytest.raises(UsageError):
        Nth(subject="missiles", nth=1, within=year, at=before)
