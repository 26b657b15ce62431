"""What a reported number can stand for, as the models take it."""

from __future__ import annotations

from math import inf

import msgspec

from watchword.fusion.doubt import quantity_span
from watchword.model.quantity import Quantity


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A number with the doubt of ``fusion/doubt.py``.

    Args:
        low: The lowest it can be; ``-inf`` for "at most".
        mid: The middle of what was said; of a bound the bound.
        high: The highest it can be; ``inf`` for "at least".
        is_at_most: It has no lower end, whatever bound the models bring in.
    """

    low: float
    mid: float
    high: float
    is_at_most: bool = False


def span_of(quantity: Quantity) -> Span:
    """The span of a quantity, in its own unit.

    >>> span_of(Quantity(low=14.0, high=15.0, unit="min")).mid
    14.5
    """
    low, high = quantity_span(quantity)
    ends = [end for end in (quantity.low, quantity.high) if end is not None]
    mid = sum(ends) / len(ends)
    return Span(low=low, mid=mid, high=high, is_at_most=low == -inf)


def within(span: Span, lowest: float, highest: float) -> Span:
    """The span with its ends brought into the models' bounds."""
    low, mid, high = (
        max(lowest, min(highest, end)) for end in (span.low, span.mid, span.high)
    )
    top = inf if span.high == inf else high
    return Span(low=low, mid=mid, high=top, is_at_most=span.is_at_most)
