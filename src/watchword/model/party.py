"""Who signs: a state, a ministry, an institute, an exercise desk."""

from __future__ import annotations

import re
from typing import Final, NewType

from watchword.errors import UsageError

PartyId = NewType("PartyId", str)

_PARTY: Final = re.compile(
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
)
_LONGEST: Final = 120


def parse_party(text: str) -> PartyId:
    """Read a party's name: lower-case labels with dots, like a domain.

    Names go into log origins and paths, so they stay in that alphabet; labels
    of classification and titles may be in any script.

    Raises:
        UsageError: Anything else.

    >>> parse_party("desk.example")
    'desk.example'
    """
    if len(text) > _LONGEST or _PARTY.fullmatch(text) is None:
        raise UsageError(
            f"{text[:_LONGEST]!r} is no name of a party",
            hint="use lower-case letters, digits, '-' and '.', such as desk.example",
        )
    return PartyId(text)
