from __future__ import annotations

from typing import Any

import msgspec
import pytest

from watchword.errors import UsageError
from watchword.model.judgement import MOST_REPORTS, Judgement
from watchword.model.party import PartyId

A, B, C = ("a" * 64, "b" * 64, "c" * 64)


def judgement(**fields: Any) -> Judgement:  # noqa: ANN401 (any of its fields)
    base: dict[str, Any] = {
        "party": PartyId("exercise.seoul"),
        "said_at_ns": 1,
        "because": "one plume on the picture",
    }
    return Judgement(**{**base, **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "same", "reports": (A, B)},
        {"verdict": "apart", "reports": (A,), "others": (B, C)},
        {"verdict": "withdrawn", "reports": (A,)},
        {"verdict": "undone", "undoes": A},
    ],
)
def test_a_judgement_that_could_mean_something_is_read_back_as_it_was(
    fields: dict[str, Any],
) -> None:
    said = judgement(**fields)
    data = msgspec.json.encode(said)
    assert msgspec.json.decode(data, type=Judgement) == said
    assert b'"statement":"judgement"' in data


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"verdict": "same", "reports": (A,)}, "two reports"),
        ({"verdict": "same", "reports": (A, B), "others": (C,)}, "two reports"),
        ({"verdict": "apart", "reports": (A,)}, "others"),
        ({"verdict": "apart", "others": (A,)}, "others"),
        ({"verdict": "apart", "reports": (A,), "others": (A,)}, "from itself"),
        ({"verdict": "withdrawn"}, "withdrawn needs"),
        ({"verdict": "withdrawn", "reports": (A,), "undoes": B}, "withdrawn needs"),
        ({"verdict": "undone"}, "undone needs"),
        ({"verdict": "undone", "undoes": A, "reports": (B,)}, "undone needs"),
        ({"verdict": "undone", "undoes": "A"}, "64 hexadecimal"),
        ({"verdict": "same", "reports": (B, A)}, "sorted"),
        ({"verdict": "same", "reports": (A, A)}, "sorted"),
        ({"verdict": "withdrawn", "reports": ("x",)}, "64 hexadecimal"),
        ({"verdict": "withdrawn", "reports": (A,), "because": ""}, "says why"),
        ({"verdict": "withdrawn", "reports": (A,), "because": "\x1b[2J"}, "because"),
        (
            {
                "verdict": "withdrawn",
                "reports": tuple(f"{n:064x}" for n in range(MOST_REPORTS + 1)),
            },
            "at most",
        ),
    ],
)
def test_a_judgement_that_could_mean_nothing_is_refused(
    fields: dict[str, Any], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        judgement(**fields)
