"""Checking a claim: every rule that may be meant answers, by counts over periods.

1. Every kind of claim comes down to counts over periods.  Each rule of counting
   that the claim's subject admits answers for itself.
2. A rule answers ``true`` or ``false`` only where its counts leave no doubt.
3. That something is not held says that it did not happen only from the day on
   from which everything that was seen is held.  Before it a count has no upper
   end, and a claim may be found true and never false for want of reports.
4. All rules true: true.  All false: false.  Some true: it depends, and on
   what is said.  Otherwise it cannot be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, assert_never

import msgspec

from watchword.picture.claim import SUBJECTS, Amount, Claim, FirstSince, Nth
from watchword.picture.count import Count, count, number_words
from watchword.picture.countrule import RULES, CountRule
from watchword.picture.days import Days, day_words
from watchword.picture.evidence import Number
from watchword.picture.weighed import Weighed

Verdict = Literal["true", "false", "depends", "cannot tell"]
Holds = bool | None
"""Whether a claim holds under one rule; ``None``: it cannot be told."""


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule answers, and by which counts.

    Args:
        rule: The rule.
        holds: Whether the claim holds under it.
        says: The counts, in words.
        counts: The counts themselves, each opening to its events.
    """

    rule: CountRule
    holds: Holds
    says: str
    counts: tuple[Count, ...]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a claim.

    Args:
        verdict: The answer.
        grounds: What each rule says.
        why: Why it cannot be told, where no rule can say anything.
    """

    verdict: Verdict
    grounds: tuple[Ground, ...]
    why: str = ""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What a claim is checked against.

    Args:
        weighed: The events, by what the witnesses that are asked say of them.
        zone: The zone of its days.
        until: The last day that is known of.
        whole_from: The first day from which on everything that was seen is
            held; ``None``: nobody says so of any.
    """

    weighed: Sequence[Weighed]
    zone: str
    until: int
    whole_from: int | None = None

    def count(self, rule: CountRule, period: Days) -> Count:
        """Count; without an upper end where something may be missing."""
        found = count(self.weighed, rule, period, self.zone)
        if self.whole_from is not None and period.first >= self.whole_from:
            return found
        return msgspec.structs.replace(found, high=None)


def check(claim: Claim, record: Record) -> Checked:
    """Check a claim by every rule that its subject admits."""
    names = SUBJECTS.get(claim.subject)
    if names is None:
        why = f"the record holds no {claim.subject}"
        return Checked(verdict="cannot tell", grounds=(), why=why)
    rules = (rule for rule in RULES if rule.name in names)
    grounds = tuple(_ground(claim, rule, record) for rule in rules)
    return Checked(verdict=_verdict([each.holds for each in grounds]), grounds=grounds)


def _verdict(answers: Sequence[Holds]) -> Verdict:
    if all(answers):
        return "true"
    if any(answers):
        return "depends"
    return "cannot tell" if None in answers else "false"


def _ground(claim: Claim, rule: CountRule, record: Record) -> Ground:
    match claim:
        case Amount():
            return _amount(claim, rule, record)
        case FirstSince():
            return _first_since(claim, rule, record)
        case Nth():
            return _nth(claim, rule, record)
        case _:
            assert_never(claim)


def _amount(claim: Amount, rule: CountRule, record: Record) -> Ground:
    found = record.count(rule, claim.period)
    ends = _ends(found)
    least = True if claim.low is None else _reaches(ends, claim.low)
    beyond = False if claim.high is None else _reaches(ends, claim.high + 1)
    return Ground(
        rule=rule,
        holds=_all(least, _not(beyond)),
        says=number_words(*ends),
        counts=(found,),
    )


def _first_since(claim: FirstSince, rule: CountRule, record: Record) -> Ground:
    after = Days(claim.since.last + 1, max(record.until, claim.since.last + 1))
    before = record.count(rule, claim.since)
    at = claim.at or _latest(record.count(rule, after))
    counts = [before]
    answers = [_reaches(_ends(before), 1)]
    words = [f"{day_words(claim.since)}: {number_words(*_ends(before))}"]
    last = after.last if at is None else at.first - 1
    if last >= after.first:
        between = record.count(rule, Days(after.first, last))
        counts.append(between)
        answers.append(_not(_reaches(_ends(between), 1)))
        words.append(f"between: {number_words(*_ends(between))}")
    if at is not None:
        then = record.count(rule, at)
        counts.append(then)
        answers.append(_reaches(_ends(then), 1))
        words.append(f"{day_words(at)}: {number_words(*_ends(then))}")
    return Ground(
        rule=rule, holds=_all(*answers), says=", ".join(words), counts=tuple(counts)
    )


def _nth(claim: Nth, rule: CountRule, record: Record) -> Ground:
    within = claim.within
    at = claim.at or _latest(record.count(rule, within)) or within
    through = record.count(rule, Days(within.first, at.last))
    counts = [through]
    before: Number = (0, 0)
    if at.first > within.first:
        counts.insert(0, record.count(rule, Days(within.first, at.first - 1)))
        before = _ends(counts[0])
    with_it = _ends(through)
    return Ground(
        rule=rule,
        holds=_all(_not(_reaches(before, claim.nth)), _reaches(with_it, claim.nth)),
        says=f"{number_words(*before)} before {day_words(at)},"
        f" {number_words(*with_it)} with it",
        counts=tuple(counts),
    )


def _latest(found: Count) -> Days | None:
    sure = [each.days for each in found.taken if not each.open]
    return max(sure, key=lambda days: (days.last, days.first), default=None)


def _ends(found: Count) -> Number:
    return found.low, found.high


def _reaches(number: Number, least: int) -> Holds:
    low, high = number
    if low >= least:
        return True
    return False if high is not None and high < least else None


def _not(answer: Holds) -> Holds:
    return None if answer is None else not answer


def _all(*answers: Holds) -> Holds:
    if False in answers:
        return False
    return None if None in answers else True
