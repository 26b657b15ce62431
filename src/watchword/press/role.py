"""What a length in a text is of: a range, an apogee, a depth, or none of these.

Each role has cues, words that stand near.  A measure takes the role of the cue
that is nearest to it within its clause; one with another measure between is as
far as that makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from watchword.press.amount import Measure
from watchword.press.clause import Piece
from watchword.press.reading import Amount, Qualifier

BEHIND_ANOTHER: Final = 12
"""How many characters farther a cue seems with another measure between."""


class Cue(NamedTuple):
    """Words that give the measures near them a role.

    Attributes:
        role: Which.
        pattern: The words.
        after: How much farther it seems where it stands after the measure.
    """

    role: str
    pattern: re.Pattern[str]
    after: int = 0


class Match(NamedTuple):
    """The cue that is nearest to a measure.

    Attributes:
        role: What it gives.
        start: Where the cue stands.
        far: How far it seems.
    """

    role: str
    start: int
    far: int


class Rule(NamedTuple):
    """What a language does with two measures of which one cue is the nearest.

    Attributes:
        cues: The cues of a dimension.
        alone: Roles of which a cue gives its role to one measure only.
        leftover: The role of whatever else stands by such a cue.
        keeps: What stands before a measure that shares the role all the same,
            as "the second" does.
    """

    cues: Sequence[Cue]
    alone: frozenset[str] = frozenset()
    leftover: str = ""
    keeps: re.Pattern[str] | None = None


def roles_of(
    measures: Sequence[Measure], clauses: Sequence[Piece], rule: Rule, form: str
) -> list[tuple[Measure, str]]:
    """Each measure with the role of its nearest cue; those without are left out.

    Args:
        measures: Of one dimension, in order.
        clauses: Where a cue may be looked for.
        rule: A language's cues for that dimension.
        form: The text's form.
    """
    matched = [(m, _matched(m, clauses, measures, rule.cues)) for m in measures]
    found: list[tuple[Measure, str]] = []
    for measure, match in matched:
        if match is None:
            continue
        nearer = any(
            other is not None and other.start == match.start and other.far < match.far
            for _, other in matched
        )
        role = match.role
        if nearer and role in rule.alone and not _keeps(measure, rule, form):
            role = rule.leftover
        if role:
            found.append((measure, role))
    return found


def _keeps(measure: Measure, rule: Rule, form: str) -> bool:
    if rule.keeps is None:
        return False
    before = form[max(0, measure.start - 12) : measure.start]
    return rule.keeps.search(before) is not None


def _matched(
    measure: Measure,
    clauses: Sequence[Piece],
    measures: Sequence[Measure],
    cues: Sequence[Cue],
) -> Match | None:
    clause = next((c for c in clauses if c.holds(measure.start)), None)
    if clause is None:
        return None
    best: Match | None = None
    for cue in cues:
        for match in cue.pattern.finditer(clause.words):
            start, end = match.start() + clause.start, match.end() + clause.start
            far = _distance(measure, start, end, cue.after)
            far += BEHIND_ANOTHER * _between(measure, start, end, measures)
            if best is None or far < best.far:
                best = Match(cue.role, start, far)
    return best


def _distance(measure: Measure, start: int, end: int, after: int) -> int:
    if end <= measure.start:
        return measure.start - end
    if start >= measure.end:
        return start - measure.end + after
    return 0


def _between(
    measure: Measure, start: int, end: int, measures: Iterable[Measure]
) -> int:
    low, high = min(end, measure.end), max(start, measure.start)
    return sum(1 for other in measures if low <= other.start and other.end <= high)


def over_all(amounts: Sequence[Amount]) -> Amount | None:
    """From the lowest to the highest, as a field says it over all missiles.

    A bound that is open stays open where it is at the end; one hedge of several
    counts for all.
    """
    if not amounts:
        return None
    lows = [a.low for a in amounts if a.low is not None]
    highs = [a.high for a in amounts if a.high is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    qualifiers = {a.qualifier for a in amounts}
    if any(a.high is None and a.low is not None for a in amounts):
        top = max(a.low for a in amounts if a.high is None and a.low is not None)
        high = None if high is None or top >= high else high
    qualifier = _joint(qualifiers, open_above=high is None, open_below=low is None)
    start = min(a.span.start for a in amounts)
    end = max(a.span.end for a in amounts)
    span = amounts[0].span._replace(start=start, end=end)
    return Amount(low=low, high=high, qualifier=qualifier, span=span)


def _joint(
    qualifiers: set[Qualifier], *, open_above: bool, open_below: bool
) -> Qualifier:
    if open_above:
        return "at_least"
    if open_below:
        return "at_most"
    return "approx" if qualifiers - {"as_stated"} else "as_stated"
