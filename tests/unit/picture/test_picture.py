from __future__ import annotations

import pytest
from tests.unit.fusion.told import told

from watchword.errors import UsageError
from watchword.model.time import SECOND_NS
from watchword.picture.picture import Picture, picture

EARLY = told("KR_JCS", said_s=1, observed_at="2022-05-04T12:03")
LATE = told("KR_JCS", said_s=5, observed_at="2022-05-07T14:07")
FREE = told("KP_KCNA", said_s=3, kind="statement", text="...")


def test_nothing_held_is_an_empty_picture() -> None:
    assert picture((), None) == Picture(as_of_ns=None, events=(), loose=())


def test_events_and_free_statements_are_both_there() -> None:
    made = picture((LATE, FREE, EARLY), None)
    assert [event.id for event in made.events] == [EARLY.name, LATE.name]
    assert made.loose == (FREE.name,)


def test_a_statement_from_the_future_waits_until_its_time_has_come() -> None:
    before = picture((LATE, FREE, EARLY), 3 * SECOND_NS)
    assert [event.id for event in before.events] == [EARLY.name]
    assert before.loose == (FREE.name,)
    assert len(picture((LATE, FREE, EARLY), 5 * SECOND_NS).events) == 2


def test_two_headers_under_one_name_are_refused() -> None:
    with pytest.raises(UsageError, match="same statement"):
        picture((told("KR_JCS", name="aa"), told("JP_MOD", name="aa")), None)
