"""Claims as a person types them: a few fixed forms in English.

```
at least 18 missile tests      more than 5 launches      exactly 31 missiles
first nuclear test since 2017  7th launch
```

Reading claims out of running text is for another place.
"""

from __future__ import annotations

import re
from typing import Final

from watchword.errors import UsageError
from watchword.picture.claim import SUBJECTS, Amount, Claim, FirstSince, Nth
from watchword.picture.days import Days, day_words, parse_days

USUAL: Final = "missile tests"
"""What is meant where a claim names nothing."""

_HINT: Final = 'write "at least 18 missile tests", "first nuclear test since 2017"'
_SUBJECT: Final = r"(?: (?P<subject>[a-z ]+?))?"
_AMOUNT: Final = re.compile(
    r"(?P<how>at least|at most|more than|over|fewer than|less than|exactly)?"
    r" ?(?P<number>\d{1,6})" + _SUBJECT,
    re.ASCII,
)
_FIRST: Final = re.compile(rf"first{_SUBJECT} since (?P<since>[\d-]+)", re.ASCII)
_NTH: Final = re.compile(rf"(?P<number>\d{{1,6}})(?:st|nd|rd|th){_SUBJECT}", re.ASCII)


def parse_claim(text: str, period: Days, at: Days | None = None) -> Claim:
    """Read a claim.

    Args:
        text: One of the forms above; what is not counted by any rule is taken
            as the subject all the same, for the answer to say so.
        period: In which, for an amount and a place in a row.
        at: When the one was that it is about.

    Raises:
        UsageError: None of these forms.
    """
    words = " ".join(text.casefold().split())
    if match := _FIRST.fullmatch(words):
        since = parse_days(match["since"])
        return FirstSince(subject=subject_of(match["subject"]), since=since, at=at)
    if match := _NTH.fullmatch(words):
        return Nth(
            subject=subject_of(match["subject"]),
            nth=int(match["number"]),
            within=period,
            at=at,
        )
    if match := _AMOUNT.fullmatch(words):
        low, high = _ends(match["how"], int(match["number"]))
        return Amount(
            subject=subject_of(match["subject"]), low=low, high=high, period=period
        )
    raise UsageError(f"cannot read the claim {text[:200]!r}", hint=_HINT)


def subject_of(words: str | None) -> str:
    """A subject as the table has it, in singular or plural.

    >>> subject_of("launch"), subject_of("missile test"), subject_of("meeting")
    ('launches', 'missile tests', 'meetings')
    """
    if not words:
        return USUAL
    forms = (words, words + "s", words + "es")
    known = [form for form in forms if form in SUBJECTS]
    return known[0] if known else words if words.endswith("s") else words + "s"


def claim_words(claim: Claim) -> str:
    """A claim without its period, as it may be typed."""
    match claim:
        case Amount(subject=subject, low=low, high=high):
            if low == high:
                return f"exactly {low} {subject}"
            if low is None:
                return f"at most {high} {subject}"
            return f"at least {low} {subject}" + (
                "" if high is None else f" and at most {high}"
            )
        case FirstSince(subject=subject, since=since):
            return f"the first of the {subject} since {day_words(since)}"
        case Nth(subject=subject, nth=nth):
            return f"number {nth} of the {subject}"


def _ends(how: str | None, number: int) -> tuple[int | None, int | None]:
    match how:
        case "at least":
            return number, None
        case "at most":
            return None, number
        case "more than" | "over":
            return number + 1, None
        case "fewer than" | "less than":
            return None, number - 1
        case _:
            return number, number
