"""The rules of counting: one table, read by the count, the claims and the docs.

A rule says what it takes in and what it counts.  It names no party, place, day
or number: on other reports it gives other figures.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from watchword.errors import UsageError
from watchword.model.report import Kind
from watchword.picture.evidence import Evidence
from watchword.picture.sorts import ALL, Sort, Sorts

Unit = Literal["missiles", "salvos", "days", "tests"]
Answer = Literal["yes", "no", "open"]

Success: Final = "success"


class CountRule(msgspec.Struct, frozen=True, kw_only=True):
    """One way of counting.

    Args:
        name: What it is called.
        unit: What is counted: each missile, each salvo as one, each local day
            on which something began as one, or each test.
        kind: Of which kind of event.
        sorts: What is taken in.
        numbered: Of these sorts only where somebody counted what was fired: a
            number with an upper end.
        succeeded: Only what succeeded.
        says: In words.
    """

    name: str
    unit: Unit
    kind: Kind = "launch"
    sorts: Sorts
    numbered: Sorts = frozenset()
    succeeded: bool = False
    says: str


_B: Final[Sorts] = frozenset({"ballistic"})
_BC: Final[Sorts] = frozenset({"ballistic", "cruise"})
_ART: Final[Sorts] = frozenset({"artillery"})

RULES: Final = (
    CountRule(
        name="missiles", unit="missiles", sorts=_B, says="each ballistic missile"
    ),
    CountRule(
        name="missiles-cruise",
        unit="missiles",
        sorts=_BC,
        says="each missile, cruise missiles too",
    ),
    CountRule(
        name="missiles-succeeded",
        unit="missiles",
        sorts=_B,
        succeeded=True,
        says="each ballistic missile of a launch judged a success",
    ),
    CountRule(
        name="salvos",
        unit="salvos",
        sorts=_B,
        says="each ballistic launch; a salvo reported as one is one",
    ),
    CountRule(
        name="salvos-cruise",
        unit="salvos",
        sorts=_BC,
        says="each launch, cruise missiles too; a salvo is one",
    ),
    CountRule(
        name="days",
        unit="days",
        sorts=_B,
        says="each day with a ballistic launch",
    ),
    CountRule(
        name="days-cruise",
        unit="days",
        sorts=_BC,
        says="each day with a launch, cruise missiles too",
    ),
    CountRule(
        name="days-counted-artillery",
        unit="days",
        sorts=_BC | _ART,
        numbered=_ART,
        says="each day with missiles, or artillery that somebody counted",
    ),
    CountRule(
        name="days-artillery",
        unit="days",
        sorts=_BC | _ART,
        says="each day with missiles, or any artillery",
    ),
    CountRule(
        name="days-succeeded",
        unit="days",
        sorts=_B,
        succeeded=True,
        says="each day with a ballistic launch judged a success",
    ),
    CountRule(
        name="days-cruise-only",
        unit="days",
        sorts=frozenset({"cruise"}),
        says="each day with a launch of cruise missiles",
    ),
    CountRule(
        name="nuclear-tests",
        unit="tests",
        kind="nuclear_test",
        sorts=ALL,
        says="each nuclear test",
    ),
)
"""By what they count, each wider than the one before."""


def rule_named(name: str) -> CountRule:
    """The rule of that name.

    Raises:
        UsageError: There is none.
    """
    for rule in RULES:
        if rule.name == name:
            return rule
    names = ", ".join(rule.name for rule in RULES)
    raise UsageError(f"no rule of counting is called {name!r}", hint=f"rules: {names}")


def takes_in(rule: CountRule, found: Evidence) -> tuple[Answer, str]:
    """Whether a rule takes an event in, and why it is open where it is.

    The reason is empty where the answer is yes or no.
    """
    answers = [
        _kind(rule, found),
        _sort(rule, found),
        _fired(found),
        _success(rule, found),
    ]
    if any(answer == "no" for answer, _ in answers):
        return "no", ""
    reasons = [why for answer, why in answers if answer == "open"]
    return ("open", ", ".join(reasons)) if reasons else ("yes", "")


def _kind(rule: CountRule, found: Evidence) -> tuple[Answer, str]:
    return ("yes" if rule.kind == found.kind else "no"), ""


def _sort(rule: CountRule, found: Evidence) -> tuple[Answer, str]:
    low_is_number = found.number[1] is not None

    def fits(sort: Sort) -> bool:
        return sort in rule.sorts and (low_is_number or sort not in rule.numbered)

    fitting = [sort for sort in found.sorts if fits(sort)]
    if len(fitting) == len(found.sorts):
        return "yes", ""
    if not fitting:
        return "no", ""
    return "open", "what was fired: " + " or ".join(sorted(found.sorts))


def _fired(found: Evidence) -> tuple[Answer, str]:
    low, high = found.number
    if high == 0:
        return "no", ""
    return ("yes", "") if low else ("open", "some took it back")


def _success(rule: CountRule, found: Evidence) -> tuple[Answer, str]:
    if not rule.succeeded or found.outcomes == {Success}:
        return "yes", ""
    if found.outcomes and Success not in found.outcomes:
        return "no", ""
    words = " or ".join(sorted(found.outcomes)) or "nobody judged it"
    return "open", f"outcome: {words}"
