"""The one place that reads a clock.

System mode is the machine's.  Replay mode is a scenario's: it stands still
until it is told, never goes back, and everything made under it says so.
TLS, latencies and receipts use ``system_ns`` always.
"""

from __future__ import annotations

import time
from typing import Literal, Protocol

from watchword.errors import UsageError
from watchword.model.time import format_ns


class Clock(Protocol):
    """What time it is for statements."""

    mode: Literal["system", "replay"]

    def now_ns(self) -> int:
        """Nanoseconds UTC since 1970."""


def system_ns() -> int:
    """The machine's clock, nanoseconds UTC."""
    return time.time_ns()


def monotonic_ns() -> int:
    """For measuring how long something took."""
    return time.monotonic_ns()


class SystemClock:
    """The machine's clock."""

    mode: Literal["system", "replay"] = "system"

    def now_ns(self) -> int:
        """Nanoseconds UTC."""
        return system_ns()


class ReplayClock:
    """A scenario's clock.

    Args:
        now_ns: Where it begins.
    """

    mode: Literal["system", "replay"] = "replay"

    def __init__(self, now_ns: int) -> None:
        self._now_ns = now_ns

    def now_ns(self) -> int:
        """Where it stands."""
        return self._now_ns

    def advance(self, to_ns: int) -> None:
        """Set it forward.

        Raises:
            UsageError: That would be backward.
        """
        if to_ns < self._now_ns:
            raise UsageError(
                f"the replay clock stands at {format_ns(self._now_ns)} and never "
                "goes back"
            )
        self._now_ns = to_ns
