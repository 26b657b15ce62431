"""What a length in a text is of: a range, an apogee, a depth, or none of these.

Each role has cues, words that stand near.  A measure takes the role of the cue
that is nearest to it within its clause; one with another measure between is as
far as that makes it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from watchword.press.amount import Measure
from watchword.press.clause import Piece
from watchword.press.reading import Amount, Qualifier

BEHIND_ANOTHER: Final = 12
"""How many characters farther a cue seems with another measure between."""

ASIDE: Final = 16
"""How many characters farther a cue seems on the other side of a parenthesis."""

BEYOND: Final = 10
"""How many characters farther a cue seems where something else is said there."""

TAKEN: Final = 80
"""How many characters farther a cue seems that belongs to another measure."""

_PARENTHESIS: Final = re.compile(r"[()]")


REACH: Final = 12
"""So many cues on each side of a measure are looked at."""


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
        order: Of two as far, the one earlier in the language's table.
    """

    role: str
    start: int
    far: int
    order: int


class Rule(NamedTuple):
    """What a language does with two measures of which one cue is the nearest.

    Attributes:
        cues: The cues of a dimension.
        alone: Roles of which a cue gives its role to one measure only.
        leftover: The role of whatever else stands by such a cue.
        keeps: What stands before a measure that shares the role all the same,
            as "the second" does.
        beyond: What stands after a measure where something else begins to be
            said, such as "and": cues behind it seem farther.
        elided: What stands before a measure that has no cue of its own and shares
            the one of the measure before it, as "the other" does.
        is_behind: A cue at once behind a measure is its own: "50 km high".
    """

    cues: Sequence[Cue]
    alone: frozenset[str] = frozenset()
    leftover: str = ""
    keeps: re.Pattern[str] | None = None
    beyond: re.Pattern[str] | None = None
    elided: re.Pattern[str] | None = None
    is_behind: bool = False


def roles_of(
    measures: Sequence[Measure], clauses: Sequence[Piece], rule: Rule, form: str
) -> list[tuple[Measure, str]]:
    """Each measure with the role of its nearest cue; those without are left out.

    Args:
        measures: Of one dimension, in order.
        clauses: Where a cue may be looked for, in order.
        rule: A language's cues for that dimension.
        form: The text's form.
    """
    near = _Nearest(measures, clauses, rule, form)
    matched = [(measure, near.match(measure)) for measure in measures]
    nearest: dict[int, int] = {}
    for _, match in matched:
        if match is not None:
            nearest[match.start] = min(nearest.get(match.start, match.far), match.far)
    found: list[tuple[Measure, str]] = []
    for measure, match in matched:
        if match is None:
            if found and _is_elided(measure, rule, form):
                found.append((measure, found[-1][1]))
            continue
        role = match.role
        is_farther = nearest[match.start] < match.far
        if is_farther and role in rule.alone and not _keeps(measure, rule, form):
            role = rule.leftover
        if role:
            found.append((measure, role))
    return found


def _is_elided(measure: Measure, rule: Rule, form: str) -> bool:
    if rule.elided is None:
        return False
    before = form[max(0, measure.start - 60) : measure.start]
    return rule.elided.search(before) is not None


def _keeps(measure: Measure, rule: Rule, form: str) -> bool:
    if rule.keeps is None:
        return False
    before = form[max(0, measure.start - 12) : measure.start]
    return rule.keeps.search(before) is not None


class _Said(NamedTuple):
    """A cue where it stands in a text."""

    start: int
    end: int
    order: int


class _Nearest:
    """The cues of each clause that holds a measure, found once."""

    def __init__(
        self,
        measures: Sequence[Measure],
        clauses: Sequence[Piece],
        rule: Rule,
        form: str,
    ) -> None:
        self.clauses = clauses
        self.cues = rule.cues
        self.beyond = rule.beyond
        self.taken = {m.end + 1 for m in measures} if rule.is_behind else set[int]()
        self.form = form
        self.asides = [match.start() for match in _PARENTHESIS.finditer(form)]
        self.begins = [clause.start for clause in clauses]
        self.starts = [measure.start for measure in measures]
        self.ends = sorted(measure.end for measure in measures)
        self._said: dict[int, list[_Said]] = {}

    def match(self, measure: Measure) -> Match | None:
        number = bisect_right(self.begins, measure.start) - 1
        if number < 0 or not self.clauses[number].holds(measure.start):
            return None
        if number not in self._said:
            self._said[number] = self._cues_of(self.clauses[number])
        said = self._said[number]
        at = bisect_left(said, _Said(measure.start, 0, 0))
        is_over = self.beyond and self.beyond.match(self.form, measure.end)
        best: Match | None = None
        for each in said[max(0, at - REACH) : at + REACH]:
            cue = self.cues[each.order]
            far = _distance(measure, each.start, each.end, cue.after)
            far += BEHIND_ANOTHER * self._between(measure, each.start, each.end)
            far += (
                BEYOND if each.start in self.taken and each.end <= measure.start else 0
            )
            far += BEYOND if is_over and each.start >= measure.end else 0
            far += ASIDE * self._asides(measure, each.start, each.end)
            far += TAKEN if self._is_taken_aside(measure, each.start) else 0
            key = (far, each.order, each.start)
            if best is None or key < (best.far, best.order, best.start):
                best = Match(cue.role, each.start, far, each.order)
        return best

    def _cues_of(self, clause: Piece) -> list[_Said]:
        return sorted(
            _Said(match.start() + clause.start, match.end() + clause.start, order)
            for order, cue in enumerate(self.cues)
            for match in cue.pattern.finditer(clause.words)
        )

    def _asides(self, measure: Measure, start: int, end: int) -> int:
        """1: only one of a measure and a cue stands in parentheses; else 0."""
        if not self.asides:
            return 0
        low, high = min(end, measure.end), max(start, measure.start)
        found = bisect_left(self.asides, high) - bisect_left(self.asides, low)
        return found % 2 if found > 0 else 0

    def _is_taken_aside(self, measure: Measure, start: int) -> bool:
        """A cue in parentheses with a measure of its own there: "(apogee 50 km)"."""
        at = bisect_left(self.asides, start)
        if at % 2 == 0 or at == len(self.asides):
            return False
        opened, closed = self.asides[at - 1], self.asides[at]
        if opened < measure.start < closed:
            return False
        return bisect_left(self.starts, opened) < bisect_left(self.starts, closed)

    def _between(self, measure: Measure, start: int, end: int) -> int:
        """How many measures stand between a measure and a cue."""
        low, high = min(end, measure.end), max(start, measure.start)
        begun = bisect_left(self.starts, low)
        return max(0, bisect_right(self.ends, high) - begun)


def _distance(measure: Measure, start: int, end: int, after: int) -> int:
    if end <= measure.start:
        return measure.start - end
    if start >= measure.end:
        return start - measure.end + after
    return 0


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


ALIKE: Final = 0.03
"""So far apart two numbers may be that say the same in kilometres and miles."""


def are_one(amounts: Sequence[Amount]) -> bool:
    """Whether all could be said of one thing: some value fits each of them."""
    lows = [a.low for a in amounts if a.low is not None]
    highs = [a.high for a in amounts if a.high is not None]
    return not lows or not highs or max(lows) <= min(highs) * (1 + ALIKE)


def _joint(
    qualifiers: set[Qualifier], *, open_above: bool, open_below: bool
) -> Qualifier:
    if open_above:
        return "at_least"
    if open_below:
        return "at_most"
    return "approx" if qualifiers - {"as_stated"} else "as_stated"
