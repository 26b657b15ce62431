"""From one schema of the store to the next: what each step does to the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from watchword.edge.store import Store

STEPS: Final[Mapping[int, Callable[[Store], None]]] = {}
"""By the version from which it starts; the next version is one more."""
