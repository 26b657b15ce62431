from __future__ import annotations

from typing import get_args

from tests.house.house import ROOT

from watchword.picture.catalogue import Standing
from watchword.picture.claim import SUBJECTS
from watchword.picture.countrule import RULES
from watchword.picture.sorts import OF_CLASS, OF_TOPIC

HOW_TO = ROOT / "docs" / "how-to"
COUNT = (HOW_TO / "count.md").read_text("utf-8")
CLAIM = (HOW_TO / "check-a-claim.md").read_text("utf-8")


def test_every_rule_of_counting_is_on_the_page_with_what_it_says() -> None:
    lines = COUNT.splitlines()
    missing = [
        rule.name
        for rule in RULES
        if not any(rule.says in li and li.startswith(f"{rule.name} ") for li in lines)
    ]
    assert missing == []


def test_every_way_an_event_stands_and_every_topic_is_explained() -> None:
    words = {*get_args(Standing), *OF_TOPIC}
    assert [word for word in sorted(words) if f"`{word}`" not in COUNT] == []


def test_every_class_that_is_told_apart_is_named() -> None:
    (row,) = (line for line in COUNT.splitlines() if "`weapon_class`" in line)
    words = row.casefold()
    assert [name for name in OF_CLASS if name not in words] == []


def test_everything_that_a_claim_may_be_about_is_named() -> None:
    assert [subject for subject in SUBJECTS if subject not in CLAIM] == []
