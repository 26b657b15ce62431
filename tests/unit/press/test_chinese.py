from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.press.growth import grows_evenly
from tests.unit.press.said import Statement, read_statement, statements

from watchword.press.calendar import Published
from watchword.press.context import Context
from watchword.press.read import read

CONTEXT = Context(published=Published(year=2026, month=12, day=31))


@pytest.mark.parametrize("statement", list(statements("chinese")))
def test_what_a_statement_says_is_read_and_no_more(statement: Statement) -> None:
    assert read_statement(statement, "zh") == statement.expected


@given(
    st.text(
        alphabet="朝鲜发射一二3枚导弹时分日,。公里约高度飞行第 9月级年", max_size=80
    )
)
def test_words_of_the_language_in_any_order_give_a_reading(text: str) -> None:
    assert read(text, "zh", CONTEXT).language == "zh"


@given(st.text(max_size=300))
def test_any_text_gives_a_reading(text: str) -> None:
    assert read(text, "zh", CONTEXT).language == "zh"


@pytest.mark.parametrize(
    "text",
    [
        "朝鲜5日发射8枚导弹,飞行约600公里。" * 5000,
        "1" * 100_000,
        "千" * 100_000,
        "约" * 100_000,
    ],
    ids=lambda text: text[:12],
)
def test_the_time_taken_grows_with_the_length_and_no_faster(text: str) -> None:
    assert grows_evenly(text, "zh")
