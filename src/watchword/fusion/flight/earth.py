"""The Earth of these models: round, with nothing but its own gravity."""

from __future__ import annotations

from math import pi
from typing import Final

from watchword.fusion.doubt import EARTH_KM

MU_KM3_S2: Final = 398_600.4418
"""Gravitational parameter of the Earth.

Source:
    Standard gravitational parameter of WGS 84.
"""

GRAVITY_KM_S2: Final = MU_KM3_S2 / EARTH_KM**2
"""Gravity at the surface, 9.82e-3."""

FASTEST_TURN_KM_S: Final = 2 * pi * EARTH_KM / 86_164.1
"""How fast the ground moves east at the equator: nowhere does it move faster."""

HALF_ROUND_KM: Final = pi * EARTH_KM
"""No two places are farther apart."""
