"""The two models' flights, to be drawn."""

from __future__ import annotations

import msgspec

from watchword.fusion.flight.check import (
    HIGHEST_KM,
    LOWEST_KM,
    SHORTEST_KM,
)
from watchword.fusion.flight.coast import flown_path
from watchword.fusion.flight.earth import HALF_ROUND_KM
from watchword.fusion.flight.ellipse import Path, ellipse_path
from watchword.fusion.flight.generic import FARTHEST_KM, fitted
from watchword.fusion.flight.span import span_of
from watchword.model.quantity import Quantity


class Curves(msgspec.Struct, frozen=True, kw_only=True):
    """Altitude over ground range, for the middle of what was said.

    Args:
        two_body: The ellipse (K0).
        generic: The generic flight (K1); ``None`` where there is none.
    """

    two_body: Path
    generic: Path | None


def curves(apogee_km: Quantity, range_km: Quantity) -> Curves | None:
    """Both flights; ``None`` where the models do not hold."""
    apogee, flown = span_of(apogee_km).mid, span_of(range_km).mid
    if not (LOWEST_KM <= apogee <= HIGHEST_KM):
        return None
    if not SHORTEST_KM <= flown <= HALF_ROUND_KM:
        return None
    one = fitted(apogee, flown) if flown <= FARTHEST_KM else None
    return Curves(
        two_body=ellipse_path(apogee, flown),
        generic=None if one is None else flown_path(one.launch),
    )
