"""What the witnesses of one quantity say together.

1. A superseded value is shown and does not count, nor one that an analyst
   withdrew; where all are withdrawn no value counts.
2. One authority is one witness, through however many parties it is quoted.
3. Values agree when one value could be true for all of them, each with the
   doubt of ``doubt.py``; positions when every two overlap.
4. Then ``together`` is the hull of the values, which claims no more than was
   said; bounds narrow it only where no value is given.  A bound contradicts
   nothing within it and confirms nothing either: who says "at least 500" beside
   1,000 has not said 1,000.  That is ``not confirmed``.
5. Values that cannot all be true have no ``together``: there is no false mean.
6. Texts, and the days of statements, are not judged.  Different words stand
   side by side, except where the word is a finding (``JUDGED_TEXTS``):
   "success" contradicts "failure".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import combinations
from typing import Final

from msgspec.structs import replace

from watchword.errors import FusionError
from watchword.fusion.doubt import (
    CLOCK_TOLERANCE_NS,
    distance_km,
    instant_span,
    position_doubt_km,
    quantity_span,
)
from watchword.fusion.hull import (
    hull_of_instants,
    hull_of_quantities,
    one_side_of_north,
)
from watchword.model.event import Agreement, Combined, Witnessed
from watchword.model.field import Position, Value
from watchword.model.quantity import Quantity
from watchword.model.time import HOUR_NS, Instant

ABOUT_THE_STATEMENT: Final = "stated_on"
"""When it was stated says nothing of the event: days differ and nobody errs."""

JUDGED_TEXTS: Final = ("weapon_class", "outcome", "magnitude_type")
"""Texts in which different words contradict each other."""

UNKNOWN: Final = "unknown"
"""What a witness says in such a text who does not know."""

AS_SAID: Final = "as said"
HULL: Final = "hull of the values that count"
UNCONFIRMED: Final = "hull of the values that count; a bound confirms none"
SUREST: Final = "the surest of those that agree"
NONE_TOGETHER: Final = "no value can be true for all"
SIDE_BY_SIDE: Final = "not judged"
WITHDRAWN: Final = "no value counts"

Judged = tuple[Agreement, Value | None, str]


def combine(
    field: str, witnesses: Sequence[Witnessed], withdrawn: Collection[str] = ()
) -> Combined:
    """Judge whether the values can be true together, and say what they span.

    Args:
        field: Name of the field, one of ``model/field.py``.
        witnesses: One or more, each with a value of that field, in canonical
            order.
        withdrawn: Names of statements that do not count.

    Raises:
        FusionError: There are none.
    """
    if not witnesses:
        raise FusionError(f"nobody said anything of {field}")
    left = [each for each in witnesses if each.statement not in withdrawn]
    if not left:
        return Combined(
            field=field,
            witnesses=tuple(witnesses),
            verdict="withdrawn",
            rule=WITHDRAWN,
        )
    # Corrections that name each other in a ring leave none: then all count.
    counted = [each for each in left if not each.superseded] or left
    if field in JUDGED_TEXTS:
        counted = [each for each in counted if not _is_unknown(each.value)] or counted
    values = [each.value for each in counted]
    verdict, together, rule = _judge(field, values)
    if verdict != "disagree" and len({each.authority for each in counted}) == 1:
        verdict = "one witness"
    if verdict == "agree" and not _is_confirmed(field, counted):
        verdict, rule = "not confirmed", UNCONFIRMED
    return Combined(
        field=field,
        witnesses=tuple(witnesses),
        verdict=verdict,
        together=together,
        rule=rule,
    )


def _is_confirmed(field: str, counted: Sequence[Witnessed]) -> bool:
    """Whether two authorities give the value, or bounds come as near to it."""
    said = [(w.authority, w.value) for w in counted if isinstance(w.value, Quantity)]
    closed = {who for who, value in said if not _is_bound(value)}
    if len(closed) > 1 or all(not _is_bound(value) for _, value in said):
        return True
    values = [_closed(value) for _, value in said]
    if field == "bearing_deg":
        values = one_side_of_north(values)
    return _overlap([quantity_span(value) for value in values])


def _is_bound(value: Quantity) -> bool:
    return value.low is None or value.high is None


def _closed(value: Quantity) -> Quantity:
    """A bound as the value that it names."""
    if value.low is None:
        return replace(value, low=value.high)
    return replace(value, high=value.low) if value.high is None else value


def _is_unknown(value: Value) -> bool:
    return isinstance(value, str) and value.casefold() == UNKNOWN


def _judge(field: str, values: list[Value]) -> Judged:
    if all(value == values[0] for value in values):
        return "agree", values[0], AS_SAID
    if field == ABOUT_THE_STATEMENT:
        return "side by side", None, SIDE_BY_SIDE
    quantities = [value for value in values if isinstance(value, Quantity)]
    if quantities:
        return _judge_quantities(field, quantities)
    instants = [value for value in values if isinstance(value, Instant)]
    if instants:
        return _judge_instants(instants)
    positions = [value for value in values if isinstance(value, Position)]
    if positions:
        return _judge_positions(field, positions)
    return _judge_texts(field, [value for value in values if isinstance(value, str)])


def _judge_quantities(field: str, values: list[Quantity]) -> Judged:
    if field == "bearing_deg":
        values = one_side_of_north(values)
    if not _overlap([quantity_span(value) for value in values]):
        return "disagree", None, NONE_TOGETHER
    return "agree", hull_of_quantities(values), HULL


def _judge_instants(values: list[Instant]) -> Judged:
    if not _overlap([_tolerant_span(value) for value in values]):
        return "disagree", None, NONE_TOGETHER
    return "agree", hull_of_instants(values), HULL


def _tolerant_span(instant: Instant) -> tuple[int, int]:
    start_ns, last_ns = instant_span(instant)
    # An hour is mostly a clock time made coarse: 05:59 and 06:00 are one moment.
    is_fine = instant.precision_ns <= HOUR_NS
    half_ns = CLOCK_TOLERANCE_NS // 2 if is_fine else 0
    return start_ns - half_ns, last_ns + half_ns


def _judge_positions(field: str, values: list[Position]) -> Judged:
    def doubt_km(position: Position) -> float:
        return position_doubt_km(field, position)

    if any(_apart(one, other, doubt_km) for one, other in combinations(values, 2)):
        return "disagree", None, NONE_TOGETHER
    surest = min(values, key=lambda p: (doubt_km(p), p.lat_deg, p.lon_deg))
    return "agree", surest, SUREST


def _apart(
    one: Position, other: Position, doubt_km: Callable[[Position], float]
) -> bool:
    return distance_km(one, other) > doubt_km(one) + doubt_km(other)


def _judge_texts(field: str, values: list[str]) -> Judged:
    if len({value.casefold() for value in values}) == 1:
        return "agree", values[0], AS_SAID
    if field in JUDGED_TEXTS:
        return "disagree", None, NONE_TOGETHER
    return "side by side", None, SIDE_BY_SIDE


def _overlap(spans: Sequence[tuple[float, float]]) -> bool:
    # Intervals on a line that meet two by two have a point in common.
    return max(low for low, _ in spans) <= min(high for _, high in spans)
