from __future__ import annotations

import msgspec
import pytest

from watchword.model.agreement import (
    READINGS,
    STANCES,
    AgreementId,
    Instrument,
    Lifting,
    Notice,
    Posture,
    Suspension,
    topic_matches,
)
from watchword.model.party import PartyId
from watchword.model.time import Instant

NAMED = {
    "agreement": AgreementId("pact"),
    "party": PartyId("desk.example"),
    "note": "n-1",
    "dated": Instant(ns=0),
}


@pytest.mark.parametrize(
    ("topic", "scope", "matches"),
    [
        ("missile.ballistic", "missile.ballistic", True),
        ("missile.ballistic", "missile", True),
        ("missile.ballistic", "", True),
        ("", "", True),
        ("missilery", "missile", False),
        ("missile", "missile.ballistic", False),
        ("nuclear.missile", "missile", False),
        ("missile", "missile.", False),
    ],
)
def test_a_topic_lies_under_a_scope_word_by_word(
    topic: str,
    scope: str,
    matches: bool,  # noqa: FBT001
) -> None:
    assert topic_matches(topic, scope) is matches


def test_each_kind_of_paper_says_which_it_is() -> None:
    papers: list[Instrument] = [
        Notice(**NAMED),  # type: ignore[arg-type]
        Suspension(**NAMED),  # type: ignore[arg-type]
        Lifting(**NAMED),  # type: ignore[arg-type]
    ]
    tags = [msgspec.json.decode(msgspec.json.encode(p))["statement"] for p in papers]
    assert tags == ["notice", "suspension", "lifting"]
    again = [
        msgspec.json.decode(msgspec.json.encode(p), type=Instrument) for p in papers
    ]
    assert again == papers


def test_a_posture_says_nothing_it_was_not_told() -> None:
    said = Posture(
        party=PartyId("desk.example"),
        agreement=AgreementId("pact"),
        stance="push",
        said_at_ns=0,
    )
    assert (said.recipient, said.topic, said.fields) == ("", "", None)
    assert b"fields" not in msgspec.json.encode(said)


def test_the_words_are_those_of_the_documents() -> None:
    assert STANCES == ("push", "on-request", "case-by-case", "halt")
    assert READINGS == ("terminable-at-will", "annual-window")
