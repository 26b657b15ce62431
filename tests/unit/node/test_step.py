from __future__ import annotations

import pytest
from tests.desks import FIELDS, NORTH, NOW, SOUTH, pair

from watchword.errors import UsageError
from watchword.node.effects import Hold, Offer
from watchword.node.inputs import FileReport, Release, Wake
from watchword.node.step import step


def test_asked_twice_it_answers_the_same_and_changes_nothing() -> None:
    north, _ = pair()
    given = FileReport(header=north.header(), fields=FIELDS, secret=bytes(32))
    before = north.store.value("SELECT count(*) FROM entry")
    first = step(north.view, given, NOW)
    assert step(north.view, given, NOW) == first
    assert [type(effect) for effect in first] == [Hold, Offer]
    assert north.store.value("SELECT count(*) FROM entry") == before


def test_the_instant_is_the_one_that_is_given() -> None:
    north, _ = pair()
    given = FileReport(header=north.header(), fields=FIELDS, secret=bytes(32))
    (_, offer) = step(north.view, given, NOW + 5)
    assert isinstance(offer, Offer)
    assert offer.released_at_ns == NOW + 5
    assert offer.channel.sender == NORTH


def test_where_nothing_waits_waking_does_nothing() -> None:
    north, _ = pair()
    assert step(north.view, Wake(), NOW) == ()


def test_a_refusal_is_raised_before_any_effect_is_answered() -> None:
    north, _ = pair()
    with pytest.raises(UsageError):
        step(north.view, Release(name="ab" * 32, recipient=SOUTH), NOW)
