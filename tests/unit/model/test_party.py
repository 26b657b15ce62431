from __future__ import annotations

import pytest

from watchword.errors import UsageError
from watchword.model.party import parse_party


@pytest.mark.parametrize(
    "text", ["a", "desk.example", "exercise.north", "a-b.c-d.e", "7", "x" * 63 + ".y"]
)
def test_a_party_is_named_like_a_domain(text: str) -> None:
    assert parse_party(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Desk.example",
        "desk example",
        "desk/example",
        "desk..example",
        ".desk",
        "desk.",
        "-desk",
        "desk-",
        "désk",
        "desk\n",
        "desk*",
        "x" * 64,
        ".".join(["abcdefghi"] * 13),
    ],
)
def test_anything_else_is_no_name_of_a_party(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_party(text)
    assert len(str(caught.value)) < 200
