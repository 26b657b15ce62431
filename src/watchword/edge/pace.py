"""How many lines a batch has: few enough that no warning waits long behind it.

A batch is taken in one transaction, and whatever comes meanwhile waits for it.
So the recipient says how long it had to do with one, and the next has as many
lines as it takes in ``AIM_NS``.  Over a way that takes longer itself a batch may
take as long as the way does: a warning waits for the way in any case, and small
batches would leave it empty most of the time.
"""

from __future__ import annotations

from typing import Final

from watchword.edge.outbox import MOST_LINES

AIM_NS: Final = 10_000_000
LEAST_LINES: Final = 50
HEADER: Final = "server-timing"
"""The header of an answer in which the recipient says it, as browsers know it."""

_NAME: Final = "take;dur="
_MS_NS: Final = 1_000_000


def said(took_ns: int) -> bytes:
    """The header's value: how long a batch was worked on."""
    return f"{_NAME}{took_ns / _MS_NS:.3f}".encode()


def heard(value: str | None) -> int | None:
    """That time in nanoseconds; ``None``: it is not said, or in no known way."""
    if value is None or not value.startswith(_NAME):
        return None
    try:
        took_ms = float(value.removeprefix(_NAME))
    except ValueError:
        return None
    return int(took_ms * _MS_NS) if 0 < took_ms < 1e6 else None


def next_lines(lines: int, took_ns: int | None, trip_ns: int) -> int:
    """How many lines the next batch may have.

    Args:
        lines: How many the last one had.
        took_ns: How long the recipient had to do with it; ``None``: not said.
        trip_ns: How long it was until the answer was here.
    """
    if took_ns is None:
        return MOST_LINES
    aim_ns = max(AIM_NS, trip_ns - took_ns)
    return min(max(lines * aim_ns // max(took_ns, 1), LEAST_LINES), MOST_LINES)
