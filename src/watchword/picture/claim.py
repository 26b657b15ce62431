"""A claim: what a text says that counting can check; no event of its own.

``check.py`` checks it, ``claimtext.py`` reads what a person types.
"""

from __future__ import annotations

from typing import Final

import msgspec

from watchword.errors import UsageError
from watchword.picture.days import Days

_OF_LAUNCHES: Final = (
    "missiles",
    "missiles-cruise",
    "salvos",
    "salvos-cruise",
    "days",
    "days-cruise",
    "days-counted-artillery",
    "days-artillery",
)

SUBJECTS: Final[dict[str, tuple[str, ...]]] = {
    "missile tests": _OF_LAUNCHES,
    "missiles": _OF_LAUNCHES[:2],
    "launches": _OF_LAUNCHES[2:4],
    "launch days": _OF_LAUNCHES[4:],
    "successful missile tests": ("missiles-succeeded", "days-succeeded"),
    "cruise missile tests": ("days-cruise-only",),
    "nuclear tests": ("nuclear-tests",),
}
"""What claims are about, and the rules that may be meant by it.

A text that says "missile tests" does not say which: all are asked.
"""


class Amount(msgspec.Struct, frozen=True, kw_only=True, tag="amount"):
    """So many in a period: "at least 18 missile tests this year".

    Args:
        subject: Of what; what is not in ``SUBJECTS`` the record does not hold.
        low: At least so many; ``None``: no such end.
        high: At most so many; ``None``: no such end.
        period: The local days.

    Raises:
        UsageError: It claims no end, or ends out of order.
    """

    subject: str
    low: int | None = None
    high: int | None = None
    period: Days

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise UsageError("a claim of an amount says how many")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise UsageError("a claim of an amount has its ends in order")


class FirstSince(msgspec.Struct, frozen=True, kw_only=True, tag="first-since"):
    """None between two: "the first nuclear test since 2017".

    Args:
        subject: Of what.
        since: When the one before was.
        at: When the one is that is called the first; ``None``: the latest that
            is held, and where there is none since, the next one would be it.

    Raises:
        UsageError: It is not after the one before.
    """

    subject: str
    since: Days
    at: Days | None = None

    def __post_init__(self) -> None:
        if self.at is not None and self.at.first <= self.since.last:
            raise UsageError("a first since a time comes after it")


class Nth(msgspec.Struct, frozen=True, kw_only=True, tag="nth"):
    """Its place in a row: "the seventh launch this month".

    Args:
        subject: Of what.
        nth: Which, from 1.
        within: Counted from the beginning of this period on.
        at: When it was; ``None``: the latest in the period.

    Raises:
        UsageError: It is before the first, or outside of the period.
    """

    subject: str
    nth: int
    within: Days
    at: Days | None = None

    def __post_init__(self) -> None:
        if self.nth < 1:
            raise UsageError("the first is number 1")
        if self.at is not None and not self.within.holds(self.at):
            raise UsageError("what is counted within a period lies in it")


Claim = Amount | FirstSince | Nth
