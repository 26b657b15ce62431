"""How far the missile would fly on a standard trajectory, and its class then."""

from __future__ import annotations

from math import erf, inf, log, sqrt
from typing import Final, Literal

import msgspec

from watchword.fusion.flight.generic import BURN_SHARE, farthest, fitted
from watchword.fusion.flight.span import Span

RangeClass = Literal["SRBM", "MRBM", "IRBM", "ICBM"]

CLASSES: Final[tuple[tuple[RangeClass, float, float], ...]] = (
    ("SRBM", 0.0, 1000.0),
    ("MRBM", 1000.0, 3000.0),
    ("IRBM", 3000.0, 5500.0),
    ("ICBM", 5500.0, inf),
)
"""Each class with the ranges in km that make it.

Source:
    *Ballistic and Cruise Missile Threat*, NASIC and DIBMAC (2020).
"""

MODEL_SHARE: Final = 0.08
"""One standard deviation of the model's range, as a share of it: on the four
published lofted flights it is off by 2 to 9 %."""

SURE: Final = 0.99
"""From an open bound only what is as likely as this at the bound is said."""

_WEIGHTS: Final = (1 / 6, 2 / 3, 1 / 6)


class Standard(msgspec.Struct, frozen=True, kw_only=True):
    """The range on a standard trajectory; a range is never above 14,000 km.

    Args:
        range_km: Of the middle of the doubts; ``None`` where it is above.
        low_km: The lowest within burn times and doubts; ``None`` where even
            that is above, or nothing bounds it.
        high_km: The highest; ``None`` where it is above, or nothing bounds it.
        classes: How likely each class is; ``None`` where a bound without end
            does not let it be said.
    """

    range_km: float | None
    low_km: float | None
    high_km: float | None
    classes: dict[RangeClass, float] | None


def standard(apogee: Span, flown: Span) -> Standard | None:
    """The standard trajectory of what flew to that apogee and range.

    Args:
        apogee: In km, within the models' bounds.
        flown: The range in km, likewise.

    Returns:
        It with its band, or ``None`` where the generic missile has no such
        flight.
    """
    middle = _range_km(apogee.mid, flown.mid, 1.0)
    low = [
        _range_km(apogee.mid, flown.mid, 1 - BURN_SHARE),
        _range_km(apogee.low, flown.low, 1 - BURN_SHARE),
    ]
    high = [_range_km(apogee.mid, flown.mid, 1 + BURN_SHARE)]
    is_open = inf in {apogee.high, flown.high}
    is_bounded = not (apogee.is_at_most or flown.is_at_most)
    if not is_open:
        # A flat flight needs less speed the higher it goes: all four corners, and
        # the middle for the least in between.
        low.append(_range_km(apogee.high, flown.low, 1 - BURN_SHARE))
        high.append(_range_km(apogee.low, flown.high, 1 + BURN_SHARE))
        high.append(_range_km(apogee.high, flown.high, 1 + BURN_SHARE))
    found = [each for each in (middle, *low, *high) if each is not None]
    if middle is None:
        return None
    lowest, highest = min(found), inf if is_open else max(found)
    if not is_bounded:
        classes = None
    else:
        classes = _sure(lowest) if is_open else _classes((lowest, middle, highest))
    return Standard(
        range_km=_given(middle),
        low_km=_given(lowest) if is_bounded else None,
        high_km=_given(highest),
        classes=classes,
    )


def _range_km(apogee_km: float, flown_km: float, burn: float) -> float | None:
    one = fitted(apogee_km, flown_km, burn)
    if one is None:
        return None
    best = farthest(one.launch)
    return inf if best is None else best.range_km


def _given(range_km: float) -> float | None:
    return None if range_km == inf else range_km


def _classes(ranges: tuple[float, float, float]) -> dict[RangeClass, float]:
    """Three points with the mean and spread of an even band, each blurred.

    The weights 1/6, 2/3, 1/6 on the ends and the middle have the variance of a
    uniform distribution between the ends; the blur is normal in the logarithm
    of the range, with ``MODEL_SHARE``.
    """
    return {
        name: sum(
            weight * (_below(top, each) - _below(floor, each))
            for weight, each in zip(_WEIGHTS, ranges, strict=True)
        )
        for name, floor, top in CLASSES
    }


def _sure(lowest: float) -> dict[RangeClass, float] | None:
    """The classes of "at least": only where they are sure at the lower end."""
    found = _classes((lowest, lowest, lowest))
    return found if found["ICBM"] >= SURE else None


def _below(limit_km: float, range_km: float) -> float:
    if limit_km == inf:
        return 1.0
    if limit_km == 0 or range_km == inf:
        return 0.0
    return (1 + erf(log(limit_km / range_km) / MODEL_SHARE / sqrt(2))) / 2
