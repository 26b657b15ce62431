"""A whole article, read and its claims checked by the real commands at a real node."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from tests.conftest import SHARED
from tests.processes.nodes import Node, ended

from watchword.research.exercise import exercise_node

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(180)]

ARTICLE: Final = Path("statements", "article_2022-06-12_de.txt")
DAY: Final = "2022-06-12"
FIRST_TEST: Final = "2006-10-09"
"""The shipped record holds every nuclear test from this day on."""


@pytest.fixture(scope="module")
def article() -> str:
    found = SHARED / ARTICLE
    if not found.is_file():
        pytest.skip("needs the data folder beside the checkout")
    return str(found)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    folder = tmp_path_factory.mktemp("desk")
    exercise_node(folder / "node")
    node = Node(folder / "node")
    with ended(node):
        node.up()
        yield node


@pytest.fixture(scope="module")
def read(node: Node, article: str) -> dict[str, Any]:
    done = node.cli(
        *("read", article, "--published", DAY, "--claims"),
        *("--whole-from", FIRST_TEST, "--json"),
    )
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def one(read: dict[str, Any], says: str) -> dict[str, Any]:
    (found,) = [each for each in read["claims"] if says in each["says"]]
    answer: dict[str, Any] = found["answer"]
    return answer


def rules(answer: dict[str, Any]) -> dict[str, Any]:
    return {rule["rule"]: rule for rule in answer["rules"]}


def test_the_german_article_is_read_as_no_launch_and_four_claims(
    read: dict[str, Any],
) -> None:
    assert (read["kind"], read["filed"], read["values"]) == (None, None, [])
    assert len(read["claims"]) == 4
    (test,) = [each for each in read["claims"] if each.get("possible")]
    assert test["when"] == "in den kommenden Tagen"
    assert test["speaker"].endswith("Ned Price")


def test_at_least_18_holds_under_some_rules_of_counting_and_the_answer_says_which(
    read: dict[str, Any],
) -> None:
    answer = one(read, "at least 18 missile tests")
    assert answer["verdict"] == "depends"
    assert {name: rule["says"] for name, rule in rules(answer).items()} == {
        "missiles": "31",
        "missiles-cruise": "33",
        "salvos": "18",
        "salvos-cruise": "19",
        "days": "16",
        "days-cruise": "17",
        "days-counted-artillery": "18",
        "days-artillery": "19",
    }
    false = {name for name, rule in rules(answer).items() if rule["holds"] is False}
    assert false == {"days", "days-cruise"}
    assert answer["until"] == DAY


def test_the_same_claim_typed_by_hand_is_answered_the_same(
    node: Node, read: dict[str, Any]
) -> None:
    typed = node.json(
        *("claim", "check", "at least 18 missile tests", "--from", "2022-01-01"),
        *("--to", DAY, "--whole-from", FIRST_TEST),
    )
    answer = one(read, "at least 18 missile tests")
    assert typed["verdict"] == answer["verdict"]
    assert {r["rule"]: r["holds"] for r in typed["rules"]} == {
        name: rule["holds"] for name, rule in rules(answer).items()
    }


def test_the_first_since_2017_is_answered_by_the_nuclear_tests_cited(
    node: Node, read: dict[str, Any]
) -> None:
    answer = one(read, "nuclear tests since 2017")
    assert answer["verdict"] == "true"
    assert rules(answer)["nuclear-tests"]["says"] == "2017: 1, between: 0"
    (counted,) = rules(answer)["nuclear-tests"]["counts"][0]["events"]
    assert counted["statements"]
    assert counted["witnesses"] == ["United States Geological Survey"]
    typed = node.json(
        *("claim", "check", "--first-since", "2017", "--of", "nuclear test"),
        *("--whole-from", FIRST_TEST),
    )
    assert typed["verdict"] == "true"
    tests = [r for r in node.json("report", "list") if r["kind"] == "nuclear_test"]
    assert len(tests) == 6
    for each in tests:
        assert each["attributed_to"] == "United States Geological Survey"
        assert "second hand" in each["fields"]["note"]
        assert "USGS ComCat" in each["fields"]["source"]


def test_nobody_denies_a_test_of_years_of_which_not_everything_is_held(
    node: Node, article: str
) -> None:
    done = node.cli("read", article, "--published", DAY, "--claims", "--json")
    answer = one(json.loads(done.out), "nuclear tests since 2017")
    assert answer["verdict"] == "cannot tell"


def test_the_notice_of_2019_is_found_in_the_papers_of_the_agreement_that_is_meant(
    read: dict[str, Any],
) -> None:
    answer = one(read, "notice under an agreement")
    assert (answer["verdict"], answer["agreements"]) == ("true", ["gsomia-2016"])
    (paper,) = answer["papers"]
    assert paper["note"] == "notice-2019-08-23"
    assert paper["dated"].startswith("2019-08-23")
    assert paper["source"]


def test_meetings_are_not_in_the_record_and_the_answer_says_so(
    node: Node, read: dict[str, Any]
) -> None:
    answer = one(read, "meetings since 2019-11")
    assert answer["verdict"] == "cannot tell"
    assert answer["why"] == "the record holds no meetings"
    typed = node.json(
        *("claim", "check", "--first-since", "2019-11", "--of", "meeting")
    )
    assert (typed["verdict"], typed["why"]) == (answer["verdict"], answer["why"])


def test_the_article_is_shown_to_a_person_with_every_answer(
    node: Node, article: str
) -> None:
    done = node.cli(
        *("read", article, "--published", DAY, "--claims"),
        *("--whole-from", FIRST_TEST),
    )
    for words in ("no report", "DEPENDS", "under 6 of 8 rules", "TRUE", "CANNOT TELL"):
        assert words in done.out
