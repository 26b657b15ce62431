from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from importlib.resources import files

import pytest

from watchword.errors import UsageError
from watchword.model.agreement import topic_matches
from watchword.model.field import KIND_OF_FIELD
from watchword.model.party import parse_party
from watchword.record.desks import desk_of, desks, exercise, parse_exercise, postures
from watchword.record.statements import header_of, statements


def label_of(name: str) -> str:
    (found,) = (each for each in statements() if each.id == name)
    return header_of(found).marking.label


def test_the_desks_bear_names_of_the_exercise() -> None:
    assert len(desks()) == 3
    for party in desks():
        assert parse_party(party) == party
        assert party.startswith("exercise.")


def test_every_label_says_exercise() -> None:
    for desk in exercise().desk:
        assert all(rule.label.startswith("EXERCISE ") for rule in desk.label)


def test_every_desk_files_something_and_only_its_own_authorities() -> None:
    filed = Counter(header_of(each).originator for each in statements())
    assert set(filed) == set(desks())
    for each in statements():
        assert desk_of(each.authority)[0].party == each.desk


def test_two_statements_lie_above_what_may_be_shared() -> None:
    above = [
        each.id
        for each in statements()
        if header_of(each).marking.label == "EXERCISE 군사I급비밀"
    ]
    assert above == ["2022-03-16-jcs", "2022-05-25-b-jcs"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("2022-05-04-jcs", "EXERCISE 군사III급비밀"),
        ("2022-03-24-jcs", "EXERCISE 군사II급비밀"),
        ("2022-05-04-mod", "EXERCISE 秘"),
        ("2022-03-24-mod", "EXERCISE 極秘"),
        ("2022-03-24-kcna", "EXERCISE CONFIDENTIAL"),
    ],
)
def test_a_statement_gets_the_first_label_that_fits(name: str, label: str) -> None:
    assert label_of(name) == label


def test_first_words_of_a_launch_are_urgent_and_the_rest_is_routine() -> None:
    for each in statements():
        quoted = desk_of(each.authority)[1]
        first_word = each.kind == "launch" and not each.corrects
        urgent = first_word and quoted.urgency == "urgent"
        assert (each.urgency == "urgent") == urgent


def test_an_authority_nobody_files_is_refused() -> None:
    with pytest.raises(UsageError):
        desk_of("Nobody")


def test_every_posture_is_between_two_desks_and_was_said_first() -> None:
    first = min(each.said_at_ns for each in statements())
    for posture in postures():
        assert {posture.party, posture.recipient} <= set(desks())
        assert posture.party != posture.recipient
        assert posture.said_at_ns < first
        assert set(posture.fields or ()) <= set(KIND_OF_FIELD)


def test_the_will_differs_by_topic_so_that_the_exercise_shows_refusals() -> None:
    pushed = {
        (posture.party, posture.agreement, posture.topic)
        for posture in postures()
        if posture.stance == "push"
    }
    assert ("exercise.seoul", "gsomia-2016", "missile.ballistic") in pushed
    topics = {each.topic for each in statements() if each.desk == "exercise.seoul"}
    held_back = {
        topic
        for topic in topics
        if not any(
            topic_matches(topic, scope)
            for party, agreement, scope in pushed
            if (party, agreement) == ("exercise.seoul", "gsomia-2016")
        )
    }
    assert held_back == {"missile.cruise", "artillery"}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("schema = 1", "schema = 2"),
        lambda text: text.replace('stance = "push"', 'stance = "maybe"', 1),
        lambda text: text.replace("minutes_after", "hours_after", 1),
        lambda text: text.replace("09:00:00+09:00", "09:00:00", 1),
        lambda text: text + "[[desk",
    ],
    ids=["another schema", "no stance", "unknown name", "no offset", "no TOML"],
)
def test_an_exercise_that_was_spoiled_is_refused(change: Callable[[str], str]) -> None:
    text = files("watchword.record").joinpath("desks.toml").read_text("utf-8")
    assert change(text) != text
    with pytest.raises(UsageError):
        parse_exercise(change(text))


def test_a_desk_without_a_label_for_a_statement_refuses_it() -> None:
    text = files("watchword.record").joinpath("desks.toml").read_text("utf-8")
    strict = parse_exercise(
        text.replace('label = "EXERCISE 秘"', 'label = "EXERCISE 秘"\noutcome = ["x"]')
    )
    (tokyo,) = (desk for desk in strict.desk if desk.party == "exercise.tokyo")
    with pytest.raises(UsageError):
        tokyo.marking_of(outcome="", weapon_class="")
