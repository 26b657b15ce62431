"""What a proposer gives back is taken as it says, or not at all."""

from __future__ import annotations

from typing import Any, Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.edge.draft import (
    MOST_DRAFTS,
    Draft,
    Found,
    check_draft,
    draft_of,
    drafts_given,
    shown,
)
from watchword.errors import MalformedError, UsageError
from watchword.model.report import Kind
from watchword.press.context import Context
from watchword.press.proposal import proposal_of
from watchword.press.read import read
from watchword.press.text import Span

TEXT: Final = "It flew about 670 km to the east."
KIND: Final[Kind] = "launch"


def value(**other: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"field": "range_km", "value": "~670", "span": [8, 20], **other}


def report(*values: Any, **other: Any) -> dict[str, Any]:  # noqa: ANN401
    topic = "missile.ballistic"
    return {"kind": KIND, "topic": topic, "values": [*values], **other}


def test_a_value_is_written_as_on_the_command_line_and_read_back() -> None:
    (draft,) = drafts_given([report(value())])
    check_draft(draft, TEXT)
    assert (draft.kind, draft.topic) == (KIND, "missile.ballistic")
    assert shown(draft.values) == [
        {"field": "range_km", "value": "~670", "span": [8, 20]}
    ]


@pytest.mark.parametrize(
    "given_back",
    [
        ["a text"],
        [None],
        [{}],
        [report(value(), kind="war")],
        [report(value(), colour="red")],
        [report(value(value="far"))],
        [report(value(value=670))],
        [report(value(field="colour"))],
        [report({"field": "range_km", "value": "~670"})],
        [report(value(span=[1]))],
        [report(value())] * (MOST_DRAFTS + 1),
    ],
)
def test_what_is_no_report_is_not_taken(given_back: list[Any]) -> None:
    with pytest.raises(MalformedError):
        drafts_given(given_back)


@pytest.mark.parametrize(
    "wrong",
    [
        report(),
        report(value(), value()),
        report(value(field="text", value="another text")),
        report(value(field="source", value="the ministry itself")),
        report(value(span=[8, len(TEXT) + 1])),
        report(value(span=[-1, 3])),
        report(value(span=[3, 3])),
        report(value(), topic="a\nb"),
        report(value(), topic="a" * 65),
        report(value(), topic=""),
    ],
)
def test_a_report_that_could_not_be_filed_or_says_not_where_is_refused(
    wrong: dict[str, Any],
) -> None:
    (draft,) = drafts_given([wrong])
    with pytest.raises((MalformedError, UsageError)):
        check_draft(draft, TEXT)


@given(st.binary(max_size=40))
def test_a_value_that_is_none_is_refused(data: bytes) -> None:
    found = Found(field="range_km", value=msgspec.Raw(data), span=Span(0, 1))
    with pytest.raises(MalformedError):
        check_draft(Draft(kind=KIND, topic="t", values=(found,)), TEXT)


def test_what_the_grammars_find_is_a_draft_that_holds() -> None:
    text = (
        "North Korea fired one ballistic missile at about 7:40 a.m. KST on May 3. It"
        " flew about 670 km at an altitude of about 90 km."
    )
    proposal = proposal_of(read(text, "en", Context()))
    assert proposal is not None
    draft = draft_of(proposal)
    check_draft(draft, text)
    assert {each.field: each.read for each in draft.values} == {
        each.field: each.value for each in proposal.values
    }
