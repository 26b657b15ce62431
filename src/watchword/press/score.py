"""How well texts are read, held against labels that people gave.

A field is right where it says what the label says: numbers to half a percent
(miles are rounded differently by different people), times to the minute, words
as they are, several sites as a set.  A value where the label has none is wrong,
and so is none where the label has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

SCORED: Final = (
    "local_date",
    "local_time",
    "local_time_end",
    "launch_site",
    "count_missiles",
    "weapon_class",
    "range_km",
    "apogee_km",
    "max_speed_mach",
    "flight_time_min",
    "magnitude",
    "yield_kt",
    "depth_km",
)
RELATIVE: Final = 0.005
"""So far apart two numbers may lie and still say the same."""

RESAMPLES: Final = 400
QUANTILES: Final = (0.025, 0.975)

Labels = Mapping[str, Any]
Below = Callable[[int], int]
"""Draws a whole number from 0 up to, not including, a bound."""


class Pair(NamedTuple):
    """A text's labels and what was read.

    Attributes:
        language: Of the text.
        labelled: What people say.
        read: What was read.
    """

    language: str
    labelled: Labels
    read: Labels


class Tally(NamedTuple):
    """Right, wrong and missed values."""

    right: int = 0
    read: int = 0
    labelled: int = 0

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def precision(self) -> float | None:
        """Of what was read, the share that is right; ``None``: nothing was."""
        return self.right / self.read if self.read else None

    @property
    def recall(self) -> float | None:
        """Of what is there, the share that was read; ``None``: nothing is."""
        return self.right / self.labelled if self.labelled else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; ``None``: nothing there, nothing read."""
        both = self.read + self.labelled
        return 2 * self.right / both if both else None


def score(pairs: Sequence[Pair], below: Below) -> dict[str, Any]:
    """Accuracy of the type, and precision, recall and F1 by field and language.

    Args:
        pairs: One a text.
        below: Draws numbers, for the intervals.
    """
    types = [int(_type(pair.labelled) == _type(pair.read)) for pair in pairs]
    languages = sorted({pair.language for pair in pairs})
    return {
        "event_type": {
            "accuracy": sum(types) / len(types) if types else None,
            "n": len(types),
            "interval": _interval(types, below, _mean),
        },
        "fields": {
            field: {
                language: _scored(field, language, pairs, below)
                for language in languages
            }
            for field in SCORED
        },
    }


def _type(labels: Labels) -> object:
    return labels.get("event_type")


def _scored(
    field: str, language: str, pairs: Sequence[Pair], below: Below
) -> dict[str, Any]:
    tallies = [tally(field, each) for each in pairs if each.language == language]
    total = _sum(tallies)
    return {
        "precision": total.precision,
        "recall": total.recall,
        "f1": total.f1,
        "n": total.labelled,
        "interval": _interval(tallies, below, lambda some: _sum(some).f1),
    }


def tally(field: str, pair: Pair) -> Tally:
    """One field of one text."""
    labelled, read = pair.labelled.get(field), pair.read.get(field)
    return Tally(
        right=int(labelled is not None and same(field, labelled, read)),
        read=int(read is not None),
        labelled=int(labelled is not None),
    )


def same(field: str, labelled: Any, read: Any) -> bool:  # noqa: ANN401 (JSON)
    """Whether what was read says what the label says."""
    if read is None:
        return False
    if field == "launch_site":
        return _names(labelled) == _names(read)
    if isinstance(labelled, Mapping):
        return all(_near(labelled.get(end), read.get(end)) for end in ("min", "max"))
    if isinstance(labelled, int | float):
        return _near(labelled, read)
    if field in ("local_time", "local_time_end"):
        return str(labelled)[:5] == str(read)[:5]
    return bool(labelled == read)


def _names(sites: str) -> set[str]:
    return {name.strip().casefold() for name in sites.split(";")}


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= RELATIVE * max(abs(one), abs(other))


def _sum(tallies: Sequence[Tally]) -> Tally:
    total = Tally()
    for each in tallies:
        total = total.plus(each)
    return total


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None


def _interval(
    values: Sequence[Any],
    below: Below,
    of: Callable[[Sequence[Any]], float | None],
) -> tuple[float, float] | None:
    """Where 95 of 100 draws of as many texts lie, each text drawn anew."""
    if not values or of(values) is None:
        return None
    drawn = (of([values[below(len(values))] for _ in values]) for _ in range(RESAMPLES))
    found = sorted(value for value in drawn if value is not None)
    low, high = (found[int(q * (len(found) - 1))] for q in QUANTILES)
    return low, high
